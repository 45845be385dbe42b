"""What a rule can ask of a frame: plain data, which is written and read field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, get_args

from dpa_jupyter.quality.finding import Dimension
from dpa_jupyter.quality.rules.moments import Bound, Span

Scalar: TypeAlias = bool | int | float | str
"""A value that a cell may have, as a rule names it; dates are texts in ISO 8601."""
Operator: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
TypeName: TypeAlias = Literal["integer", "number", "text", "boolean", "date", "datetime"]
TYPE_NAMES: tuple[TypeName, ...] = get_args(TypeName)


@dataclass(frozen=True, slots=True)
class NotMissing:
    """A column has a value in every row; a NaN is none."""

    kind: ClassVar = "not_missing"
    dimension: ClassVar[Dimension] = "completeness"
    column: str


@dataclass(frozen=True, slots=True)
class Unique:
    """No two rows are alike in these columns; rows without a value in one of them are left out."""

    kind: ClassVar = "unique"
    dimension: ClassVar[Dimension] = "uniqueness"
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Values lie within bounds, of which at least one is given."""

    kind: ClassVar = "range"
    dimension: ClassVar[Dimension] = "validity"
    column: str
    at_least: Bound | None = None
    more_than: Bound | None = None
    at_most: Bound | None = None
    less_than: Bound | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """Values are among these."""

    kind: ClassVar = "values"
    dimension: ClassVar[Dimension] = "validity"
    column: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class NotValues:
    """No value is among these."""

    kind: ClassVar = "not_values"
    dimension: ClassVar[Dimension] = "validity"
    column: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """The whole text is matched by a regular expression in RE2's syntax."""

    kind: ClassVar = "matches"
    dimension: ClassVar[Dimension] = "validity"
    column: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Length:
    """Texts have so many characters."""

    kind: ClassVar = "length"
    dimension: ClassVar[Dimension] = "validity"
    column: str
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class HasType:
    """A column is of a type; integers are numbers too."""

    kind: ClassVar = "type"
    dimension: ClassVar[Dimension] = "validity"
    column: str
    type: TypeName


@dataclass(frozen=True, slots=True)
class HasColumns:
    """A frame has these columns."""

    kind: ClassVar = "columns"
    dimension: ClassVar[Dimension] = "validity"
    columns: tuple[str, ...]
    in_order: bool = False
    """One after the other, whatever stands between."""
    no_others: bool = False


@dataclass(frozen=True, slots=True)
class Compare:
    """Two columns compare so in each row that has both."""

    kind: ClassVar = "compare"
    dimension: ClassVar[Dimension] = "consistency"
    column: str
    operator: Operator
    other: str


@dataclass(frozen=True, slots=True)
class Holds:
    """An expression is not false in any row; see `row_expressions`."""

    kind: ClassVar = "expression"
    dimension: ClassVar[Dimension] = "consistency"
    expression: str


@dataclass(frozen=True, slots=True)
class RowCount:
    """A frame has so many rows."""

    kind: ClassVar = "row_count"
    dimension: ClassVar[Dimension] = "completeness"
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Fresh:
    """The latest time in a column is no longer ago than this."""

    kind: ClassVar = "fresh"
    dimension: ClassVar[Dimension] = "timeliness"
    column: str
    within: Span


@dataclass(frozen=True, slots=True)
class Refers:
    """Each value stands in a column of another frame, too."""

    kind: ClassVar = "refers"
    dimension: ClassVar[Dimension] = "consistency"
    column: str
    frame: str
    to: str


Test: TypeAlias = (
    NotMissing | Unique | Range | Values | NotValues | Matches | Length | HasType | HasColumns | Compare | Holds
    | RowCount | Fresh | Refers
)  # fmt: skip
TESTS: dict[str, type[Test]] = {
    test.kind: test
    for test in (
        NotMissing, Unique, Range, Values, NotValues, Matches, Length, HasType, HasColumns, Compare, Holds, RowCount,
        Fresh, Refers,
    )
}  # fmt: skip
OfFrame: TypeAlias = HasColumns | RowCount | Fresh
"""Tests of which no row fails by itself; so they know neither conditions nor shares."""


def columns_named(test: Test) -> tuple[str, ...]:
    """Return the columns that a test names itself, those that fail first."""
    match test:
        case Unique(columns) | HasColumns(columns):
            return columns
        case Compare(column, _, other):
            return column, other
        case Holds() | RowCount():
            return ()
        case _:
            return (test.column,)
