"""Which class the values of a column are of, from one vectorised pass over all of them.

Regular expressions run over the whole column in Polars; check digits are worked out for some hundred of the values that
have the form, spread evenly, since their share in the rest follows from it. A name alone decides nothing but where
values have no form of their own (persons, addresses, coordinates, dates of birth).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dpa_jupyter.safety.classification.column_names import hinted, may_be_names, names_things
from dpa_jupyter.safety.classification.forms import FORMS, Form, Kind, looks_like_versions
from dpa_jupyter.safety.classification.in_text import sensitive_in
from dpa_jupyter.safety.classification.people import share_of_people
from dpa_jupyter.safety.classification.whole_numbers import as_whole_numbers

if TYPE_CHECKING:
    import polars as pl

CHECKED = 400
"""So many values, evenly spread, are looked at first: a form that few of them have can't be that of most, and is not
looked for in the others. Of those that have a form, so many have their check digits worked out."""
LONGEST_VALUE = 300
"""Characters; what is longer is a text."""
LOOKED_AT = 20_000
"""So many values, evenly spread, stand for all where the name of the column is the main thing."""
MOSTLY = 0.5
"""From this share of valid values on, a column is of the class."""
BY_CHANCE = 0.9
"""Numbers with one check digit pass by chance one time in ten or so; from this share on they are no
chance, if there are enough of them."""
ENOUGH = 12
HINTED_SHARE = 0.3
NAMES_SHARE, BARE_NAMES_SHARE = 0.45, 0.2
"""Shares of values that are like a person's name: in a column of any name, and in one that is called "name"."""
MOSTLY_ALL, SOME_ABROAD = 0.8, 0.15
_PERSON = r"^[\p{L}'\x{2019}.-]+(?:,? [\p{L}'\x{2019}.-]+){0,6}$"
_EXTENSION = r"(?: ?(?:x|ext\.?) ?\d{1,6})?$"
_ANY_PHONE = rf"^(?:[+(]{{0,2}}\d(?:[ ()./-]{{0,3}}\d){{6,15}}){_EXTENSION}"
_AT_HOME = rf"^\(?0[1-9](?:[ ()./-]{{0,3}}\d){{6,10}}{_EXTENSION}"
_HINTED_PHONE = r"^[+(]?\d[\d ()./-]{5,20}\d(?: ?(?:x|ext\.?) ?\d{1,6})?$"
_FLEXIBLE = frozenset({"NATIONAL_ID", "CARD"})


@dataclass(frozen=True, slots=True)
class Classified:
    """A column's class."""

    kind: Kind
    share: float
    """Of the values that are there: how many are of the class, from 0 to 1."""
    confidence: float
    """From 0 to 1."""
    evidence: str
    whole: bool = True
    """False where the values are texts, and the class is of what stands in some of them."""


def classify(name: str, values: pl.Series) -> Classified | None:
    """Return the class of a column, None where nothing speaks for one; of several the surest."""
    import polars as pl

    numbers = values.drop_nulls()
    present = as_whole_numbers(numbers)
    hints = hinted(name)
    if not len(present):
        return None
    coordinate = _coordinate(numbers, hints) if numbers.dtype.is_float() or numbers.dtype.is_decimal() else None
    if coordinate or present.dtype.is_float() or present.dtype.is_decimal():
        return coordinate
    if present.dtype.is_temporal():
        return Classified("BIRTH_DATE", 1.0, 0.8, "the name of the column") if "BIRTH_DATE" in hints else None
    if not (present.dtype.is_integer() or present.dtype in (pl.String, pl.Categorical, pl.Enum)):
        return None
    texts = present.cast(pl.String)
    if present.dtype == pl.String:
        texts = texts.str.strip_chars()
    sample = _spread(texts, CHECKED)
    some = pl.Series(_spread(texts, LOOKED_AT), dtype=pl.String)
    found = [
        *_by_form(texts, sample, hints, numbers=present.dtype.is_integer()),
        *_by_name(name, some, hints),
        *_by_habit(some, hints),
    ]
    best = max(found, key=lambda one: one.confidence, default=None)
    return best or (_inside(texts) if present.dtype != pl.Enum else None)


def _by_form(texts: pl.Series, sample: list[str], hints: set[Kind], *, numbers: bool) -> Iterator[Classified]:
    for form in FORMS:
        if numbers and form.kind not in _FLEXIBLE:
            continue
        first = [text for text in sample if _has_form(form, text) and form.valid(text)]
        if len(first) < HINTED_SHARE / 2 * len(sample):
            continue
        checked = first if form.costly else _of_form(form, texts)
        valid = sum(map(form.valid, checked)) / max(1, len(checked))
        share = len(first) / len(sample) if form.costly else valid * _share(texts, f"^(?:{form.whole})$")
        if form.kind == "IP_ADDRESS" and form.kind not in hints and looks_like_versions(checked):
            continue
        if _convinces(form, share, valid, len(set(checked)), form.kind in hints):
            surety = min(0.99, 0.6 + 0.3 * share + (0.1 if form.kind in hints else 0.0))
            evidence = f"{form.name} in {share:.0%} of the values"
            yield Classified(form.kind, round(share, 4), round(surety, 2), evidence)


def _of_form(form: Form, texts: pl.Series) -> list[str]:
    """Return values that have the form, spread evenly over all that have it."""
    return _spread(texts, CHECKED, texts.str.contains(f"^(?:{form.whole})$", strict=False).arg_true())


def _has_form(form: Form, text: str) -> bool:
    return len(text) <= LONGEST_VALUE and _pattern(form).fullmatch(text) is not None


@cache
def _pattern(form: Form) -> re.Pattern[str]:
    return re.compile(form.whole)


def _convinces(form: Form, share: float, valid: float, distinct: int, hint: bool) -> bool:
    if form.kind in _FLEXIBLE and form.name != "US social security numbers" and not hint:
        return share >= MOSTLY and valid >= BY_CHANCE and distinct >= ENOUGH
    if form.kind == "SECRET":
        return share >= MOSTLY
    return share >= (HINTED_SHARE if hint else MOSTLY)


def _by_name(name: str, texts: pl.Series, hints: set[Kind]) -> Iterator[Classified]:
    if "PHONE" in hints and (share := _share(texts, _HINTED_PHONE)) >= MOSTLY:
        yield Classified("PHONE", share, 0.85, "the name of the column, and numbers of that length")
    if "NATIONAL_ID" in hints and (share := _share(texts, r"^[A-Za-z]{0,3} ?\d[\dA-Za-z ./-]{5,18}$")) >= MOSTLY:
        yield Classified("NATIONAL_ID", share, 0.7, "the name of the column, and numbers of that length")
    if (
        "ADDRESS" in hints
        and (share := _share(texts, r"^.*\p{L}{2}.*$")) >= MOSTLY
        and _share(texts, r"\d") >= HINTED_SHARE
    ):
        yield Classified("ADDRESS", share, 0.8, "the name of the column, and texts with numbers")
    if "SECRET" in hints and (share := _share(texts, r"^\S{6,}$")) >= MOSTLY and _share(texts, r"\d") >= HINTED_SHARE:
        yield Classified("SECRET", share, 0.75, "the name of the column, and texts without spaces")
    if "BIRTH_DATE" in hints and (share := _share(texts, r"^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")) >= MOSTLY:
        yield Classified("BIRTH_DATE", share, 0.8, "the name of the column, and dates")
    yield from _persons(name, texts, hints)


def _by_habit(texts: pl.Series, hints: set[Kind]) -> Iterator[Classified]:
    """Find telephone numbers by what most of them are like, whatever the country: a + abroad, a 0 at home."""
    shaped = _share(texts, _ANY_PHONE)
    if shaped < MOSTLY_ALL or hints - {"PHONE"}:
        return
    if _share(texts, r"^(?:\+|00)[1-9]") >= SOME_ABROAD or _share(texts, _AT_HOME) >= MOSTLY_ALL:
        yield Classified("PHONE", shaped, 0.7, "numbers of that length, with the prefixes of telephone numbers")


def _persons(name: str, texts: pl.Series, hints: set[Kind]) -> Iterator[Classified]:
    if "PERSON" in hints and (share := _share(texts, r"^[^\d@][^@:/]{1,80}$")) >= MOSTLY:
        yield Classified("PERSON", share, 0.85, "the name of the column, and words")
        return
    shape = _share(texts, _PERSON)
    if shape < MOSTLY or names_things(name):
        return
    known = share_of_people(_spread(texts.unique(maintain_order=True), CHECKED), bare=may_be_names(name))
    if known >= (BARE_NAMES_SHARE if may_be_names(name) else NAMES_SHARE):
        yield Classified("PERSON", shape, round(min(0.95, 0.5 + known / 2), 2), f"common given names in {known:.0%}")


def _coordinate(numbers: pl.Series, hints: set[Kind]) -> Classified | None:
    import polars as pl

    if "COORDINATE" not in hints:
        return None
    degrees = numbers.cast(pl.Float64, strict=False)
    low, high = degrees.min(), degrees.max()
    if isinstance(low, float) and isinstance(high, float) and low >= -180 and high <= 180:
        return Classified("COORDINATE", 1.0, 0.9, "the name of the column, and the range of its numbers")
    return None


def _inside(texts: pl.Series) -> Classified | None:
    """Look for sensitive values within texts, where at least one in a thousand has one."""
    likely = texts.str.contains(r"@\w|\d[\d .()/-]{7,}\d", strict=False).arg_true()
    if not len(likely):
        return None
    checked = _spread(texts, CHECKED, likely)
    hits = [found[0].kind for text in checked if (found := sensitive_in(text[:10_000]))]
    share = len(hits) / len(checked) * len(likely) / len(texts)
    if share < 0.001:
        return None
    kind = max(set(hits), key=hits.count)
    return Classified(kind, round(share, 4), 0.8, "within texts", whole=False)


def _share(texts: pl.Series, pattern: str) -> float:
    return round(float(texts.str.contains(pattern).mean() or 0.0), 4)  # type: ignore[arg-type]  # of booleans


def _spread(texts: pl.Series, most: int, places: pl.Series | None = None) -> list[str]:
    """Return values that are evenly spread over these places, over all if None."""
    if places is not None:
        return texts.gather(places.gather_every(max(1, len(places) // most)).head(most)).to_list()
    return texts.gather_every(max(1, len(texts) // most)).head(most).to_list()
