"""Expressions in pandas, to run or to read: the same definition works on the library and on its recorded name."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

from dpa_jupyter.quality.expressions import Call, Expression, Function, Literal, Repeats, Value
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.pandas_columns import TYPES, PandasColumn
from dpa_jupyter.quality.languages.parsing import (
    FALSE,
    INTEGER,
    ISO_DATE,
    ISO_TIME,
    NUMBER,
    TRUE,
    format_pattern,
)
from dpa_jupyter.quality.languages.patterns import checked_pattern, named_pattern, replacement_parts
from dpa_jupyter.quality.languages.writer import (
    ExpressionWriter,
    constant_text,
    double,
    is_missing_literal,
    places_of,
    plain_value,
)

if TYPE_CHECKING:
    import pandas as pd


Bind: TypeAlias = "Callable[[str, pd.Series], pd.Series]"
"""Calls a value by a name made of this text, and returns it as such."""


class PandasCode(ExpressionWriter["pd.Series"]):
    """Writes expressions of pandas over the columns of a frame.

    Args:
        columns: what the columns are, by name.
        frame: whose columns they are, or a name that records what is done with it.
        names: `pandas` and `pandas_helpers`, or names that record.
        bind: what to do with a column once it is read, which it is only once.
    """

    def __init__(
        self,
        columns: Mapping[str, PandasColumn],
        frame: pd.DataFrame,
        names: tuple[ModuleType, ModuleType],
        bind: Bind = lambda _, value: value,
    ) -> None:
        super().__init__({name: column.kind for name, column in columns.items()})
        self._columns = columns
        self._frame = frame
        self._pd, self._helpers = names
        self._bind = bind
        self._known: dict[str, pd.Series] = {}
        self._changed: dict[str, pd.DataFrame] = {}

    def after(self, column: str, changed: pd.DataFrame) -> PandasCode:
        """Return a writer that reads one column from another frame, in which it was changed."""
        other = PandasCode(self._columns, self._frame, (self._pd, self._helpers), self._bind)
        other._known = {name: known for name, known in self._known.items() if name != column}
        other._changed = {column: changed}
        return other

    def series(self, expression: Expression, kind: Kind) -> pd.Series:
        """Write an expression as a value of a kind in every row."""
        if isinstance(expression, Literal):
            return self._constant(expression.value, kind)
        written = self._written(expression)
        changes = self.kind(expression) != kind or kind in {"date", "datetime"}  # times differ in their units
        return written.astype(TYPES[kind]) if changes else written  # type: ignore[call-overload]  # its names are many

    def true(self, expression: Expression) -> pd.Series:
        """Write in which rows a predicate is true, as plain truth values."""
        return self._true(self.folded(expression))

    def _true(self, expression: Expression) -> pd.Series:
        """Leave out what only tells the unknown from the false."""
        match expression:
            case Call("and" | "or", arguments) if arguments:
                sign = operator.and_ if expression.function == "and" else operator.or_
                return reduce(sign, map(self._true, arguments))
            case Call("is_in", (sought, *among)):
                return self._is_one_of(sought, among)
            case Call("is_missing", _) | Repeats():
                return self._written(expression)
            case Call("is_infinite", (number,)):
                return self.series(number, "number").isin([float("inf"), float("-inf")])
            case Call("equal" | "less" | "less_or_equal" | "greater" | "greater_or_equal", (first, second)):
                truth = _SIGNS[expression.function](self._written(first), self._operand(second))
                is_plain = self.kind(first, second) in {"date", "datetime"}  # no time is NaT
                return truth if is_plain else self._held(truth)
        return self._held(self._written(expression))

    def _held(self, truth: pd.Series) -> pd.Series:
        held: pd.Series = self._helpers.holds(truth)
        return held

    def raw(self, name: str, frame: pd.DataFrame) -> pd.Series:
        """Write a column of a frame as it is."""
        column = self._columns[name]
        if column.level is not None:
            level: pd.Series = frame.index.get_level_values(column.level).to_series(index=frame.index)
            return level
        read: pd.Series = frame[column.label] if column.is_named else frame.iloc[:, column.position]
        return read

    def _column(self, name: str) -> pd.Series:
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> pd.Series:
        raw, column = self.raw(name, self._changed.get(name, self._frame)), self._columns[name]
        read = raw.dt.tz_localize(None) if column.zone is not None else raw
        for dtype in column.conversions:
            read = read.astype(dtype)  # type: ignore[call-overload]  # its names are many
        return read if read is raw else self._bind(f"{name} now" if name in self._changed else name, read)

    def _literal(self, value: Value) -> pd.Series:
        return self._constant(value, self.kind(Literal(value)))

    def _constant(self, value: Value, kind: Kind) -> pd.Series:
        same: pd.Series = self._pd.Series(scalar(value), index=self._frame.index, dtype=TYPES[kind])
        return same

    def _lookup(self, key: Expression, says: dict[Value, Value]) -> pd.Series:
        dtype = TYPES[self.kind(*map(Literal, [*says.values(), None]))]
        sought = self.series(key, self.kind(key, *map(Literal, says)))
        pairs = {scalar(found): scalar(value) for found, value in says.items() if found is not None}
        answer: pd.Series = sought.map(pairs, na_action="ignore").astype(dtype)  # type: ignore[call-overload]  # its names are many
        return answer.mask(sought.isna(), scalar(says[None])) if says.get(None) is not None else answer

    def _repeats(self, columns: Sequence[str]) -> pd.Series:
        kinds = [self._columns[name].kind for name in columns]
        read = [
            self._column(name).astype(str) if kind == "other" else self._column(name)
            for name, kind in zip(columns, kinds, strict=True)
        ]
        if len(read) == 1:
            return read[0].duplicated()
        if "other" not in kinds and all(self._columns[name].is_named for name in columns):
            return self._frame.duplicated([self._columns[name].label for name in columns])
        together: pd.DataFrame = self._pd.concat(read, axis=1)
        return together.duplicated()

    def _last_present(self, column: str) -> pd.Series:
        return self._column(column).ffill()

    def _and(self, *arguments: Expression) -> pd.Series:
        return self._joined(operator.and_, arguments or (Literal(True),))

    def _or(self, *arguments: Expression) -> pd.Series:
        return self._joined(operator.or_, arguments or (Literal(False),))

    def _joined(self, sign: Callable[[pd.Series, pd.Series], pd.Series], arguments: Sequence[Expression]) -> pd.Series:
        joined, *others = map(self._written, arguments)
        for other in others:
            joined = sign(joined, other)
        return joined

    def _not(self, truth: Expression) -> pd.Series:
        return ~self._written(truth)

    def _is_missing(self, value: Expression) -> pd.Series:
        return self._written(value).isna()

    def _equal(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared("equal", first, second)

    def _not_equal(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared("not_equal", first, second)

    def _less(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared("less", first, second)

    def _less_or_equal(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared("less_or_equal", first, second)

    def _greater(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared("greater", first, second)

    def _greater_or_equal(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared("greater_or_equal", first, second)

    def _compared(self, sign: Function, first: Expression, second: Expression) -> pd.Series:
        left = self._written(first)
        truth = _SIGNS[sign](left, self._operand(second))
        match self.kind(first, second):
            case "text":  # it is Arrow's truth then
                return truth.astype("boolean")
            case "date" | "datetime":  # which compare with NaT as if it were a time
                unknown = left.isna() if isinstance(second, Literal) else left.isna() | self._written(second).isna()
                return truth.astype("boolean").mask(unknown)
            case _:
                return truth

    def _operand(self, expression: Expression) -> pd.Series:
        """Write what stands right of an operator: a plain value where it is one."""
        if isinstance(expression, Literal):
            plain: pd.Series = scalar(expression.value)  # type: ignore[assignment]  # pandas takes it for a series
            return plain
        return self._written(expression)

    def _is_in(self, sought: Expression, *among: Expression) -> pd.Series:
        return self._is_one_of(sought, among).astype("boolean").mask(self._written(sought).isna())

    def _is_one_of(self, sought: Expression, among: Sequence[Expression]) -> pd.Series:
        present = [scalar(each.value) for each in among if isinstance(each, Literal) and not is_missing_literal(each)]
        return self._written(sought).isin(present)

    def _matches(self, text: Expression, pattern: Expression) -> pd.Series:
        found: pd.Series = self._helpers.matches(self.series(text, "text"), checked_pattern(constant_text(pattern)))
        return found

    def _contains(self, text: Expression, part: Expression) -> pd.Series:
        return self.series(text, "text").str.contains(constant_text(part), regex=False)

    def _starts_with(self, text: Expression, part: Expression) -> pd.Series:
        return self.series(text, "text").str.startswith(constant_text(part))

    def _ends_with(self, text: Expression, part: Expression) -> pd.Series:
        return self.series(text, "text").str.endswith(constant_text(part))

    def _trim(self, text: Expression) -> pd.Series:
        return self.series(text, "text").str.strip(self._helpers.WHITE_SPACE)

    def _lower(self, text: Expression) -> pd.Series:
        return self.series(text, "text").str.lower()

    def _upper(self, text: Expression) -> pd.Series:
        return self.series(text, "text").str.upper()

    def _title(self, text: Expression) -> pd.Series:
        titled: pd.Series = self._helpers.titled(self.series(text, "text"))
        return titled

    def _length(self, text: Expression) -> pd.Series:
        return self.series(text, "text").str.len().astype("Int64")

    def _replace(self, text: Expression, old: Expression, new: Expression) -> pd.Series:
        return self.series(text, "text").str.replace(constant_text(old), constant_text(new), regex=False)

    def _replace_pattern(self, text: Expression, pattern: Expression, new: Expression) -> pd.Series:
        sought, replacement = checked_pattern(constant_text(pattern)), constant_text(new)
        replacement_parts(sought, replacement)
        replaced: pd.Series = self._helpers.replaced(self.series(text, "text"), sought, replacement)
        return replaced

    def _extract_pattern(self, text: Expression, pattern: Expression) -> pd.Series:
        found = self._extracted(self.series(text, "text"), constant_text(pattern))
        return found.replace("", None)

    def _extracted(self, text: pd.Series, pattern: str) -> pd.Series:
        found: pd.Series = self._helpers.extracted(text, named_pattern(checked_pattern(pattern), "found"))
        return found

    def _add(self, first: Expression, second: Expression) -> pd.Series:
        return self._reckoned("add", first, second).astype("Float64")

    def _subtract(self, first: Expression, second: Expression) -> pd.Series:
        return self._reckoned("subtract", first, second).astype("Float64")

    def _multiply(self, first: Expression, second: Expression) -> pd.Series:
        return self._reckoned("multiply", first, second).astype("Float64")

    def _divide(self, first: Expression, second: Expression) -> pd.Series:
        return self._reckoned("divide", first, second).astype("Float64")

    def _absolute(self, number: Expression) -> pd.Series:
        return self._reckoned("absolute", number).astype("Float64")

    def _round(self, number: Expression, *digits: Expression) -> pd.Series:
        return self._reckoned("round", number, *digits).astype("Float64")

    def _reckoned(self, function: Function, number: Expression, *more: Expression) -> pd.Series:
        """Write arithmetic with NumPy's doubles, in which NaN is what comes of a missing one."""
        first = self._double(number)
        match function:
            case "absolute":
                return first.abs()
            case "round":
                return first.round(places_of(more))
            case "divide":
                return first / self._divisor(*more)
            case _:
                return _SIGNS[function](first, self._factor(*more))

    def _divisor(self, number: Expression) -> pd.Series:
        if isinstance(number, Literal) and number.value != 0:
            return self._factor(number)
        divisor = self._double(number)
        return divisor.where(divisor != 0)

    def _double(self, number: Expression) -> pd.Series:
        """Write a number as NumPy's doubles."""
        if isinstance(number, Call) and number.function in _RECKONED:
            return self._reckoned(number.function, *number.arguments)
        if isinstance(number, Literal):
            return self._constant(number.value, "number").astype("float64")
        return self._written(number).astype("float64")

    def _factor(self, number: Expression) -> pd.Series:
        if isinstance(number, Literal):
            plain: pd.Series = double(number.value)  # type: ignore[assignment]  # pandas takes it for a series
            return plain
        return self._double(number)

    def _is_infinite(self, number: Expression) -> pd.Series:
        written = self.series(number, "number")
        return written.isin([float("inf"), float("-inf")]).astype("boolean").mask(written.isna())

    def _to_integer(self, value: Expression) -> pd.Series:
        match self.kind(value):
            case "text":
                found = self._extracted(self._trim(value), f"^({INTEGER})$")
                return found.str.removeprefix("+").astype("Int64")
            case "number":
                whole: pd.Series = self._helpers.whole(self._double(value))
                return whole
            case _:
                return self._written(value).astype("Int64")

    def _to_number(self, value: Expression) -> pd.Series:
        if self.kind(value) != "text":
            return self._written(value).astype("Float64")
        return self._extracted(self._trim(value), f"^({NUMBER})$").astype("Float64")

    def _to_boolean(self, value: Expression) -> pd.Series:
        match self.kind(value):
            case "text":
                says: dict[object, bool] = {**dict.fromkeys(TRUE, True), **dict.fromkeys(FALSE, False)}
                return self._trim(value).str.lower().map(says, na_action="ignore").astype("boolean")
            case "boolean" | "missing":
                return self._written(value).astype("boolean")
            case _:
                return self.series(value, "number").map({1: True, 0: False}, na_action="ignore").astype("boolean")

    def _to_text(self, value: Expression) -> pd.Series:
        written = self._written(value)
        match self.kind(value):
            case "boolean":
                written = written.map({True: "true", False: "false"}, na_action="ignore")
            case "number":
                whole: pd.Series = self._helpers.whole(written.astype("float64"))
                short = whole.where(written.abs() < 1e15).astype("string[pyarrow]")
                return short.fillna(written.astype("string[pyarrow]"))
            case "date":
                written = written.dt.strftime("%Y-%m-%d")
            case "datetime":
                written = written.dt.strftime("%Y-%m-%d %H:%M:%S")
        return written.astype("string[pyarrow]")

    def _to_date(self, value: Expression, *formats: Expression) -> pd.Series:
        is_text = self.kind(value) == "text"
        time = (
            self._time(value, formats or tuple(map(Literal, ISO_DATE))) if is_text else self.series(value, "datetime")
        )
        midnight: pd.Series = time.dt.normalize()
        return midnight

    def _to_datetime(self, value: Expression, *formats: Expression) -> pd.Series:
        if self.kind(value) != "text":
            return self.series(value, "datetime")
        return self._time(value, formats or tuple(map(Literal, ISO_TIME)))

    def _time(self, value: Expression, formats: Sequence[Expression]) -> pd.Series:
        text = self._trim(value)
        first, *others = (self._read_time(text, form) for form in map(constant_text, formats))
        for other in others:
            first = first.fillna(other)
        return first

    def _read_time(self, text: pd.Series, form: str) -> pd.Series:
        of_form = self._extracted(text, f"^({format_pattern(form)})$")
        read: pd.Series = self._pd.to_datetime(of_form, format=form, errors="coerce")
        return read.astype("datetime64[us]")

    def _if_else(self, condition: Expression, then: Expression, otherwise: Expression) -> pd.Series:
        kind = self.kind(then, otherwise)
        if isinstance(otherwise, Literal) and not isinstance(then, Literal):
            return self.series(then, kind).where(self._true(condition), self._branch(otherwise))
        return self.series(otherwise, kind).mask(self._true(condition), self._branch(then, kind))

    def _branch(self, expression: Expression, kind: Kind = "missing") -> pd.Series:
        if isinstance(expression, Literal):
            return self._operand(expression)
        return self.series(expression, kind)

    def _first_present(self, *arguments: Expression) -> pd.Series:
        kind = self.kind(*arguments)
        first = self.series(arguments[0], kind)
        for other in arguments[1:]:
            first = first.fillna(self._branch(other, kind))
        return first

    def _least(self, *arguments: Expression) -> pd.Series:
        return self._extreme("less_or_equal", arguments)

    def _greatest(self, *arguments: Expression) -> pd.Series:
        return self._extreme("greater_or_equal", arguments)

    def _extreme(self, sign: Function, arguments: Sequence[Expression]) -> pd.Series:
        kind = self.kind(*arguments)
        best = self.series(arguments[0], kind)
        for other in arguments[1:]:
            branch = self._branch(other, kind)
            is_better: pd.Series = self._helpers.holds(_SIGNS[sign](best, branch))
            best = best.where(is_better if isinstance(other, Literal) else is_better | branch.isna(), branch)
        return best


_SIGNS: dict[Function, Callable[..., pd.Series]] = {
    "equal": operator.eq,
    "not_equal": operator.ne,
    "less": operator.lt,
    "less_or_equal": operator.le,
    "greater": operator.gt,
    "greater_or_equal": operator.ge,
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
}
_RECKONED: frozenset[Function] = frozenset({"add", "subtract", "multiply", "divide", "absolute", "round"})


def scalar(value: Value) -> Value:
    """Return a value as pandas takes it: a date as the time at which it begins."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as columns have them
    return plain_value(value)
