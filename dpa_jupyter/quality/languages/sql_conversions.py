"""Conversions between kinds in SQL: alike in all engines but for a few words, which a dialect gives."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from dpa_jupyter.quality.expressions import Expression, Literal
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.parsing import (
    FALSE,
    INTEGER,
    ISO_DATE,
    ISO_TIME,
    NUMBER,
    TRUE,
)
from dpa_jupyter.quality.languages.sql import SqlWriter
from dpa_jupyter.quality.languages.writer import constant_text, is_rounded, places_of


class ConvertingSqlWriter(SqlWriter):
    """Writes conversions by what a dialect calls its types and its functions."""

    TYPES: ClassVar[Mapping[Kind, str]]
    """The type that values of a kind have."""
    WITHOUT_FRACTION: ClassVar[str]
    """A number without what is behind its point."""
    TO_EVEN: ClassVar[str]
    """A number rounded to a whole one, halves to the even one."""
    TIME_AS_TEXT: ClassVar[str]
    """A time to the second, as ISO 8601 has it but for a space in the middle."""

    @abstractmethod
    def _cast(self, sql: str, kind: Kind) -> str:
        """Write what brings a value to a kind, or fails."""

    @abstractmethod
    def _trim(self, text: Expression) -> str:
        """Write a text without the white space around it."""

    @abstractmethod
    def _extracted(self, text: str, pattern: str) -> str:
        """Write what of a text fits a pattern, its first group where it has one; NULL if nothing does."""

    @abstractmethod
    def _read_times(self, text: str, form: str) -> list[str]:
        """Write ways to read a text as a time of a form, in the order in which they are tried."""

    def _round(self, number: Expression, *digits: Expression) -> str:
        written = self._cast(self._written(number), "number")
        places = places_of(digits)
        if not places:
            return self.TO_EVEN.format(written)
        away, back = ("*", "/") if places > 0 else ("/", "*")
        power = self._double(10.0 ** abs(places))
        return f"({self.TO_EVEN.format(f'{written} {away} {power}')} {back} {power})"

    def _to_integer(self, value: Expression) -> str:
        written = self._written(value)
        match self.kind(value):
            case "text":
                return self._tried(self._extracted(self._trim(value), f"^({INTEGER})$"), "integer")
            case "number" if not is_rounded(value):
                is_whole = f"{written} = {self.WITHOUT_FRACTION.format(written)}"
                return self._tried(f"CASE WHEN {is_whole} THEN {written} END", "integer")
            case _:
                return self._tried(written, "integer")

    def _to_number(self, value: Expression) -> str:
        if self.kind(value) != "text":
            return self._cast(self._written(value), "number")
        return self._tried(self._extracted(self._trim(value), f"^({NUMBER})$"), "number")

    def _tried(self, sql: str, kind: Kind) -> str:
        return f"TRY_CAST({sql} AS {self.TYPES[kind]})"

    def _to_boolean(self, value: Expression) -> str:
        written = self._written(value)
        match self.kind(value):
            case "text":
                sought = f"lower({self._trim(value)})"
                true, false = (", ".join(map(self._text, words)) for words in (TRUE, FALSE))
                return f"CASE WHEN {sought} IN ({true}) THEN TRUE WHEN {sought} IN ({false}) THEN FALSE END"
            case "boolean" | "missing":
                return self._cast(written, "boolean")
            case _:
                return f"CASE {written} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END"

    def _to_text(self, value: Expression) -> str:
        written = self._written(value)
        match self.kind(value):
            case "number":
                is_whole = (
                    f"{written} = {self.WITHOUT_FRACTION.format(written)} AND abs({written}) < {self._double(1e15)}"
                )
                as_whole = self._cast(self._cast(written, "integer"), "text")
                return f"CASE WHEN {is_whole} THEN {as_whole} ELSE {self._cast(written, 'text')} END"
            case "datetime":
                return self.TIME_AS_TEXT.format(written)
            case _:
                return self._cast(written, "text")

    def _to_date(self, value: Expression, *formats: Expression) -> str:
        if self.kind(value) != "text":
            return self._cast(self._written(value), "date")
        return self._cast(self._time(value, formats or tuple(map(Literal, ISO_DATE))), "date")

    def _to_datetime(self, value: Expression, *formats: Expression) -> str:
        if self.kind(value) != "text":
            return self._cast(self._written(value), "datetime")
        return self._time(value, formats or tuple(map(Literal, ISO_TIME)))

    def _time(self, value: Expression, formats: Sequence[Expression]) -> str:
        text = self._trim(value)
        read = [found for form in map(constant_text, formats) for found in self._read_times(text, form)]
        return f"coalesce({', '.join(read)})" if len(read) > 1 else read[0]
