"""Frames full of values that are like no others, and all the ways in which one could be written."""

from __future__ import annotations

import base64
import codecs
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from urllib.parse import quote

import pandas as pd

ROWS = 300
SEGMENTS = tuple(f"Zwq{letter}segment" for letter in "abcd")
CITIES = tuple(f"Kvx{number}burgh" for number in range(40))
FIRST = ("Anna", "Peter", "Maria", "Thomas", "Laura", "Daniel", "Sophie", "Karl", "Elena", "Robert")
PEOPLE = tuple(f"{first} Qwz{number}ski" for number, first in enumerate(FIRST * 4))
EMAILS = tuple(f"user{number}.qz@mark{number}ed.example" for number in range(40))
PHONES = tuple(f"+1 (555) 01{number % 10}-{7100 + number}" for number in range(40))
CARDS = ("4111 1111 1111 1111", "5500 0000 0000 0004", "3400 0000 0000 009", "6011 0000 0000 0004")
AMOUNTS = tuple(7313.40219 + 131.07 * number for number in range(40))
COUNTS = tuple(83190427 + 10007 * number for number in range(40))
DAYS = tuple(dt.date(1931, 3, 17) + dt.timedelta(days=97 * number) for number in range(40))
BLOBS = tuple(f"Blob{number}mZk".encode() for number in range(40))
PRICES = tuple(Decimal(f"{9137 + number}.8642") for number in range(40))
SHORTEST_ENCODED = 8
SENSITIVE: tuple[object, ...] = (*PEOPLE, *EMAILS, *PHONES, *CARDS)
ALL: tuple[object, ...] = (*SENSITIVE, *SEGMENTS, *CITIES, *AMOUNTS, *COUNTS, *DAYS, *BLOBS, *PRICES)


def marked_frame() -> pd.DataFrame:
    """Return a frame of which every value is marked."""

    def spread(values: tuple[object, ...], step: int) -> list[object]:
        return [values[(row * step) % len(values)] for row in range(ROWS)]

    return pd.DataFrame(
        {
            "segment": spread(SEGMENTS, 1),
            "city": spread(CITIES, 3),
            "full_name": spread(PEOPLE, 7),
            "email": spread(EMAILS, 11),
            "phone": spread(PHONES, 13),
            "card_number": spread(CARDS, 1),
            "amount": spread(AMOUNTS, 17),
            "visits": spread(COUNTS, 19),
            "joined": pd.to_datetime(pd.Series(spread(DAYS, 23))),
            "blob": spread(BLOBS, 29),
            "price": spread(PRICES, 31),
            "remark": [f"call {PEOPLE[row % 40]} at {PHONES[row % 40]} or {EMAILS[row % 40]}" for row in range(ROWS)],
        }
    )


def found_in(body: bytes, values: Iterable[object]) -> list[str]:
    """List the marked values that stand in these bytes, in whatever form."""
    folded = body.lower()
    return [f"{value!r} as {form!r}" for value in values for form in forms_of(value) if form.lower() in folded]


def forms_of(value: object) -> Iterator[bytes]:
    """Yield the ways in which a value could be written."""
    for text in dict.fromkeys(_texts(value)):
        data = text.encode()
        yield data
        yield data[::-1]
        yield json.dumps(text)[1:-1].encode()
        yield quote(text).encode()
        yield quote(text, safe="").encode()
        yield data.hex().encode()
        yield "".join(f"\\u{ord(character):04x}" for character in text).encode()
        yield data.swapcase()
        yield base64.b32encode(data).rstrip(b"=")
        yield base64.b85encode(data)
        yield codecs.encode(text, "rot13").encode()
        yield "".join(f"&#{ord(character)};" for character in text).encode()
        yield ", ".join(map(str, data)).encode()
        yield from (sign.join(text).encode() for sign in " -")
        yield "".join(chr(ord(character) + 0xFEE0) if character != " " else " " for character in text).encode()
        for padding in range(3):
            encoded = base64.b64encode(b"\0" * padding + data)
            middle = encoded[4 if padding else 0 : len(encoded) - 4]
            if len(middle) >= SHORTEST_ENCODED:
                yield middle


def _texts(value: object) -> Iterator[str]:
    match value:
        case bytes():
            yield value.decode()
        case float() | Decimal():
            yield f"{value:.4f}".rstrip("0")
            yield f"{value:,.2f}"
            yield f"{value:.6g}"
            yield f"{value:.5e}"
        case int():
            yield str(value)
            yield f"{value:,}"
            yield f"{value:.6e}"
            yield f"{value:_}"
        case dt.date():
            yield value.isoformat()
            yield value.strftime("%d.%m.%Y")
            yield value.strftime("%m/%d/%Y")
            yield value.strftime("%Y%m%d")
        case _:
            yield str(value)
            yield "".join(filter(str.isdigit, str(value))) if str(value).startswith("+") else str(value)
            if value in PEOPLE:
                yield ", ".join(reversed(str(value).split()))
                yield str(value).replace(" ", "")
