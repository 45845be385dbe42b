"""Expressions in pandas, to run or to read: the same definition works on the library and on its recorded name."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from dpa_jupyter.quality.expressions import Column, Expression, Literal, Value
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.pandas_columns import TYPES, PandasColumn
from dpa_jupyter.quality.languages.parsing import (
    FALSE,
    INTEGER,
    ISO_DATE,
    ISO_TIME,
    NUMBER,
    TRUE,
    WHITE_SPACE,
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


class PandasCode(ExpressionWriter["pd.Series"]):
    """Writes expressions of pandas over the columns of a frame.

    Args:
        columns: what the columns are, by name.
        frame: whose columns they are, or a name that records what is done with it.
        names: `pandas`, or a name that records.
        helpers: `pandas_helpers`, or names that record.
        changed: columns that are read from another frame.
    """

    def __init__(
        self,
        columns: Mapping[str, PandasColumn],
        frame: pd.DataFrame,
        names: ModuleType,
        helpers: ModuleType,
        changed: Mapping[str, pd.DataFrame] = MappingProxyType({}),
    ) -> None:
        super().__init__({name: column.kind for name, column in columns.items()})
        self._columns = columns
        self._frame = frame
        self._pd = names
        self._helpers = helpers
        self._changed = changed

    def series(self, expression: Expression, kind: Kind) -> pd.Series:
        """Write an expression as a value of a kind in every row."""
        if isinstance(expression, Literal):
            return self._constant(expression.value, kind)
        written = self._written(expression)
        changes = self.kind(expression) != kind or kind in {"date", "datetime"}  # times differ in their units
        return written.astype(TYPES[kind]) if changes else written  # type: ignore[call-overload]  # its names are many

    def true(self, expression: Expression) -> pd.Series:
        """Write in which rows a predicate is true, as plain truth values."""
        written: pd.Series = self._helpers.holds(self.write(expression))
        return written

    def raw(self, name: str) -> pd.Series:
        """Write a column as it is."""
        column, frame = self._columns[name], self._changed.get(name, self._frame)
        if column.level is not None:
            level: pd.Series = frame.index.get_level_values(column.level).to_series(index=frame.index)
            return level
        read: pd.Series = frame[column.label] if column.is_named else frame.iloc[:, column.position]
        return read

    def _column(self, name: str) -> pd.Series:
        read, column = self.raw(name), self._columns[name]
        if column.zone is not None:
            read = read.dt.tz_localize(None)
        for dtype in column.conversions:
            read = read.astype(dtype)  # type: ignore[call-overload]  # its names are many
        return read

    def _literal(self, value: Value) -> pd.Series:
        return self._constant(value, self.kind(Literal(value)))

    def _constant(self, value: Value, kind: Kind) -> pd.Series:
        same: pd.Series = self._pd.Series(_scalar(value), index=self._frame.index, dtype=TYPES[kind])
        return same

    def _lookup(self, key: Expression, says: dict[Value, Value]) -> pd.Series:
        dtype = TYPES[self.kind(*map(Literal, [*says.values(), None]))]
        sought = self.series(key, self.kind(key, *map(Literal, says)))
        pairs = {_scalar(found): _scalar(value) for found, value in says.items() if found is not None}
        answer: pd.Series = sought.map(pairs, na_action="ignore").astype(dtype)  # type: ignore[call-overload]  # its names are many
        return answer.mask(sought.isna(), _scalar(says[None])) if says.get(None) is not None else answer

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
        return self._compared(operator.eq, first, second)

    def _not_equal(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared(operator.ne, first, second)

    def _less(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared(operator.lt, first, second)

    def _less_or_equal(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared(operator.le, first, second)

    def _greater(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared(operator.gt, first, second)

    def _greater_or_equal(self, first: Expression, second: Expression) -> pd.Series:
        return self._compared(operator.ge, first, second)

    def _compared(self, sign: Callable[..., pd.Series], first: Expression, second: Expression) -> pd.Series:
        left = self._written(first)
        truth = sign(left, self._operand(second))
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
            scalar: pd.Series = _scalar(expression.value)  # type: ignore[assignment]  # pandas takes it for a series
            return scalar
        return self._written(expression)

    def _is_in(self, sought: Expression, *among: Expression) -> pd.Series:
        present = [_scalar(each.value) for each in among if isinstance(each, Literal) and not is_missing_literal(each)]
        written = self._written(sought)
        return written.isin(present).astype("boolean").mask(written.isna())

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
        return self.series(text, "text").str.strip(WHITE_SPACE)

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
        return (self._double(first) + self._factor(second)).astype("Float64")

    def _subtract(self, first: Expression, second: Expression) -> pd.Series:
        return (self._double(first) - self._factor(second)).astype("Float64")

    def _multiply(self, first: Expression, second: Expression) -> pd.Series:
        return (self._double(first) * self._factor(second)).astype("Float64")

    def _divide(self, first: Expression, second: Expression) -> pd.Series:
        divisor = self._factor(second)
        if not isinstance(second, Literal) or second.value == 0:
            divisor = self._double(second)
            divisor = divisor.where(divisor != 0)
        return (self._double(first) / divisor).astype("Float64")

    def _double(self, number: Expression) -> pd.Series:
        """Write a number as NumPy's doubles, in which arithmetic gives NaN for what is missing."""
        if isinstance(number, Column) and self._columns[number.name].conversions == ("Float64",):
            return self.raw(number.name).astype("float64")
        return self.series(number, "number").astype("float64")

    def _factor(self, number: Expression) -> pd.Series:
        if isinstance(number, Literal) and not is_missing_literal(number):
            scalar: pd.Series = double(number.value)  # type: ignore[assignment]  # pandas takes it for a series
            return scalar
        return self._double(number)

    def _absolute(self, number: Expression) -> pd.Series:
        return self._double(number).abs().astype("Float64")

    def _round(self, number: Expression, *digits: Expression) -> pd.Series:
        return self._double(number).round(places_of(digits)).astype("Float64")

    def _is_infinite(self, number: Expression) -> pd.Series:
        written = self.series(number, "number")
        return written.isin([float("inf"), float("-inf")]).astype("boolean").mask(written.isna())

    def _whole(self, number: Expression, below: float) -> pd.Series:
        """Write a number where it is whole and smaller than this, NA elsewhere."""
        written = self._double(number)
        return written.where((written == written.round()) & (written.abs() < below)).astype("Int64")

    def _to_integer(self, value: Expression) -> pd.Series:
        match self.kind(value):
            case "text":
                found = self._extracted(self._trim(value), f"^({INTEGER})$")
                return found.str.removeprefix("+").astype("Int64")
            case "number":
                return self._whole(value, 2.0**63)
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
                whole = self._whole(value, 1e15).astype("string[pyarrow]")
                return whole.fillna(written.astype("string[pyarrow]"))
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
            return self.series(then, kind).where(self.true(condition), self._branch(otherwise))
        return self.series(otherwise, kind).mask(self.true(condition), self._branch(then, kind))

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
        return self._extreme(operator.le, arguments)

    def _greatest(self, *arguments: Expression) -> pd.Series:
        return self._extreme(operator.ge, arguments)

    def _extreme(self, sign: Callable[..., pd.Series], arguments: Sequence[Expression]) -> pd.Series:
        kind = self.kind(*arguments)
        best = self.series(arguments[0], kind)
        for other in arguments[1:]:
            branch = self._branch(other, kind)
            is_better: pd.Series = self._helpers.holds(sign(best, branch))
            best = best.where(is_better if isinstance(other, Literal) else is_better | branch.isna(), branch)
        return best


def _scalar(value: Value) -> Value:
    """Return a value as pandas takes it: a date as the time at which it begins."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as columns have them
    return plain_value(value)
