"""How well and how fast sensitive columns are found: precision and recall by class, and ten million values.

    uv run python benchmarks/classification.py

The generated set has each class in several spellings, under a telling and under a neutral name, beside columns that only
look alike. The real set is the sample data of the notebooks and a part of the public list of US hospitals
(HealthData.gov), with the classes that a person gave its columns.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import polars as pl

from dpa_jupyter.frames import checksums
from dpa_jupyter.safety.classification.classify import classify
from dpa_jupyter.safety.classification.given_names import GIVEN_NAMES

Check: TypeAlias = Callable[[str], bool]
ROWS = 400
ROOT = Path(__file__).parents[1]
RANDOM = random.Random(20261121)
FIRST = sorted(GIVEN_NAMES)
RARE = ("Xochitl", "Ngozi", "Siobhan", "Thandiwe", "Bjarne", "Ludmila", "Oluwaseun", "Ximena", "Anneliese", "Kwabena")
LAST = (
    "Miller Garcia Nguyen Schmidt Kowalska O'Neill Rossi Silva Yilmaz Chen Haddad Novak Lindqvist Dubois Moreau".split()
)
STREETS = "Oak Main Maple Washington Lake Hill Park Cedar Elm Walnut".split()
WORDS = "the order was late again and nobody answered when we asked about a refund for two of the red chairs".split()


def digits(count: int) -> str:
    return "".join(RANDOM.choices("0123456789", k=count))


def passing(check: Check, make: Callable[[], str]) -> str:
    return next(text for text in iter(make, None) if check(text))


def person() -> str:
    first = RANDOM.choice([*FIRST, *(name.casefold() for name in RARE)]).title()
    return f"{first} {RANDOM.choice(LAST)}"


def iban() -> str:
    bank = digits(18)
    return passing(checksums.iban, lambda: f"DE{RANDOM.randint(2, 98):02d}{bank}")


def card() -> str:
    return passing(checksums.luhn, lambda: "4" + digits(15))


def in_fours(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address() -> str:
    kind = RANDOM.choice(["St", "Street", "Ave", "Road", "Blvd", "Drive", "Lane"])
    return f"{RANDOM.randint(1, 9999)} {RANDOM.choice(STREETS)} {kind}"


def sentence() -> str:
    return " ".join(RANDOM.choices(WORDS, k=12))


POSITIVES: dict[str, list[tuple[tuple[str, str], Callable[[], str]]]] = {
    "EMAIL": [(("email", "c1"), lambda: f"{person().replace(' ', '.').replace(chr(39), '').lower()}@{RANDOM.choice(LAST[:5]).lower()}.example.com"),
              (("contact_mail", "x"), lambda: f"user+{digits(3)}@mail.example.co.uk")],
    "PHONE": [(("phone", "c2"), lambda: f"+49 {digits(3)} {digits(7)}"), (("telephone", "col"), lambda: f"({RANDOM.randint(200, 989)}) {RANDOM.randint(200, 999)}-{digits(4)}"),
              (("mobile_number", "v2"), lambda: f"{RANDOM.randint(200, 989)}-{RANDOM.randint(200, 999)}-{digits(4)}")],
    "CARD": [(("card_number", "c3"), card), (("cc", "field_7"), lambda: in_fours(card()))],
    "IBAN": [(("iban", "c4"), iban), (("account", "c44"), lambda: in_fours(iban()))],
    "NATIONAL_ID": [(("ssn", "c5"), lambda: passing(lambda text: checksums.ssn(text.replace("-", "")), lambda: f"{digits(3)}-{digits(2)}-{digits(4)}")),
                    (("cpf", "c6"), lambda: passing(checksums.cpf, lambda: digits(11))), (("aadhaar", "c7"), lambda: passing(checksums.aadhaar, lambda: RANDOM.choice("23456789") + digits(11))),
                    (("bsn", "c8"), lambda: passing(checksums.bsn, lambda: digits(9))), (("dni", "c9"), lambda: passing(checksums.dni, lambda: digits(8) + RANDOM.choice("TRWAGMYFPDXBNJZSQVHLCKE"))),
                    (("pesel", "c10"), lambda: passing(checksums.pesel, lambda: f"{digits(2)}{RANDOM.randint(1, 12):02d}{RANDOM.randint(1, 28):02d}{digits(5)}"))],
    "IP_ADDRESS": [(("ip", "c11"), lambda: ".".join(str(RANDOM.randint(1, 254)) for _ in range(4))), (("client_ip", "c12"), lambda: ":".join(f"{RANDOM.randrange(65536):x}" for _ in range(8)))],
    "PERSON": [(("full_name", "c13"), person), (("customer_name", "c14"), lambda: ", ".join(reversed(person().split(" ", 1)))), (("first_name", "c15"), lambda: RANDOM.choice(FIRST).title()),
               (("last_name", "last_name"), lambda: RANDOM.choice(LAST)), (("name", "name"), person)],
    "ADDRESS": [(("address", "c16"), address), (("street", "c17"), lambda: f"{RANDOM.choice(['Haupt', 'Garten', 'Linden'])}straße {RANDOM.randint(1, 200)}")],
    "COORDINATE": [(("location", "c18"), lambda: f"{RANDOM.uniform(-90, 90):.5f}, {RANDOM.uniform(-180, 180):.5f}")],
    "BIRTH_DATE": [(("date_of_birth", "dob"), lambda: f"{RANDOM.randint(1940, 2010)}-{RANDOM.randint(1, 12):02d}-{RANDOM.randint(1, 28):02d}")],
    "SECRET": [(("api_key", "c19"), lambda: "sk-proj-" + "".join(RANDOM.choices("abcdefXYZ0123456789", k=32))), (("password", "pwd"), lambda: "".join(RANDOM.choices("abcdefghXYZ0123456789!$", k=12))),
               (("dsn", "c20"), lambda: f"postgresql://app:{digits(4)}pw{digits(4)}@db/x")],
}  # fmt: skip
NEGATIVES: dict[str, Callable[[], object]] = {
    "customer_id": lambda: f"C-{digits(6)}",
    "order_number": lambda: digits(10),
    "invoice": lambda: digits(16),
    "uuid": lambda: str(uuid.UUID(int=RANDOM.getrandbits(128))),
    "created_at": lambda: (
        f"2026-{RANDOM.randint(1, 12):02d}-{RANDOM.randint(1, 28):02d} 10:{RANDOM.randint(10, 59)}:00"
    ),
    "version": lambda: f"{RANDOM.randint(0, 9)}.{RANDOM.randint(0, 20)}.{RANDOM.randint(0, 30)}",
    "zip": lambda: digits(5),
    "amount_text": lambda: f"{RANDOM.uniform(1, 9999):,.2f}",
    "product": lambda: f"{RANDOM.choice(['Red', 'Blue', 'Oak'])} {RANDOM.choice(['chair', 'table', 'lamp'])}",
    "country": lambda: RANDOM.choice(["Germany", "France", "Brazil", "India"]),
    "city": lambda: RANDOM.choice(["Berlin", "Paris", "Austin", "Lima", "Jordan", "Charlotte"]),
    "airline_name": lambda: RANDOM.choice(["Delta Air Lines", "United", "Envoy Air", "Virgin America"]),
    "weekday": lambda: RANDOM.choice(["Monday", "Tuesday", "Friday"]),
    "month": lambda: RANDOM.choice(["January", "April", "May", "June"]),
    "comment": sentence,
    "sku": lambda: f"{RANDOM.choice('ABC')}{digits(3)}-{digits(4)}",
    "isbn": lambda: f"978-{digits(1)}-{digits(3)}-{digits(5)}-{digits(1)}",
    "ean": lambda: digits(13),
    "hash": lambda: f"{RANDOM.getrandbits(128):032x}",
    "phone_type": lambda: RANDOM.choice(["mobile", "landline"]),
    "email_verified": lambda: RANDOM.choice(["yes", "no"]),
    "address_id": lambda: digits(7),
    "timestamp": lambda: RANDOM.randint(1_600_000_000, 1_800_000_000),
    "quantity": lambda: RANDOM.randint(1, 500),
    "big_number": lambda: RANDOM.randint(10**15, 10**16),
    "nine_digits": lambda: RANDOM.randint(10**8, 10**9),
    "price": lambda: RANDOM.uniform(1, 99),
    "plan": lambda: RANDOM.choice(["Month-to-month", "Two year", "One year"]),
    "colour": lambda: RANDOM.choice(["Amber", "Ruby", "Olive", "Jade", "Teal", "Grey"]),
    "path": lambda: f"/data/{digits(3)}/file_{digits(4)}.parquet",
    "url": lambda: f"https://example.com/{digits(6)}?page={digits(1)}",
    "time": lambda: f"{RANDOM.randint(0, 23):02d}:{RANDOM.randint(0, 59):02d}:{RANDOM.randint(0, 59):02d}",
    "fraction": lambda: f"{RANDOM.random():.6f}",
    "mixed_code": lambda: f"{RANDOM.choice('XYZ')}{digits(7)}",
}
REAL = {
    "telco_churn.csv": {},
    "planes.csv": {},
    "airlines.csv": {},
    "hospitals.csv": {"phone": "PHONE", "address_1": "ADDRESS"},
}


def generated() -> Iterator[tuple[str, str, pl.Series]]:
    for kind, variants in POSITIVES.items():
        for names, make in variants:
            for name in dict.fromkeys(names):
                yield kind, name, pl.Series(name, [make() for _ in range(ROWS)])
    for name, value in NEGATIVES.items():
        yield "", name, pl.Series(name, [value() for _ in range(ROWS)])


def real() -> Iterator[tuple[str, str, pl.Series]]:
    for file, kinds in REAL.items():
        folder = ROOT / ("benchmarks" if file == "hospitals.csv" else "notebooks") / "data"
        for column in pl.read_csv(folder / file, infer_schema_length=None):
            yield kinds.get(column.name, ""), f"{file}: {column.name}", column


def judge(title: str, columns: Iterator[tuple[str, str, pl.Series]]) -> None:
    found: list[tuple[str, str]] = []
    for kind, name, values in columns:
        told = classify(values.name, values)
        said = told.kind if told and told.whole else ""
        found.append((kind, said))
        if kind != said:
            print(f"  {name}: is {kind or 'nothing'}, was called {said or 'nothing'}")
    print(f"{title}: {len(found)} columns")
    for kind in sorted({kind for pair in found for kind in pair} - {""}):
        right = sum(pair == (kind, kind) for pair in found)
        called, there = sum(said == kind for _, said in found), sum(is_ == kind for is_, _ in found)
        precision = f"{right / called:.2f}" if called else "-"
        recall = f"{right / there:.2f}" if there else "-"
        print(f"  {kind:<12} precision {precision}  recall {recall}  ({there} columns)")


def speed(rows: int = 10_000_000) -> None:
    numbers = pl.int_range(rows, eager=True)
    kinds = {
        "e-mail addresses": pl.select(pl.format("user{}@example.com", numbers)).to_series(),
        "ordinary texts": pl.select(pl.format("some words and {} more", numbers)).to_series(),
        "numbers": numbers * 7919 % 10**9 + 10**9,
        "ten classes by turns": pl.Series([value for _, _, values in generated() for value in values.cast(pl.String).to_list()[:100]]).sample(rows, with_replacement=True, seed=1),
    }  # fmt: skip
    for title, values in kinds.items():
        begun = time.perf_counter()
        told = classify("value", values)
        seconds = time.perf_counter() - begun
        print(f"10 million {title}: {seconds:.2f} s ({told.kind if told else 'nothing'})")


if __name__ == "__main__":
    judge("generated", generated())
    judge("real", real())
    speed()
