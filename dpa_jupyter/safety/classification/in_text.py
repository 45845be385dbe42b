"""Sensitive values within a text, found by their form alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dpa_jupyter.safety.classification.forms import FORMS, Form, Kind
from dpa_jupyter.safety.spans import TakenSpans

_WORTH_A_LOOK = re.compile(r"@|\d[\d .()/:,-]{5,}\d|:[0-9A-Fa-f]{0,4}:|[A-Z]{2}\d{2}|[A-Z]{6}\d{2}|\d{7}-?[A-Z]")


@dataclass(frozen=True, slots=True)
class Found:
    """A sensitive value and where it stands."""

    start: int
    end: int
    kind: Kind


def sensitive_in(text: str) -> list[Found]:
    """List the sensitive values in a text, in order; where two overlap, the form named first wins."""
    if not _WORTH_A_LOOK.search(text):
        return []
    taken: list[Found] = []
    spans = TakenSpans()
    for form, pattern in _patterns():
        for found in _matches(form, pattern, text):
            if spans.is_free(found.start, found.end):
                taken.append(found)
                spans.take(found.start, found.end)
    return sorted(taken, key=lambda found: found.start)


def _matches(form: Form, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    if form.kind == "EMAIL" and "@" not in text:
        return
    for found in pattern.finditer(text):
        if form.valid(found[0]):
            yield Found(found.start(), found.end(), form.kind)


@cache
def _patterns() -> list[tuple[Form, re.Pattern[str]]]:
    return [(form, re.compile(form.inside)) for form in FORMS if form.inside]
