"""How a pandas column is read, whatever holds its values, so that a missing one is NA and logic is Kleene's."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.languages.kinds import Kind, column_kind

if TYPE_CHECKING:
    import pandas as pd

TYPES: dict[Kind, str] = {
    "boolean": "boolean",
    "integer": "Int64",
    "number": "Float64",
    "text": "string[pyarrow]",
    "date": "datetime64[us]",
    "datetime": "datetime64[us]",
    "missing": "boolean",
}
"""What values of each kind are held in while they are worked on."""


@dataclass(frozen=True, slots=True)
class PandasColumn:
    """What has to be known of a column to read it."""

    kind: Kind
    position: int
    label: Hashable
    is_named: bool
    """Whether its label is a text that no other column has; if not, it is taken by its position."""
    conversions: tuple[str, ...]
    """The types that its values are brought into, one after the other."""
    zone: str | None = None
    """Of its times."""
    is_object: bool = False
    level: int | None = None
    """Which of the index it is, where it is no column."""


def pandas_columns(frame: pd.DataFrame) -> dict[str, PandasColumn]:
    """Return how each column, and each level of an index that says something, is read under its name as a frame."""
    from dpa_jupyter.frames.pandas_frames import PandasFrames

    labels = frame.columns.tolist()
    listed = PandasFrames().columns(frame)
    levels = len(listed) - len(labels)
    columns = {}
    for place, column in enumerate(listed):
        if place < levels:
            series, position, label = frame.index.get_level_values(place).to_series(), -1, None
        else:
            position = place - levels
            series, label = frame.iloc[:, position], labels[position]
        kind = _kind(series, column.type)
        columns[column.name] = PandasColumn(
            kind,
            position,
            label,
            isinstance(label, str) and labels.count(label) == 1,
            _conversions(series, kind),
            _zone(series),
            is_object=str(series.dtype) == "object",
            level=place if place < levels else None,
        )
    return columns


def _kind(series: pd.Series, named: ColumnType) -> Kind:
    from dpa_jupyter.frames.arrow_types import column_type
    from dpa_jupyter.frames.pandas_arrow import arrow_column

    if named == "category":  # of texts, numbers, times …
        return column_kind(column_type(arrow_column(series.cat.categories.to_series())[0].type))
    if named == "other" and str(series.dtype) == "object" and bool(series.isna().all()):
        return "missing"
    return column_kind(named)


def _conversions(series: pd.Series, kind: Kind) -> tuple[str, ...]:
    import numpy as np
    import pandas as pd

    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        of_values = series.cat.categories.to_series()
        return (str(of_values.dtype), *_conversions(of_values, kind)) if kind != "text" else (TYPES["text"],)
    if isinstance(dtype, np.dtype) and dtype.kind in "biuM":
        return ()
    if kind == "number" and not isinstance(dtype, np.dtype | pd.Float64Dtype | pd.ArrowDtype):
        return (TYPES[kind],)
    if kind == "number" and str(dtype) == "object":  # decimals
        return ("float64", TYPES[kind])
    is_so_already = str(dtype) == TYPES.get(kind) or (
        isinstance(dtype, pd.api.extensions.ExtensionDtype) and type(dtype).__name__.removeprefix("U").startswith("Int")
    )
    return () if kind in {"other", "missing"} or is_so_already else (TYPES[kind],)


def _zone(series: pd.Series) -> str | None:
    zone = getattr(series.dtype, "tz", None) or getattr(getattr(series.dtype, "pyarrow_dtype", None), "tz", None)
    return str(zone) if zone is not None else None
