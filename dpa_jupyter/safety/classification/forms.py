"""The forms of sensitive values: as a whole cell, read by Python and by Rust, and within a text."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dpa_jupyter.frames import checksums
from dpa_jupyter.redaction import has_secret
from dpa_jupyter.safety.classification.streets import STREETS

Kind: TypeAlias = Literal[
    "EMAIL",
    "PHONE",
    "CARD",
    "IBAN",
    "NATIONAL_ID",
    "IP_ADDRESS",
    "PERSON",
    "ADDRESS",
    "COORDINATE",
    "BIRTH_DATE",
    "SECRET",
    "MARKED",
]
"""The classes; MARKED is what only the user says is sensitive."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which values of a class are written."""

    kind: Kind
    name: str
    """What it is, for the evidence."""
    whole: str
    """A regular expression for a whole cell."""
    valid: Callable[[str], bool] = bool
    """Checks a cell that has the form, as it is."""
    inside: str = ""
    """Python's regular expression for a text that holds it; empty where it can't be told from other things there."""
    costly: bool = False
    """Whether it takes so long to look for that the first of the values stand for all; Rust need not read it."""


LARGE_NUMBER = 64
"""Of the four numbers of an address, one is larger nine times out of ten, or it is of a private net."""


def without_separators(text: str) -> str:
    """Return a number without its separators, in capitals."""
    return re.sub(r"[\s./()-]", "", text).upper()


def _by(check: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: check(without_separators(text))


def is_ip(text: str) -> bool:
    """Tell whether a text is an address of version 4 or 6, and not one that every machine has."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_unspecified or address.is_loopback)


def looks_like_versions(texts: Sequence[str]) -> bool:
    """Tell whether addresses of version 4 are rather versions of programs, whose numbers are small."""
    numbers = [[int(number) for number in text.split(".")] for text in texts if re.fullmatch(r"[\d.]+", text)]
    return bool(numbers) and sum(max(parts) >= LARGE_NUMBER for parts in numbers) < len(numbers) / 3


def is_phone(text: str) -> bool:
    """Tell whether a text has as many digits as a telephone number (ITU-T E.164: at most 15), and is no date."""
    digits = sum(character.isdigit() for character in text)
    return 7 <= digits <= 15 and not re.fullmatch(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}", text)


_EMAIL = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}"
_PHONE = (
    r"\+\d{1,3}[ .-]?(?:\(?\d{1,5}\)?[ ./-]?){1,5}\d{2,5}"
    r"|\(\d{3}\) ?\d{3}[ .-]?\d{4}|1?[ .-]?\d{3}[.-]\d{3}[.-]\d{4}|0\d{1,4}[ /-]\d{3,4}[ -]?\d{3,5}"
)
_IP4 = r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IP6 = r"(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}"
_CARD = r"\d(?:[ -]?\d){12,18}"
_IBAN = r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?"

FORMS: tuple[Form, ...] = (
    Form("EMAIL", "e-mail addresses", r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[A-Za-z]+", inside=_EMAIL),
    Form("IBAN", "account numbers with valid check digits", _IBAN, _by(checksums.iban), rf"\b{_IBAN}\b"),
    Form("CARD", "card numbers with a valid check digit", _CARD, _by(checksums.luhn),
         rf"(?<![\w.,-])(?=[2-6]){_CARD}(?![\w-]|[.,]\d)"),
    Form("NATIONAL_ID", "US social security numbers", r"\d{3}-\d{2}-\d{4}", _by(checksums.ssn),
         r"\b\d{3}-\d{2}-\d{4}\b"),
    Form("NATIONAL_ID", "British insurance numbers", r"[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]",
         inside=r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
    Form("NATIONAL_ID", "Spanish identity numbers", r"(?:[XYZ]\d{7}|\d{8})-?[A-Z]", _by(checksums.dni),
         r"\b(?:[XYZ]\d{7}|\d{8})-?[A-Z]\b"),
    Form("NATIONAL_ID", "Italian tax codes", r"[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]",
         _by(checksums.codice_fiscale),
         r"\b[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]\b"),
    Form("NATIONAL_ID", "French social security numbers", r"[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}",
         _by(checksums.french_nir)),
    Form("NATIONAL_ID", "Brazilian taxpayers' numbers", r"\d{3}\.?\d{3}\.?\d{3}-?\d{2}", _by(checksums.cpf),
         r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b"),
    Form("NATIONAL_ID", "Indian Aadhaar numbers", r"[2-9]\d{3} ?\d{4} ?\d{4}", _by(checksums.aadhaar)),
    Form("NATIONAL_ID", "Indian PAN numbers", r"[A-Z]{3}[ABCFGHLJPTK][A-Z]\d{4}[A-Z]"),
    Form("NATIONAL_ID", "German tax numbers", r"\d{2} ?\d{3} ?\d{3} ?\d{3}", _by(checksums.steuer_id)),
    Form("NATIONAL_ID", "Polish personal numbers", r"\d{11}", _by(checksums.pesel)),
    Form("NATIONAL_ID", "Dutch service numbers", r"\d{9}", _by(checksums.bsn)),
    Form("NATIONAL_ID", "Swedish personal numbers", r"(?:19|20)?\d{6}[-+]?\d{4}", _by(checksums.swedish_number)),
    Form("NATIONAL_ID", "Chinese resident numbers", r"[1-9]\d{16}[\dX]", _by(checksums.chinese_id),
         r"\b[1-9]\d{5}(?:19|20)\d{9}[\dX]\b"),
    Form("IP_ADDRESS", "IP addresses", rf"{_IP4}|{_IP6}", is_ip, rf"\b{_IP4}\b|\b{_IP6}\b"),
    Form("PHONE", "telephone numbers", _PHONE, is_phone, rf"(?<![\w.+-])(?:{_PHONE})(?![\w-])"),
    Form("ADDRESS", "street addresses", STREETS, costly=True),
    Form("COORDINATE", "pairs of latitude and longitude",
         r"-?(?:[0-8]?\d|90)\.\d{3,15}[,;] ?-?(?:1[0-7]\d|\d?\d|180)\.\d{3,15}",
         inside=r"-?\b(?:[0-8]?\d|90)\.\d{4,15}[,;] ?-?(?:1[0-7]\d|\d?\d|180)\.\d{4,15}\b"),
    Form("SECRET", "keys and passwords", r"\S.{7,}", has_secret),
)  # fmt: skip
"""In order: where several fit a column equally, the first is told."""
