"""The partitions of a Dask frame, each a frame of pandas, as Arrow tables of one schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from dpa_jupyter.errors import UserError
from dpa_jupyter.frames.arrow_types import column_type, note_of, noted_field
from dpa_jupyter.frames.cell_text import cell_texts
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.pandas_frames import PandasFrames
from dpa_jupyter.sentence import sentence

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from dask.dataframe import DataFrame
    from dask.delayed import Delayed


def partitions_of(frame: DataFrame, columns: Sequence[str] | None = None) -> list[Delayed]:
    """Return the partitions, to be computed one by one, with no other columns read than these where names allow it.

    The plan is simplified but not optimised further: Dask would join partitions of which few columns are read.
    """
    wanted = None if columns is None else _labels(frame, columns)
    chosen = frame if wanted is None else frame[wanted]
    parts: list[Delayed] = chosen.simplify().to_delayed(optimize_graph=False)
    return parts


def _labels(frame: DataFrame, columns: Sequence[str]) -> list[str] | None:
    """Return the labels of columns, without levels of the index; None where a name is no label."""
    meta = frame._meta  # noqa: SLF001 - what Dask's own documentation calls it
    labels = meta.columns.tolist()
    listed = [column.name for column in PandasFrames().columns(meta)]
    if listed[len(listed) - len(labels) :] != labels:
        return None
    own = set(labels)
    return [name for name in columns if name in own]


class PartitionFrames(PandasFrames):
    """Reads a partition as the schema of its whole frame says."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema

    def columns(self, value: object) -> tuple[Column, ...]:
        """List the columns of the schema."""
        return tuple(Column(field.name, column_type(field.type), str(field.type)) for field in self._schema)

    def batches(self, value: object, columns: Sequence[str] | None, limit: int | None) -> pa.RecordBatchReader:
        """Stream columns in the types of the schema."""
        import pyarrow as pa

        names = self._schema.names if columns is None else columns
        table = partition_table(cast("pd.DataFrame", value), pa.schema([self._schema.field(name) for name in names]))
        return (table if limit is None else table.slice(0, limit)).to_reader()


def partition_table(part: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """Read the columns of a schema from a partition.

    Raises:
        UserError: a column holds values of another type than the schema says.
    """
    import pyarrow as pa

    read = PandasFrames().batches(part, schema.names, None).read_all()
    columns = [_conformed(column, field) for column, field in zip(read.columns, schema, strict=True)]
    return pa.table(columns, schema=schema)


def _conformed(column: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.type == field.type:
        return column
    if note_of(field) is not None:  # mixed values, read as text
        return pa.chunked_array([pa.array(cell_texts(column.to_pylist()), field.type)])
    try:
        if pa.types.is_dictionary(field.type):
            return pc.dictionary_encode(column.cast(field.type.value_type))
        return column.cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise UserError(
            sentence(
                "column {name!r} holds {any_first} in one partition and {any_other} in another: "
                "give it one type with astype first",
                name=field.name,
                any_first=str(field.type),
                any_other=str(column.type),
            )
        ) from error


def schema_of(frame: DataFrame) -> pa.Schema:
    """Return how all columns are read, whichever partition they are in."""
    import pyarrow as pa

    return pa.schema([_settled(field) for field in PandasFrames().batches(with_types(frame), None, None).schema])


def with_types(frame: DataFrame) -> pd.DataFrame:
    """Return a small frame of pandas whose columns hold what those of the partitions do, with made-up values.

    Only Python objects, and categories that are not known yet, don't tell in the plan what they are: of these the first
    partition with a value is computed, and one value of each of its types is taken.
    """
    import pandas as pd

    meta: pd.DataFrame = frame._meta  # noqa: SLF001 - what Dask's own documentation calls it
    made_up: pd.DataFrame = frame._meta_nonempty  # noqa: SLF001 - as above
    wanted = [place for place, dtype in enumerate(meta.dtypes.tolist()) if _is_open(dtype)]
    found = _first_values(frame, wanted)
    shown = made_up.iloc[[0] * max([1, *map(len, found.values())])].copy()
    for place in wanted:
        values = found.get(place, pd.Series([], dtype=object))
        shown.isetitem(place, values.array.take(_as_many(len(values), len(shown)), allow_fill=True))
    return shown


def _as_many(values: int, rows: int) -> list[int]:
    """Return the places of values, and for rows without one a place that stands for a missing value."""
    return [*range(values), *[-1] * (rows - values)]


def _is_open(dtype: object) -> bool:
    import pandas as pd
    from dask.dataframe.utils import UNKNOWN_CATEGORIES

    if isinstance(dtype, pd.CategoricalDtype):
        return not len(dtype.categories) or UNKNOWN_CATEGORIES in dtype.categories
    return str(dtype) == "object"


def _first_values(frame: DataFrame, places: Sequence[int]) -> dict[int, pd.Series]:
    """Return a value of each type, by the place of the column, from the first partition that has any."""
    found: dict[int, pd.Series] = {}
    labels = frame.columns.tolist()
    parts = partitions_of(frame, [labels[place] for place in places]) if places else []
    for part in parts:
        rows: pd.DataFrame = part.compute()
        # All columns are there where some can't be told apart by their names.
        at = places if len(rows.columns) == len(labels) else range(len(places))
        for place, read in zip(places, at, strict=True):
            values = rows.iloc[:, read].dropna()
            if place not in found and len(values):
                found[place] = values[~values.map(type).duplicated().to_numpy()]
        if len(found) == len(places):
            break
    return found


def _settled(field: pa.Field) -> pa.Field:
    """Return a field that the column of any partition can be brought into."""
    import pyarrow as pa

    kind = field.type
    if pa.types.is_dictionary(kind):
        kind = pa.dictionary(pa.int32(), kind.value_type)
    elif pa.types.is_decimal(kind):  # whose digits are those of a few values
        kind = pa.float64()
    return noted_field(field.name, kind, note_of(field))


def tables(parts: Sequence[Delayed], schema: pa.Schema) -> Iterator[pa.Table]:
    """Read partitions one after the other, so that no more than one is held."""
    return (partition_table(part.compute(), schema) for part in parts)
