"""Which column tells another: approximate functional dependencies (Huhtala et al., TANE, Computer Journal 42, 1999).

A first look at few rows leaves out nearly all pairs of columns: the rows are sorted by one column, and it is counted
for all the others at once how often neighbours of one group agree. What is left is counted exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from dpa_jupyter.quality.detection.codes import CodedTable, Codes, coded_sample, thinned
from dpa_jupyter.quality.detection.numbers import numbers
from dpa_jupyter.quality.detection.remembered import remembered
from dpa_jupyter.quality.evidence import FrameEvidence

MOST_COLUMNS = 40
SCREENED_ROWS = 10_000
MOST_COUNTED = 6_000_000
"""Rows times pairs that are counted exactly; the most promising pairs come first."""
LEAST_CONFIDENCE = 0.9
"""Share of rows whose value is the one of their group; below it, errors could not be told from exceptions."""
LEAST_LIFT = 0.3
"""How much of what the most frequent value leaves open the groups must explain (Goodman and Kruskal's lambda)."""
LEAST_GROUP = 3
"""Rows from which on a group has an opinion."""
LEAST_AGREEING = 3
"""Rows that an opinion rests on."""
LEAST_PAIRS = 30
MOST_DISPERSION = 3.0
"""Errors fall on groups by chance: the chi-square of deviations by group stays near its degrees of freedom. Where it is
so many times that, some groups simply have several values, and the dependency is none."""
MIXED = 0.75
"""In a group of several values, less than this share has the most frequent one."""
MOST_MIXED = 2.0
"""How many times more rows may stand in mixed groups than chance would put there."""


@dataclass(frozen=True, eq=False)
class Dependency:
    """One column that nearly tells another."""

    determinant: str
    dependent: str
    confidence: float
    lift: float
    opinions: np.ndarray
    """For each code of the determinant, the code of the dependent that its rows have; -1 without an opinion."""


@remembered
def dependencies(evidence: FrameEvidence) -> dict[str, list[Dependency]]:
    """Return, for each column that others tell, those others, the most reliable first."""
    table = coded_sample(evidence)
    found: dict[str, list[Dependency]] = {}
    rows = max(1, table.table.num_rows)
    for determinant, dependent, _ in _promising(evidence)[: max(20, MOST_COUNTED // rows)]:
        known = _dependency(table, determinant, dependent)
        if known is not None:
            found.setdefault(dependent, []).append(known)
    for each in found.values():
        each.sort(key=lambda dependency: -dependency.confidence)
    return found


def group_votes(groups: Codes, values: Codes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return of each group the most frequent value (-1 if none), the rows that have it, and all its rows.

    A missing value counts as a value, so that a group that mostly has none has no opinion.
    """
    known = groups.codes >= 0
    width = len(values.values) + 1
    pairs = groups.codes[known].astype(np.int64) * width + values.codes[known] + 1
    if len(groups.values) * width <= 4 * len(pairs) + 1_000_000:
        cells = np.bincount(pairs, minlength=len(groups.values) * width).reshape(len(groups.values), width)
        best = cells.argmax(axis=1) if len(groups.values) else np.zeros(0, dtype=np.int64)
        most = cells[np.arange(len(best)), best]
        return (best - 1).astype(np.int32), most, cells.sum(axis=1)
    cells, counts = np.unique(pairs, return_counts=True)
    order = np.lexsort((-counts, cells // width))
    firsts = order[np.unique((cells // width)[order], return_index=True)[1]]
    opinion = np.full(len(groups.values), -1, dtype=np.int32)
    most = np.zeros(len(groups.values), dtype=np.int64)
    opinion[cells[firsts] // width] = cells[firsts] % width - 1
    most[cells[firsts] // width] = counts[firsts]
    return opinion, most, groups.counts


def _promising(evidence: FrameEvidence) -> list[tuple[str, str, float]]:
    """Return pairs of columns whose rows agree much more than by chance, the strongest first."""
    table = CodedTable(thinned(evidence.sample, SCREENED_ROWS))
    known = ((name, codes) for name in _candidates(evidence) if (codes := table[name]) is not None)
    coded = dict(islice((pair for pair in known if len(pair[1].values) > 1 and pair[1].filled), MOST_COLUMNS))
    names = list(coded)
    if len(names) < 2:
        return []
    matrix = np.column_stack([coded[name].codes for name in names])
    chance = np.array([((coded[name].counts / coded[name].filled) ** 2).sum() for name in names])
    found = []
    for place, name in enumerate(names):
        if not _may_determine(evidence, name, coded[name]):
            continue
        for other, lift in _agreeing(matrix, chance, place):
            found.append((name, names[other], lift))
    return sorted(found, key=lambda pair: -pair[2])


def _candidates(evidence: FrameEvidence) -> list[str]:
    counts = [column.column.name for column in evidence.columns if column.failure is None]
    sampled = set(evidence.sample.column_names)
    return [name for name in counts if name in sampled]


def _may_determine(evidence: FrameEvidence, name: str, codes: Codes) -> bool:
    """Only what names a thing determines: no measure, and no key either."""
    column, known = evidence.column(name), numbers(evidence).get(name)
    if known is not None and not known.is_whole:
        return False
    is_name = known is not None or column.type in ("text", "category", "integer", "date", "datetime", "boolean")
    return is_name and ((codes.counts >= 2).sum() >= 2 and len(codes.values) <= 0.7 * codes.filled)


def _agreeing(matrix: np.ndarray, chance: np.ndarray, place: int) -> Iterator[tuple[int, float]]:
    order = np.argsort(matrix[:, place], kind="stable")
    ordered = matrix[order]
    group = ordered[:, place]
    ordered = ordered[(group >= 0)]
    if len(ordered) < 2:
        return
    before, after = ordered[:-1], ordered[1:]
    same = (before[:, place] == after[:, place])[:, None] & (before >= 0) & (after >= 0)
    pairs = same.sum(axis=0)
    agree = (same & (before == after)).sum(axis=0) / np.maximum(pairs, 1)
    # With errors in a tenth of the cells, neighbours still agree in about 0.8 of the pairs.
    lift = (agree - chance) / np.maximum(1 - chance, 1e-9)
    for other in np.flatnonzero((pairs >= LEAST_PAIRS) & (agree >= 0.6) & (lift >= LEAST_LIFT / 2)).tolist():
        if other != place:
            yield other, float(lift[other])


def _dependency(table: CodedTable, determinant: str, dependent: str) -> Dependency | None:
    groups, values = table[determinant], table[dependent]
    if groups is None or values is None:
        return None
    opinions, agreeing, sizes = group_votes(groups, values)
    counted = (sizes >= LEAST_GROUP) & (opinions >= 0)
    covered, modes = sizes[counted].sum(), np.unique(opinions[counted])
    if covered < LEAST_PAIRS or len(modes) < 2:
        return None
    confidence = float(agreeing[counted].sum() / covered)
    common = values.counts.max() / max(1, values.filled)
    lift = float((confidence - common) / max(1e-9, 1 - common))
    beside = counted & (opinions != int(values.counts.argmax()))
    sure = agreeing[beside].sum() / max(1, sizes[beside].sum())
    if min(confidence, sure) < LEAST_CONFIDENCE or lift < LEAST_LIFT:
        return None
    if not _deviates_by_chance(agreeing[counted], sizes[counted]):
        return None
    speaks = counted & (agreeing >= LEAST_AGREEING) & (agreeing >= MIXED * sizes)
    return Dependency(determinant, dependent, confidence, lift, np.where(speaks, opinions, np.int32(-1)))


def _deviates_by_chance(agreeing: np.ndarray, sizes: np.ndarray) -> bool:
    """Tell errors, which fall anywhere, from groups that have several values by their nature."""
    from scipy.special import bdtrc

    rate = 1 - agreeing.sum() / sizes.sum()
    if rate <= 0:
        return True
    expected = sizes * rate
    dispersion = (((sizes - agreeing - expected) ** 2) / (expected * (1 - rate))).sum() / max(1, len(sizes) - 1)
    mixed = sizes[agreeing < MIXED * sizes].sum() / sizes.sum()
    by_chance = (sizes * bdtrc(np.floor((1 - MIXED) * sizes), sizes, rate)).sum() / sizes.sum()
    return bool(dispersion <= MOST_DISPERSION and mixed <= max(0.005, MOST_MIXED * by_chance))
