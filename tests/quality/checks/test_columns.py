"""Checks that need no more than a column's own statistics: each where it speaks, where it does not, and at its edge."""

from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest

from tests.quality.checks.cases import Told, told

MANY = list(range(100))
REPEATED = [*MANY, 7]
NORMAL = np.random.default_rng(0).normal(100, 10, 1_000).tolist()


CASES = [
    Told("null_rate", "a few", {"x": [*MANY, None, None]}, ("x",), "low", 2),
    Told("null_rate", "a NaN is one", {"x": [1.0, nan]}, ("x",), "medium", 1),
    Told("null_rate", "none", {"x": MANY}),
    Told("null_rate", "5 % are no longer few", {"x": [*[1] * 95, *[None] * 5]}, ("x",), "medium", 5),
    Told("null_rate", "nothing at all", {"x": [None, None]}, ("x",), "high", 2),
    Told("empty_string", "blank texts", {"x": ["a", "", " \u00a0"]}, ("x",), "medium", 2),
    Told("empty_string", "missing is not blank", {"x": ["a", None]}),
    Told("empty_string", "a zero-width mark is seen by programs", {"x": ["a", "."]}),
    Told("constant_column", "one value", {"x": [1, 1], "y": [1, 2]}, ("x",)),
    Told("constant_column", "one value or none", {"x": [1, None]}),
    Told("constant_column", "a single row", {"x": [1]}),
    Told("quasi_constant", "one of 400 differs", {"x": [*["a"] * 399, "b"]}, ("x",)),
    Told("quasi_constant", "two of 100 differ", {"x": [*["a"] * 392, *["b"] * 8]}),
    Told("quasi_constant", "just one of 100", {"x": [*["a"] * 396, *["b"] * 4]}, ("x",)),
    Told("candidate_key", "each its own", {"x": MANY, "y": [0] * 100}, ("x",)),
    Told("candidate_key", "one repeated", {"x": [*MANY, 0]}),
    Told("candidate_key", "one missing", {"x": [*MANY, None]}),
    Told("candidate_key", "a measurement is none", {"x": [0.5, 0.25]}),
    Told("identifier_column", "numbered rows", {"x": MANY}, ("x",)),
    Told("identifier_column", "codes of one length", {"x": [f"A-{place:05}" for place in MANY]}, ("x",)),
    Told("identifier_column", "numbers with gaps", {"x": [*MANY[:-1], 200]}),
    Told("identifier_column", "names", {"x": [f"Name {place}" for place in MANY]}),
    Told("duplicate_key", "two rows of one id", {"user_id": [*MANY, 7]}, ("user_id",), "high", 1),
    Told("duplicate_key", "a key", {"id": MANY}),
    Told("duplicate_key", "a reference", {"userId": [*MANY, *MANY]}),
    Told("duplicate_key", "no name of a key", {"paid": [*MANY, 7]}),
    Told("duplicate_rows", "one of a hundred", dict.fromkeys("abc", REPEATED), (), "medium", 1),
    Told("duplicate_rows", "none", dict.fromkeys("abc", MANY)),
    Told("duplicate_rows", "two columns repeat by nature", dict.fromkeys("ab", REPEATED), (), "note", 1),
    Told("duplicate_columns", "the same twice", {"a": MANY, "b": MANY}, ("b", "a"), "low"),
    Told("duplicate_columns", "one cell differs", {"a": MANY, "b": [*MANY[:50], 7, *MANY[51:]]}),
    Told("duplicate_columns", "alike by chance", {"a": [1] * 100, "b": [1] * 100}),
    Told("infinite_or_nan", "a division by zero", {"x": [1.0, inf, -inf, nan]}, ("x",), "medium", 2),
    Told("infinite_or_nan", "NaN is missing", {"x": [1.0, nan]}),
    Told("infinite_or_nan", "the largest number there is", {"x": [1.0, 1.7e308]}),
    Told("skewed", "a long tail", {"x": np.exp(np.linspace(0, 8, 200)).tolist()}, ("x",)),
    Told("skewed", "symmetric", {"x": NORMAL}),
    Told("skewed", "a slope is no long tail", {"x": np.sqrt(np.linspace(0, 1, 200)).tolist()}),
    Told("zeros", "mostly zero", {"x": [*[0] * 80, *range(1, 21)]}, ("x",), "note", 80),
    Told("zeros", "half of them", {"x": [*[0] * 50, *range(1, 51)]}),
    Told("zeros", "a flag", {"x": [*[0] * 80, *[1] * 20]}),
    Told("iqr_outlier", "one far out", {"x": [*NORMAL, 900.0]}, ("x",), "note", 1),
    Told("iqr_outlier", "normal numbers", {"x": NORMAL}),
    Told("iqr_outlier", "the tail of a skewed one", {"x": np.random.default_rng(1).exponential(1, 500).tolist()}),
    Told("robust_z", "nearly always the same", {"x": [*[5] * 990, *[4, 5, 6, 5, 6] * 2, 900]}, ("x",), "note", 1),
    Told("robust_z", "looked at by fences", {"x": [*NORMAL, 900.0]}),
    Told("robust_z", "few different values", {"x": [*[5] * 990, 900]}),
    Told("high_cardinality_feature", "many towns", {"x": [f"t{at % 200}" for at in range(600)]}, ("x",)),
    Told("high_cardinality_feature", "names", {"x": [f"t{at}" for at in range(600)]}),
    Told("high_cardinality_feature", "99 towns", {"x": [f"t{at % 99}" for at in range(600)]}),
    Told("row_completeness", "two columns with gaps", {"x": [1, None, 3], "y": [None, None, 1]}, (), "note", 2),
    Told("row_completeness", "one column is for `null_rate`", {"x": [1, None, 3]}),
    Told("row_completeness", "an empty column is no gap", {"x": [1, None], "y": [None, None]}),
    Told("string_length_outlier", "a note among names", {"x": [*["Anna", "Bob"] * 300, "a" * 60]}, ("x",), "note", 1),
    Told("string_length_outlier", "prose", {"x": ["word " * (at % 30) for at in range(600)]}),
    Told("string_length_outlier", "four times as long", {"x": [*["Anna"] * 600, "a" * 16]}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_check_tells_what_is_so(case: Told) -> None:
    case.holds()


def test_what_fixes_a_column_is_proposed_with_what_it_assumes() -> None:
    (missing,) = told("null_rate", {"x": [1.0, 2.0, 4.0, None]})
    (blank,) = told("empty_string", {"x": ["a", ""]})

    assert [(fix.confidence, fix.title) for fix in missing.fixes] == [("low", "Fill `x` with its median")]
    assert [fix.confidence for fix in blank.fixes] == ["high"]
