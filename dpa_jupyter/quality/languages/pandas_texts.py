"""Functions of texts in pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.quality.expressions import Expression
from dpa_jupyter.quality.languages.pandas_writer import PandasWriter
from dpa_jupyter.quality.languages.patterns import checked_pattern, replacement_parts
from dpa_jupyter.quality.languages.writer import (
    constant_text,
)

if TYPE_CHECKING:
    import pandas as pd


class PandasTexts(PandasWriter):
    """Writes what is sought in texts and made of them."""

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
