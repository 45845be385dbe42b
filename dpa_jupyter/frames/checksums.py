"""Check digits of numbers that stand for a person, a card or an account; each takes the number without separators."""

from __future__ import annotations

import re
from collections.abc import Sequence

_VERHOEFF = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_STEPS = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_CHINESE_DIGITS = "10X98765432"
_ITALIAN_ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", (
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22,
    25, 24, 23,
), strict=True))  # fmt: skip


def luhn(digits: str) -> bool:
    """Check a payment card or the like (ISO/IEC 7812-1, annex B)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return len(set(digits)) > 1 and sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def iban(text: str) -> bool:
    """Check an account number (ISO 13616-1: the rest by 97 is 1)."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", text):
        return False
    moved = text[4:] + text[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def ssn(digits: str) -> bool:
    """Check a US social security number, which has no check digit but areas that are never given out."""
    return digits[:3] not in {"000", "666"} and digits[0] != "9" and digits[3:5] != "00" and digits[5:] != "0000"


def weighted(digits: str, weights: Sequence[int], modulus: int) -> int:
    """Return the weighted sum of the first digits by a modulus."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % modulus


def bsn(digits: str) -> bool:
    """Check a Dutch citizen service number (eleven test)."""
    return digits != "000000000" and (weighted(digits, range(9, 1, -1), 11) - int(digits[8])) % 11 == 0


def steuer_id(digits: str) -> bool:
    """Check a German tax number (ISO/IEC 7064, mod 11, 10); one digit of the first ten comes two or three times."""
    most = max(digits[:10].count(digit) for digit in set(digits[:10]))
    product = 10
    for digit in digits[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return digits[0] != "0" and most in (2, 3) and (11 - product) % 10 == int(digits[10])


def pesel(digits: str) -> bool:
    """Check a Polish personal number; its date has to be one."""
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    total = weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3), 10)
    return 1 <= month <= 12 and 1 <= day <= 31 and (10 - total) % 10 == int(digits[10])


def cpf(digits: str) -> bool:
    """Check a Brazilian taxpayer's number."""
    first = weighted(digits[:9], range(10, 1, -1), 11) * -1 % 11 % 10
    second = weighted(digits[:10], range(11, 1, -1), 11) * -1 % 11 % 10
    return len(set(digits)) > 1 and digits[9:] == f"{first}{second}"


def aadhaar(digits: str) -> bool:
    """Check an Indian Aadhaar number (Verhoeff's scheme)."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        step = int(_VERHOEFF_STEPS[place % 8][int(digit)])
        check = int(_VERHOEFF[check][step])
    return digits[0] not in "01" and check == 0


def french_nir(digits: str) -> bool:
    """Check a French social security number (the key is 97 less the rest by 97)."""
    return digits[0] in "12" and 97 - int(digits[:13]) % 97 == int(digits[13:])


def dni(text: str) -> bool:
    """Check a Spanish identity number (letter by 23); X, Y and Z stand for 0, 1 and 2."""
    number = text[:-1].translate(str.maketrans("XYZ", "012"))
    return _DNI_LETTERS[int(number) % 23] == text[-1]


def codice_fiscale(text: str) -> bool:
    """Check an Italian tax code."""
    odd = sum(_ITALIAN_ODD[character] for character in text[:15:2])
    even = sum(int(character) if character.isdigit() else ord(character) - ord("A") for character in text[1:15:2])
    return chr(ord("A") + (odd + even) % 26) == text[15]


def chinese_id(text: str) -> bool:
    """Check a Chinese resident's number (ISO/IEC 7064, mod 11-2)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return _CHINESE_DIGITS[weighted(text[:17], weights, 11)] == text[17]


def swedish_number(digits: str) -> bool:
    """Check a Swedish personal number (Luhn over the last ten digits)."""
    ten = digits[-10:]
    return 1 <= int(ten[2:4]) <= 12 and 1 <= int(ten[4:6]) % 60 <= 31 and luhn(ten)
