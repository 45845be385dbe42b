"""The questions that can be asked, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dpa_jupyter.findings import ColumnType, Scalar

Measure: TypeAlias = Literal["count", "distinct", "mean", "median", "sum", "min", "max", "deviation", "share"]
Operator: TypeAlias = Literal["=", "<>", "<", "<=", ">", ">=", "missing", "present", "last"]
Order: TypeAlias = Literal["most", "least"]
Aggregate: TypeAlias = Literal["mean", "median", "sum", "share"]
Period: TypeAlias = Literal["hour", "day", "week", "month", "quarter", "year"]


YES = ("yes", "true", "1", "1.0", "y", "t", "ja", "j", "oui", "si", "sí", "sim")
"""What stands for yes in a column of two values, in lower case."""


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """A column that a question may name, with its most frequent values."""

    name: str
    type: ColumnType
    values: tuple[Scalar, ...] = ()
    distinct: int | None = None
    notes: tuple[str, ...] = ()
    """What its profile says of it besides, each to be read after its name."""
    kept_as_text: bool = False
    """Whether the numbers or dates, which the type says, are texts in the frame."""
    missing: int | None = None
    """Rows without a value; None where they were not counted."""

    @property
    def is_number(self) -> bool:
        """Tell whether it can be summed."""
        return self.type in ("integer", "number")

    @property
    def has_order(self) -> bool:
        """Tell whether one value is more than another: of texts only the alphabet would say so."""
        return self.type not in ("text", "category")

    @property
    def positive(self) -> Scalar:
        """Return the value of a two-valued column that stands for yes, or None."""
        if self.distinct is None or self.distinct > 2:
            return None
        return next((known for known in self.values if str(known).casefold() in YES), None)


@dataclass(frozen=True, slots=True)
class Condition:
    """Which rows are meant; "missing", "present" and "last" have no value."""

    column: KnownColumn
    operator: Operator
    value: Scalar = None
    or_values: tuple[Scalar, ...] = ()
    """Other values that do as well; with "<>", that are excluded as well."""
    part: Period | None = None
    """What of a date is compared: its year, or its month of any year; with "last", the period that ends the dates."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A number over rows, or one for each group of them."""

    measure: Measure
    column: KnownColumn | None = None
    by: tuple[KnownColumn, ...] = ()
    where: tuple[Condition, ...] = ()
    wanted: Condition | None = None
    """What the share is of; None where it is the share that each group has of all rows."""
    order: Order | None = None
    limit: int | None = None
    notes: tuple[str, ...] = ()
    """How the words were taken, where they can be taken otherwise."""


@dataclass(frozen=True, slots=True)
class LargestRows:
    """The rows with the most or least of a column."""

    column: KnownColumn
    where: tuple[Condition, ...]
    order: Order
    limit: int


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows and columns a frame has."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Which columns there are."""


@dataclass(frozen=True, slots=True)
class Missing:
    """How many values are missing, in a column or anywhere."""

    column: KnownColumn | None


@dataclass(frozen=True, slots=True)
class Duplicates:
    """How many rows repeat another."""


@dataclass(frozen=True, slots=True)
class Describe:
    """What a column holds; all of the frame where there is none."""

    column: KnownColumn | None


@dataclass(frozen=True, slots=True)
class Together:
    """Whether two columns go together."""

    first: KnownColumn
    second: KnownColumn


@dataclass(frozen=True, slots=True)
class Compare:
    """How a column differs between groups."""

    column: KnownColumn
    by: tuple[KnownColumn, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How a column, or the number of rows, goes over time."""

    column: KnownColumn | None
    date: KnownColumn
    aggregate: Aggregate | None = None
    """What is told of each period; None where the column's type decides."""
    period: Period | None = None
    """The length of a period; None where the time that the dates span decides."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What goes with a column."""

    column: KnownColumn


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The words that the grammar has no place for, or why a question has no answer."""

    words: tuple[str, ...] = field(default=())
    reason: str = ""


Question: TypeAlias = (
    Reckoning
    | LargestRows
    | Size
    | Schema
    | Missing
    | Duplicates
    | Describe
    | Together
    | Compare
    | Course
    | Reasons
    | NotUnderstood
)
