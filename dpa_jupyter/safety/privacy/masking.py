"""Sensitive values in any text, replaced by placeholders: found by their form, and as values of sensitive columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dpa_jupyter.findings import Scalar
from dpa_jupyter.redaction import masked
from dpa_jupyter.safety.classification.forms import Kind
from dpa_jupyter.safety.classification.in_text import Found, sensitive_in
from dpa_jupyter.safety.known_values import KnownValues
from dpa_jupyter.safety.privacy.encodings import pieces, turned
from dpa_jupyter.safety.privacy.vault import PLACEHOLDER, Vault
from dpa_jupyter.safety.spans import TakenSpans
from dpa_jupyter.safety.value_hashes import TELLING_DIGITS

SHORTEST_ENCODED, SHORTEST_TURNED = 4, 5
"""Characters: shorter words come about by chance."""
MOST_LAYERS = 2


class Masker:
    """Masks texts with one vault."""

    def __init__(self, vault: Vault, known: KnownValues, *, secrets_only: bool = False) -> None:
        self._vault = vault
        self._known = known
        self._secrets_only = secrets_only
        self._done: dict[str, str] = {}

    def text(self, text: str) -> str:
        """Return a text with placeholders for what is sensitive in it; masking twice changes nothing."""
        if text not in self._done:
            self._done[text] = self._masked(text)
        return self._done[text]

    def _masked(self, text: str) -> str:
        text = masked(text)
        if self._secrets_only or not text:
            return text
        pieces = []
        end = 0
        for found in self._found(text):
            if found.start >= end:
                placeholder = self._vault.placeholder(found.kind, text[found.start : found.end])
                pieces += [text[end : found.start], placeholder]
                end = found.end
        return "".join([*pieces, text[end:]])

    def number(self, value: float) -> Scalar:
        """Return a number, or a placeholder if it is a value of a sensitive column."""
        telling = not self._secrets_only and sum(map(str.isdigit, str(value))) >= TELLING_DIGITS
        kind = self._known.kind_of(value) if telling else None
        return value if kind is None else self._vault.placeholder(kind, value)

    def _found(self, text: str) -> list[Found]:
        taken: list[Found] = []
        blocked = TakenSpans()
        for placeholder in PLACEHOLDER.finditer(text):
            if self._vault.knows(placeholder[0]):
                blocked.take(*placeholder.span())
        backwards, rotated = turned(text)
        known, *others = self._known.find_all([text, backwards, rotated])
        for found in (*sensitive_in(text), *known):
            if blocked.is_free(found.start, found.end):
                taken.append(found)
                blocked.take(found.start, found.end)
        again = [*_turned_back(text, [*others[0], *sensitive_in(backwards)]), *others[1], *sensitive_in(rotated)]
        long_enough = (found for found in again if found.end - found.start >= SHORTEST_TURNED)
        for found in (*self._encoded(text), *long_enough):
            for start, end in blocked.free(found.start, found.end):
                taken.append(Found(start, end, found.kind))
                blocked.take(start, end)
        return sorted(taken, key=lambda found: found.start)

    def _encoded(self, text: str) -> Iterator[Found]:
        """Find sensitive values that are written otherwise, such as in base64."""
        for start, end, plain in pieces(text):
            if kind := self._kind_in(plain):
                yield Found(start, end, kind)

    def _kind_in(self, plain: str, depth: int = 1) -> Kind | None:
        """Return the class of a sensitive value in a text that was decoded, once or several times over."""
        for hit in (*sensitive_in(plain), *self._known.find(plain)):
            if hit.end - hit.start >= SHORTEST_ENCODED:
                return hit.kind
        if depth == MOST_LAYERS:
            return None
        return next((kind for *_, inner in pieces(plain) if (kind := self._kind_in(inner, depth + 1))), None)


def _turned_back(text: str, hits: Iterable[Found]) -> Iterator[Found]:
    """Tell where in the text stands what was found in it backwards."""
    return (Found(len(text) - hit.end, len(text) - hit.start, hit.kind) for hit in hits)
