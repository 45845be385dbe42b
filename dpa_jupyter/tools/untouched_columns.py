"""The same for Polars and Arrow, whose frames lose nothing on the way but some types: of nested and rare columns.

A column that came back as an untouched one would is taken from the user's frame, if all of its cells are the same.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from dpa_jupyter.frames.differences.cells import same_cells, takeable

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa


def with_untouched_series(own: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with the columns of the own one that code left alone."""
    import polars as pl

    from dpa_jupyter.sandbox.hand_over import polars_table
    from dpa_jupyter.sandbox.worker.frames_out import flat_table

    met = pl.DataFrame(pl.from_arrow(polars_table(own)[0]))
    came = pl.DataFrame(pl.from_arrow(flat_table("frame", met)[0]))
    lost = [
        name for name, kind in own.schema.items() if kind != came.schema[name] == found.schema.get(name, pl.Unknown())
    ]
    if not lost:
        return found
    travelled, back = came.to_arrow(), found.to_arrow()
    rows = _rows(travelled, back)
    if rows is None:
        return found
    for name in lost:
        if _are_same(travelled, back, name, rows):
            with suppress(pl.exceptions.PolarsError):
                found = found.with_columns(own[name].gather(pl.Series(rows.to_pylist())).alias(name))
    return found


def with_untouched_arrays(own: pa.Table, found: pa.Table) -> pa.Table:
    """Return the table with the columns of the own one that code left alone."""
    import pyarrow as pa

    from dpa_jupyter.sandbox.worker.frames_out import flat_table

    travelled = flat_table("frame", own)[0]
    names = [name for name in own.column_names if own.column_names.count(name) == found.column_names.count(name) == 1]
    lost = [name for name in names if own.field(name) != travelled.field(name) == found.field(name)]
    rows = _rows(travelled, found) if lost else None
    if rows is None:
        return found
    for name in lost:
        if _are_same(travelled, found, name, rows):
            with suppress(pa.ArrowNotImplementedError):
                cells = own.column(name).take(rows)
                found = found.set_column(found.column_names.index(name), own.field(name), cells)
    return found


def _rows(travelled: pa.Table, found: pa.Table) -> pa.Array | None:
    """Return which row each was, by a column without repeated or missing values; None where none can tell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name in travelled.column_names:
        if name not in found.column_names or found.schema.field(name).type != travelled.schema.field(name).type:
            continue
        with suppress(pa.ArrowNotImplementedError, pa.ArrowInvalid, pa.ArrowTypeError, KeyError):
            known = takeable(travelled.column(name)).combine_chunks()
            if known.null_count or pc.count_distinct(known).as_py() < len(known):
                continue
            rows = pc.index_in(takeable(found.column(name)).combine_chunks(), value_set=known)
            if not rows.null_count:
                return rows
    return None


def _are_same(travelled: pa.Table, found: pa.Table, name: str, rows: pa.Array) -> bool:
    before = takeable(travelled.column(name)).take(rows)
    return bool(same_cells(before, found.column(name)).all())
