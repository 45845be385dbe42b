"""`duplicate_columns`: columns that hold the same values as another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import drop_column, finding
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.finding import Finding

FEWEST_ROWS = 10
FEWEST_VALUES = 2
ID = "duplicate_columns"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name each column that is like one before it: alike in all that was measured, and in every row of the sample."""
    groups: dict[object, list[str]] = defaultdict(list)
    for column in evidence.columns:
        is_telling = column.distinct is not None and column.distinct.value >= FEWEST_VALUES
        if evidence.rows >= FEWEST_ROWS and is_telling and column.failure is None:
            groups[_looks(column)].append(column.column.name)
    for names in groups.values():
        for place, name in enumerate(names):
            original = next((other for other in names[:place] if _is_equal(evidence, other, name)), None)
            if original is not None:
                yield _finding(evidence, original, name)


def _looks(column: ColumnEvidence) -> object:
    mean = column.mean.value if column.mean is not None else None
    return (column.type, column.missing.value, column.minimum, column.maximum, mean, column.lengths)


def _is_equal(evidence: FrameEvidence, one: str, other: str) -> bool:
    first, second = evidence.sample.column(one), evidence.sample.column(other)
    return bool(first.type == second.type and first.equals(second))


def _finding(evidence: FrameEvidence, original: str, name: str) -> Finding:
    reason = f"Everything that it says, `{original}` says too."
    return finding(
        ID,
        "uniqueness",
        evidence,
        (name, original),
        None,
        title=f"`{name}` holds the same as `{original}`",
        why="What is said twice weighs twice in a model, and may be mended once.",
        severity="low",
        fixes=(drop_column(name, "medium", reason),),
    )


CHECK = Check(
    id=ID,
    dimension="uniqueness",
    definition="columns of one type, equal in their statistics and in every row of the sample",
    source="`DuplicateColumns` of ydata-profiling; redundancy of Codd, 1970",
    reason="Columns of one value are alike by chance.",
    look=look,
)
