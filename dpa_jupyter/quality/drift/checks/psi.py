"""`psi`: the population stability index."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.drift.check import DriftCheck, Shift
from dpa_jupyter.quality.drift.pair import FramePair
from dpa_jupyter.quality.drift.wording import LARGE_PSI, spread_finding

NOTABLE = 0.1
ID = "psi"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Name the columns of which the shares of deciles or groups moved."""
    for column in pair.columns:
        if column.has_enough:
            is_notable = column.psi >= NOTABLE
            words = f"PSI {column.psi:.2f}"
            yield Shift(spread_finding(ID, pair, column, words) if is_notable else None, column.p_value)


CHECK = DriftCheck(
    id=ID,
    dimension="consistency",
    definition="Σ (q - p) ln(q / p) over deciles of the baseline, or over its groups",
    source="Siddiqi, Credit risk scorecards, 2006: below 0.1 stable, from 0.2 on another population (others: 0.25)",
    reason="It grows with few rows alone (Yurdakul, 2018), so that a test has to exclude chance as well.",
    compare=compare,
    family="spread",
    thresholds={"notable": NOTABLE, "large": LARGE_PSI},
)
