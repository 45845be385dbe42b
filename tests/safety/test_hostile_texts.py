"""Long texts that are made to be slow to look through: each is masked in a time that grows with its length alone."""

from __future__ import annotations

import re

import polars as pl
import pytest

from dpa_jupyter.redaction import masked
from dpa_jupyter.safety.classification.in_text import sensitive_in
from dpa_jupyter.safety.known_values import KnownValues
from dpa_jupyter.safety.privacy.encodings import pieces
from dpa_jupyter.safety.privacy.masking import Masker
from dpa_jupyter.safety.privacy.vault import Vault
from dpa_jupyter.safety.value_hashes import hashes_of

LENGTH, SEARCHED = 400_000, 50_000
PIECES = (
    "a", "A", "0", "1", "-", "_", ".", "a.", "a-", "%", "\\", "&", "a&", "&#", "@", "a@", " ", "\t", "\n",
    "'", "'a", "\"", "sk_", "sk-", "-sk-a", "eyJ", "-eyJ", "eyJaaaaaaaa.", "A_KEY=", "a_token=", "token",
    "token ", "password", "password=", "password is ", "-----BEGIN PRIVATE KEY-----", "-----BEGIN A ", "://",
    "://a:", " -u ", "login ", "login a ", "SG.", "-AIza", "r8_", "secret=", "api_key:", "bearer ", "a dot ",
    "a at ", "a (dot) ", "1 ", "1,", "1_", "1.", "10 ", "0a ", "0000000 ", "0000000  ", "00000000,", "+1 ",
    "+1(", "(555", "1:", "::", "GB00 ", "AB12", "<", "<a_1", "<a_1>", "A a ", "Ada ", "Ada, ", "A. ",
    "http://", "?sig=", "x='", "{'a':", "password='",
)  # fmt: skip


def masker() -> Masker:
    known = KnownValues()
    known.add("PERSON", hashes_of(pl.Series(["Ada Lovelace", "Ada Byron"]), of_people=True))
    return Masker(Vault(), known)


@pytest.mark.timeout(100)
def test_secrets_are_looked_for_in_one_pass() -> None:
    for piece in PIECES:
        text = piece * (LENGTH // len(piece))
        assert len(masked(text)) <= len(text)


@pytest.mark.timeout(100)
def test_many_secrets_are_masked_as_one_is() -> None:
    text = " ".join(f"password=aaaa{number:05} again aaaa{number:05}" for number in range(LENGTH // 30))
    assert re.search(r"aaaa\d", masked(text)) is None


@pytest.mark.timeout(100)
def test_forms_and_encodings_are_looked_for_in_one_pass() -> None:
    long = (f"{'a' * SEARCHED}{end}" for end in "&%\\.'")
    for text in (*long, *(piece * (SEARCHED // len(piece)) + end for piece in PIECES for end in ("", "&"))):
        assert all(start < end <= len(text) for start, end, _ in pieces(text))
        assert all(found.start < found.end <= len(text) for found in sensitive_in(text))


@pytest.mark.timeout(100)
def test_many_values_are_masked_as_one_is() -> None:
    text = " ".join(f"user{number}@example.org and Ada Byron" for number in range(2000))
    told = masker().text(text)
    assert "@" not in told
    assert "Byron" not in told
