"""The edge of each check: a table that it just speaks of, and one, a step away, that it just does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from math import inf
from typing import TypeAlias

Table: TypeAlias = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Edge:
    """Where a check begins to speak."""

    check: str
    story: str
    """What the edge is, as a threshold."""
    just: Table
    not_quite: Table
    target: str | None = None
    """The column that is to be foretold, if the check is about one."""
    now: datetime | None = None
    """When the tables are looked at, where it matters."""

    def __str__(self) -> str:
        return f"{self.check}: {self.story}"


def mixed(*parts: tuple[Sequence[object], int]) -> Table:
    """Make a column `x` of parts, each with so many rows."""
    return {"x": [values[place % len(values)] for values, rows in parts for place in range(rows)]}


TODAY = datetime.now(UTC).date()
DAYS = [date(2020, 1, 1) + timedelta(days=3 * place) for place in range(100)]
ZIPS = [f"{10000 + place % 6}" for place in range(36)]
TOWNS = [
    ["Greenville", "Brownton", "Whitstable", "Blackpool", "Greyhound", "Goldport"][place % 6] for place in range(36)
]
ISBNS = ["9780306406157", "9783161484100", "9781861972712", "9780131103627", "9780201633610", "9780596007973",
         "9780262033848", "9780321751041", "9781449340377", "9780134685991", "9781491950296", "9780132350884"]  # fmt: skip
START = [date(2024, 1, 1) + timedelta(days=place * 37 % 200) for place in range(100)]
NET, TAX = [10.0 + place * 3 % 17 for place in range(100)], [1.0 + place * 5 % 7 for place in range(100)]
SITES = {"site": ["one", "two", "three", "four", "five", "six"] * 12, "flight": [f"AA-{at // 6}" for at in range(72)]}
GATES, TIMES = [f"gate {at // 6}" for at in range(72)], [f"{at // 6 + 1}:30" for at in range(72)]
OTHER_GATES = [gate if at % 5 else f"gate {at}x" for at, gate in enumerate(GATES)]
OTHER_TIMES = [time if at % 7 else "" for at, time in enumerate(TIMES)]
MORNING, NEW_YEAR = datetime(2024, 1, 1), date(2024, 1, 1)
FAMILIES = ["Blackcroft", "Day", "Evergrove Hill", "Faxhurst", "Quince", "Ng", "Thompson-Oak", "Ivers", "Zamora", "Lund",
            "Winterbourne", "Pike", "Usher", "Kovacs", "Ortega", "Mbeki", "Yilmaz", "Castellano", "Rhys"]  # fmt: skip
SHIFTED = [f"Town {at}" for at in range(60)], ["OR", "IN", "AZ"] * 20


def shifted(times: int) -> Table:
    towns, states = SHIFTED
    return {
        "town": [*towns, "Bend OR", "Gary IN", "Mesa AZ"][: 60 + times],
        "state": [*states, None, None, None][: 60 + times],
    }


def mistyped(times: int) -> list[object]:
    return [f"{isbn[:-1]}{(int(isbn[-1]) + 1) % 10}" if at < times else isbn for at, isbn in enumerate(ISBNS)]


def late(times: int) -> Table:
    return {"start": START, "end": [day + timedelta(days=-9 if at < times else 5) for at, day in enumerate(START)]}


def totals(wrong: int) -> Table:
    gross = [net + tax + (50 if at < wrong else 0) for at, (net, tax) in enumerate(zip(NET, TAX, strict=True))]
    return {"net": NET, "tax": TAX, "gross": gross}


def gaps(times: int) -> Table:
    return {"street": [None] * times + ["a"] * 60, "town": [None] * times + ["b"] * 60}


def fruit(reds: int) -> Table:
    colours = [*["red"] * reds, *["blue", "pink"] * 20][:50]
    return {"fruit": [*["plum", "pear", "kiwi"] * 20, "red"][-50:], "colour": colours}


def course(*minutes: int) -> list[datetime]:
    """Return times so many minutes apart."""
    return [MORNING + timedelta(minutes=passed) for passed in accumulate(minutes, initial=0)]


def disordered(swaps: int) -> Table:
    times = course(*[60] * 60)
    for place in range(5, 5 + 2 * swaps, 2):
        times[place], times[place + 1] = times[place + 1], times[place]
    return {"t": times}


def daily(rows: int) -> Table:
    """Return the days of 20 rows each, but for one in the middle."""
    return {
        "t": [day for place in range(32) for day in [NEW_YEAR + timedelta(days=place)] * (rows if place == 15 else 20)]
    }


def standing_still(rows: int) -> Table:
    return {"t": course(*[60] * 99), "x": [50.5 if 50 <= at < 50 + rows else at * 37 % 100 + 0.25 for at in range(100)]}


def renamed(name: str) -> Table:
    names = [*FAMILIES[:19], name]
    return {
        "name": names,
        "town": [f"town {at % 19 % 4}" for at in range(20)],
        "size": [at % 19 // 4 for at in range(20)],
    }


def wards(maternity: int) -> Table:
    """Return 250 men, one of them with so many women in the maternity ward."""
    women = ["maternity" if at < maternity - 1 else "general" for at in range(250)]
    return {"sex": ["male"] * 250 + ["female"] * 250, "ward": [*["general"] * 249, "maternity", *women]}


def heaps(low: int) -> Table:
    return {"x": [at % 30 + 0.5 if at < low else 200 + at * 7 % 100 for at in range(200)]}


def far_away(rows: int) -> Table:
    """Return rows of three numbers, so many of them in corners of their own."""
    numbers = {"a": 7, "b": 11, "c": 13}
    corners = {"a": (900, -900, 900, -900), "b": (900, 900, -900, -900), "c": (-900, 900, 900, -900)}
    return {
        **{
            name: [*(float(at * by % 31) for at in range(300 - rows)), *corners[name][:rows]]
            for name, by in numbers.items()
        },
        "y": ["no", "yes"] * 150,
    }


def ranked(*swaps: int) -> Table:
    """Return two columns in the same order, but for pairs of places so far apart."""
    one = [float(at) for at in range(50)]
    other = list(one)
    for place, apart in enumerate(swaps):
        first = 7 * place
        other[first], other[first + apart] = other[first + apart], other[first]
    return {"one": one, "other": other}


def told_apart(below: int) -> Table:
    """Return ten of each label in order of a number, but for one that so many of the others have passed."""
    labels = [*["no"] * (10 - below), "yes", *["no"] * below, *["yes"] * 9]
    return {"x": [at * 1.5 + 0.25 for at in range(20)], "y": labels}


def labelled(labels: int) -> Table:
    """Return a row of each label, and one more that is like the first and is labelled like the second."""
    rows = [*range(labels), 0]
    return {
        "a": [f"a{at // 5}" for at in rows],
        "b": [at % 5 for at in rows],
        "y": [f"y{at}" for at in [*rows[:-1], 1]],
    }


def by_kind(gaps: int) -> Table:
    return {"kind": ["web"] * 20 + ["shop"] * 80, "paid": [None if at < gaps else at + 0.5 for at in range(100)]}


def by_shop_and_month(shops: int, months: int) -> Table:
    pairs = [(f"shop {shop}", month) for shop in range(shops) for month in range(months)]
    return {"shop": [shop for shop, _ in pairs], "month": [month for _, month in pairs]}


EDGES = [
    Edge("approx_fd_violation", "30 pairs of rows of one town", {"zip": ZIPS, "town": ["Oldcastle", *TOWNS[1:]]}, {"zip": ZIPS[:35], "town": ["Oldcastle", *TOWNS[1:35]]}),
    Edge("base_form_variants", "four letters", mixed((["abcd"], 9), (["ab-cd"], 1)), mixed((["abc"], 9), (["ab-c"], 1))),
    Edge("boolean_as_text", "a single no", mixed((["yes"], 9), (["no"], 1)), mixed((["yes"], 10))),
    Edge("candidate_key", "two rows", {"x": [1, 2]}, {"x": [1]}),
    Edge("case_variants", "three of a hundred", mixed((["Anna", "Bert"], 97), (["CARL"], 3)), mixed((["Anna", "Bert"], 96), (["CARL"], 4))),
    Edge("checksum", "four in five are right", {"x": mistyped(2)}, {"x": mistyped(3)}),
    Edge("class_imbalance", "one in twenty of two classes", mixed((["no"], 58), (["yes"], 2)), mixed((["no"], 57), (["yes"], 3)), target="x"),
    Edge("column_name_hygiene", "a letter and a number", {"v1": [1.5, 2.5]}, {"va": [1.5, 2.5]}),
    Edge("composite_key", "twenty pairs of rows would agree by chance", by_shop_and_month(6, 7), by_shop_and_month(5, 8)),
    Edge("conditional_order", "three of a hundred", late(3), late(4)),
    Edge("conflicting_labels", "twenty labels", labelled(20), labelled(21), target="y"),
    Edge("constant_column", "none missing", {"x": [1, 1], "y": [1, 2]}, {"x": [1, 1, None], "y": [1, 2, 3]}),
    Edge("date_as_text", "95 %", mixed(([*map(str, DAYS)], 19), (["some day"], 1)), mixed(([*map(str, DAYS)], 18), (["some day"], 2))),
    Edge("duplicate_columns", "ten rows", {"a": range(10), "b": range(10)}, {"a": range(9), "b": range(9)}),
    Edge("duplicate_key", "one in twenty", {"id": [*range(38), 0, 1]}, {"id": [*range(37), 0, 1, 2]}),
    Edge("duplicate_rows", "every cell", {"a": [1, 2, 1], "b": [1, 2, 1], "c": [None, 2, None]}, {"a": [1, 2, 1], "b": [1, 2, 1], "c": [None, 2, 0]}),
    Edge("duplicate_timestamp", "95 % have their own", {"t": course(*[60] * 37, 0, 0)}, {"t": course(*[60] * 36, 0, 0, 0)}),
    Edge("empty_string", "white space", {"x": ["a", "\u00a0"]}, {"x": ["a", "\u200b"]}),
    Edge("encoding_error", "a space without width", {"x": ["Oslo", "Os\u200blo"]}, {"x": ["Oslo", "Os\u200dlo"]}),
    Edge("excel_date_mangling", "three in ten", mixed((["gene a", "gene b"], 7), (["Mar-22"], 3)), mixed((["gene a", "gene b"], 6), (["Mar-22"], 4))),
    Edge("fingerprint_cluster", "four letters", mixed((["Al Bo"], 9), (["Bo, Al"], 1)), mixed((["A Bo"], 9), (["Bo, A"], 1))),
    Edge("format_mask", "thirty rows", mixed((["12345", "54321"], 29), (["1x234"], 1)), mixed((["12345", "54321"], 28), (["1x234"], 1))),
    Edge("freshness", "ten pauses ago", {"day": [NEW_YEAR + timedelta(days=at) for at in range(20)]}, {"day": [NEW_YEAR + timedelta(days=at) for at in range(21)]}, now=datetime(2024, 1, 31, tzinfo=UTC)),
    Edge("future_date", "the day after tomorrow", {"seen": [*DAYS, TODAY + timedelta(days=2)]}, {"seen": [*DAYS, TODAY + timedelta(days=1)]}),
    Edge("high_cardinality_feature", "a hundred texts", {"x": [f"t{at % 100}" for at in range(600)]}, {"x": [f"t{at % 99}" for at in range(600)]}),
    Edge("high_correlation", "a rank correlation of 0.95", ranked(22, 6), ranked(22, 6, 1)),
    Edge("html_or_escape", "less than three in ten", mixed((["a"], 8), (["&amp; b"], 2)), mixed((["a"], 7), (["&amp; b"], 3))),
    Edge("identifier_column", "twenty rows", {"x": range(20)}, {"x": range(19)}),
    Edge("impossible_date", "1700", {"day": [*DAYS, date(1699, 12, 31)]}, {"day": [*DAYS, date(1700, 1, 1)]}),
    Edge("infinite_or_nan", "the largest double", {"x": [1.0, inf]}, {"x": [1.0, 1.7976931348623157e308]}),
    Edge("invalid_iso_code", "nine in ten", mixed((["DE", "FR", "IT", "ES", "NL", "PL"], 9), (["XQ"], 1)), mixed((["DE", "FR", "IT", "ES", "NL", "PL"], 8), (["XQ"], 2))),
    Edge("iqr_outlier", "one of a hundred", mixed((range(10), 99), ([1000], 1)), mixed((range(10), 98), ([1000], 1))),
    Edge("irregular_interval", "a tenth too late", {"t": course(*[60] * 25, 67, *[60] * 24)}, {"t": course(*[60] * 25, 66, *[60] * 24)}),
    Edge("isolation_forest", "one in a hundred", far_away(3), far_away(4), target="y"),
    Edge("leading_zero_loss", "six in ten", mixed((["01234", "90210"], 6), (["2134"], 4)), mixed((["01234", "90210"], 5), (["2134"], 5))),
    Edge("misplaced_value", "twenty times", fruit(20), fruit(19)),
    Edge("missing_by_group", "ten are missing", by_kind(10), by_kind(9)),
    Edge("missing_cooccurrence", "five rows", gaps(5), gaps(4)),
    Edge("mixed_date_formats", "eight in ten are dates", mixed(([*map(str, DAYS)], 7), (["25/12/2024"], 1), (["some day"], 2)), mixed(([*map(str, DAYS)], 6), (["25/12/2024"], 1), (["some day"], 3))),
    Edge("mixed_null_encodings", "two ways", {"x": ["Rome", "Oslo", None, "N/A"]}, {"x": ["Rome", "Oslo", None, "N/B"]}),
    Edge("mixed_types", "three in four", mixed((["1.5", "2.5"], 15), (["abc"], 5)), mixed((["1.5", "2.5"], 14), (["abc"], 6))),
    Edge("mixed_units_scale", "fifty rows", mixed((range(60, 100), 49), ([75000], 1)), mixed((range(60, 100), 48), ([75000], 1))),
    Edge("multimodal", "15 % on one side", heaps(30), heaps(29)),
    Edge("near_duplicate_rows", "eight letters of ten", renamed("Blackcrast"), renamed("Blackcrass")),
    Edge("negative_in_positive", "three in a hundred", mixed((range(20, 80), 97), ([-45], 3)), mixed((range(20, 80), 96), ([-45], 4))),
    Edge("null_rate", "a single cell", {"x": [*range(99), None]}, {"x": range(100)}),
    Edge("numeric_as_text", "95 %", mixed((["1.5", "2.5"], 19), (["abc"], 1)), mixed((["1.5", "2.5"], 18), (["abc"], 2))),
    Edge("numeric_with_unit", "six in ten", mixed((["12 oz", "7 oz"], 6), (["apple", "pear"], 4)), mixed((["12 oz", "7 oz"], 5), (["apple", "pear"], 5))),
    Edge("out_of_order", "one step in twenty goes back", disordered(3), disordered(4)),
    Edge("overflow_precision", "seven noughts", {"x": ["0.5", "0.300000004"]}, {"x": ["0.5", "0.30000004"]}),
    Edge("quasi_constant", "99 %", mixed((["a"], 198), (["b"], 2)), mixed((["a"], 197), (["b"], 3))),
    Edge("rare_category", "fewer than five", mixed((["a", "b"], 496), (["c"], 4)), mixed((["a", "b"], 495), (["c"], 5))),
    Edge("rare_pair", "a hundred by chance", wards(200), wards(199)),
    Edge("robust_z", "one of a hundred", mixed(([5], 95), ([4, 6], 4), ([900], 1)), mixed(([5], 94), ([4, 6], 4), ([900], 2))),
    Edge("row_completeness", "two columns", {"x": [1, None, 3], "y": [None, 2, 1]}, {"x": [1, None, 3], "y": [3, 2, 1]}),
    Edge("scientific_mangling", "three in ten are long", mixed((["123456789", "987654321"], 3), (["4.01E+12"], 1), (["abc"], 6)), mixed((["123456789", "987654321"], 2), (["4.01E+12"], 1), (["abc"], 7))),
    Edge("sentinel_date", "two rows", {"day": [*DAYS, *[date(1900, 1, 1)] * 2]}, {"day": [*DAYS, date(1900, 1, 1)]}),
    Edge("sentinel_number", "two rows", {"x": [*range(20, 80), -999, -999]}, {"x": [*range(20, 80), -999]}),
    Edge("sentinel_string", "another text beside it", {"x": ["N/A", "N/A", "Rome"]}, {"x": ["N/A", "N/A", "N/A"]}),
    Edge("shifted_value", "three rows", shifted(3), shifted(2)),
    Edge("skewed", "ten different numbers", mixed(([1], 41), (range(2, 10), 8), ([900], 1)), mixed(([1], 42), (range(2, 9), 7), ([900], 1))),
    Edge("source_conflict", "two columns", {**SITES, "gate": OTHER_GATES, "time": OTHER_TIMES}, {**SITES, "gate": OTHER_GATES, "time": TIMES}),
    Edge("stale_values", "five rows", standing_still(5), standing_still(4)),
    Edge("string_length_outlier", "more than four times as long", {"x": [*["Anna"] * 600, "a" * 17]}, {"x": [*["Anna"] * 600, "a" * 16]}),
    Edge("sum_rule", "95 %", totals(5), totals(6)),
    Edge("target_leakage", "95 of 100 pairs in order", told_apart(5), told_apart(6), target="y"),
    Edge("thousands_or_decimal_comma", "nine in ten are numbers", mixed((["1.5", "2.5"], 8), (["4,5"], 1), (["abc"], 1)), mixed((["1.5", "2.5"], 7), (["4,5"], 1), (["abc"], 2))),
    Edge("time_gap", "one step in twenty", {"t": course(*[60] * 9, 120, *[60] * 10)}, {"t": course(*[60] * 9, 120, 60, 120, *[60] * 8)}),
    Edge("timezone_mix", "eight in ten are times", mixed((["2024-01-01T10:00"], 7), (["2024-01-01T10:00Z"], 1), (["some day"], 2)), mixed((["2024-01-01T10:00"], 6), (["2024-01-01T10:00Z"], 1), (["some day"], 3))),
    Edge("typo_cluster", "ten times as frequent", mixed((["Walnut cake"], 10), (["Wallnut cake"], 1)), mixed((["Walnut cake"], 9), (["Wallnut cake"], 1))),
    Edge("volume_per_period", "3.5 roots of the usual number", daily(4), daily(5)),
    Edge("whitespace", "what Unicode calls space", {"x": ["a", "b\u3000"]}, {"x": ["a", "b\u200b"]}),
    Edge("zeros", "more than half", mixed(([0], 51), (range(1, 50), 49)), mixed(([0], 50), (range(1, 51), 50))),
]  # fmt: skip
