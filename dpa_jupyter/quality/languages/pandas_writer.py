"""Columns, literals and look-ups in pandas: what all expressions of pandas stand on."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

from dpa_jupyter.quality.expressions import Expression, Function, Literal, Value
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.pandas_columns import TYPES, PandasColumn
from dpa_jupyter.quality.languages.patterns import checked_pattern, named_pattern
from dpa_jupyter.quality.languages.writer import (
    ExpressionWriter,
    plain_value,
)

if TYPE_CHECKING:
    import pandas as pd


Bind: TypeAlias = "Callable[[str, pd.Series], pd.Series]"
"""Calls a value by a name made of this text, and returns it as such."""


class PandasWriter(ExpressionWriter["pd.Series"]):
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

    def series(self, expression: Expression, kind: Kind) -> pd.Series:
        """Write an expression as a value of a kind in every row."""
        if isinstance(expression, Literal):
            return self._constant(expression.value, kind)
        written = self._written(expression)
        changes = self.kind(expression) != kind or kind in {"date", "datetime"}  # times differ in their units
        return written.astype(TYPES[kind]) if changes else written  # type: ignore[call-overload]  # its names are many

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

    def _held(self, truth: pd.Series) -> pd.Series:
        held: pd.Series = self._helpers.holds(truth)
        return held

    def _operand(self, expression: Expression) -> pd.Series:
        """Write what stands right of an operator: a plain value where it is one."""
        if isinstance(expression, Literal):
            plain: pd.Series = scalar(expression.value)  # type: ignore[assignment]  # pandas takes it for a series
            return plain
        return self._written(expression)

    def _branch(self, expression: Expression, kind: Kind = "missing") -> pd.Series:
        if isinstance(expression, Literal):
            return self._operand(expression)
        return self.series(expression, kind)

    def _extracted(self, text: pd.Series, pattern: str) -> pd.Series:
        found: pd.Series = self._helpers.extracted(text, named_pattern(checked_pattern(pattern), "found"))
        return found


SIGNS: dict[Function, Callable[..., pd.Series]] = {
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


def scalar(value: Value) -> Value:
    """Return a value as pandas takes it: a date as the time at which it begins."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as columns have them
    return plain_value(value)
