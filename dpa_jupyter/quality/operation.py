"""A proposed fix, as plain data: what is put where, and how sure we are that it is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.quality.expressions import Expression, Predicate

Confidence: TypeAlias = Literal["high", "medium", "low"]
"""High: nobody who knows the data would object, such as to a space taken off. Low: one of several ways to go on."""

CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")
"""The surest first."""


@dataclass(frozen=True, slots=True)
class SetValues:
    """Give cells of a column another value."""

    column: str
    where: Predicate
    value: Expression
    """Of the row as it was, but what is computed from the cell itself follows other values that are put there; of
    another type than the column only where every row is set, and then the type changes."""
    kind: Literal["set_values"] = "set_values"


@dataclass(frozen=True, slots=True)
class DropRows:
    """Leave rows out."""

    where: Predicate
    kind: Literal["drop_rows"] = "drop_rows"


@dataclass(frozen=True, slots=True)
class DropColumns:
    """Leave columns out."""

    columns: tuple[str, ...]
    kind: Literal["drop_columns"] = "drop_columns"


@dataclass(frozen=True, slots=True)
class RenameColumn:
    """Give a column another name."""

    column: str
    to: str
    kind: Literal["rename_column"] = "rename_column"


Action: TypeAlias = SetValues | DropRows | DropColumns | RenameColumn


@dataclass(frozen=True, slots=True)
class Operation:
    """One fix that can be ticked, previewed, applied and undone by itself."""

    id: str
    """The same for the same fix of the same data, so that it can be named in another session."""
    title: str
    """What it does, as an imperative: "Trim white space in `city`"."""
    action: Action
    confidence: Confidence
    reason: str
    """Why it is right, or what it assumes, in a sentence."""
    affected: Measure | None = None
    """Cells, or rows, that change; None until they were counted."""
