"""Checks of rows, of how numbers and categories spread, and of columns that go together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pyarrow as pa
import pytest

from dpa_jupyter.quality.detection.row_hashes import agreeing_rows
from tests.quality.checks.cases import Told, told

DRAW = np.random.default_rng(11)
ROWS = 600
KINDS = DRAW.choice(["phone", "shop", "web"], ROWS).tolist()
INCOME = DRAW.normal(3_000, 500, ROWS).round(2).tolist()
PRICES = DRAW.lognormal(3, 0.5, ROWS).round(2).tolist()
NAMES = [f"{first}{middle} {last}" for first in ("Ann", "Bob", "Eve", "Finn") for middle in ("e", "ka", "lo", "mar", "ni")
         for last in ("Ashbourne", "Blackcroft", "Comptondale", "Dayford", "Evergrove", "Faxhurst")]  # fmt: skip
STREETS = [f"{place} Mill Lane" for place in range(120)]
PAID = DRAW.normal(50, 9, 120).round(1).tolist()
SHOPS = [f"shop {place}" for place in range(20) for _ in range(30)]
MONTHS = [date(2024, 1, 1) + timedelta(days=31 * place) for _ in range(20) for place in range(30)]
SEX = ["male", "female"] * 500
WARD = ["general"] * 600 + ["maternity" if place % 2 else "general" for place in range(400)]
UUIDS = [str(UUID(int=int(number))) for number in DRAW.integers(0, 2**62, 100)]


def gaps(values: list[float], shares: dict[str, float]) -> list[float | None]:
    chance = DRAW.random(len(values)).tolist()
    return [None if at < shares[kind] else value for value, kind, at in zip(values, KINDS, chance, strict=True)]


def again(values: Sequence[object], place: int, instead: object = None) -> list[object]:
    """Append a row like another one, with something else in it."""
    return [*values, values[place] if instead is None else instead]


def ward(men: int) -> list[str]:
    """Send some men to the maternity ward."""
    changed = list(WARD)
    for place in range(men):
        changed[600 + 2 * place] = "maternity"
    return changed


CASES = [
    Told("missing_by_group", "the web asks for no income", {"kind": KINDS, "income": gaps(INCOME, {"web": 0.8, "shop": 0.1, "phone": 0.1})}, ("income", "kind")),
    Told("missing_by_group", "by chance", {"kind": KINDS, "income": gaps(INCOME, dict.fromkeys(("web", "shop", "phone"), 0.3))}),
    Told("missing_by_group", "a little more often", {"kind": KINDS, "income": gaps(INCOME, {"web": 0.4, "shop": 0.3, "phone": 0.3})}),
    Told("missing_by_group", "two columns, said once", {"kind": KINDS, "a": gaps(INCOME, {"web": 0.9, "shop": 0, "phone": 0}), "b": gaps(INCOME, {"web": 0.8, "shop": 0, "phone": 0})}, ("a", "b", "kind")),
    Told("missing_by_group", "all but one group are single rows", {"kind": ["a"] * 90 + [f"b{at}" for at in range(20)], "x": [None, None, None, *range(87), *[None] * 18, 1, 2]}),
    Told("missing_by_group", "all groups are small", {"kind": [f"b{at % 25}" for at in range(125)], "x": [None if at % 25 < 10 else at for at in range(125)]}),
    Told("composite_key", "a shop has one row a month", {"shop": SHOPS, "month": MONTHS, "paid": INCOME}, ("shop", "month")),
    Told("composite_key", "one has two", {"shop": again(SHOPS, 5), "month": again(MONTHS, 5), "paid": again(INCOME, 5, 1.0)}),
    Told("composite_key", "there is a simple one", {"id": list(range(ROWS)), "shop": SHOPS, "month": MONTHS}),
    Told("composite_key", "so many values that no two meet by chance", {"a": (list(range(400)) * 2)[:ROWS], "b": (list(range(350)) * 2)[:ROWS]}),
    Told("composite_key", "a shop is missing", {"shop": [None, *SHOPS[1:]], "month": MONTHS, "paid": INCOME}),
    Told("composite_key", "three columns", {"shop": [shop for shop in SHOPS for _ in range(2)], "month": [month for month in MONTHS for _ in range(2)], "what": [2024, 2025] * ROWS}, ("shop", "month", "what")),
    Told("identifier_column", "universally unique ones", {"key": UUIDS}, ("key",)),
    Told("identifier_column", "one of them twice", {"key": [*UUIDS[:-1], UUIDS[0]]}),
    Told("near_duplicate_rows", "a name in capitals", {"name": again(NAMES, 7, NAMES[7].upper()), "street": again(STREETS, 7), "paid": again(PAID, 7)}, ("name",), "low", 1),
    Told("near_duplicate_rows", "a name misspelt, under another number", {"id": list(range(121)), "name": again(NAMES, 7, NAMES[7].replace("l", "", 1)), "street": again(STREETS, 7), "paid": again(PAID, 7)}, ("name",), "low", 1),
    Told("near_duplicate_rows", "no two alike", {"name": NAMES, "street": STREETS, "paid": PAID}),
    Told("near_duplicate_rows", "another word in a long name", {"name": [*NAMES[:7], "Hopped on the High Seas (Calypso)", *NAMES[8:], "Hopped on the High Seas (Citra)"], "street": again(STREETS, 7), "paid": again(PAID, 7)}),
    Told("near_duplicate_rows", "the house next door", {"name": again(NAMES, 7), "street": again(STREETS, 7, "8 Mill Lane"), "paid": again(PAID, 7)}),
    Told("near_duplicate_rows", "the very same is for `duplicate_rows`", {"name": again(NAMES, 7), "street": again(STREETS, 7), "paid": again(PAID, 7)}),
    Told("near_duplicate_rows", "another amount", {"name": again(NAMES, 7, NAMES[7].upper()), "street": again(STREETS, 7), "paid": again(PAID, 7, 1.5)}),
    Told("near_duplicate_rows", "names alone say nothing", {"name": again(NAMES, 7, NAMES[7].upper())}),
    Told("rare_category", "two of five hundred", {"x": [*["a", "b"] * 300, "c", "c"]}, ("x",), "note", 2),
    Told("rare_category", "five are enough", {"x": [*["a", "b"] * 300, *["c"] * 5]}),
    Told("rare_category", "they thin out", {"x": [f"t{at}" for at in range(12) for _ in range(600 >> at)]}),
    Told("rare_category", "few rows at all", {"x": [*["a", "b"] * 100, "c"]}),
    Told("rare_pair", "two men in the maternity ward", {"sex": SEX, "ward": ward(2)}, ("sex", "ward"), "note", 2),
    Told("rare_pair", "none", {"sex": SEX, "ward": ward(0)}),
    Told("rare_pair", "a few more are no rule", {"sex": SEX, "ward": ward(12)}),
    Told("multimodal", "metres and feet", {"x": [*DRAW.normal(1.7, 0.1, 300), *DRAW.normal(5.6, 0.3, 300)]}, ("x",)),
    Told("multimodal", "one heap", {"x": INCOME}),
    Told("multimodal", "a long tail", {"x": PRICES}),
    Told("multimodal", "heaps that overlap", {"x": [*DRAW.normal(0, 1, 300), *DRAW.normal(3, 1, 300)]}),
    Told("multimodal", "any number is as frequent", {"x": DRAW.random(ROWS).tolist()}),
    Told("high_correlation", "net and gross", {"net": PRICES, "gross": [1.19 * price for price in PRICES]}, ("net", "gross")),
    Told("high_correlation", "of three, one group", {"net": PRICES, "gross": [1.19 * price for price in PRICES], "loss": [-price for price in PRICES]}, ("net", "gross", "loss")),
    Told("high_correlation", "no relation", {"a": PRICES, "b": INCOME}),
    Told("high_correlation", "a strong one of 0.9", {"a": INCOME, "b": [value + 240 * noise for value, noise in zip(INCOME, DRAW.normal(0, 1, ROWS), strict=True)]}),
    Told("high_correlation", "a code and its name", {"code": KINDS, "name": [kind.title() for kind in KINDS]}, ("code", "name")),
    Told("high_correlation", "equal columns are for `duplicate_columns`", {"a": KINDS, "b": KINDS, "c": INCOME, "d": INCOME}),
    Told("high_correlation", "the number of the row", {"id": list(range(ROWS)), "grows": sorted(INCOME)}),
    Told("high_correlation", "gaps count for nothing", {"a": gaps(PRICES, dict.fromkeys(("web", "shop", "phone"), 0.4)), "b": [1.19 * price for price in PRICES]}, ("a", "b")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rows_and_pairs(case: Told) -> None:
    case.holds()


def test_groups_of_few_rows_are_left_out_of_what_gaps_depend_on() -> None:
    kinds = [*KINDS, *[f"once {at}" for at in range(20)]]
    income = [*gaps(INCOME, {"web": 0.8, "shop": 0.1, "phone": 0.1}), *[None] * 20]
    (found,) = told("missing_by_group", {"kind": kinds, "income": income})
    assert "where it is “web”" in found.title


def test_the_correlation_of_full_columns_is_the_same_beside_a_gap() -> None:
    gross = [1.19 * price + noise for price, noise in zip(PRICES, DRAW.normal(0, 1, ROWS).tolist(), strict=True)]
    (full,) = told("high_correlation", {"net": PRICES, "gross": gross})
    (gappy,) = told("high_correlation", {"net": PRICES, "gross": [None, *gross[1:]]})
    assert full.title == gappy.title


def test_rows_are_compared_in_no_more_columns_once_all_of_them_differ() -> None:
    bits = {f"b{bit}": [number >> bit & 1 for number in range(512)] for bit in range(9)}
    table = pa.table({**bits, "tags": [[number] for number in range(512)]})  # nested values can't be compared at all
    assert [len(each) for each in agreeing_rows(table, table.column_names)] == [0, 0]


def test_rows_that_agree_are_those_that_do_so_in_every_column() -> None:
    columns = {f"b{bit}": [number >> bit & 1 for number in [*range(2048), 77, 2000]] for bit in range(11)}
    rows, hashes = agreeing_rows(pa.table(columns), list(columns))
    assert rows.tolist() == [77, 2000, 2048, 2049]
    assert hashes[:2].tolist() == hashes[2:].tolist()


@pytest.mark.parametrize(("repeated", "is_key"), [(False, True), (True, False)])
def test_a_key_of_two_columns_is_counted_in_all_rows_of_a_large_frame(repeated: bool, is_key: bool) -> None:
    shop, hour = np.divmod(np.arange(400_000), 4_000)
    if repeated:
        shop[-1], hour[-1] = shop[0], hour[0]
    table = pa.table({"shop": shop, "hour": hour, "paid": np.random.default_rng(0).normal(size=400_000)})
    assert [finding.columns for finding in told("composite_key", table)] == [("shop", "hour")] * is_key


def test_near_duplicates_of_a_frame_with_a_key_can_be_looked_at() -> None:
    (found,) = told("near_duplicate_rows", {
        "id": list(range(121)), "name": again(NAMES, 7, NAMES[7].upper()), "street": again(STREETS, 7),
        "paid": again(PAID, 7),
    })  # fmt: skip
    assert found.predicate is not None
    assert NAMES[7].upper() in found.examples[0]  # type: ignore[operator]  # an example is a text here
