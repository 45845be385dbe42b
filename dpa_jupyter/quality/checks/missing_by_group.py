"""`missing_by_group`: values that are missing in some groups of rows far more often than in others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.codes import CodedTable, thinned
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.statistics.effect_size import cramers_v, cramers_v_alone
from dpa_jupyter.wording import percent

LEAST_EFFECT = 0.3
MOST_P = 0.001
FEWEST_GAPS = 10
FEWEST_ROWS = 100
MOST_VALUES = 30
MOST_COLUMNS, MOST_GROUPS = 40, 12
MOST_ROWS = 20_000
ID = "missing_by_group"


@dataclass(frozen=True, eq=False)
class _Pair:
    column: str
    group: str
    effect: float
    told: str
    """The group with most gaps, and that with fewest."""


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name, for each column that groups rows, the columns whose gaps it tells best."""
    lacking = [known.column.name for known in evidence.columns if _lacks(known)][:MOST_COLUMNS]
    groups = [known.column.name for known in evidence.columns if _groups(known)][:MOST_GROUPS]
    if not lacking or not groups or evidence.rows < FEWEST_ROWS:
        return
    best: dict[str, _Pair] = {}
    for pair in _pairs(evidence, lacking, groups):
        if pair.column not in best or pair.effect > best[pair.column].effect:
            best[pair.column] = pair
    for group in groups:
        told = [pair for pair in best.values() if pair.group == group]
        if told:
            yield _finding(evidence, group, sorted(told, key=lambda pair: -pair.effect))


def _lacks(known: ColumnEvidence) -> bool:
    return FEWEST_GAPS <= known.missing.value <= known.rows - FEWEST_GAPS


def _groups(known: ColumnEvidence) -> bool:
    is_group = known.type in ("text", "category", "boolean", "integer") and known.values is not None
    return is_group and known.values is not None and 2 <= len(known.values.values) <= MOST_VALUES


def _pairs(evidence: FrameEvidence, lacking: list[str], groups: list[str]) -> Iterator[_Pair]:
    import pyarrow.compute as pc

    names = list(dict.fromkeys([*lacking, *groups]))
    coded = CodedTable(thinned(evidence.sample.select(names), MOST_ROWS))
    gaps = {name: np.asarray(pc.is_null(coded.table[name], nan_is_null=True)).astype(np.int64) for name in lacking}
    for group in groups:
        known = coded[group]
        if known is None:
            continue
        present = known.codes >= 0
        for column in lacking:
            if column == group:
                continue
            cells = (2 * known.codes + gaps[column])[present]
            table = np.bincount(cells, minlength=2 * len(known.values)).reshape(-1, 2)
            pair = _pair(column, group, table, known.values.to_pylist(), len(groups) * len(lacking))
            if pair is not None:
                yield pair


def _pair(column: str, group: str, table: np.ndarray, values: list[object], tests: int) -> _Pair | None:
    """Test the groups that have enough rows to tell how often values are missing there; None with fewer than two."""
    kept = np.flatnonzero(table.sum(axis=1) >= FEWEST_GAPS)
    if len(kept) < 2:
        return None
    table = table[kept]
    effect = cramers_v_alone(table)
    if effect is None or effect < LEAST_EFFECT or not _is_significant(table, tests):
        return None
    return _Pair(column, group, effect, _told(table, [values[at] for at in kept.tolist()]))


def _is_significant(table: np.ndarray, tests: int) -> bool:
    tested = cramers_v(table)
    return tested is not None and tested.p_value * tests <= MOST_P


def _told(table: np.ndarray, values: list[object]) -> str:
    share = table[:, 1] / table.sum(axis=1)
    most, least = int(share.argmax()), int(share.argmin())
    high, low = (f"{percent(float(share[at]))} where it is “{str(values[at])[:40]}”" for at in (most, least))
    return f"{high}, {low}"


def _finding(evidence: FrameEvidence, group: str, told: list[_Pair]) -> Finding:
    names = [pair.column for pair in told]
    shown = ", ".join(f"`{name}`" for name in names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    verb = "is" if len(names) == 1 else "are"
    return finding(
        ID, "completeness", evidence, (*names, group), None,
        title=f"How often {shown} {verb} missing depends on `{group}`: {told[0].told}",
        why="Rows that have a value are not like all rows: means and models of them are biased.",
        severity="note", certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="completeness",
    definition="bias-corrected Cramér's V of a column's gaps and a column of few values, each of ten rows or more, at "
    "least 0.3, p at most 0.001",
    source="missing at random: Rubin, Biometrika 63, 1976; Bergsma, 2013 (V); p corrected by Bonferroni",
    reason="0.3 is Cohen's medium effect (Power Analysis, 1988); of each column only the best group is told.",
    look=look,
    thresholds={"least_effect": LEAST_EFFECT, "most_p": MOST_P, "fewest_gaps": FEWEST_GAPS},
)
