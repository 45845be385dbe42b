"""Arithmetic in pandas, with the doubles of NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.quality.expressions import Call, Expression, Function, Literal
from dpa_jupyter.quality.languages.pandas_writer import SIGNS, PandasWriter
from dpa_jupyter.quality.languages.writer import (
    double,
    places_of,
)

if TYPE_CHECKING:
    import pandas as pd


class PandasNumbers(PandasWriter):
    """Writes arithmetic."""

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
                return SIGNS[function](first, self._factor(*more))

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


_RECKONED: frozenset[Function] = frozenset({"add", "subtract", "multiply", "divide", "absolute", "round"})
