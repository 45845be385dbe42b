"""A frame that a run made, as the frame whose place it is to take would have it: library, index, labels, types."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.frame import Column, Frame
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.recognition import recognise

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

NO_CAST = (TypeError, ValueError, OverflowError, NotImplementedError)
"""What pandas raises where values don't fit a type; pyarrow's errors are among these."""


def in_likeness_of(parent: object, frame: Frame) -> object:
    """Return an object of the parent's library that shares no memory with the frame that could be written to.

    Where the frame is not as its maker left it, since SQL knows no categories and no index, what the parent had is put
    back: the index if its columns are all there, and each column's type if not one value is lost by it and the kind of
    its values is still the same.
    """
    kind = type(parent)
    if is_kind_of(kind, "polars", "DataFrame"):
        return _polars(cast("pl.DataFrame", parent), frame)
    if is_kind_of(kind, "polars", "LazyFrame"):
        return _own_polars(frame).lazy()
    if is_kind_of(kind, "pyarrow", "Table"):
        return _arrow(cast("pa.Table", parent), frame)
    if is_kind_of(kind, "pandas", "DataFrame"):
        return _pandas(cast("pd.DataFrame", parent), frame)
    return unshared(frame.value)


def unshared(value: object) -> object:
    """Return an object whose memory is its own: pandas alone would write into memory that others see, too."""
    return cast("pd.DataFrame", value).copy() if is_kind_of(type(value), "pandas", "DataFrame") else value


def _table(frame: Frame) -> pa.Table:
    return frame.adapter.batches(frame.value, None, None).read_all()


def _own_polars(frame: Frame) -> pl.DataFrame:
    import polars as pl

    if is_kind_of(type(frame.value), "polars", "DataFrame"):
        return cast("pl.DataFrame", frame.value)
    if is_kind_of(type(frame.value), "polars", "LazyFrame"):
        return cast("pl.LazyFrame", frame.value).collect()
    return pl.DataFrame(pl.from_arrow(_table(frame)))


def _polars(parent: pl.DataFrame, frame: Frame) -> pl.DataFrame:
    """Categories of a fixed list go as plain ones; the list is put back."""
    import polars as pl

    found = _own_polars(frame)
    lists = {name: dtype for name, dtype in parent.schema.items() if isinstance(dtype, pl.Enum)}
    for name, dtype in lists.items():
        if name in found.columns and found.schema[name] in (pl.Categorical, pl.String):
            cast_column = found[name].cast(pl.String).cast(dtype, strict=False)
            if cast_column.null_count() == found[name].null_count():
                found = found.with_columns(cast_column)
    return found


def _arrow(parent: pa.Table, frame: Frame) -> pa.Table:
    import pyarrow as pa

    table = frame.value if isinstance(frame.value, pa.Table) else _table(frame)
    same = table.schema.names == parent.schema.names and table.schema.types == parent.schema.types
    return table.replace_schema_metadata(parent.schema.metadata) if same else table


def _pandas(parent: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    import copy

    given = frame.value if is_kind_of(type(frame.value), "pandas", "DataFrame") else _table(frame).to_pandas()
    found = cast("pd.DataFrame", given).copy()
    if not frame.is_faithful:
        found = _restored(parent, found)
    if found.index.equals(parent.index) and found.index.names == parent.index.names:
        found.index = parent.index.copy()  # with its frequency, or as the range that it is
    if found.columns.equals(parent.columns) and found.columns.names == parent.columns.names:
        found.columns = parent.columns.copy()
    with suppress(Exception):  # they may hold anything, also what can't be copied
        found.attrs = copy.deepcopy(parent.attrs)
    with suppress(ValueError):  # labels repeat that did not
        found = found.set_flags(allows_duplicate_labels=parent.flags.allows_duplicate_labels)
    return found


def _restored(parent: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    known = recognise("parent", parent)
    assert known is not None
    columns = known.adapter.columns(parent)
    levels = len(columns) - parent.shape[1]
    places = {column.name: place for place, column in enumerate(columns[levels:])}
    labels: list[object] = []
    for place, name in enumerate(found.columns.tolist()):
        labels.append(parent.columns[places[name]] if name in places else name)
        if name in places:
            column = _retyped(found.iloc[:, place], parent.iloc[:, places[name]], columns[levels + places[name]])
            found.isetitem(place, column.array)
    return _relabelled(parent, found, [column.name for column in columns[:levels]], labels)


def _relabelled(
    parent: pd.DataFrame, found: pd.DataFrame, index: Sequence[str], labels: Sequence[object]
) -> pd.DataFrame:
    """Make columns the index again that were it, and give the others the labels that they had."""
    import pandas as pd

    names = found.columns.tolist()
    kept = [label for name, label in zip(names, labels, strict=True) if name not in index]
    if index and set(index) <= set(names):
        found = found.set_index(list(index))
        found.index.names = parent.index.names
    else:
        kept = list(labels)
    if parent.columns.nlevels == 1 or all(isinstance(label, tuple) for label in kept):
        found.columns = pd.Index(kept)
        found.columns.names = parent.columns.names
    return found


def _retyped(series: pd.Series, parent: pd.Series, column: Column) -> pd.Series:
    """Give a column its parent's type, unless a value or the kind of its values would change by it."""
    import pandas as pd

    is_known = series.dtype == parent.dtype and series.dtype != object
    if is_known or not _may_be(series, column):
        return series
    if isinstance(parent.dtype, pd.CategoricalDtype) and not series.dropna().isin(parent.dtype.categories).all():
        return series
    try:
        cast_series = series.astype(parent.dtype)
    except NO_CAST:
        return series
    if parent.dtype == object:
        cast_series = _with_missing_as(parent, cast_series)
    return cast_series if _is_same(pd.DataFrame({"x": cast_series}), pd.DataFrame({"x": series})) else series


def _with_missing_as(parent: pd.Series, series: pd.Series) -> pd.Series:
    """Write what is missing in a column of objects as its parent does: None or NaN."""
    import pandas as pd

    missing = parent[parent.isna()].tolist()[:1]
    cells = series.to_numpy(copy=True)
    if missing:
        cells[series.isna().to_numpy()] = missing[0]  # `where` would make NaN of None
    return pd.Series(cells, index=series.index, dtype=object)


def _may_be(series: pd.Series, column: Column) -> bool:
    """Tell whether values of this kind may have come from such a column untouched."""
    frame = recognise("column", series.to_frame("x"))
    assert frame is not None
    kind = frame.adapter.columns(frame.value)[-1].type
    nullable = column.type == "integer" and kind == "number" and bool(series.isna().any())
    return kind == column.type or {kind, column.type} == {"text", "category"} or nullable


def _is_same(first: pd.DataFrame, second: pd.DataFrame) -> bool:
    from dpa_jupyter.frames.differences.cells import same_cells

    tables = [_table(frame) for each in (first, second) if (frame := recognise("x", each)) is not None]
    return bool(same_cells(tables[0].column("x"), tables[1].column("x")).all())
