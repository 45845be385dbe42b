"""`ks`: the distance of Kolmogorov and Smirnov, in frames of few rows."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.drift.check import CHANCE, DriftCheck, Shift
from dpa_jupyter.quality.drift.distances import kolmogorov_smirnov
from dpa_jupyter.quality.drift.pair import FEW_ROWS, FramePair
from dpa_jupyter.quality.drift.wording import spread_finding

ID = "ks"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Name the columns of numbers or times that are spread otherwise."""
    for column in pair.columns:
        if column.has_enough and column.is_small and column.kind != "groups" and column.spreads is not None:
            if column.p_value > CHANCE:
                yield Shift(None, column.p_value)
                continue
            words = f"Kolmogorov-Smirnov {kolmogorov_smirnov(*column.spreads):.2f}"
            yield Shift(spread_finding(ID, pair, column, words), column.p_value)


CHECK = DriftCheck(
    id=ID,
    dimension="consistency",
    definition="the largest distance of two distribution functions, where a side has at most 1,000 values",
    source="Smirnov, 1939, with Stephens' correction, 1970; the number of rows is the default of evidently",
    reason="With so few rows, what a test takes for no chance is large enough to matter.",
    compare=compare,
    family="spread",
    thresholds={"most rows": FEW_ROWS},
)
