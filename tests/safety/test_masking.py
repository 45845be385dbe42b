"""Sensitive values are found again however they are written, and ordinary texts stay."""

from __future__ import annotations

import base64
import codecs
import html
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

import polars as pl
import pytest

from dpa_jupyter.safety.known_values import KnownValues
from dpa_jupyter.safety.privacy.masking import Masker
from dpa_jupyter.safety.privacy.vault import Vault
from dpa_jupyter.safety.value_hashes import hashes_of

NAME, EMAIL = "Zoë O'Brannigan-Nuñez", "zoe.brannigan@mail.example"
WRITE: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "other case": str.swapcase,
    "backwards": lambda text: text[::-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 within": lambda text: base64.b64encode(f"x: {text}\ny".encode()).decode(),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "base32": lambda text: base64.b32encode(text.encode()).decode(),
    "base85": lambda text: base64.b85encode(text.encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal list": lambda text: text.encode().hex(" "),
    "codes": lambda text: ", ".join(map(str, text.encode())),
    "bits": lambda text: " ".join(f"{byte:08b}" for byte in text.encode()),
    "percent signs": lambda text: quote(text, safe=""),
    "entities": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "escapes": lambda text: "".join(f"\\u{ord(character):04x}" for character in text),
    "bytes": lambda text: repr(text.encode()),
    "HTML": html.escape,
    "taken apart": " ".join,
    "taken apart by lines": "|".join,
    "rotated": lambda text: codecs.encode(text, "rot13"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "wide letters": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "without accents": lambda text: unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode(),
    "with invisible characters": lambda text: f"{text[:4]}\u200b{text[4:]}",
    "without spaces": lambda text: text.replace(" ", ""),
}


def masker() -> Masker:
    known = KnownValues()
    known.add("PERSON", hashes_of(pl.Series([NAME, "Ada Lovelace"]), of_people=True))
    known.add("EMAIL", hashes_of(pl.Series([EMAIL])))
    known.add("NATIONAL_ID", hashes_of(pl.Series(["012-34-5678"])))
    return Masker(Vault(), known)


@pytest.mark.parametrize("value", [NAME, EMAIL], ids=["name", "address"])
@pytest.mark.parametrize("way", WRITE)
def test_a_known_value_is_masked_however_it_is_written(way: str, value: str) -> None:
    written = WRITE[way](value)
    told = masker().text(f"before {written} after")
    assert written not in told
    assert "<" in told


@pytest.mark.parametrize(
    "text", ["Lovelace, Ada", "A. Lovelace", "ada lovelace", "AdaLovelaceError", "Ada_Lovelace", "Lovelace Zoë"]
)
def test_two_parts_of_names_side_by_side_are_masked(text: str) -> None:
    assert "ovelace" not in masker().text(f"raise {text}: x")


def test_a_number_is_known_again_that_was_kept_as_text() -> None:
    assert masker().number(12345678) == "<NATIONAL_ID_1>"
    assert masker().number(12345679) == 12345679


@pytest.mark.parametrize(
    "text",
    [
        "Ada is a language; the mean is 12,345.67 in May, and the index goes from 26.5 % to 42.7 %.",
        "d2hhdCBpdCBzYXlzIGlzIG5vdGhpbmcgYXQgYWxs",
        "65 66 67 68 69 70 71 72, 0x41 0x42 0x43 0x44",
        "month-to-month&nbsp;contracts at 10:30; at least one dot in it",
    ],
)
def test_ordinary_texts_stay(text: str) -> None:
    assert masker().text(text) == text
