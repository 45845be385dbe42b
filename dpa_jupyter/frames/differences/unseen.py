"""What pandas frames may differ in although every cell, name and type of a column reads the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from dpa_jupyter.frames.arrow_types import note_of
from dpa_jupyter.frames.differences.comparison import Comparison
from dpa_jupyter.frames.differences.sides import Side
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.scalars import short_text

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MOST_NAMES = 5
LONGEST_NAME = 80


def unseen_notes(found: Comparison) -> Iterator[str]:
    """Say what the rows and columns of a difference do not show."""
    frames = found.before.frame.value, found.after.frame.value
    if not all(is_kind_of(type(frame), "pandas", "DataFrame") for frame in frames):
        return
    before, after = (cast("pd.DataFrame", frame) for frame in frames)
    first, second = _columns(found.before, before), _columns(found.after, after)
    pairs = [(first[old], second[new]) for old, new in found.pairs if old in first and new in second]
    if before.columns.nlevels != after.columns.nlevels:
        yield f"the labels of the columns have {after.columns.nlevels} levels from then on"
    elif list(before.columns.names) != list(after.columns.names):
        yield "the name over the columns is another from then on"
    elif named := _named(pairs, _is_relabelled):
        yield f"the labels of these columns are of another type from then on: {named}"
    if named := _named(pairs, _is_recategorised):
        yield f"the categories of these columns, or their order, are others from then on: {named}"
    if named := _named(pairs, _holds_others):
        yield f"the values of these columns are of another type from then on: {named}"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that is no level of the index."""

    name: str
    label: object
    dtype: object
    arrow_type: pa.DataType
    is_mixed: bool


def _columns(side: Side, frame: pd.DataFrame) -> dict[str, _Column]:
    fields = list(side.table.schema)[len(side.index_columns) :]
    described = zip(fields, frame.columns.tolist(), frame.dtypes.tolist(), strict=True)
    return {
        field.name: _Column(field.name, label, dtype, field.type, note_of(field) is not None)
        for field, label, dtype in described
    }


def _is_relabelled(before: _Column, after: _Column) -> bool:
    """Tell whether the label reads the same and is of another type: 0 and "0"."""
    if before.name != after.name or before.label is after.label:
        return False
    return type(before.label) is not type(after.label) or before.label != after.label


def _is_recategorised(before: _Column, after: _Column) -> bool:
    import pandas as pd

    first, second = before.dtype, after.dtype
    if not (isinstance(first, pd.CategoricalDtype) and isinstance(second, pd.CategoricalDtype)):
        return False
    return first.ordered != second.ordered or not first.categories.equals(second.categories)


def _holds_others(before: _Column, after: _Column) -> bool:
    """Tell whether both hold Python objects, of one type before and of another one after."""
    if before.is_mixed or after.is_mixed:  # then the cells themselves are told apart by type
        return False
    return before.dtype == after.dtype == object and before.arrow_type != after.arrow_type


def _named(pairs: Iterable[tuple[_Column, _Column]], differ: Callable[[_Column, _Column], bool]) -> str:
    names = [short_text(after.name, LONGEST_NAME) for before, after in pairs if differ(before, after)]
    return ", ".join(names[:MOST_NAMES]) + (f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else "")
