from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.quality.checks.cases import Case, holds

KINDS = ["Apple pie", "Walnut cake", "Lemon tart"] * 20
OUNCES = [f"{number} oz" for number in (12, 16, 8)] * 10
TOWNS = {
    f"{10000 + place}": f"{name}ville"
    for place, name in enumerate(["Green", "Brown", "White", "Black", "Grey", "Gold"])
}
ZIPS = list(TOWNS) * 8
FLIGHTS = [f"AA-{place}" for place in range(12) for _ in range(6)]
SITES = ["one", "two", "three", "four", "five", "six"] * 12
GATES = [f"gate {place}" for place in range(12) for _ in range(6)]
TIMES = [f"{place + 1}:30" for place in range(12) for _ in range(6)]
OTHER_GATES = [gate if place % 5 else f"gate {place}x" for place, gate in enumerate(GATES)]
OTHER_TIMES = [time if place % 7 else "" for place, time in enumerate(TIMES)]
START = [date(2024, 1, 1) + timedelta(days=place * 37 % 200) for place in range(100)]
END = [day + timedelta(days=5) for day in START]
NET = [10.0 + place * 3 % 17 for place in range(100)]
TAX = [1.0 + place * 5 % 7 for place in range(100)]
GROSS = [net + tax for net, tax in zip(NET, TAX, strict=True)]


def but(values: list[str], place: int, value: str) -> list[str]:
    return [*values[:place], value, *values[place + 1 :]]


CASES = [
    Case("whitespace", "at an end", {"x": ["a", "b ", "\u00a0c"]}, {"x": [1, 2]}, {1: "b", 2: "c"}),
    Case("whitespace", "none", {"x": ["a b", "c d"]}, {}),
    Case("whitespace", "two spaces where others have one", {"x": ["a b"] * 9 + ["a  b"]}, {"x": [9]}, {9: "a b"}),
    Case("whitespace", "two spaces in many equal rows", {"x": ["a  b"] * 9 + ["c d"]}, {}, noted=True),
    Case("case_variants", "another case", {"x": [*KINDS, "APPLE PIE"]}, {"x": [60]}, {60: "Apple pie"}),
    Case("case_variants", "as often as not", {"x": ["Apple pie", "apple pie"] * 9}, {}, noted=True),
    Case("case_variants", "other words", {"x": KINDS}, {}),
    Case("base_form_variants", "a hyphen", {"x": [*KINDS, "Apple-pie"]}, {"x": [60]}, {60: "Apple pie"}),
    Case("base_form_variants", "signs that mean something", {"x": ["<=50K", ">50K", ">50K"] * 20}, {}),
    Case("base_form_variants", "short codes", {"x": ["A", "A", "A-"] * 20}, {}),
    Case("fingerprint_cluster", "words in another order", {"x": ["Lee, Ann"] + ["Ann Lee"] * 9}, {"x": [0]}, {0: "Ann Lee"}),
    Case("fingerprint_cluster", "an accent left out", {"x": ["Sao Paulo"] + ["São Paulo"] * 9}, {"x": [0]}, {0: "São Paulo"}),
    Case("fingerprint_cluster", "other words", {"x": KINDS}, {}),
    Case("typo_cluster", "a letter wrong", {"x": [*KINDS, "Wallnut cake", "Lemom tart"]}, {"x": [60, 61]}, {60: "Walnut cake", 61: "Lemon tart"}),
    Case("typo_cluster", "another number", {"x": [f"Item {place % 4}" for place in range(80)] + ["Item 7"]}, {}),
    Case("typo_cluster", "a plural", {"x": ["Apple pie"] * 40 + ["Apple pies"]}, {}),
    Case("typo_cluster", "a short answer", {"x": ["yes", "no"] * 100 + ["yxs"]}, {"x": [200]}, {200: "yes"}),
    Case("typo_cluster", "cut off", {"x": ["Electronic payment", "Bank transfer"] * 60 + ["Electroni"]}, {"x": [120]}),
    Case("typo_cluster", "near names that are as frequent", {"x": ["Hansen", "Hanson", "Jensen", "Jonsen"] * 20 + ["Jansen"]}, {}),
    Case("mixed_date_formats", "another form", {"day": [*map(str, START), "25/12/2024"]}, {"day": [100]}, {100: "2024-12-25"}),
    Case("mixed_date_formats", "one form", {"day": [*map(str, START)]}, {}),
    Case("mixed_date_formats", "day or month first", {"day": ["01/02/2024", "03/04/2024"] * 9}, {}, noted=True),
    Case("numeric_with_unit", "a percent sign in some cells", {"abv": ["0.05", "0.06", "0.07"] * 9 + ["0.055%"]}, {"abv": [27]}, {27: "0.055"}),
    Case("numeric_with_unit", "the unit in several spellings", {"size": ["12 oz", "16.0 OZ", "8 ounces"]}, {"size": [0, 1, 2]}, {0: "12", 1: "16", 2: "8"}),
    Case("numeric_with_unit", "one spelling for all", {"size": OUNCES}, {}, noted=True),
    Case("numeric_with_unit", "addresses", {"street": ["12 Oak Lane", "7 Elm Road", "9 High Street"] * 9}, {}),
    Case("thousands_or_decimal_comma", "a decimal comma", {"x": ["1.5", "2.5", "3.5", "4,5"]}, {"x": [3]}, {3: "4.5"}),
    Case("thousands_or_decimal_comma", "three digits after a decimal comma", {"x": ["1.5", "2.5", "3.5", "12,5", "12,345"] * 2 + ["1.5"]}, {"x": [3, 4, 8, 9]}, {3: "12.5", 4: "12.345", 8: "12.5", 9: "12.345"}),
    Case("thousands_or_decimal_comma", "commas of both kinds", {"x": ["1.5", "2.5", "3.5"] * 9 + ["12,5", "12,345", "1,234.5"]}, {"x": [27, 28, 29]}, {}),
    Case("thousands_or_decimal_comma", "thousands", {"x": ["1.5", "2.5", "3.5"] * 9 + ["12,345"]}, {"x": [27]}, {27: "12345"}),
    Case("thousands_or_decimal_comma", "a convention", {"x": ["1,500", "2,500"] * 9}, {}, noted=True),
    Case("thousands_or_decimal_comma", "lists", {"x": ["a,b", "c,d", "1,2,3"]}, {}),
    Case("mixed_units_scale", "a thousand times too large", {"kg": [60.0 + place % 40 for place in range(100)] + [75000.0]}, {"kg": [100]}, {100: "75.0"}),
    Case("mixed_units_scale", "numbers of every size", {"x": [float(2**place) for place in range(60)]}, {}),
    Case("approx_fd_violation", "a town misspelt beside its code", {"zip": ZIPS, "town": but([TOWNS[z] for z in ZIPS], 3, "Blackvile")}, {"town": [3]}, {3: "Blackville"}),
    Case("approx_fd_violation", "another town than its code's", {"zip": ZIPS, "town": but([TOWNS[z] for z in ZIPS], 3, "Oldcastle")}, {"town": [3]}, {3: "Blackville"}),
    Case("approx_fd_violation", "the code is wrong, not all that it tells", {
        "zip": but(ZIPS, 3, ZIPS[4]), "town": [TOWNS[z] for z in ZIPS], "area": [f"area {z}" for z in ZIPS],
    }, {"zip": [3]}),
    Case("approx_fd_violation", "columns that have nothing to do with one another", {"a": ["x", "y", "z"] * 20, "b": ["p", "q", "r", "s", "t"] * 12}, {}),
    Case("approx_fd_violation", "towns of one name in two states", {"town": (["Aston"] * 6 + ["Burton"] * 6 + ["Carlow"] * 6) * 2, "state": (["WA"] * 3 + ["OR"] * 3 + ["CA"] * 6 + ["NV"] * 6) * 2}, {}),
    Case("source_conflict", "sites against most others", {"site": SITES, "flight": FLIGHTS, "gate": OTHER_GATES, "time": OTHER_TIMES}, {"gate": [place for place in range(72) if place % 5 == 0], "time": [place for place in range(72) if place % 7 == 0]}),
    Case("source_conflict", "sites that agree", {"site": SITES, "flight": FLIGHTS, "gate": GATES, "time": TIMES}, {}),
    Case("misplaced_value", "cells that were swapped", {"fruit": ["plum", "pear", "kiwi"] * 20 + ["red"], "colour": ["red", "blue", "pink"] * 20 + ["plum"]}, {"fruit": [60], "colour": [60]}),
    Case("misplaced_value", "columns of one kind", {"from": ["Rome", "Oslo", "Lima"] * 20 + ["Bern"], "to": ["Oslo", "Lima", "Bern"] * 20 + ["Rome"]}, {}),
    Case("conditional_order", "an end before its start", {"start": [*START, date(2024, 5, 1)], "end": [*END, date(2024, 4, 1)]}, {"start": [100], "end": [100]}),
    Case("conditional_order", "days in any order", {"start": START, "end": START[50:] + START[:50]}, {}),
    Case("sum_rule", "a total that is none", {"net": [*NET, 10.0], "tax": [*TAX, 2.0], "gross": [*GROSS, 99.0]}, {"gross": [100]}),
    Case("sum_rule", "totals that are", {"net": NET, "tax": TAX, "gross": GROSS}, {}),
    Case("column_name_hygiene", "a space nobody sees", {"price ": [1.0, 2.0]}, {}, noted=True),
    Case("column_name_hygiene", "plain names", {"price": [1.0, 2.0], "unit_price": [1.0, 2.0]}, {}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_consistency(case: Case) -> None:
    holds(case)
