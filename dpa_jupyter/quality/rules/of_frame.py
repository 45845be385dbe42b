"""Rules about a whole frame or column, which what was measured decides: why they are broken, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.evidence import ColumnEvidence
from dpa_jupyter.quality.rules.tests import HasColumns, HasType, RowCount, TypeName

MOST_NAMED = 5
FITTING: dict[TypeName, frozenset[ColumnType]] = {
    "integer": frozenset({"integer"}),
    "number": frozenset({"integer", "number"}),
    "text": frozenset({"text", "category"}),
    "boolean": frozenset({"boolean"}),
    "date": frozenset({"date"}),
    "datetime": frozenset({"datetime"}),
}
"""The types of columns that a rule's word for a type stands for."""


def broken_columns(test: HasColumns, names: Sequence[str]) -> str:
    """Say which columns are missing, in another order, or too many."""
    missing = [name for name in test.columns if name not in names]
    others = [name for name in names if name not in test.columns] if test.no_others else []
    present = [name for name in names if name in test.columns]
    parts = [
        f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} missing" if missing else "",
        f"{_listed(others)} {'is' if len(others) == 1 else 'are'} there, too" if others else "",
        f"the order is {_listed(present)}" if test.in_order and not missing and present != list(test.columns) else "",
    ]
    return "; ".join(filter(None, parts))


def broken_row_count(test: RowCount, rows: int) -> str:
    """Say how many rows there are, where they are too few or too many."""
    too_few = test.at_least is not None and rows < test.at_least
    too_many = test.at_most is not None and rows > test.at_most
    return f"there are {rows:,}" if too_few or too_many else ""


def broken_type(test: HasType, column: ColumnEvidence) -> str:
    """Say of which type a column is, where it is another."""
    return "" if column.type in FITTING[test.type] else f"it is {column.type} ({column.column.native_type})"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(f"`{name}`" for name in names[:MOST_NAMED]) + more
