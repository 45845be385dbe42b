"""Pieces of a text that are another text written otherwise: in base64, in numbers, letter by letter and the like.

What a piece says is only looked at; it is masked whole where a sensitive value is in it. The patterns are wide, since
a piece that says nothing sensitive stays as it is.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias
from urllib.parse import unquote

Decode: TypeAlias = Callable[[str], str]
LONGEST = 100_000
"""Characters of a text in which the rarer ways of writing are looked for."""


def pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each piece stands that may be another text, and that text."""
    searched = text[:LONGEST]
    for hint, pattern, decode in _COMPILED:
        for found in pattern.finditer(searched) if hint in searched else ():
            plain = decode(found[0])
            if plain and plain != found[0]:
                yield found.start(), found.end(), plain


def turned(text: str) -> tuple[str, str]:
    """Return the text backwards, and with each letter thirteen places further on."""
    return text[::-1], codecs.encode(text, "rot13")


def _printable(data: bytes) -> str:
    text = data.decode("utf-16-le" if b"\0" in data else "utf-8", errors="replace").strip("\0")
    return text if "\ufffd" not in text and "".join(text.split()).isprintable() else ""


def _by(decode: Callable[[str], bytes]) -> Decode:
    def read(text: str) -> str:
        try:
            return _printable(decode(text))
        except (ValueError, binascii.Error, OverflowError):
            return ""

    return read


def _base64(text: str) -> bytes:
    padded = text.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True)


def _base32(text: str) -> bytes:
    bare = text.rstrip("=")
    return base64.b32decode(bare + "=" * (-len(bare) % 8))


def _bits(text: str) -> bytes:
    groups = text.replace(",", " ").split()
    if len(groups) == 1:
        return int(text, 2).to_bytes((len(text) + 7) // 8, "big")
    return bytes(int(group, 2) for group in groups)


def _hexadecimal_list(text: str) -> bytes:
    return bytes.fromhex(re.sub(r"0x|[\s,:]", "", text))


def _of_codes(text: str) -> str:
    codes = [int(code) for code in re.findall(r"\d+", text)]
    as_bytes = _printable(bytes(codes)) if max(codes) < 256 else ""
    return as_bytes or "".join(map(chr, codes))


def _from_escapes(text: str) -> str:
    plain = re.sub(r"\\(?:x|u)([0-9A-Fa-f]{2,4})", lambda found: chr(int(found[1], 16)), text)
    try:
        return plain.encode("latin-1").decode()  # they may have stood for bytes
    except ValueError:
        return plain


def _spelled(text: str) -> str:
    """Return an address in which words stand for its signs."""
    return _SIGN.sub(lambda found: _SIGNS[found[1].lower()], text)


_SIGNS = {"at": "@", "dot": "."}
_SIGN = re.compile(r"\s*[\[({]?\b(at|dot)\b[\])}]?\s*", re.IGNORECASE)
_ADDRESS = (
    r"(?<![\w.+-])[\w.+-]+(?:[ \[({]{1,2}dot[ \])}]{1,2}[\w+-]+){0,8}[ \[({]{1,2}at[ \])}]{1,2}"
    r"[\w-]+(?:(?:\.|[ \[({]{1,2}dot[ \])}]{1,2})[\w-]+){1,8}"
)
_ENCODINGS: tuple[tuple[str, str, Decode], ...] = (
    ("", r"[A-Za-z0-9+/_-]{8,}={0,2}", _by(_base64)),
    ("", r"(?:0x)?[0-9A-Fa-f]{12,}", _by(lambda text: bytes.fromhex(text.removeprefix("0x")))),
    ("%", r"[\w.~+-]{0,200}+%[0-9A-Fa-f]{2}[\w.~+%-]*", unquote),
    ("\\", r"(?:[\w.@-]{0,200}+\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}))+[\w.@-]*", _from_escapes),
    ("", r"[A-Z2-7]{12,}={0,6}", _by(_base32)),
    ("", r"[!-~]{10,}", _by(base64.b85decode)),
    ("'", r"(?<=')[!-&(-~]{10,}(?=')", _by(base64.b85decode)),
    ("", r"[!-u]{10,}", _by(base64.a85decode)),
    ("&", r"(?:[^\s<>]{1,80}+ ){0,3}[^\s<>&]{0,80}+&#?\w{2,8};[^\s<>]*(?: [^\s<>]+){0,3}", html.unescape),
    ("", r"(?<!\S)\S([ ._,;:|/-])(?:.\1){3,}\S(?!\S)", lambda text: text[::2]),
    ("", r"\b[01]{7,8}(?:[\s,]+[01]{7,8}){3,}\b|\b[01]{32,}\b", _by(_bits)),
    ("", r"\b\d{2,3}(?:[,;\s]+\d{2,3}){3,}\b", _of_codes),
    ("", r"\b(?:0x)?[0-9A-Fa-f]{2}(?:[\s,:]+(?:0x)?[0-9A-Fa-f]{2}){3,}\b", _by(_hexadecimal_list)),
    ("dot", _ADDRESS, _spelled),
)
"""What a text has to have in it to be looked through, what such a piece looks like, and how it is read."""
_COMPILED = tuple(
    (hint, re.compile(pattern, re.IGNORECASE if hint == "dot" else 0), decode) for hint, pattern, decode in _ENCODINGS
)
