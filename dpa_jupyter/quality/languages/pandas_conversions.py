"""Conversions between kinds in pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.quality.expressions import Expression, Literal
from dpa_jupyter.quality.languages.pandas_numbers import PandasNumbers
from dpa_jupyter.quality.languages.pandas_texts import PandasTexts
from dpa_jupyter.quality.languages.parsing import (
    FALSE,
    INTEGER,
    ISO_DATE,
    ISO_TIME,
    NUMBER,
    TRUE,
    format_pattern,
)
from dpa_jupyter.quality.languages.writer import (
    constant_text,
)

if TYPE_CHECKING:
    import pandas as pd


class PandasConversions(PandasTexts, PandasNumbers):
    """Writes conversions."""

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
