"""The edge of each check: a table that it just speaks of, and one, a step away, that it just does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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


EDGES = [
    Edge("approx_fd_violation", "30 pairs of rows of one town", {"zip": ZIPS, "town": ["Oldcastle", *TOWNS[1:]]}, {"zip": ZIPS[:35], "town": ["Oldcastle", *TOWNS[1:35]]}),
    Edge("base_form_variants", "four letters", mixed((["abcd"], 9), (["ab-cd"], 1)), mixed((["abc"], 9), (["ab-c"], 1))),
    Edge("boolean_as_text", "a single no", mixed((["yes"], 9), (["no"], 1)), mixed((["yes"], 10))),
    Edge("candidate_key", "two rows", {"x": [1, 2]}, {"x": [1]}),
    Edge("case_variants", "three of a hundred", mixed((["Anna", "Bert"], 97), (["CARL"], 3)), mixed((["Anna", "Bert"], 96), (["CARL"], 4))),
    Edge("checksum", "four in five are right", {"x": mistyped(2)}, {"x": mistyped(3)}),
    Edge("column_name_hygiene", "a letter and a number", {"v1": [1.5, 2.5]}, {"va": [1.5, 2.5]}),
    Edge("conditional_order", "three of a hundred", late(3), late(4)),
    Edge("constant_column", "none missing", {"x": [1, 1], "y": [1, 2]}, {"x": [1, 1, None], "y": [1, 2, 3]}),
    Edge("date_as_text", "95 %", mixed(([*map(str, DAYS)], 19), (["some day"], 1)), mixed(([*map(str, DAYS)], 18), (["some day"], 2))),
    Edge("duplicate_columns", "ten rows", {"a": range(10), "b": range(10)}, {"a": range(9), "b": range(9)}),
    Edge("duplicate_key", "one in twenty", {"id": [*range(38), 0, 1]}, {"id": [*range(37), 0, 1, 2]}),
    Edge("duplicate_rows", "every cell", {"a": [1, 2, 1], "b": [1, 2, 1], "c": [None, 2, None]}, {"a": [1, 2, 1], "b": [1, 2, 1], "c": [None, 2, 0]}),
    Edge("empty_string", "white space", {"x": ["a", "\u00a0"]}, {"x": ["a", "\u200b"]}),
    Edge("encoding_error", "a space without width", {"x": ["Oslo", "Os\u200blo"]}, {"x": ["Oslo", "Os\u200dlo"]}),
    Edge("excel_date_mangling", "three in ten", mixed((["gene a", "gene b"], 7), (["Mar-22"], 3)), mixed((["gene a", "gene b"], 6), (["Mar-22"], 4))),
    Edge("fingerprint_cluster", "four letters", mixed((["Al Bo"], 9), (["Bo, Al"], 1)), mixed((["A Bo"], 9), (["Bo, A"], 1))),
    Edge("format_mask", "thirty rows", mixed((["12345", "54321"], 29), (["1x234"], 1)), mixed((["12345", "54321"], 28), (["1x234"], 1))),
    Edge("future_date", "the day after tomorrow", {"seen": [*DAYS, TODAY + timedelta(days=2)]}, {"seen": [*DAYS, TODAY + timedelta(days=1)]}),
    Edge("high_cardinality_feature", "a hundred texts", {"x": [f"t{at % 100}" for at in range(600)]}, {"x": [f"t{at % 99}" for at in range(600)]}),
    Edge("html_or_escape", "less than three in ten", mixed((["a"], 8), (["&amp; b"], 2)), mixed((["a"], 7), (["&amp; b"], 3))),
    Edge("identifier_column", "twenty rows", {"x": range(20)}, {"x": range(19)}),
    Edge("impossible_date", "1700", {"day": [*DAYS, date(1699, 12, 31)]}, {"day": [*DAYS, date(1700, 1, 1)]}),
    Edge("infinite_or_nan", "the largest double", {"x": [1.0, inf]}, {"x": [1.0, 1.7976931348623157e308]}),
    Edge("invalid_iso_code", "nine in ten", mixed((["DE", "FR", "IT", "ES", "NL", "PL"], 9), (["XQ"], 1)), mixed((["DE", "FR", "IT", "ES", "NL", "PL"], 8), (["XQ"], 2))),
    Edge("iqr_outlier", "one of a hundred", mixed((range(10), 99), ([1000], 1)), mixed((range(10), 98), ([1000], 1))),
    Edge("leading_zero_loss", "six in ten", mixed((["01234", "90210"], 6), (["2134"], 4)), mixed((["01234", "90210"], 5), (["2134"], 5))),
    Edge("misplaced_value", "twenty times", fruit(20), fruit(19)),
    Edge("missing_cooccurrence", "five rows", gaps(5), gaps(4)),
    Edge("mixed_date_formats", "eight in ten are dates", mixed(([*map(str, DAYS)], 7), (["25/12/2024"], 1), (["some day"], 2)), mixed(([*map(str, DAYS)], 6), (["25/12/2024"], 1), (["some day"], 3))),
    Edge("mixed_null_encodings", "two ways", {"x": ["Rome", "Oslo", None, "N/A"]}, {"x": ["Rome", "Oslo", None, "N/B"]}),
    Edge("mixed_types", "three in four", mixed((["1.5", "2.5"], 15), (["abc"], 5)), mixed((["1.5", "2.5"], 14), (["abc"], 6))),
    Edge("mixed_units_scale", "fifty rows", mixed((range(60, 100), 49), ([75000], 1)), mixed((range(60, 100), 48), ([75000], 1))),
    Edge("negative_in_positive", "three in a hundred", mixed((range(20, 80), 97), ([-45], 3)), mixed((range(20, 80), 96), ([-45], 4))),
    Edge("null_rate", "a single cell", {"x": [*range(99), None]}, {"x": range(100)}),
    Edge("numeric_as_text", "95 %", mixed((["1.5", "2.5"], 19), (["abc"], 1)), mixed((["1.5", "2.5"], 18), (["abc"], 2))),
    Edge("numeric_with_unit", "six in ten", mixed((["12 oz", "7 oz"], 6), (["apple", "pear"], 4)), mixed((["12 oz", "7 oz"], 5), (["apple", "pear"], 5))),
    Edge("overflow_precision", "seven noughts", {"x": ["0.5", "0.300000004"]}, {"x": ["0.5", "0.30000004"]}),
    Edge("quasi_constant", "99 %", mixed((["a"], 198), (["b"], 2)), mixed((["a"], 197), (["b"], 3))),
    Edge("robust_z", "one of a hundred", mixed(([5], 95), ([4, 6], 4), ([900], 1)), mixed(([5], 94), ([4, 6], 4), ([900], 2))),
    Edge("row_completeness", "two columns", {"x": [1, None, 3], "y": [None, 2, 1]}, {"x": [1, None, 3], "y": [3, 2, 1]}),
    Edge("scientific_mangling", "three in ten are long", mixed((["123456789", "987654321"], 3), (["4.01E+12"], 1), (["abc"], 6)), mixed((["123456789", "987654321"], 2), (["4.01E+12"], 1), (["abc"], 7))),
    Edge("sentinel_date", "two rows", {"day": [*DAYS, *[date(1900, 1, 1)] * 2]}, {"day": [*DAYS, date(1900, 1, 1)]}),
    Edge("sentinel_number", "two rows", {"x": [*range(20, 80), -999, -999]}, {"x": [*range(20, 80), -999]}),
    Edge("sentinel_string", "another text beside it", {"x": ["N/A", "N/A", "Rome"]}, {"x": ["N/A", "N/A", "N/A"]}),
    Edge("shifted_value", "three rows", shifted(3), shifted(2)),
    Edge("skewed", "ten different numbers", mixed(([1], 41), (range(2, 10), 8), ([900], 1)), mixed(([1], 42), (range(2, 9), 7), ([900], 1))),
    Edge("source_conflict", "two columns", {**SITES, "gate": OTHER_GATES, "time": OTHER_TIMES}, {**SITES, "gate": OTHER_GATES, "time": TIMES}),
    Edge("string_length_outlier", "more than four times as long", {"x": [*["Anna"] * 600, "a" * 17]}, {"x": [*["Anna"] * 600, "a" * 16]}),
    Edge("sum_rule", "95 %", totals(5), totals(6)),
    Edge("thousands_or_decimal_comma", "nine in ten are numbers", mixed((["1.5", "2.5"], 8), (["4,5"], 1), (["abc"], 1)), mixed((["1.5", "2.5"], 7), (["4,5"], 1), (["abc"], 2))),
    Edge("typo_cluster", "ten times as frequent", mixed((["Walnut cake"], 10), (["Wallnut cake"], 1)), mixed((["Walnut cake"], 9), (["Wallnut cake"], 1))),
    Edge("whitespace", "what Unicode calls space", {"x": ["a", "b\u3000"]}, {"x": ["a", "b\u200b"]}),
    Edge("zeros", "more than half", mixed(([0], 51), (range(1, 50), 49)), mixed(([0], 50), (range(1, 51), 50))),
]  # fmt: skip
