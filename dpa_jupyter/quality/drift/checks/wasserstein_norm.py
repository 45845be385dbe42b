"""`wasserstein_norm`: how far values moved, in standard deviations, in frames of many rows."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.drift.check import DriftCheck, Shift
from dpa_jupyter.quality.drift.distances import wasserstein
from dpa_jupyter.quality.drift.pair import ColumnPair, FramePair
from dpa_jupyter.quality.drift.wording import spread_finding

NOTABLE = 0.1
ID = "wasserstein_norm"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Name the columns of numbers or times whose values moved far."""
    for column in pair.columns:
        if column.has_enough and not column.is_small and column.kind != "groups":
            distance = _distance(column)
            words = f"moved by {distance:.2f} standard deviations"
            yield Shift(spread_finding(ID, pair, column, words) if distance >= NOTABLE else None, column.p_value)


def _distance(column: ColumnPair) -> float:
    """Return the distance by the baseline's deviation; where that is 0, by that of both together."""
    assert column.spreads is not None
    then, now = column.spreads
    moved = wasserstein(then, now)
    if not moved:
        return 0.0
    deviation = then.deviation or (then.deviation + now.deviation) / 2
    return moved / deviation if deviation else float("inf")


CHECK = DriftCheck(
    id=ID,
    dimension="consistency",
    definition="∫ |F - G| by the standard deviation of the baseline, where both sides have more than 1,000 values",
    source="Wasserstein distance (Kantorovich, 1942), normed, with the threshold of evidently",
    reason="Of many rows each difference is significant; a tenth of a deviation is the least that anybody sees.",
    compare=compare,
    family="spread",
    thresholds={"notable": NOTABLE},
)
