"""Precision and recall on columns that Faker makes in the forms of ten countries, noisy and among look-alikes.

    uv run python benchmarks/classification_unseen.py

Each class comes under a telling name, in another language, and under none at all ("col_7"); a fifth of the values is
missing, some have spaces around them or another case. Beside these stand columns that only look alike.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import polars as pl
from faker import Faker

from dpa_jupyter.safety.classification.classify import classify

ROWS = 500
LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pl_PL", "pt_BR", "sv_SE")
RANDOM = random.Random(77)
Make: TypeAlias = Callable[[], object]
Column: TypeAlias = tuple[str, str, pl.Series]
"""The class it is of, empty for none; its name; its values."""


def noisy(make: Make, rows: int = ROWS) -> pl.Series:
    """Make a column with missing values, spaces and other cases."""
    values = [make() if RANDOM.random() > 0.2 else None for _ in range(rows)]
    if all(value is None or isinstance(value, str) for value in values):
        values = [value if value is None else _untidy(str(value)) for value in values]
    return pl.Series(values, strict=False)


def _untidy(text: str) -> str:
    dice = RANDOM.random()
    if dice < 0.05:
        return f" {text}"
    if dice < 0.1:
        return f"{text}  "
    if dice < 0.15:
        return text.upper()
    return text.lower() if dice < 0.2 else text


def digits(count: int) -> str:
    return "".join(RANDOM.choices("0123456789", k=count))


def positives(locale: str) -> Iterator[tuple[str, tuple[str, ...], Make]]:
    """Yield each class's makers, with a telling name, one in the language or of another kind, and none."""
    fake = Faker(locale)
    fake.seed_instance(sum(map(ord, locale)))
    yield "EMAIL", ("email", "kontakt"), fake.ascii_email
    yield "PHONE", ("phone_number", "tel"), fake.phone_number
    yield (
        "CARD",
        ("credit_card", "zahlung"),
        lambda: fake.credit_card_number(card_type=RANDOM.choice(["visa16", "mastercard", "amex"])),
    )
    yield "IP_ADDRESS", ("ip_address", "quelle"), fake.ipv4_public
    yield "IP_ADDRESS", ("client_ip", "src"), fake.ipv6
    yield "PERSON", ("full_name", "kunde"), fake.name
    yield "PERSON", ("customer_name", "cliente"), lambda: f"{fake.last_name()}, {fake.first_name()}"
    yield "ADDRESS", ("street_address", "ort1"), fake.street_address
    yield "ADDRESS", ("address", "ziel"), lambda: fake.address().replace("\n", ", ")
    yield "BIRTH_DATE", ("date_of_birth", "dob"), lambda: fake.date_of_birth().isoformat()
    yield "IBAN", ("iban", "konto"), fake.iban
    yield "NATIONAL_ID", ("ssn", "nummer"), fake.ssn


def others() -> Iterator[tuple[str, tuple[str, ...], Make]]:
    """Yield classes that have no country."""
    fake = Faker("en_US")
    fake.seed_instance(5)
    yield "COORDINATE", ("lat", "latitude"), lambda: float(fake.latitude())
    yield "COORDINATE", ("gps", "position"), lambda: f"{fake.latitude()}, {fake.longitude()}"
    yield "SECRET", ("api_key", "wert"), lambda: f"sk-proj-{fake.password(40, special_chars=False)}"
    yield "SECRET", ("github", "v1"), lambda: f"ghp_{fake.password(36, special_chars=False)}"
    yield "SECRET", ("password", "pw"), lambda: fake.password(12)
    yield (
        "SECRET",
        ("dsn", "target"),
        lambda: f"postgres://{fake.user_name()}:{fake.password(10, special_chars=False)}@{fake.domain_name()}/db",
    )


def look_alikes() -> Iterator[tuple[str, Make]]:
    """Yield columns that hold nothing of the kind."""
    fake, german = Faker("en_US"), Faker("de_DE")
    fake.seed_instance(9)
    german.seed_instance(9)
    yield "order_number", lambda: digits(10)
    yield "order_id", lambda: RANDOM.randint(10**8, 10**9)
    yield "col_a", lambda: digits(9)
    yield "col_b", lambda: digits(11)
    yield "col_c", lambda: digits(12)
    yield "col_d", lambda: digits(18)
    yield "product_code", lambda: digits(16)
    yield "gtin", fake.ean13
    yield "isbn", fake.isbn13
    yield "serial", lambda: f"DE{digits(20)}"
    yield "contract", lambda: f"GB{digits(2)}WEST{digits(14)}"
    yield "epoch", lambda: RANDOM.randint(1_500_000_000, 1_790_000_000)
    yield "epoch_ms", lambda: RANDOM.randint(1_500_000_000_000, 1_790_000_000_000)
    yield (
        "version",
        lambda: f"{RANDOM.randint(0, 9)}.{RANDOM.randint(0, 20)}.{RANDOM.randint(0, 30)}.{RANDOM.randint(0, 9)}",
    )
    yield "price", lambda: f"{RANDOM.uniform(1, 9999):,.2f}"
    yield "price_eur", lambda: f"{RANDOM.uniform(1, 9999):.2f} €"
    yield "change_pct", lambda: RANDOM.uniform(-90, 90)
    yield "score", lambda: round(RANDOM.uniform(-90, 90), 4)
    yield "latency_ms", lambda: RANDOM.uniform(0, 180)
    yield "long_term_debt", lambda: RANDOM.uniform(0, 100)
    yield "city", fake.city
    yield "stadt", german.city
    yield "company", fake.company
    yield "supplier", german.company
    yield "product_name", lambda: f"{fake.color_name()} {RANDOM.choice(['Chair', 'Lamp', 'Desk', 'Shelf'])}"
    yield "brand", lambda: RANDOM.choice(["Ford", "Mercedes", "Tesla", "Levi Strauss", "Jack Daniels", "Ben & Jerry"])
    yield "team", lambda: RANDOM.choice(["Red Sox", "Real Madrid", "Juventus", "Leeds United", "San Jose Sharks"])
    yield "job", fake.job
    yield "country", fake.country
    yield "language", fake.language_name
    yield "uuid", fake.uuid4
    yield "md5", fake.md5
    yield "sha1", fake.sha1
    yield "user_id", lambda: f"U{digits(7)}"
    yield "device_id", lambda: f"{digits(3)}-{digits(4)}-{digits(4)}-{digits(3)}"
    yield "ticket", lambda: f"TCK-{digits(3)}-{digits(4)}"
    yield "part", lambda: f"{digits(4)}-{digits(3)}-{digits(2)}"
    yield "tracking", lambda: f"1Z{digits(16)}"
    yield "mac", fake.mac_address
    yield "url", fake.url
    yield "domain", fake.domain_name
    yield "user_agent", fake.user_agent
    yield "file", fake.file_path
    yield "date", fake.date
    yield "when", lambda: fake.date_time().isoformat(" ")
    yield "time", fake.time
    yield "postcode", fake.postcode
    yield "plz", german.postcode
    yield "license_plate", fake.license_plate
    yield "sentence", fake.sentence
    yield "text", fake.paragraph
    yield "currency", fake.currency_code
    yield "color", fake.hex_color
    yield "phone_type", lambda: RANDOM.choice(["mobile", "landline", "fax"])
    yield "email_opt_in", lambda: RANDOM.choice(["yes", "no"])
    yield "address_type", lambda: RANDOM.choice(["billing", "shipping"])
    yield "card_type", lambda: RANDOM.choice(["visa", "amex", "mastercard"])
    yield "token_count", lambda: RANDOM.randint(1, 9000)
    yield "host_count", lambda: RANDOM.randint(1, 90)
    yield "account_balance", lambda: round(RANDOM.uniform(-900, 90_000), 2)
    yield "account_type", lambda: RANDOM.choice(["savings", "checking", "business"])
    yield "tax", lambda: round(RANDOM.uniform(0, 900), 2)
    yield "cell", lambda: f"{RANDOM.choice('ABCDEF')}{RANDOM.randint(1, 99)}"
    yield "street_width", lambda: round(RANDOM.uniform(2, 20), 1)
    yield "col_e", lambda: RANDOM.choice(["A", "B", "AB", "0"])
    yield "col_f", lambda: RANDOM.choice(["May", "June", "April", "August", "March", "January"])
    yield (
        "col_g",
        lambda: RANDOM.choice(["Paris", "London", "Berlin", "Austin", "Madison", "Jackson", "Victoria", "Florence"]),
    )
    yield "col_h", lambda: RANDOM.choice(["yes", "no", "maybe"])
    yield "col_i", lambda: RANDOM.randint(10**15, 10**16)
    yield "room", lambda: f"{RANDOM.randint(1, 9)} {RANDOM.choice(['North', 'South'])} Wing"
    yield (
        "movie",
        lambda: RANDOM.choice(
            ["Forrest Gump", "Annie Hall", "Jerry Maguire", "Erin Brockovich", "The Matrix", "Alien", "Heat", "Rocky"]
        ),
    )


def columns(locales: Sequence[str] = LOCALES, rows: int = ROWS) -> Iterator[Column]:
    """Yield all columns."""
    number = 0
    for locale in locales:
        for kind, names, make in positives(locale):
            for name in (*names, f"col_{number}"):
                number += 1
                if not (kind == "BIRTH_DATE" and name.startswith("col_")):  # a date is anybody's
                    yield kind, f"{name}", noisy(make, rows).alias(f"{locale}")
    for kind, names, make in others():
        for name in names:
            yield kind, name, noisy(make, rows).alias("-")
    for name, make in look_alikes():
        yield "", name, noisy(make, rows).alias("-")
        yield "", f"x{RANDOM.randint(1, 99)}", noisy(make, rows).alias(f"{name}")


def main() -> None:
    """Print precision and recall by class, and what was wrong."""
    right: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for kind, name, values in columns():
        found = classify(name, values)
        told = found.kind if found is not None and found.whole else ""
        if told == kind:
            right[kind] += 1
            continue
        missed[kind] += 1
        wrong[told] += 1
        if "-v" in sys.argv:
            print(
                f"  {kind or 'none':<12} told {told or 'none':<12} {name} ({values.name}) {values.drop_nulls().head(3).to_list()} {found.evidence if found else ''}"
            )
    for kind in sorted(set(right) | set(missed)):
        precision = right[kind] / max(1, right[kind] + wrong[kind])
        recall = right[kind] / max(1, right[kind] + missed[kind])
        print(
            f"{kind or 'none':<12} precision {precision:.3f} recall {recall:.3f} ({right[kind] + missed[kind]} columns)"
        )


if __name__ == "__main__":
    main()
