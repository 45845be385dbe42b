"""What many findings are made of: types of columns, how exact a number is, a value and how often it stands."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, TypedDict

from dpa_jupyter.disclosure import Label, Name, Prose, Statistic, Support

ColumnType: TypeAlias = Literal[
    "integer", "number", "boolean", "text", "category", "datetime", "date", "time", "duration", "other"
]
Precision: TypeAlias = Literal["exact", "approximate", "sampled"]
Scalar: TypeAlias = bool | int | float | str | None


class ValueCount(TypedDict):
    """A value and how often it stands in a column."""

    value: Annotated[Scalar, Label("name")]
    count: Support
    share: Statistic


class LeftOut(TypedDict):
    """A column that was not looked at, and why."""

    column: Name
    reason: Prose
