from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.quality.checks.cases import Case, holds

PRICES = [f"{5 + place * 37 % 90}.{place % 100:02d}" for place in range(100)]
NAMES = ["Ann Lee", "Bo O'Hara", "Cy Smith-Jones", "Di Marco"] * 25
ISBNS = ["9780306406157", "9783161484100", "9781861972712", "9780131103627", "9780201633610", "9780596007973",
         "9780262033848", "9780321751041", "9781449340377", "9780134685991", "9781491950296", "9780132350884"]  # fmt: skip
TODAY = datetime.now(UTC).date()
PAST = [date(2015, 1, 1) + timedelta(days=place) for place in range(200)]

CASES = [
    Case("format_mask", "a letter in a code", {"zip": [f"{place:05d}" for place in range(100)] + ["1x234"]}, {"zip": [100]}),
    Case("format_mask", "texts of any shape", {"note": [f"{'ab 1,' * (place % 7)}{place}" for place in range(100)]}, {}),
    Case("format_mask", "names take apostrophes and hyphens", {"name": NAMES}, {}),
    Case("format_mask", "a digit in a name", {"name": [*NAMES, *NAMES, "B0b Lee"]}, {"name": [200]}),
    Case("format_mask", "a code of many rows that is a word", {"sample": ["12 kg", "7 kg"] * 50 + ["lost"] * 10}, {}),
    Case("format_mask", "numbers of any length", {"n": [str(place**3) for place in range(1, 100)]}, {}),
    Case("mixed_types", "a word among numbers", {"n": [*PRICES, "abc", "def"]}, {"n": [100, 101]}, {100: None, 101: None}),
    Case("mixed_types", "a word that is a code", {"n": [*PRICES, *["cancelled"] * 8]}, {}, noted=True),
    Case("mixed_types", "half words", {"n": PRICES[:50] + ["abc"] * 50}, {}),
    Case("numeric_as_text", "numbers", {"n": PRICES}, {}, noted=True),
    Case("numeric_as_text", "codes that begin with zero", {"zip": ["01234", "56789"] * 20}, {}),
    Case("date_as_text", "dates", {"day": [str(day) for day in PAST]}, {}, noted=True),
    Case("date_as_text", "no dates", {"day": PRICES}, {}),
    Case("boolean_as_text", "yes and no", {"flag": ["yes", "No"] * 5}, {}, noted=True),
    Case("boolean_as_text", "a third answer", {"flag": ["yes", "no", "maybe"] * 5}, {}),
    Case("leading_zero_loss", "a code that lost its zero", {"zip": ["01234", "90210", "10115"] * 20 + ["2134"]}, {"zip": [60]}, {60: "02134"}),
    Case("leading_zero_loss", "numbers of any length", {"n": [str(place) for place in range(200)]}, {}),
    Case("excel_date_mangling", "pages that became a month", {"pages": [f"{place}-{place + 9}" for place in range(60)] + ["Mar-22"]}, {"pages": [60]}),
    Case("excel_date_mangling", "months", {"month": ["Jan-21", "Feb-21", "Mar-22"] * 20}, {}),
    Case("scientific_mangling", "a rounded code", {"ean": [str(4006381333931 + place) for place in range(50)] + ["4.01E+12"]}, {"ean": [50]}),
    Case("scientific_mangling", "measurements", {"x": ["4.01E+12", "5.00E+11"] * 20}, {}),
    Case("negative_in_positive", "a lost sign", {"paid": [20 + place % 60 for place in range(200)] + [-45]}, {"paid": [200]}, {200: "45.0"}),
    Case("negative_in_positive", "numbers about zero", {"delta": [(place % 41 - 20) / 10 for place in range(200)]}, {}),
    Case("future_date", "next century", {"born": [*PAST, TODAY + timedelta(days=9000)]}, {"born": [200]}),
    Case("future_date", "a plan", {"due_date": [*PAST, TODAY + timedelta(days=9000)]}, {}),
    Case("future_date", "tomorrow, somewhere", {"seen": [*PAST, TODAY + timedelta(days=1)]}, {}),
    Case("impossible_date", "the 30th of February", {"day": [*map(str, PAST), "2021-02-30"]}, {"day": [200]}, {200: None}),
    Case("impossible_date", "a leap day", {"day": [*map(str, PAST), "2020-02-29"]}, {}),
    Case("impossible_date", "the year 23", {"day": [*PAST, date(23, 1, 1)]}, {"day": [200]}),
    Case("invalid_iso_code", "UK for GB", {"country": ["DE", "FR", "IT", "ES", "NL", "PL", "GB"] * 9 + ["UK"]}, {"country": [63]}),
    Case("invalid_iso_code", "two letters of something else", {"size": ["XL", "XS", "MM", "LL"] * 9 + ["ZZ"]}, {}),
    Case("checksum", "two digits swapped", {"isbn": [*ISBNS * 2, "9780306460157"]}, {"isbn": [24]}),
    Case("checksum", "numbers without a check digit", {"n": [str(9780306406150 + place * 7) for place in range(40)]}, {}),
    Case("encoding_error", "UTF-8 read as Windows-1252", {"city": ["Köln", "Paris", "KÃ¶ln"]}, {"city": [2]}, {2: "Köln"}),
    Case("encoding_error", "a zero-width space", {"city": ["Oslo", "Os\u200blo"]}, {"city": [1]}, {1: "Oslo"}),
    Case("encoding_error", "accents that are right", {"city": ["São Paulo", "Ångström", "Ærø", "naïve café"]}, {}),
    Case("html_or_escape", "an entity", {"firm": ["Smith & Co"] * 9 + ["Smith &amp; Co"]}, {"firm": [9]}, {9: "Smith & Co"}),
    Case("html_or_escape", "an ampersand", {"firm": ["AT&T; and others", "a<b", "50% off"] * 9}, {}),
    Case("overflow_precision", "the noise of floating point", {"abv": ["0.05", "0.055999999999999994"]}, {"abv": [1]}, {1: "0.056"}),
    Case("overflow_precision", "a number of many digits", {"pi": ["3.14159265358979", "2.71828182845904"]}, {}),
    Case("overflow_precision", "a full counter", {"n": [*range(50), 2147483647]}, {"n": [50]}, {50: None}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_validity(case: Case) -> None:
    holds(case)
