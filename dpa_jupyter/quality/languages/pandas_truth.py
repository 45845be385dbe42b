"""Comparisons and what is joined of them in pandas, where an unknown truth is no false one."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from dpa_jupyter.quality.expressions import Call, Expression, Function, Literal, Repeats
from dpa_jupyter.quality.languages.pandas_writer import SIGNS, PandasWriter, scalar
from dpa_jupyter.quality.languages.writer import (
    is_missing_literal,
)

if TYPE_CHECKING:
    import pandas as pd


class PandasTruth(PandasWriter):
    """Writes truth values."""

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
                truth = SIGNS[expression.function](self._written(first), self._operand(second))
                is_plain = self.kind(first, second) in {"date", "datetime"}  # no time is NaT
                return truth if is_plain else self._held(truth)
        return self._held(self._written(expression))

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
        truth = SIGNS[sign](left, self._operand(second))
        match self.kind(first, second):
            case "text":  # it is Arrow's truth then
                return truth.astype("boolean")
            case "date" | "datetime":  # which compare with NaT as if it were a time
                unknown = left.isna() if isinstance(second, Literal) else left.isna() | self._written(second).isna()
                return truth.astype("boolean").mask(unknown)
            case _:
                return truth

    def _is_in(self, sought: Expression, *among: Expression) -> pd.Series:
        return self._is_one_of(sought, among).astype("boolean").mask(self._written(sought).isna())

    def _is_one_of(self, sought: Expression, among: Sequence[Expression]) -> pd.Series:
        present = [scalar(each.value) for each in among if isinstance(each, Literal) and not is_missing_literal(each)]
        return self._written(sought).isin(present)
