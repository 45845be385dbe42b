"""pandas DataFrames as frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.frames.arrow_types import column_type, noted_field
from dpa_jupyter.frames.content_hash import content_hash
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.frames.pandas_arrow import arrow_column, object_type
from dpa_jupyter.frames.positions import even_positions

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

BATCH_ROWS = 131_072
MANY = 4
"""From one in so many columns on, all are walked along."""
PEEK_ROWS = 100
"""So many cells of an object column say what it holds."""


@dataclass(frozen=True, slots=True)
class _Source:
    """One column, or one level of the index, and how to get at its values."""

    dtype: object
    series: Callable[[], pd.Series]
    in_index: bool = False


class PandasFrames:
    """Reads pandas DataFrames.

    An index that says something (it has a name, or is not of integers) is offered as columns, as `reset_index` would
    name them. NaN, NaT, None and NA are missing. A column that no Arrow type can hold is read as text.
    """

    type_name = "pandas DataFrame"
    whole_cells = 50_000_000

    def recognises(self, value_type: type) -> bool:
        """Tell from the type alone whether this is a pandas DataFrame."""
        return is_kind_of(value_type, "pandas", "DataFrame")

    def columns(self, value: object) -> tuple[Column, ...]:
        """List the columns; of an object column the first cells tell what it holds."""
        frame = _plain(value)
        objects = iter(_object_column_types(frame))
        known: dict[object, tuple[str, ColumnType]] = {}
        columns = []
        for name, source in _sources(frame).items():
            if source.dtype not in known or (source.in_index and source.dtype == object):  # each holds what it holds
                known[source.dtype] = str(source.dtype), _type_of(source)
            native, kind = known[source.dtype]
            if native == "object" and not source.in_index:
                kind = next(objects)
            columns.append(Column(name, kind, f"{native} (index)" if source.in_index else native))
        return tuple(columns)

    def row_count(self, value: object) -> int | None:
        """Count the rows."""
        return len(_plain(value))

    def batches(self, value: object, columns: Sequence[str] | None, limit: int | None) -> pa.RecordBatchReader:
        """Stream columns as Arrow: numbers share the memory of the frame, object columns are converted."""
        frame = _plain(value)
        return _table(frame if limit is None else frame.iloc[:limit], columns).to_reader(max_chunksize=BATCH_ROWS)

    def fingerprint(self, value: object) -> str:
        """Hash values, names and types; cells of mixed columns are told apart by type too."""
        frame = _plain(value)
        dtypes = [_whole_type(source.dtype) for source in _sources(frame).values()]
        labels = [f"{type(label).__name__}:{label}" for label in frame.columns.tolist()]
        return content_hash(
            _table(frame, None, typed=True).to_reader(), about=(self.type_name, str(len(frame)), *dtypes, *labels)
        )

    def sample(self, value: object, rows: int) -> object:
        """Take rows that are spread evenly over the frame."""
        frame = _plain(value)
        return frame.iloc[even_positions(len(frame), rows)]


def _whole_type(dtype: object) -> str:
    """Name a type, with what its name leaves out: categories, with or without a row, and whether they are ordered."""
    import pandas as pd

    return repr((dtype.categories.tolist(), dtype.ordered)) if isinstance(dtype, pd.CategoricalDtype) else str(dtype)


def _plain(value: object) -> pd.DataFrame:
    """Look at a frame of a library's own class as pandas' own, so that none of that class's code runs."""
    import pandas as pd

    frame = cast("pd.DataFrame", value)
    return frame if type(frame) is pd.DataFrame else pd.DataFrame(frame, copy=False)


def _sources(frame: pd.DataFrame) -> dict[str, _Source]:
    labels = [*_index_labels(frame), *frame.columns.tolist()]
    found = [*_index_sources(frame), *_column_sources(frame)]
    return dict(zip(unique_names(labels), found, strict=True))


def _column_sources(frame: pd.DataFrame) -> Iterator[_Source]:
    for position, dtype in enumerate(frame.dtypes.tolist()):
        yield _Source(dtype, lambda position=position: frame.iloc[:, position])  # type: ignore[misc]  # bound early


def _index_sources(frame: pd.DataFrame) -> Iterator[_Source]:
    if not _index_labels(frame):
        return
    for level in range(frame.index.nlevels):
        values = frame.index.get_level_values(level)
        yield _Source(values.dtype, lambda values=values: values.to_series(), in_index=True)  # type: ignore[misc]  # bound early


def _index_labels(frame: pd.DataFrame) -> list[object]:
    index = frame.index
    if index.nlevels == 1 and index.name is None and index.dtype.kind in "iu":
        return []
    unnamed = ["index"] if index.nlevels == 1 else [f"level_{level}" for level in range(index.nlevels)]
    return [other if name is None else name for name, other in zip(index.names, unnamed, strict=True)]


def _type_of(source: _Source) -> ColumnType:
    return column_type(arrow_column(source.series().iloc[:PEEK_ROWS])[0].type)


def _object_column_types(frame: pd.DataFrame) -> Iterator[ColumnType]:
    import numpy as np

    dtypes = enumerate(frame.dtypes.tolist())
    positions = [position for position, dtype in dtypes if isinstance(dtype, np.dtype) and dtype.kind == "O"]
    head = frame.iloc[:PEEK_ROWS, positions].to_numpy(dtype=object)
    return (column_type(object_type(head[:, position])) for position in range(len(positions)))


def _table(frame: pd.DataFrame, columns: Sequence[str] | None, *, typed: bool = False) -> pa.Table:
    import pyarrow as pa

    sources = _sources(frame)
    names = tuple(sources) if columns is None else columns
    if len(names) * MANY > len(sources):
        # One walk along the columns is faster than a look-up of each.
        walked = (series for _, series in frame.items())
        found = {name: source.series() if source.in_index else next(walked) for name, source in sources.items()}
    else:
        found = {name: sources[name].series() for name in names}
    read = [arrow_column(found[name], typed=typed) for name in names]
    fields = [noted_field(name, array.type, note) for name, (array, note) in zip(names, read, strict=True)]
    return pa.Table.from_arrays([array for array, _ in read], schema=pa.schema(fields))
