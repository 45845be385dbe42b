"""Conditions that choose rows: plain data, nothing that is evaluated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict

from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import Scalar
from dpa_jupyter.frames.columns import find_column
from dpa_jupyter.sentence import sentence

if TYPE_CHECKING:
    import pyarrow as pa

    Column: TypeAlias = pa.ChunkedArray

Comparison: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in", "is missing", "is not missing"]
_FUNCTIONS = {
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}
_LONGEST = 60
_NO_VALUE = (ValueError, OverflowError, NotImplementedError, TypeError)
"""What is raised where a value has no place in a type; pyarrow's errors are among these."""


class Condition(TypedDict):
    """What a row has to hold; `value` is a list for "in" and "not in", and not needed for "is missing"."""

    column: str
    op: Comparison
    value: NotRequired[Scalar | list[Scalar]]


def chosen_rows(table: pa.Table, conditions: Sequence[Condition]) -> pa.Table:
    """Return the rows that hold all conditions; where a value is missing, no comparison holds.

    Raises:
        ToolError: a value can't be compared with its column.
    """
    for condition in conditions:
        column = table.column(find_column(table.column_names, condition["column"]))
        table = table.filter(_mask(column, condition))
    return table


def in_words(conditions: Sequence[Condition]) -> str:
    """Write conditions for a person: "churn is Yes, tenure < 12"."""
    return ", ".join(_sentence(condition) for condition in conditions)


def _sentence(condition: Condition) -> str:
    column, op, value = condition["column"], condition["op"], condition.get("value")
    if op in ("is missing", "is not missing"):
        return f"{column} {op}"
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    words: Mapping[str, str] = {"==": "is", "!=": "is not"}
    return f"{column} {words.get(op, op)} {shown[:_LONGEST]}"


def _mask(column: Column, condition: Condition) -> Column:
    import pyarrow as pa
    import pyarrow.compute as pc

    op, value = condition["op"], condition.get("value")
    if op in ("is missing", "is not missing"):
        missing = pc.is_null(column, nan_is_null=True)
        return missing if op == "is missing" else pc.invert(missing)
    column = _plain(column)
    values = value if isinstance(value, list) else [value]
    if op not in ("in", "not in") and len(values) != 1:
        raise ToolError(sentence("{said!r} compares with one value; for several use 'in'", said=op))
    try:
        column, typed = _comparable(column, values)
    except _NO_VALUE:
        raise ToolError(
            sentence(
                "{said!r} can't be compared with {name!r} ({any})",
                said=str(value)[:_LONGEST],
                name=condition["column"],
                any=str(column.type),
            )
        ) from None
    if op in ("in", "not in"):
        found = pc.is_in(column, pa.array(typed, column.type))
        return found if op == "in" else pc.and_(pc.invert(found), pc.is_valid(column))
    return pc.call_function(_FUNCTIONS[op], [column, pa.scalar(typed[0], column.type)])


def _comparable(column: Column, values: Sequence[Scalar]) -> tuple[Column, list[object]]:
    """Return a column and values of its type; only where a number has no place in it, both as floats, which round."""
    import pyarrow as pa

    try:
        return column, [_typed(one, column.type) for one in values]
    except _NO_VALUE:
        if not (pa.types.is_integer(column.type) or pa.types.is_decimal(column.type)):
            raise
    column = column.cast(pa.float64(), safe=False)
    return column, [_typed(one, column.type) for one in values]


def _plain(column: Column) -> Column:
    """Return a column whose values compare with what JSON can hold."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        column = pc.local_timestamp(column)
    if pa.types.is_date(column.type):
        return column.cast(pa.timestamp("us"))
    return column


def _typed(value: Scalar, kind: pa.DataType) -> object:
    import pyarrow as pa

    if value is None:
        raise ToolError(sentence("a missing value equals nothing; use 'is missing'"))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return str(value)
    is_whole = pa.types.is_integer(kind) and isinstance(value, float) and value.is_integer()
    return pa.scalar(str(int(value) if is_whole else value)).cast(kind).as_py()
