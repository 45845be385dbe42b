"""New values in the type of the Polars column that they go into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, cast

from dpa_jupyter.quality.expressions import Call, Expression, Literal, Lookup
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.polars_code import PolarsColumn
from dpa_jupyter.quality.languages.writer import is_missing_literal

if TYPE_CHECKING:
    import polars as pl

_TYPES: dict[Kind, str] = {
    "boolean": "Boolean",
    "integer": "Int64",
    "number": "Float64",
    "text": "String",
    "date": "Date",
    "datetime": "Datetime",
    "missing": "Null",
}
_PLAIN = frozenset(
    {"Boolean", "Int64", "Float64", "String", "Date", "Datetime(time_unit='us', time_zone=None)", "Null"}
)
"""The types in which values are computed."""


def fitted(written: pl.Expr, value: Expression, kind: Kind, column: PolarsColumn, names: ModuleType) -> pl.Expr:
    """Bring a value into the type of its column, or, where the column is of another kind, into that of its own."""
    if kind != column.kind:
        plain = getattr(names, _TYPES[kind])
        return written.cast(plain) if isinstance(value, Literal) else written
    if is_missing_literal(value):
        missing: pl.Expr = names.lit(None, dtype=named_type(column.dtype, names))
        return missing
    if str(column.dtype) in _PLAIN and not (isinstance(value, Literal) and kind == "integer"):
        return written
    zone = getattr(column.dtype, "time_zone", None)
    if zone is not None:
        written = written.dt.replace_time_zone(zone, ambiguous="null", non_existent="null")
    return written.cast(named_type(column.dtype, names))


def widened(column: PolarsColumn, values: Sequence[Expression]) -> PolarsColumn:
    """Return what a column has to be to hold new values as well: an Enum learns them, or becomes texts."""
    import polars as pl

    if not isinstance(column.dtype, pl.Enum):
        return column
    known = column.dtype.categories.to_list()
    found = [text for value in values for text in _texts(value)]
    if None in found:
        return PolarsColumn(column.kind, pl.String())
    added = dict.fromkeys(str(text) for text in found if text not in known)
    return PolarsColumn(column.kind, pl.Enum([*known, *added])) if added else column


def _texts(value: Expression) -> Iterator[object]:
    """List the texts that an expression can be; with None among them where they can't be told."""
    match value:
        case Literal(found):
            yield from () if found is None else (found,)
        case Lookup(_, pairs):
            yield from (found for _, found in pairs if found is not None)
        case Call("if_else", (_, first, second)) | Call("first_present", (first, second)):
            yield from (*_texts(first), *_texts(second))
        case _:
            yield None


def named_type(dtype: pl.DataType, names: ModuleType) -> pl.DataType:
    """Return a type by its name in Polars, which may be recorded."""
    import polars as pl

    match dtype:
        case pl.Datetime(time_unit=unit, time_zone=zone):
            return cast("pl.DataType", names.Datetime(unit, zone) if zone else names.Datetime(unit))
        case pl.Decimal(precision=precision, scale=scale):
            return cast("pl.DataType", names.Decimal(precision, scale))
        case pl.Enum(categories=categories):
            return cast("pl.DataType", names.Enum(categories.to_list()))
        case pl.Duration(time_unit=unit):
            return cast("pl.DataType", names.Duration(unit))
        case pl.List() | pl.Array() | pl.Struct():
            return dtype
        case _:
            return cast("pl.DataType", getattr(names, type(dtype).__name__))
