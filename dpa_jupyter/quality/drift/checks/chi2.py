"""`chi2`: groups that have other shares, in frames of few rows."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.drift.check import CHANCE, DriftCheck, Shift
from dpa_jupyter.quality.drift.pair import FEW_ROWS, FramePair
from dpa_jupyter.quality.drift.wording import spread_finding

ID = "chi2"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Name the columns of groups that have other shares."""
    for column in pair.columns:
        if column.has_enough and column.is_small and column.kind == "groups":
            p_value = column.p_value
            words = f"chi-square test, p = {p_value:.2g}"
            yield Shift(spread_finding(ID, pair, column, words) if p_value <= CHANCE else None, p_value)


CHECK = DriftCheck(
    id=ID,
    dimension="consistency",
    definition="Pearson's test that both frames have the same shares, where a side has at most 1,000 values",
    source="Pearson, 1900; small groups put together by Cochran, 1954; the number of rows is evidently's default",
    reason="With so few rows, what a test takes for no chance is large enough to matter.",
    compare=compare,
    family="spread",
    thresholds={"most rows": FEW_ROWS},
)
