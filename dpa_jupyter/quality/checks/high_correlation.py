"""`high_correlation`: columns that say nearly the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.codes import CodedTable, thinned
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.engines.tables.duplicates import is_key
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.statistics.effect_size import cramers_v_alone

if TYPE_CHECKING:
    import pyarrow as pa

LEAST_RHO, LEAST_V = 0.95, 0.9
FEWEST_ROWS, FEWEST_VALUES = 50, 5
MOST_VALUES = 50
MOST_NUMBERS, MOST_CATEGORIES = 60, 12
MOST_ROWS = 5_000
ID = "high_correlation"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the groups of columns in which each goes with another one almost one to one."""
    if evidence.rows < FEWEST_ROWS:
        return
    features = [known for known in evidence.columns if known.column.name != evidence.target]
    numbers = [known.column.name for known in features if _is_measured(known)][:MOST_NUMBERS]
    categories = [known.column.name for known in features if _is_category(known)][:MOST_CATEGORIES]
    table = thinned(evidence.sample.select([*numbers, *categories]), MOST_ROWS)
    for names, pairs, measure in (
        (numbers, _correlated(table.select(numbers)), "rank correlation"),
        (categories, _associated(CodedTable(table), categories), "Cramér's V"),
    ):
        for group in _groups(names, pairs):
            least = min(pairs[pair] for pair in pairs if pair[0] in group)
            yield _finding(evidence, group, f"{measure} {least:.2f}" + (" or more" if len(group) > 2 else ""))


def _is_measured(known: ColumnEvidence) -> bool:
    is_number = known.type in ("integer", "number") and known.distinct is not None and known.failure is None
    is_row_number = known.type == "integer" and is_key(known)
    return is_number and known.distinct is not None and known.distinct.value >= FEWEST_VALUES and not is_row_number


def _is_category(known: ColumnEvidence) -> bool:
    is_category = known.type in ("text", "category", "boolean") and known.values is not None
    return is_category and known.values is not None and 2 <= len(known.values.values) <= MOST_VALUES


def _correlated(table: pa.Table) -> dict[tuple[str, str], float]:
    """Correlate ranks: at once, as if gaps had the mean rank; for pairs that may be near, in the rows with both."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = table.column_names
    if len(names) < 2:
        return {}
    values = [np.asarray(pc.cast(column, pa.float64(), safe=False).fill_null(np.nan)) for column in table.columns]
    ranks = np.stack([_ranks(column) for column in values])
    filled = np.where(np.isnan(ranks), np.nanmean(ranks, axis=1, keepdims=True), ranks)
    names_of = np.flatnonzero(filled.std(axis=1) > 0)
    near = np.abs(np.corrcoef(filled[names_of])) if len(names_of) > 1 else np.zeros((0, 0))
    is_filled = ~np.isnan(ranks[names_of]).any(axis=1)
    found = {}
    for one, other in np.argwhere(np.triu(near >= LEAST_RHO / 2, 1)).tolist():
        first, second = values[names_of[one]], values[names_of[other]]
        is_known = bool(is_filled[one] and is_filled[other])
        if is_known and near[one, other] <= LEAST_RHO:
            continue
        both = np.isfinite(first) & np.isfinite(second)
        if both.sum() < FEWEST_ROWS or np.array_equal(first[both], second[both]):
            continue
        rho = float(near[one, other]) if is_known else _rho(first[both], second[both])
        if rho > LEAST_RHO:
            found[names[names_of[one]], names[names_of[other]]] = rho
    return found


def _rho(first: np.ndarray, second: np.ndarray) -> float:
    return abs(float(np.corrcoef(_ranks(first), _ranks(second))[0, 1]))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Rank finite numbers, equal ones by the mean; NaN for the others."""
    ranks = np.full(len(values), np.nan)
    known = np.isfinite(values)
    _, places, counts = np.unique(values[known], return_inverse=True, return_counts=True)
    ranks[known] = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return ranks


def _associated(table: CodedTable, names: list[str]) -> dict[tuple[str, str], float]:
    found = {}
    for one, other in combinations(names, 2):
        first, second = table[one], table[other]
        if first is None or second is None:
            continue
        both = (first.codes >= 0) & (second.codes >= 0)
        width = len(second.values)
        cells = first.codes[both].astype(np.int64) * width + second.codes[both]
        counted = np.bincount(cells, minlength=len(first.values) * width)
        effect = cramers_v_alone(counted.reshape(-1, width))
        same = table.table[one].type == table.table[other].type and table.table[one].equals(table.table[other])
        if effect is not None and both.sum() >= FEWEST_ROWS and effect > LEAST_V and not same:
            found[one, other] = effect
    return found


def _groups(names: list[str], pairs: Mapping[tuple[str, str], float]) -> list[list[str]]:
    """Put columns together that are linked by pairs, in the order of the frame."""
    leader = {name: name for name in names}
    for one, other in pairs:
        old, new = leader[other], leader[one]
        leader = {name: new if each == old else each for name, each in leader.items()}
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(leader[name], []).append(name)
    return [group for group in groups.values() if len(group) > 1]


def _finding(evidence: FrameEvidence, group: list[str], how: str) -> Finding:
    shown = ", ".join(f"`{name}`" for name in group[:4]) + (f" and {len(group) - 4} more" if len(group) > 4 else "")
    return finding(
        ID, "consistency", evidence, group, None, title=f"{shown} say nearly the same ({how})",
        why="One of them is enough; a linear model can't tell which of them matters.", severity="note", certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="|Spearman's rho| above 0.95 of numbers, bias-corrected Cramér's V above 0.9 of columns of few values",
    source="collinearity: Kuhn & Johnson, Applied Predictive Modeling, 2013, 3.5; Bergsma, 2013 (V)",
    reason="At 0.95 a tenth of the variance tells the two apart; equal columns are left to `duplicate_columns`.",
    look=look,
    thresholds={"least_rho": LEAST_RHO, "least_v": LEAST_V},
)
