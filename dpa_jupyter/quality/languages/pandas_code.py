"""Expressions in pandas, to run or to read: the same definition works on the library and on its recorded name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.quality.expressions import Expression, Function, Literal
from dpa_jupyter.quality.languages.pandas_conversions import PandasConversions
from dpa_jupyter.quality.languages.pandas_truth import PandasTruth
from dpa_jupyter.quality.languages.pandas_writer import SIGNS

if TYPE_CHECKING:
    import pandas as pd


class PandasCode(PandasTruth, PandasConversions):
    """Writes expressions of pandas over the columns of a frame.

    Args:
        columns: what the columns are, by name.
        frame: whose columns they are, or a name that records what is done with it.
        names: `pandas` and `pandas_helpers`, or names that record.
        bind: what to do with a column once it is read, which it is only once.
    """

    def after(self, column: str, changed: pd.DataFrame) -> PandasCode:
        """Return a writer that reads one column from another frame, in which it was changed."""
        other = PandasCode(self._columns, self._frame, (self._pd, self._helpers), self._bind)
        other._known = {name: known for name, known in self._known.items() if name != column}
        other._changed = {column: changed}
        return other

    def _if_else(self, condition: Expression, then: Expression, otherwise: Expression) -> pd.Series:
        kind = self.kind(then, otherwise)
        if isinstance(otherwise, Literal) and not isinstance(then, Literal):
            return self.series(then, kind).where(self._true(condition), self._branch(otherwise))
        return self.series(otherwise, kind).mask(self._true(condition), self._branch(then, kind))

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
            is_better: pd.Series = self._helpers.holds(SIGNS[sign](best, branch))
            best = best.where(is_better if isinstance(other, Literal) else is_better | branch.isna(), branch)
        return best
