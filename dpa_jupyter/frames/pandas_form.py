"""What a flat Arrow table can't say of a pandas frame: its index, its labels, its types; as plain data.

It travels beside the table from untrusted code, so that it is read as JSON, checked against the table, and can name
nothing but types of a known list. Where it does not fit, the table is taken without it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from dpa_jupyter.json_types import Json

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

KEY = b"pandas form"
LONGEST = 1 << 18
LONGEST_FREQUENCY = 20
INDEX = "index of rows"
"""The name of a column that holds an index which is no column elsewhere: whole numbers without a name."""
_TYPES = re.compile(
    r"u?int(8|16|32|64)|float(16|32|64)|bool|object|str|string|category|boolean|U?Int(8|16|32|64)|Float(32|64)"
    r"|(datetime|timedelta)64\[(s|ms|us|ns)(, [\w+\-/:]{1,64})?\]|period\[[A-Z-]{1,8}\]"
)
NO_SUCH_FRAME = (
    *(TypeError, ValueError, KeyError, IndexError, AttributeError),
    *(OverflowError, NotImplementedError, AssertionError, RecursionError),
)
"""What pandas raises where a form does not fit its table; pyarrow's errors are among these."""


def with_form(frame: pd.DataFrame, table: pa.Table) -> pa.Table:
    """Put its form to the table that was read of a frame: an index that is no column of it becomes the last one.

    A frame whose labels can't be written down goes without.
    """
    from dpa_jupyter.frames.pandas_arrow import arrow_column

    levels = table.num_columns - frame.shape[1]
    try:
        form = _form_of(frame, levels)
    except TypeError:  # a label that is no plain value
        return table
    formed = table
    if not levels and "range" not in form:
        formed = table.append_column(INDEX, arrow_column(frame.index.to_series())[0])
        form["index"] = [table.num_columns]
    text = json.dumps(form).encode()
    return formed.replace_schema_metadata({KEY: text}) if len(text) <= LONGEST else table


def _form_of(frame: pd.DataFrame, levels: int) -> dict[str, Json]:
    import pandas as pd

    index = frame.index
    form: dict[str, Json] = {
        "labels": [_plain_label(label) for label in frame.columns.tolist()],
        "label names": [_plain_label(name) for name in frame.columns.names],
        "types": [_type_word(frame.iloc[:, place]) for place in range(frame.shape[1])],
        "index": list(range(levels)),
        "names": [_plain_label(name) for name in index.names],
    }
    if isinstance(index, pd.RangeIndex):
        return {**form, "range": [index.start, index.stop, index.step]}
    kinds: list[Json] = [_type_word(index.get_level_values(level).to_series()) for level in range(index.nlevels)]
    return {**form, "index types": kinds, "frequency": getattr(index, "freqstr", None)}


def formed(table: pa.Table) -> pd.DataFrame | None:
    """Return the frame that the table was, or None where its form is missing or does not fit."""
    form = _form(table)
    if form is None:
        return None
    try:
        return _built(table, form)
    except NO_SUCH_FRAME:
        return None


def form_of_metadata(metadata: Mapping[bytes, bytes] | None) -> dict[bytes, bytes] | None:
    """Keep of a schema's metadata nothing but the form, and that only if it is short."""
    text = (metadata or {}).get(KEY, b"")
    return {KEY: text} if 0 < len(text) <= LONGEST else None


def _form(table: pa.Table) -> Mapping[str, Json] | None:
    text = (table.schema.metadata or {}).get(KEY)
    if text is None:
        return None
    try:
        form = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return form if isinstance(form, dict) else None


def _built(table: pa.Table, form: Mapping[str, Json]) -> pd.DataFrame:
    import pandas as pd

    levels = cast("list[int]", form["index"])
    index = _index(table, levels, form)
    own = [column for place, column in enumerate(table.columns) if place not in levels]
    types = cast("list[str]", form["types"])
    series = [_column(column, kind).set_axis(index) for column, kind in zip(own, types, strict=True)]
    frame = pd.DataFrame(dict(enumerate(series)), index=index)
    labels = [_label(label) for label in cast("list[Json]", form["labels"])]
    names = [_label(name) for name in cast("list[Json]", form["label names"])]
    if len(names) > 1:
        frame.columns = pd.MultiIndex.from_tuples(cast("list[tuple[object, ...]]", labels), names=names)
    else:
        frame.columns = pd.Index(labels, name=names[0], tupleize_cols=False)
    return frame


def _index(table: pa.Table, levels: Sequence[int], form: Mapping[str, Json]) -> pd.Index:
    import pandas as pd

    names = [_label(name) for name in cast("list[Json]", form["names"])]
    if "range" in form:
        start, stop, step = cast("list[int]", form["range"])
        index: pd.Index = pd.RangeIndex(start, stop, step, name=names[0])
        if len(index) != table.num_rows:
            raise ValueError("a range of another length")
        return index
    kinds = cast("list[str]", form["index types"])
    arrays = [_column(table.column(place), kind) for place, kind in zip(levels, kinds, strict=True)]
    if len(arrays) > 1:
        return pd.MultiIndex.from_arrays(arrays, names=names)
    index = pd.Index(arrays[0], dtype=arrays[0].dtype).rename(names[0])
    frequency = form["frequency"]
    if isinstance(frequency, str) and len(frequency) < LONGEST_FREQUENCY and isinstance(index, pd.DatetimeIndex):
        index.freq = frequency  # type: ignore[misc, assignment]  # it can be set, and one that does not fit is refused
    return index


def _column(column: pa.ChunkedArray, kind: str) -> pd.Series:
    """Read a column as a type of the list; any other is left as Arrow and pandas have it."""
    import pandas as pd

    if kind.startswith("object"):
        missing = None if kind == "object" else float("nan")
        return pd.Series([missing if cell is None else cell for cell in column.to_pylist()], dtype=object)
    if kind.startswith(("Int", "UInt", "Float", "boolean", "string")) and _TYPES.fullmatch(kind):
        dtype: Any = pd.api.types.pandas_dtype(kind)
        return pd.Series(dtype.__from_arrow__(column))
    series: pd.Series = column.to_pandas(date_as_object=False)
    known: Any = kind
    return series.astype(known) if _TYPES.fullmatch(kind) and str(series.dtype) != kind else series


def _type_word(series: pd.Series) -> str:
    """Name a type; of an object column also whether a missing value is None or NaN."""
    if series.dtype != object:
        return str(series.dtype)
    missing = series[series.isna()]
    return "object of nan" if len(missing) and missing.iloc[0] is not None else "object"


def _plain_label(label: object) -> Json:
    """Write a label as JSON that can be read back; a tuple becomes an object.

    Raises:
        TypeError: it is neither a text nor a number.
    """
    import numpy as np

    if isinstance(label, tuple):
        return {"tuple": [_plain_label(part) for part in label]}
    if isinstance(label, np.generic):
        label = label.item()
    if label is not None and not isinstance(label, str | int | float):
        raise TypeError(f"a label of type {type(label).__name__}")
    return label


def _label(plain: Json) -> object:
    if not isinstance(plain, dict):
        return plain
    return tuple(_label(part) for part in cast("list[Json]", plain["tuple"]))
