"""`js_distance`: groups that have other shares, in frames of many rows."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.drift.check import DriftCheck, Shift
from dpa_jupyter.quality.drift.distances import jensen_shannon
from dpa_jupyter.quality.drift.pair import FramePair
from dpa_jupyter.quality.drift.wording import spread_finding

NOTABLE = 0.1
ID = "js_distance"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Name the columns of groups whose shares moved far."""
    for column in pair.columns:
        if column.has_enough and not column.is_small and column.kind == "groups":
            distance = jensen_shannon(*column.counts)
            words = f"Jensen-Shannon distance {distance:.2f}"
            yield Shift(spread_finding(ID, pair, column, words) if distance >= NOTABLE else None, column.p_value)


CHECK = DriftCheck(
    id=ID,
    dimension="consistency",
    definition="the root of the Jensen-Shannon divergence in nats, where both sides have more than 1,000 values",
    source="Lin, Divergence measures based on the Shannon entropy, 1991, with the threshold of evidently",
    reason="Of many rows each difference is significant; 0.1 is about 50 % becoming 64 %.",
    compare=compare,
    family="spread",
    thresholds={"notable": NOTABLE},
)
