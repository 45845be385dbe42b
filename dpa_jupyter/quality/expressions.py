"""What a rule, a finding or a fix says of a row, as plain data that every engine can be told in its own language.

A truth value may be unknown (NULL), as in SQL: a comparison with a missing value is unknown, `and` and `or` follow
Kleene's logic, and a row fails a predicate only where it is true. A NaN is missing, as a value and as a result.
Decimals and integers beyond 64 bits are read as doubles, times with a zone as the local time there, categories as their
texts. Values that can't be compared, such as a text and a number, are refused before anything runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

Value: TypeAlias = bool | int | float | Decimal | str | date | datetime | None

Function: TypeAlias = OneOf[
    # truth of truths
    "and", "or", "not",
    # truth of values; `is_missing` is true for NULL and for NaN and never unknown
    "is_missing", "equal", "not_equal", "less", "less_or_equal", "greater", "greater_or_equal",
    "is_in",  # the first argument is one of the others, all literals; a missing one among them is no value
    # truth of texts; `matches` is a search with a regular expression in RE2's syntax, anchor it yourself
    "matches", "contains", "starts_with", "ends_with",
    # texts; `trim` takes off every white space of Unicode at both ends, `title` makes the first letter after each
    # space a capital and the others small, `length` counts characters; `replace_pattern` replaces every match, with
    # its groups at \0 to \9; `extract_pattern` gives the first group, or the match where the pattern has none, and
    # NULL for nothing. Case is changed letter by letter: what ß becomes is up to the engine
    "trim", "lower", "upper", "title", "length", "replace", "replace_pattern", "extract_pattern",
    # numbers, as doubles; what is divided by 0 is NULL; `round` (to 0 or so many places) rounds a half to even
    "add", "subtract", "multiply", "divide", "absolute", "round", "is_infinite",
    # parsing and types; NULL where the text, without space around it, is none of it; `to_date` and `to_datetime` take
    # strptime formats, the first that fits counts, ISO 8601 without any; `to_text` writes a whole number without a
    # point, times to the second
    "to_integer", "to_number", "to_boolean", "to_text", "to_date", "to_datetime",
    # choice; what is missing is not the least nor the greatest
    "if_else", "first_present", "least", "greatest",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """The value of a column in this row."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value, the same in every row."""

    value: Value


@dataclass(frozen=True, slots=True)
class Call:
    """A function of other expressions."""

    function: Function
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a table of pairs says for a key; NULL where it says nothing."""

    key: Expression
    pairs: tuple[tuple[Value, Value], ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """Whether an earlier row has the same values in these columns, a missing value being like another."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastPresent:
    """The value of a column in this row or, where it is missing, in the nearest row before it that has one."""

    column: str


Expression: TypeAlias = Column | Literal | Call | Lookup | Repeats | LastPresent
Predicate: TypeAlias = Expression
"""An expression that is true, false or unknown in each row."""


def call(function: Function, *arguments: Expression | Value) -> Call:
    """Write a call; what is no expression is a literal."""
    return Call(function, tuple(_expression(argument) for argument in arguments))


def any_of(predicates: Sequence[Predicate]) -> Predicate:
    """Say that at least one of some predicates is true."""
    return predicates[0] if len(predicates) == 1 else call("or", *predicates)


def columns_of(expression: Expression) -> frozenset[str]:
    """Return the names of all columns that an expression reads."""
    match expression:
        case Column(name):
            return frozenset({name})
        case Literal():
            return frozenset()
        case Call(_, arguments):
            return frozenset().union(*map(columns_of, arguments))
        case Lookup(key, _):
            return columns_of(key)
        case Repeats(columns):
            return frozenset(columns)
        case LastPresent(column):
            return frozenset({column})


def with_columns_called(expression: Expression, names: Mapping[str, str]) -> Expression:
    """Return an expression that reads the columns of these names, by the names that they have in it."""
    match expression:
        case Column(name):
            return Column(names.get(name, name))
        case Literal():
            return expression
        case Call(function, arguments):
            return Call(function, tuple(with_columns_called(argument, names) for argument in arguments))
        case Lookup(key, pairs):
            return Lookup(with_columns_called(key, names), pairs)
        case Repeats(columns):
            return Repeats(tuple(names.get(name, name) for name in columns))
        case LastPresent(column):
            return LastPresent(names.get(column, column))


def looks_at_other_rows(expression: Expression) -> bool:
    """Tell whether the value in a row depends on rows before it."""
    match expression:
        case Repeats() | LastPresent():
            return True
        case Call(_, arguments):
            return any(map(looks_at_other_rows, arguments))
        case Lookup(key, _):
            return looks_at_other_rows(key)
        case Column() | Literal():
            return False


def _expression(value: Expression | Value) -> Expression:
    return value if isinstance(value, Column | Literal | Call | Lookup | Repeats | LastPresent) else Literal(value)
