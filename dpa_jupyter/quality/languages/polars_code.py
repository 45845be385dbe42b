"""Expressions in Polars, to run or to read: the same definition works on the library and on its recorded name."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from dpa_jupyter.quality.expressions import Call, Expression, Function, Literal, Value
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.parsing import (
    FALSE,
    INTEGER,
    ISO_DATE,
    ISO_TIME,
    NUMBER,
    TRUE,
    format_parts,
    format_pattern,
    four_digit_years,
)
from dpa_jupyter.quality.languages.pattern_dialects import rust_pattern, rust_replacement
from dpa_jupyter.quality.languages.patterns import groups_of
from dpa_jupyter.quality.languages.writer import (
    ExpressionWriter,
    constant_text,
    double,
    is_missing_literal,
    is_rounded,
    places_of,
    plain_value,
)

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class PolarsColumn:
    """What has to be known of a column to read it."""

    kind: Kind
    dtype: pl.DataType


def polars_column(dtype: pl.DataType) -> PolarsColumn:
    """Return how a column of a type is read."""
    import polars as pl

    kinds: list[tuple[Kind, bool]] = [
        ("number", dtype.is_float() or dtype.is_decimal() or dtype == pl.Int128),
        ("integer", dtype.is_integer()),
        ("boolean", dtype == pl.Boolean),
        ("text", dtype in (pl.String, pl.Categorical, pl.Enum)),
        ("date", dtype == pl.Date),
        ("datetime", dtype == pl.Datetime),
        ("missing", dtype == pl.Null),
    ]
    return PolarsColumn(next((kind for kind, holds in kinds if holds), "other"), dtype)


def polars_columns(frame: pl.DataFrame | pl.LazyFrame) -> dict[str, PolarsColumn]:
    """Return how each column of a frame is read; nothing is run for it."""
    return {name: polars_column(dtype) for name, dtype in frame.lazy().collect_schema().items()}


class PolarsCode(ExpressionWriter["pl.Expr"]):
    """Writes expressions of Polars.

    Args:
        columns: what the columns are, by name.
        names: `polars`, or a name that records what is done with it.
        changed: columns that are read as these expressions say.
    """

    def __init__(
        self,
        columns: Mapping[str, PolarsColumn],
        names: ModuleType,
        changed: Mapping[str, pl.Expr] = MappingProxyType({}),
    ) -> None:
        super().__init__({name: column.kind for name, column in columns.items()})
        self._columns = columns
        self._pl = names
        self._changed = changed

    def true(self, expression: Expression) -> pl.Expr:
        """Write a predicate, as a truth value in any case."""
        return self._truth(self.folded(expression))

    def _column(self, name: str) -> pl.Expr:
        read: pl.Expr = self._changed[name] if name in self._changed else self._pl.col(name)
        match self._columns[name]:
            case PolarsColumn("number", dtype):
                return read.fill_nan(None) if dtype.is_float() else read.cast(self._pl.Float64)
            case PolarsColumn("text", dtype) if str(dtype) != "String":
                return read.cast(self._pl.String)
            case PolarsColumn("datetime", dtype) if getattr(dtype, "time_zone", None) is not None:
                return read.dt.replace_time_zone(None)
        return read

    def _literal(self, value: Value) -> pl.Expr:
        written: pl.Expr = self._pl.lit(plain_value(value))
        return written

    def _type(self, kind: Kind) -> type[pl.DataType]:
        types: dict[Kind, type[pl.DataType]] = {
            "boolean": self._pl.Boolean,
            "integer": self._pl.Int64,
            "number": self._pl.Float64,
            "text": self._pl.String,
            "date": self._pl.Date,
            "datetime": self._pl.Datetime,
        }
        null: type[pl.DataType] = self._pl.Null
        return types.get(kind, null)

    def _lookup(self, key: Expression, says: dict[Value, Value]) -> pl.Expr:
        kinds = self.kind(key, *map(Literal, says)), self.kind(*map(Literal, [*says.values(), None]))
        sought = self._typed(key, kinds[0])
        if kinds[0] == "number":  # else a number is cut to an integer that is looked up
            sought = sought.cast(self._pl.Float64)
        pairs = {plain_value(found): plain_value(value) for found, value in says.items()}
        return sought.replace_strict(pairs, default=None, return_dtype=self._type(kinds[1]))

    def _repeats(self, columns: Sequence[str]) -> pl.Expr:
        read = [self._column(name) for name in columns]
        whole: pl.Expr = read[0] if len(read) == 1 else self._pl.struct(*read)
        return ~whole.is_first_distinct()

    def _last_present(self, column: str) -> pl.Expr:
        return self._column(column).forward_fill()

    def _and(self, *arguments: Expression) -> pl.Expr:
        written = list(map(self._truth, arguments)) or [self._literal(True)]
        both = written[0]
        for argument in written[1:]:
            both = both & argument
        return both

    def _or(self, *arguments: Expression) -> pl.Expr:
        written = list(map(self._truth, arguments)) or [self._literal(False)]
        either = written[0]
        for argument in written[1:]:
            either = either | argument
        return either

    def _not(self, truth: Expression) -> pl.Expr:
        return ~self._truth(truth)

    def _is_missing(self, value: Expression) -> pl.Expr:
        return self._written(value).is_null()

    def _equal(self, first: Expression, second: Expression) -> pl.Expr:
        return self._written(first) == self._operand(second)

    def _not_equal(self, first: Expression, second: Expression) -> pl.Expr:
        return self._written(first) != self._operand(second)

    def _less(self, first: Expression, second: Expression) -> pl.Expr:
        return self._written(first) < self._operand(second)

    def _less_or_equal(self, first: Expression, second: Expression) -> pl.Expr:
        return self._written(first) <= self._operand(second)

    def _greater(self, first: Expression, second: Expression) -> pl.Expr:
        return self._written(first) > self._operand(second)

    def _greater_or_equal(self, first: Expression, second: Expression) -> pl.Expr:
        return self._written(first) >= self._operand(second)

    def _operand(self, expression: Expression) -> pl.Expr:
        """Write what stands right of an operator: a plain value where it is one."""
        if isinstance(expression, Literal) and not is_missing_literal(expression):
            plain: pl.Expr = plain_value(expression.value)  # type: ignore[assignment]  # Polars makes an expression of it
            return plain
        return self._written(expression)

    def _is_in(self, sought: Expression, *among: Expression) -> pl.Expr:
        present = [each.value for each in among if isinstance(each, Literal) and not is_missing_literal(each)]
        written = self._written(sought)
        if self.kind(sought, *map(Literal, present)) == "number":
            return written.cast(self._pl.Float64).is_in([double(value) for value in present])
        if self.kind(sought) == "date" and self.kind(sought, *among) == "datetime":
            written = written.cast(self._pl.Datetime)
        return written.is_in(present)

    def _text(self, text: Expression) -> pl.Expr:
        return self._typed(text, "text")

    def _truth(self, truth: Expression) -> pl.Expr:
        return self._typed(truth, "boolean")

    def _typed(self, expression: Expression, kind: Kind) -> pl.Expr:
        """Write an expression; one that is missing in every row has a type then."""
        if is_missing_literal(expression):
            missing: pl.Expr = self._pl.lit(None, dtype=self._type(kind))
            return missing
        return self._written(expression)

    def _matches(self, text: Expression, pattern: Expression) -> pl.Expr:
        return self._text(text).str.contains(rust_pattern(constant_text(pattern)))

    def _contains(self, text: Expression, part: Expression) -> pl.Expr:
        return self._text(text).str.contains(constant_text(part), literal=True)

    def _starts_with(self, text: Expression, part: Expression) -> pl.Expr:
        return self._text(text).str.starts_with(constant_text(part))

    def _ends_with(self, text: Expression, part: Expression) -> pl.Expr:
        return self._text(text).str.ends_with(constant_text(part))

    def _trim(self, text: Expression) -> pl.Expr:
        return self._text(text).str.strip_chars()

    def _lower(self, text: Expression) -> pl.Expr:
        return self._text(text).str.to_lowercase()

    def _upper(self, text: Expression) -> pl.Expr:
        return self._text(text).str.to_uppercase()

    def _title(self, text: Expression) -> pl.Expr:
        element: pl.Expr = self._pl.element()
        word = element.str.head(1).str.to_uppercase() + element.str.tail(-1).str.to_lowercase()
        return self._text(text).str.split(" ").list.eval(word).list.join(" ")

    def _length(self, text: Expression) -> pl.Expr:
        return self._text(text).str.len_chars().cast(self._pl.Int64)

    def _replace(self, text: Expression, old: Expression, new: Expression) -> pl.Expr:
        return self._text(text).str.replace_all(constant_text(old), constant_text(new), literal=True)

    def _replace_pattern(self, text: Expression, pattern: Expression, new: Expression) -> pl.Expr:
        return self._replaced(self._text(text), constant_text(pattern), constant_text(new))

    def _replaced(self, text: pl.Expr, pattern: str, new: str) -> pl.Expr:
        return text.str.replace_all(rust_pattern(pattern), rust_replacement(pattern, new))

    def _extract_pattern(self, text: Expression, pattern: Expression) -> pl.Expr:
        return self._extracted(self._text(text), constant_text(pattern)).replace("", None)

    def _extracted(self, text: pl.Expr, pattern: str) -> pl.Expr:
        return text.str.extract(rust_pattern(pattern), 1 if groups_of(pattern) else 0)

    def _add(self, first: Expression, second: Expression) -> pl.Expr:
        return self._reckoned("add", first, second).fill_nan(None)

    def _subtract(self, first: Expression, second: Expression) -> pl.Expr:
        return self._reckoned("subtract", first, second).fill_nan(None)

    def _multiply(self, first: Expression, second: Expression) -> pl.Expr:
        return self._reckoned("multiply", first, second).fill_nan(None)

    def _divide(self, first: Expression, second: Expression) -> pl.Expr:
        return self._reckoned("divide", first, second).fill_nan(None)

    def _reckoned(self, function: Function, first: Expression, second: Expression) -> pl.Expr:
        """Write arithmetic in which NaN is what comes of a NaN: Polars makes two of what `fill_nan` is of."""
        left, right = self._term(first), self._term(second)
        if function == "divide" and (not isinstance(second, Literal) or second.value == 0):
            right = right.replace(0.0, None)
        reckoned: pl.Expr = _SIGNS[function](left, right)
        return reckoned

    def _term(self, number: Expression) -> pl.Expr:
        match number:
            case Call(function, (first, second)) if function in _SIGNS:
                return self._reckoned(function, first, second)
        return self._number(number)

    def _number(self, number: Expression) -> pl.Expr:
        written = self._written(number)
        return (
            written
            if isinstance(number, Literal) and isinstance(number.value, float)
            else self._as_double(written, number)
        )

    def _as_double(self, written: pl.Expr, number: Expression) -> pl.Expr:
        return written if self.kind(number) == "number" else written.cast(self._pl.Float64)

    def _absolute(self, number: Expression) -> pl.Expr:
        return self._number(number).abs()

    def _round(self, number: Expression, *digits: Expression) -> pl.Expr:
        places = places_of(digits)
        power = 10.0 ** abs(places)
        if places > 0:
            return (self._number(number) * power).round(0) / power
        return (self._number(number) / power).round(0) * power if places else self._number(number).round(0)

    def _is_infinite(self, number: Expression) -> pl.Expr:
        return self._number(number).is_infinite()

    def _to_integer(self, value: Expression) -> pl.Expr:
        written = self._written(value)
        match self.kind(value):
            case "text":
                written = self._extracted(self._trim(value), f"^({INTEGER})$")
            case "number" if not is_rounded(value):
                whole: pl.Expr = self._pl.when(written == written.round(0)).then(written)
                written = whole
        return written.cast(self._pl.Int64, strict=False)

    def _to_number(self, value: Expression) -> pl.Expr:
        written = self._written(value)
        if self.kind(value) == "text":
            written = self._extracted(self._trim(value), f"^({NUMBER})$")
        return written.cast(self._pl.Float64)

    def _to_boolean(self, value: Expression) -> pl.Expr:
        written = self._written(value)
        match self.kind(value):
            case "text":
                written = self._trim(value).str.to_lowercase()
                says: dict[object, bool] = {**dict.fromkeys(TRUE, True), **dict.fromkeys(FALSE, False)}
            case "boolean" | "missing":
                return written.cast(self._pl.Boolean)
            case _:
                says = {1: True, 0: False}
                written = written.cast(self._pl.Float64)
        return written.replace_strict(says, default=None, return_dtype=self._pl.Boolean)

    def _to_text(self, value: Expression) -> pl.Expr:
        written = self._written(value)
        match self.kind(value):
            case "number":
                whole = (written == written.round(0)) & (written.abs() < 1e15)
                chosen: pl.Expr = self._pl.when(whole).then(
                    written.cast(self._pl.Int64, strict=False).cast(self._pl.String)
                )
                return chosen.otherwise(written.cast(self._pl.String))  # type: ignore[attr-defined, no-any-return]
            case "datetime":
                return written.dt.to_string("%Y-%m-%d %H:%M:%S")
            case _:
                return written.cast(self._pl.String)

    def _to_date(self, value: Expression, *formats: Expression) -> pl.Expr:
        if self.kind(value) != "text":
            return self._written(value).cast(self._pl.Date)
        return self._time(value, formats or tuple(map(Literal, ISO_DATE))).dt.date()

    def _to_datetime(self, value: Expression, *formats: Expression) -> pl.Expr:
        if self.kind(value) != "text":
            return self._written(value).cast(self._pl.Datetime)
        return self._time(value, formats or tuple(map(Literal, ISO_TIME)))

    def _time(self, value: Expression, formats: Sequence[Expression]) -> pl.Expr:
        text = self._trim(value)
        read = [found for form in map(constant_text, formats) for found in self._read_times(text, form)]
        first: pl.Expr = self._pl.coalesce(*read) if len(read) > 1 else read[0]
        return first

    def _read_times(self, text: pl.Expr, form: str) -> list[pl.Expr]:
        longer = [(self._replaced(text, pattern, new), full) for pattern, new, full in four_digit_years(form)] or [
            (text, form)
        ]
        return [
            self._extracted(of, f"^({format_pattern(full)})$").str.to_datetime(
                _chrono(full), strict=False, time_unit="us"
            )
            for of, full in longer
        ]

    def _if_else(self, condition: Expression, then: Expression, otherwise: Expression) -> pl.Expr:
        chosen: pl.Expr = (
            self._pl.when(self._truth(condition)).then(self._written(then)).otherwise(self._written(otherwise))
        )
        return chosen

    def _first_present(self, *arguments: Expression) -> pl.Expr:
        first: pl.Expr = self._pl.coalesce(*map(self._written, arguments))
        return first

    def _least(self, *arguments: Expression) -> pl.Expr:
        least: pl.Expr = self._pl.min_horizontal(*map(self._written, arguments))
        return least

    def _greatest(self, *arguments: Expression) -> pl.Expr:
        greatest: pl.Expr = self._pl.max_horizontal(*map(self._written, arguments))
        return greatest


_SIGNS: dict[Function, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
}


def _chrono(form: str) -> str:
    """Write a strptime format as chrono has it: what follows the point of seconds belongs to the directive."""
    return "".join(f"%{part}" if is_directive else part for part, is_directive in format_parts(form)).replace(
        ".%f", "%.f"
    )
