"""Texts that are dates: in which form each is written, and which day it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from dpa_jupyter.quality.detection.remembered import remembered
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.evidence import FrameEvidence

LEAST_SHARE = 0.8
"""A text column of which so many rows are dates is one of dates."""
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_TIME = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a date."""

    name: str
    pattern: str
    formats: tuple[str, ...]
    """For strptime; of a form with two readings, the day first and the month first."""


def _numeric(sign: str) -> Iterator[Form]:
    escaped = "[.]" if sign == "." else sign
    yield Form(
        f"Y{sign}M{sign}D",
        rf"^\s*[0-9]{{4}}{escaped}[0-9]{{1,2}}{escaped}[0-9]{{1,2}}{_TIME}\s*$",
        (f"%Y{sign}%m{sign}%d",),
    )
    both = (f"%d{sign}%m{sign}%Y", f"%m{sign}%d{sign}%Y")
    yield Form(f"D{sign}M{sign}Y", rf"^\s*[0-9]{{1,2}}{escaped}[0-9]{{1,2}}{escaped}[0-9]{{4}}{_TIME}\s*$", both)
    short = (f"%d{sign}%m{sign}%y", f"%m{sign}%d{sign}%y")
    digits = "[0-9]{2}" if sign == "." else "[0-9]{1,2}"  # 1.0.11 is a version
    yield Form(f"D{sign}M{sign}y", rf"^\s*{digits}{escaped}{digits}{escaped}[0-9]{{2}}{_TIME}\s*$", short)


FORMS = (
    *_numeric("-"), *_numeric("/"), *_numeric("."),
    Form("D month Y", rf"(?i)^\s*[0-9]{{1,2}}[- ]{_MONTH}[-, ]+[0-9]{{4}}\s*$", ("%d %b %Y",)),
    Form("month D, Y", rf"(?i)^\s*{_MONTH}[- ][0-9]{{1,2}},? [0-9]{{4}}\s*$", ("%b %d %Y",)),
    Form("YMD", r"^\s*(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\s*$", ("%Y%m%d",)),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Dates:
    """The dates of a text column."""

    texts: Texts
    forms: np.ndarray
    """For each text, the place of its form in `FORMS`, -1 where it is none."""

    def rows_of(self, form: int) -> int:
        """Count the rows in a form."""
        return int(self.texts.counts[self.forms == form].sum())

    @property
    def leading(self) -> int:
        """The form that most rows have."""
        return max(range(len(FORMS)), key=self.rows_of)


@remembered
def dates(evidence: FrameEvidence) -> dict[str, Dates]:
    """Return the dates of each text column that is one of dates."""
    found = {}
    for name, column in texts(evidence).items():
        if column.share(column.matching(r"[0-9].*[0-9].*[0-9]")) < LEAST_SHARE:
            continue
        forms = np.full(len(column.words), -1, dtype=np.int8)
        for place, form in enumerate(FORMS):
            forms = np.where((forms < 0) & column.matching(form.pattern), place, forms)
        if column.share(forms >= 0) >= LEAST_SHARE and (forms >= 0).any() and not _is_number(forms):
            found[name] = Dates(column, forms)
    return found


def _is_number(forms: np.ndarray) -> bool:
    """Eight digits alone may be any number."""
    return bool((forms[forms >= 0] == len(FORMS) - 1).all())


def reading(column: Dates, form: int) -> str | None:
    """Return the strptime format by which the dates of a form are to be read; None if two are possible."""
    formats = FORMS[form].formats
    if len(formats) == 1:
        return formats[0]
    words = [word for word, place in zip(column.texts.words, column.forms.tolist(), strict=True) if place == form]
    fitting = [pattern for pattern in formats if all(day_of(word, pattern) for word in words)]
    return fitting[0] if len(fitting) == 1 else None


def day_of(text: str, pattern: str) -> datetime | None:
    """Read a date; None if there is no such day."""
    cleaned = text.strip()
    if "%b" in pattern:
        cleaned = " ".join(
            part[:3] if part.isalpha() else part for part in cleaned.replace(",", " ").replace("-", " ").split()
        )
    else:
        cleaned = cleaned.replace("T", " ").split(" ")[0]
    try:
        return datetime.strptime(cleaned, pattern)  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
