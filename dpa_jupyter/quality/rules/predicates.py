"""What a rule says of a row, as the expressions that every engine and every exported language can be told.

A test is true, false or unknown in a row; it is broken where it is false, so that a missing value breaks none. Columns
of text are read as what they are compared with, since files of text have no types: what can't be read so breaks a rule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from dpa_jupyter.errors import ColumnNotFoundError
from dpa_jupyter.quality.detection.times import zone_of
from dpa_jupyter.quality.evidence import ColumnEvidence
from dpa_jupyter.quality.expressions import Call, Column, Expression, Function, Literal, Predicate, Repeats, call
from dpa_jupyter.quality.languages.kinds import Kind, column_kind, kind_of
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import Bound, Moment, Span, read_bound
from dpa_jupyter.quality.rules.row_expressions import parsed
from dpa_jupyter.quality.rules.tests import (
    Compare,
    Fresh,
    HasType,
    Holds,
    Length,
    Matches,
    NotMissing,
    NotValues,
    Operator,
    Range,
    Scalar,
    Test,
    TypeName,
    Unique,
    Values,
)

OPERATORS: Mapping[Operator, Function] = {
    "==": "equal", "!=": "not_equal", "<": "less", "<=": "less_or_equal", ">": "greater", ">=": "greater_or_equal",
}  # fmt: skip
_PARSES: Mapping[TypeName, Function] = {
    "integer": "to_integer", "number": "to_number", "boolean": "to_boolean", "date": "to_date",
    "datetime": "to_datetime", "text": "to_text",
}  # fmt: skip
_COMPARISONS = frozenset(OPERATORS.values()) | {"is_in"}


@dataclass(frozen=True)
class Terms:
    """What a rule is compiled for."""

    columns: Mapping[str, ColumnEvidence]
    now: datetime
    """In UTC."""

    def kind(self, name: str) -> Kind:
        """Return what kind of values a column has.

        Raises:
            ColumnNotFoundError: there is none of this name.
        """
        return column_kind(self.column(name).type)

    def read_kind(self, name: str) -> Kind:
        """Return what kind of values a column has once texts are read as what most of them are."""
        parses = self.column(name).parses
        whole = sum(measure.value for measure in parses.values())
        numbers = sum(parses[name].value for name in ("integer", "number") if name in parses)
        if self.kind(name) == "text" and 2 * numbers > whole:
            return "number"
        dates = parses["date"].value if "date" in parses else 0.0
        return "datetime" if self.kind(name) == "text" and 2 * dates > whole else self.kind(name)

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        return {name: column_kind(known.type) for name, known in self.columns.items()}

    def kinds(self) -> dict[str, Kind]:
        """Return the kinds of all columns."""
        return self._kinds

    def clock(self, name: str | None) -> datetime:
        """Return the time of day now: of the zone of a column that has one, and of this machine otherwise."""
        zone = zone_of(self.column(name)) if name else None
        try:
            known = ZoneInfo(zone) if zone else None
        except (KeyError, ValueError, OSError):  # no zone, but something that looks like one
            known = None
        return self.now.astimezone(known).replace(tzinfo=None)

    def column(self, name: str) -> ColumnEvidence:
        """Return what is known of a column.

        Raises:
            ColumnNotFoundError: there is none of this name.
        """
        if name not in self.columns:
            raise ColumnNotFoundError.named(name, self.columns)
        return self.columns[name]


def holds(test: Test, terms: Terms) -> Predicate:
    """Return what is true where a test holds in a row, false where it is broken.

    Raises:
        UserError: the test means nothing for these columns.
    """
    found = _holds(test, terms)
    kind_of(found, terms.kinds())
    return found


def condition(text: str, terms: Terms) -> Predicate:
    """Return the condition of a rule.

    Raises:
        UserError: it means nothing for these columns.
    """
    found = _fitting(parsed(text).at(terms.clock(None)), terms)
    if kind_of(found, terms.kinds()) not in ("boolean", "missing"):
        raise RuleError(f"the expression {text!r} is neither true nor false; compare it with something")
    return found


def not_so(predicate: Predicate) -> Predicate:
    """Deny a predicate, and take off the denial of one that is denied."""
    if isinstance(predicate, Call) and predicate.function == "not":
        return predicate.arguments[0]
    return call("not", predicate)


def _holds(test: Test, terms: Terms) -> Predicate:
    match test:
        case NotMissing(column):
            terms.kind(column)
            return not_so(call("is_missing", Column(column)))
        case Unique(columns):
            return _unique(columns, terms)
        case Range() | Length():
            return _range(test, terms) if isinstance(test, Range) else _length(test, terms)
        case Values(column, values):
            return call("is_in", *_among(column, values, terms))
        case NotValues(column, values):
            return not_so(call("is_in", *_among(column, values, terms)))
        case Matches(column, pattern):
            return call("matches", _as_text(column, terms), rf"\A(?:{pattern})\z")
    return _more(test, terms)


def _more(test: Test, terms: Terms) -> Predicate:
    match test:
        case HasType(column, name):
            return _readable(column, _PARSES[name])
        case Compare(column, operator, other):
            return _compared(column, operator, other, terms)
        case Holds(expression):
            return condition(expression, terms)
        case Fresh(column, within):
            return _range(Range(column, at_least=_ago(within)), terms)
    raise RuleError(f"{test.kind!r} is not about rows")


def _ago(within: Span) -> Moment:
    whole_days = within.unit not in ("second", "minute", "hour")
    return Moment("today" if whole_days else "now", -1, within)


def _unique(columns: tuple[str, ...], terms: Terms) -> Predicate:
    for name in columns:
        terms.kind(name)
    present = [not_so(call("is_missing", Column(name))) for name in columns]
    return call("not", call("and", *present, Repeats(columns)))


def _among(column: str, values: tuple[Scalar, ...], terms: Terms) -> tuple[Expression, ...]:
    kind = terms.kind(column)
    if kind in ("date", "datetime"):
        return Column(column), *(Literal(_time(value)) for value in values)
    if kind == "text":
        return Column(column), *(Literal(value if isinstance(value, str) else _written(value)) for value in values)
    return Column(column), *map(Literal, values)


def _written(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _time(value: Scalar) -> date | datetime:
    found = read_bound(value)
    if not isinstance(found, date):
        raise RuleError(f"{value!r} is no date")
    return found


def _as_text(column: str, terms: Terms) -> Expression:
    return Column(column) if terms.kind(column) == "text" else call("to_text", Column(column))


def _length(test: Length, terms: Terms) -> Predicate:
    length = call("length", _as_text(test.column, terms))
    bounds = [("greater_or_equal", test.at_least), ("less_or_equal", test.at_most)]
    return _all([call(function, length, bound) for function, bound in bounds if bound is not None])  # type: ignore[arg-type]  # two of the functions


def _range(test: Range, terms: Terms) -> Predicate:
    bounds: list[tuple[Function, Bound | None]] = [
        ("greater_or_equal", test.at_least), ("greater", test.more_than),
        ("less_or_equal", test.at_most), ("less", test.less_than),
    ]  # fmt: skip
    clock = terms.clock(test.column)
    given = [(function, bound.at(clock) if isinstance(bound, Moment) else bound) for function, bound in bounds]
    known = [(function, bound) for function, bound in given if bound is not None]
    kind, own = terms.kind(test.column), Column(test.column)
    if kind == "text":
        parse: Function = "to_datetime" if isinstance(known[0][1], date) else "to_number"
        read = [_bounded(function, call(parse, own), bound, parse == "to_datetime") for function, bound in known]
        return _all([_readable(test.column, parse), *read])
    return _all([_bounded(function, own, bound, kind == "datetime") for function, bound in known])


def _bounded(function: Function, value: Expression, bound: Bound, to_the_second: bool) -> Predicate:
    """Compare with a bound; a day that times are compared with is the whole of it."""
    is_day = isinstance(bound, date) and not isinstance(bound, datetime)
    if is_day and to_the_second and function in ("less_or_equal", "greater"):
        assert isinstance(bound, date)
        if bound == date.max:
            return call("equal", value, value) if function == "less_or_equal" else call("not_equal", value, value)
        following = bound + timedelta(days=1)
        return call("less" if function == "less_or_equal" else "greater_or_equal", value, following)
    assert not isinstance(bound, Moment)
    return call(function, value, bound)


def _readable(column: str, parse: Function) -> Predicate:
    """Say that a value is missing or can be read as another type."""
    own = Column(column)
    return call("or", call("is_missing", own), not_so(call("is_missing", call(parse, own))))


def _compared(column: str, operator: Operator, other: str, terms: Terms) -> Predicate:
    kinds = {terms.read_kind(column), terms.read_kind(other)}
    parse = _parse_for(kinds - {"text"}) if kinds != {"text"} else None
    texts = [name for name in (column, other) if parse and terms.kind(name) == "text"]
    compared = call(OPERATORS[operator], *(_parsed(name, parse, terms) for name in (column, other)))
    return _all([*(_readable(name, parse) for name in texts if parse), compared])


def _parse_for(kinds: Collection[Kind]) -> Function | None:
    if all(kind in ("integer", "number") for kind in kinds):
        return "to_number"
    return "to_datetime" if all(kind in ("date", "datetime") for kind in kinds) else None


def _parsed(column: str, parse: Function | None, terms: Terms) -> Expression:
    return call(parse, Column(column)) if parse and terms.kind(column) == "text" else Column(column)


def _all(predicates: list[Predicate]) -> Predicate:
    return predicates[0] if len(predicates) == 1 else call("and", *predicates)


def _fitting(expression: Expression, terms: Terms) -> Expression:
    """Read texts as dates where they are compared with columns of dates, and columns of text as what they meet."""
    if not isinstance(expression, Call):
        return expression
    arguments = tuple(_fitting(argument, terms) for argument in expression.arguments)
    if expression.function not in _COMPARISONS:
        return Call(expression.function, arguments)
    kinds = {kind_of(argument, terms.kinds()) for argument in arguments} - {"missing"}
    if "text" in kinds and len(kinds) > 1:
        parse = _parse_for(kinds - {"text"})
        arguments = tuple(_meeting(argument, parse, terms) for argument in arguments)
    return Call(expression.function, arguments)


def _meeting(argument: Expression, parse: Function | None, terms: Terms) -> Expression:
    if parse is None or kind_of(argument, terms.kinds()) != "text":
        return argument
    if isinstance(argument, Literal):
        return Literal(_time(str(argument.value))) if parse == "to_datetime" else argument
    return call(parse, argument)
