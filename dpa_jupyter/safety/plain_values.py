"""Values of any type as plain ones, so that each can be known again: elements of lists, parts of structs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

MOST_OBJECTS = 1_000_000
"""Values that are taken one by one, where Polars can't take them all at once."""


def plain(values: pl.Series) -> pl.Series:
    """Return the values without the lists and structs around them; what has no text of its own comes as Python's."""
    import polars as pl

    while isinstance(values.dtype, pl.List | pl.Array):
        values = values.explode()
    if isinstance(values.dtype, pl.Struct):
        parts = [plain(part).drop_nulls().cast(pl.String, strict=False) for part in values.struct.unnest()]
        return pl.concat(parts) if parts else pl.Series(dtype=pl.String)
    if values.dtype in (pl.Duration, pl.Binary, pl.Object):
        return _texts(values.to_list())
    return values


def from_any_arrow(column: pa.ChunkedArray) -> pl.Series:
    """Return a column of whatever type: what Polars knows no type for comes as texts."""
    import polars as pl

    try:
        values = pl.from_arrow(column)
    except (Exception, pl.exceptions.PanicException):  # noqa: BLE001 - a type that it does not know, in many ways
        return _texts(cell.as_py() for cell in column)
    assert isinstance(values, pl.Series)
    return values


def _texts(values: object) -> pl.Series:
    import polars as pl

    return pl.Series([*islice(_leaves(values), MOST_OBJECTS)], dtype=pl.String)


def _leaves(value: object) -> Iterator[str]:
    match value:
        case None:
            return
        case str():
            yield value
        case bytes():
            yield value.decode(errors="replace")
        case Mapping():
            for part in value.values():
                yield from _leaves(part)
        case list() | tuple() | Iterator():
            for part in value:
                yield from _leaves(part)
        case _:
            yield str(value)
