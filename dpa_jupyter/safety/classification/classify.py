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
from dpa_jupyter.safety.classification.forms import FORMS, Form, Kind
from dpa_jupyter.safety.classification.given_names import GIVEN_NAMES
from dpa_jupyter.safety.classification.in_text import sensitive_in

if TYPE_CHECKING:
    import polars as pl

CHECKED = 400
"""So many values, evenly spread, are looked at first: a form that few of them have can't be that of most, and is not
looked for in the others. Of those that have a form, so many have their check digits worked out."""
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
"""Shares of values that begin or end with a given name: in a column of any name, and in one that is called "name"."""
_PERSON = r"^[\p{L}'\x{2019}.-]+(?:,? [\p{L}'\x{2019}.-]+){0,4}$"
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

    present = values.drop_nulls()
    hints = hinted(name)
    if not len(present):
        return None
    if present.dtype.is_float():
        return _coordinate(present, hints)
    if present.dtype.is_temporal():
        return Classified("BIRTH_DATE", 1.0, 0.8, "the name of the column") if "BIRTH_DATE" in hints else None
    if not (present.dtype.is_integer() or present.dtype in (pl.String, pl.Categorical, pl.Enum)):
        return None
    texts = present.cast(pl.String)
    sample = _spread(texts, CHECKED)
    some = pl.Series(_spread(texts, LOOKED_AT), dtype=pl.String)
    found = [
        *_by_form(texts, sample, hints, numbers=present.dtype.is_integer()),
        *_by_name(name, some, hints),
    ]
    best = max(found, key=lambda one: one.confidence, default=None)
    return best or (_inside(texts) if present.dtype != pl.Enum else None)


def _by_form(texts: pl.Series, sample: list[str], hints: set[Kind], *, numbers: bool) -> Iterator[Classified]:
    import polars as pl

    for form in FORMS:
        if numbers and form.kind not in _FLEXIBLE:
            continue
        first = [text for text in sample if _pattern(form).fullmatch(text) and form.valid(text)]
        if len(first) < HINTED_SHARE / 2 * len(sample):
            continue
        looked_at = pl.Series(_spread(texts, LOOKED_AT)) if form.costly else texts
        places = looked_at.str.contains(f"^(?:{form.whole})$", strict=False).arg_true()
        checked = _spread(looked_at, CHECKED, places)
        valid = sum(map(form.valid, checked)) / max(1, len(checked))
        share = valid * len(places) / len(looked_at)
        if _convinces(form, share, valid, len(set(checked)), form.kind in hints):
            surety = min(0.99, 0.6 + 0.3 * share + (0.1 if form.kind in hints else 0.0))
            yield Classified(form.kind, round(share, 4), round(surety, 2), f"{form.name} in {share:.0%} of the values")


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
    if "NATIONAL_ID" in hints and (share := _share(texts, r"^[A-Z]{0,3}[\d][\dA-Z .-]{5,18}$")) >= MOSTLY:
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


def _persons(name: str, texts: pl.Series, hints: set[Kind]) -> Iterator[Classified]:
    if "PERSON" in hints and (share := _share(texts, r"^[^\d@][^@:/]{1,80}$")) >= MOSTLY:
        yield Classified("PERSON", share, 0.85, "the name of the column, and words")
        return
    shape = _share(texts, _PERSON)
    if shape < MOSTLY or names_things(name):
        return
    known = _given_names(texts)
    if known >= (BARE_NAMES_SHARE if may_be_names(name) else NAMES_SHARE):
        yield Classified("PERSON", shape, round(min(0.95, 0.5 + known / 2), 2), f"common given names in {known:.0%}")


def _given_names(texts: pl.Series) -> float:
    sample = set(_spread(texts.unique(maintain_order=True), CHECKED))
    people = [text for text in sample if _ends(text) & GIVEN_NAMES]
    return len(people) / len(sample) if len(sample) >= ENOUGH else 0.0


def _ends(text: str) -> set[str]:
    words = text.replace(",", " ").casefold().split()
    return {words[0], words[-1]} if words else set()


def _coordinate(numbers: pl.Series, hints: set[Kind]) -> Classified | None:
    if "COORDINATE" not in hints:
        return None
    low, high = numbers.min(), numbers.max()
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
