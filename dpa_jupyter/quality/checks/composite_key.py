"""`composite_key`: two or three columns that tell rows apart together, where none does alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.row_hashes import column_hashes, is_repeated
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.engines.tables.duplicates import KEY_TYPES, names_rows
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Repeats
from dpa_jupyter.quality.finding import Finding

FEWEST_ROWS = 20
MOST_COLUMNS = 8
MOST_TOLD = 3
FEW = 5_000
MOST_DISTINCT = 0.5
"""Share of the rows; a column of more different values is nearly a key, and with any other one probably is."""
LEAST_BY_CHANCE = 20.0
"""Were the columns independent, so many pairs of rows would agree in all of them: that none does is no accident."""
ID = "composite_key"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the smallest sets of columns of which no combination of values repeats in the sample, nor then at all."""
    if evidence.rows < FEWEST_ROWS or any(map(names_rows, evidence.columns)) or _has_duplicates(evidence):
        return
    parts = [known for known in evidence.columns if _may_be_part(known)][:MOST_COLUMNS]
    likely = [each for size in (2, 3) for each in combinations(parts, size) if _is_unlikely(each, evidence.rows)]
    places = {part.column.name: place for place, part in enumerate(parts)}
    hashes = cache(lambda name: column_hashes(evidence.sample[name], places[name]))
    found: list[set[str]] = []
    for each in likely:
        key = tuple(part.column.name for part in each)
        is_new = len(found) < MOST_TOLD and not any(known <= set(key) for known in found)
        if is_new and not _repeats([hashes(name) for name in key]):
            found.append(set(key))
            yield _finding(evidence, key)


def _repeats(hashes: list[np.ndarray]) -> bool:
    """Tell whether two rows agree; most often a few rows show that they do."""
    return any(is_repeated(np.add.reduce([each[:most] for each in hashes])).any() for most in (FEW, None))


def _has_duplicates(evidence: FrameEvidence) -> bool:
    return evidence.duplicate_rows is not None and evidence.duplicate_rows.value > 0


def _may_be_part(known: ColumnEvidence) -> bool:
    is_of_type = known.type in KEY_TYPES | {"category"} and known.values is not None and known.failure is None
    distinct = known.distinct.value if known.distinct is not None else 0.0
    return is_of_type and not known.missing.value and distinct > 1 and distinct <= MOST_DISTINCT * known.rows


def _is_unlikely(parts: tuple[ColumnEvidence, ...], rows: int) -> bool:
    """Tell whether there are combinations enough for all rows, and yet some would repeat by chance."""
    combinations_of = float(np.prod([part.distinct.value if part.distinct is not None else 0.0 for part in parts]))
    agreeing = float(np.prod([_agreement(part) for part in parts]))
    return combinations_of >= rows and agreeing * rows * (rows - 1) / 2 >= LEAST_BY_CHANCE


def _agreement(part: ColumnEvidence) -> float:
    """Return how probably two rows have the same value."""
    counts = np.asarray(part.values.counts if part.values is not None else [], dtype=float)
    return float(((counts / max(1.0, counts.sum())) ** 2).sum())


def _finding(evidence: FrameEvidence, names: tuple[str, ...]) -> Finding:
    shown = ", ".join(f"`{name}`" for name in names[:-1]) + f" and `{names[-1]}`"
    return finding(
        ID, "uniqueness", evidence, names, Repeats(names), title=f"Each row has a combination of {shown} of its own",
        why="Together they are a key: rows can be told apart and joined by them.", severity="note",
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="uniqueness",
    definition="two or three columns with n different combinations, counted exactly, where no column is a key",
    source="minimal unique column combinations: Heise et al., VLDB 2013",
    reason="Where chance alone would let twenty pairs of rows agree, that none does is by design.",
    look=look,
    is_of_none=True,
    thresholds={"least_by_chance": LEAST_BY_CHANCE, "most_distinct": MOST_DISTINCT},
)
