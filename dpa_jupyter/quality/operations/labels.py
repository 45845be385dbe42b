"""Operations in the words of a library: columns under their own labels, not under the names that make them unique."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dpa_jupyter.frames.names import unique_names
from dpa_jupyter.quality.expressions import with_columns_called
from dpa_jupyter.quality.operation import Action, DropColumns, DropRows, Operation, RenameColumn, SetValues


def under_labels(operations: Sequence[Operation], labels: Iterable[str]) -> list[Operation]:
    """Return operations on the names of `unique_names` as operations on these labels, of which no two are equal.

    What is no such name is left as it is.
    """
    listed = list(labels)
    called = {name: label for name, label in zip(unique_names(listed), listed, strict=True) if name != label}
    if not called:
        return list(operations)
    return [replace(operation, action=_called(operation.action, called)) for operation in operations]


def _called(action: Action, names: Mapping[str, str]) -> Action:
    match action:
        case SetValues(column, where, value):
            where, value = (with_columns_called(part, names) for part in (where, value))
            return SetValues(names.get(column, column), where, value)
        case DropRows(where):
            return DropRows(with_columns_called(where, names))
        case DropColumns(columns):
            return DropColumns(tuple(names.get(column, column) for column in columns))
        case RenameColumn(column, to):
            return RenameColumn(names.get(column, column), to)
