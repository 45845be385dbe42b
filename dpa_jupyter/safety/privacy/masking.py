"""Sensitive values in any text, replaced by placeholders: found by their form, and as values of sensitive columns."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from dpa_jupyter.findings import Scalar
from dpa_jupyter.redaction import masked
from dpa_jupyter.safety.classification.in_text import Found, sensitive_in
from dpa_jupyter.safety.known_values import KnownValues
from dpa_jupyter.safety.privacy.vault import PLACEHOLDER, Vault

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_HEX = re.compile(r"(?:0x)?[0-9A-Fa-f]{12,}")
_PERCENT = re.compile(r"(?:[\w.~+-]*%[0-9A-Fa-f]{2})+[\w.~+-]*")
_ESCAPES = re.compile(r"(?:[\w.@-]*\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}))+[\w.@-]*")

TELLING_DIGITS = 6
"""A number of fewer digits is more often a count than somebody's number."""


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
        placeholders = [found.span() for found in PLACEHOLDER.finditer(text)]
        for found in (*sensitive_in(text), *self._known.find(text), *self._encoded(text)):
            free = all(found.end <= start or end <= found.start for start, end in placeholders)
            if free and all(found.end <= other.start or other.end <= found.start for other in taken):
                taken.append(found)
        return sorted(taken, key=lambda found: found.start)

    def _encoded(self, text: str) -> Iterator[Found]:
        """Find sensitive values that are written in base64, in hexadecimal, with escapes, or backwards."""
        for pattern, decode in _ENCODINGS:
            for found in pattern.finditer(text):
                plain = decode(found[0])
                if plain and plain != found[0] and (hits := self._hits(plain)):
                    yield Found(found.start(), found.end(), hits[0].kind)
        for hit in self._hits(text[::-1]):
            yield Found(len(text) - hit.end, len(text) - hit.start, hit.kind)

    def _hits(self, plain: str) -> list[Found]:
        return [*sensitive_in(plain), *self._known.find(plain)]


def _from_base64(text: str) -> str:
    try:
        padded = text.rstrip("=").replace("-", "+").replace("_", "/")
        return _printable(base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True))
    except (ValueError, binascii.Error):
        return ""


def _from_hexadecimal(text: str) -> str:
    try:
        return _printable(bytes.fromhex(text.removeprefix("0x")))
    except ValueError:
        return ""


def _from_escapes(text: str) -> str:
    return re.sub(r"\\(?:x|u)([0-9A-Fa-f]{2,4})", lambda found: chr(int(found[1], 16)), text)


def _printable(data: bytes) -> str:
    text = data.decode("utf-8", errors="replace")
    return text if text.isprintable() and "\ufffd" not in text else ""


_ENCODINGS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_BASE64, _from_base64),
    (_HEX, _from_hexadecimal),
    (_PERCENT, unquote),
    (_ESCAPES, _from_escapes),
)
