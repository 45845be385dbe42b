"""Caveats about a column, from its statistics: what would mislead whoever uses it as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.tools.profile_query import Measures
from dpa_jupyter.wording import counted, rows_of

MOSTLY = 0.5
"""From this share of rows without a value on, a column is called mostly missing."""
NEARLY_ALL = 0.95
"""From this share of readable texts on, a column is said to hold numbers or dates."""
IDENTIFIER = "has a different value in every row: it may be an identifier"
NOTHING_ELSE: frozenset[ColumnType] = frozenset({"integer", "text", "category"})


def caveats(measured: Measures, rows: int) -> Iterator[str]:
    """Say what is wrong with a column, each a predicate of its name."""
    present = number(measured, "present")
    if rows and not present:
        yield "has no value at all"
        return
    if rows and present <= rows * (1 - MOSTLY):
        yield f"is mostly missing: it has no value in {rows_of(rows - present, rows)}"
    if present > 1 and measured.get("distinct") == 1:
        yield "has one value only" + (", where it has any" if present < rows else "")
    if infinite := number(measured, "infinite"):
        yield f"is infinite in {rows_of(infinite, rows)}, which its statistics leave out"
    yield from _of_text(measured, rows)


def identifies(measured: Measures, kind: ColumnType, rows: int) -> bool:
    """Tell whether a column has a different value in every row, and is of a type that may be a key."""
    return rows > 1 and kind in NOTHING_ELSE and measured.get("distinct") == number(measured, "present") == rows


def kept_as_text(notes: Iterable[str], what: Literal["numbers", "dates"]) -> bool:
    """Tell whether the notes say that a column holds numbers, or dates, as text."""
    return any(note.startswith(f"holds {what} kept as text") for note in notes)


def number(measured: Measures, name: str) -> int:
    """Return a count, 0 where it was not made for a column of this type."""
    value = measured.get(name)
    return value if isinstance(value, int) else 0


def _of_text(measured: Measures, rows: int) -> Iterator[str]:
    blank, placeholders = number(measured, "blank"), number(measured, "placeholders")
    told = number(measured, "present") - blank - placeholders
    for what in ("numbers", "dates"):
        readable = number(measured, what)
        if readable and readable >= NEARLY_ALL * told and not number(measured, "leading_zeros"):
            rest = f"; {counted(told - readable, 'value')} can't be read as such" if told > readable else ""
            yield f"holds {what} kept as text{rest}"
            break
    if blank:
        yield f"is blank text in {rows_of(blank, rows)}"
    if placeholders:
        yield f"has words that may stand for a missing value (n/a, unknown, - …) in {rows_of(placeholders, rows)}"
    if padded := number(measured, "padded"):
        yield f"has spaces around the text in {rows_of(padded, rows)}"
