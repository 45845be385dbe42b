"""`schema_drift`: columns that are gone, new, of another type or in another order."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.drift.check import DriftCheck, Shift
from dpa_jupyter.quality.drift.pair import ColumnPair, FramePair
from dpa_jupyter.quality.drift.wording import drifted, listed
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.wording import counted

ALIKE: tuple[frozenset[ColumnType], ...] = (
    frozenset({"integer", "number"}),
    frozenset({"text", "category"}),
    frozenset({"date", "datetime"}),
)
"""Types that a library takes for each other: integers become floats with the first missing value."""
ID = "schema_drift"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Name what changed in the columns, one finding for each kind of change."""
    yield from (Shift(finding) for finding in _findings(pair))


def _findings(pair: FramePair) -> Iterator[Finding]:
    then, now = pair.then.by_name, pair.now.by_name
    gone, new = [name for name in then if name not in now], [name for name in now if name not in then]
    known = f"`{pair.then.name}`"
    if gone:
        title = f"{counted(len(gone), 'column')} of {known} {'is' if len(gone) == 1 else 'are'} gone: {listed(gone)}"
        yield drifted(ID, pair, (), title, "What reads them fails, or works with less.", severity="high")
    if new:
        title = f"{counted(len(new), 'column')} {'is' if len(new) == 1 else 'are'} new since {known}: {listed(new)}"
        yield drifted(ID, pair, new, title, "Whoever takes columns by their place takes others now.")
    yield from (_of_type(pair, column) for column in pair.columns if _differs(column))
    order = [name for name in then if name in now]
    if order != [name for name in now if name in then]:
        title = f"The columns stand in another order than in {known}"
        yield drifted(ID, pair, (), title, "Whoever takes columns by their place takes others now.", severity="note")


def _differs(column: ColumnPair) -> bool:
    """Tell whether the types differ; of a column without any value there is none."""
    has_values = column.then.missing != column.then.rows and column.now.missing != column.now.rows
    return has_values and column.then.type != column.now.type


def _of_type(pair: FramePair, column: ColumnPair) -> Finding:
    types = column.then.type, column.now.type
    is_alike = any(set(types) <= group for group in ALIKE)
    title = f"`{column.name}` is of type {types[1]}, and was of type {types[0]} in `{pair.then.name}`"
    why = (
        "It still compares and computes as before."
        if is_alike
        else "What computes with it fails, or gives another result."
    )
    return drifted(ID, pair, (column.name,), title, why, severity="note" if is_alike else "high")


CHECK = DriftCheck(
    id=ID,
    dimension="consistency",
    definition="columns by name, analysed type and order",
    source="Schema validation of TensorFlow Data Validation (Breck and others, 2019)",
    reason="Each is a fact. Integer and number, text and category, date and datetime compute alike: a note.",
    compare=compare,
)
