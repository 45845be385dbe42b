"""What is measured, in whatever library, against plain pandas, NumPy and Python."""

from __future__ import annotations

import math
import re
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.findings import Precision
from dpa_jupyter.quality.engines.tables.numbers import QUANTILES
from dpa_jupyter.quality.engines.tables.text_classes import DATE_FORMATS
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure
from tests.quality.libraries import LIBRARIES
from tests.quality.outcomes import evidence_of

EXAMPLES = 25
"""Of each a frame is measured."""
IN_MEMORY = st.sampled_from([name for name in LIBRARIES if name != "Parquet"])
NUMBERS = st.floats(-1e9, 1e9) | st.integers(-3, 3).map(float) | st.sampled_from([math.inf, -math.inf])
WORDS = (
    st.text(max_size=5)
    | st.from_regex(
        r"\A ?([+-]?[0-9]{1,3}(\.[0-9])?|[0-3]?[0-9][-/.][01]?[0-9][-/.](19|20)[0-9]{2}"
        r"|20[0-9]{2}-[01][0-9]-[0-3][0-9]) ?\Z"
    )
    | st.sampled_from(
        ["yes", "No", " T", "3 Mar 2021", "May 5, 2020", "5-MAY-21", "2021.02.29", "\u0665", "1e5", ".", "+"]
    )
)


def value(measure: Measure | None) -> float | None:
    return None if measure is None else measure.value


def measured(column: pa.Array, library: str) -> ColumnEvidence:
    return evidence_of(LIBRARIES[library](pa.table({"x": column}), Path())).column("x")


@settings(max_examples=EXAMPLES)
@given(st.lists(st.none() | NUMBERS, min_size=1, max_size=40), IN_MEMORY)
def test_numbers_have_the_statistics_that_pandas_gives_them(cells: list[float | None], library: str) -> None:
    found = measured(pa.array(cells, pa.float64()), library)

    present = pd.Series([cell for cell in cells if cell is not None], dtype="float64")
    finite = present[np.isfinite(present)]
    assert found.missing.value == cells.count(None)
    assert value(found.distinct) == present.nunique()
    assert value(found.infinite) == len(present) - len(finite)
    assert (value(found.zeros), value(found.negatives)) == ((finite == 0).sum(), (finite < 0).sum())
    assert value(found.mean) == (pytest.approx(finite.mean(), rel=1e-9, abs=1e-6) if len(finite) else None)
    if len(finite):
        assert (found.minimum, found.maximum) == (finite.min(), finite.max())
        assert [found.quantiles[share].value for share in QUANTILES] == pytest.approx(
            np.quantile(finite, QUANTILES), rel=1e-9, abs=1e-6
        )
    if len(finite) > 1:
        assert value(found.standard_deviation) == pytest.approx(finite.std(), rel=1e-6, abs=1e-6)
    if len(finite) > 2 and finite.std() > 1e-3 * finite.abs().max():
        assert value(found.skewness) == pytest.approx(finite.skew(), rel=1e-5, abs=1e-5)


@settings(max_examples=EXAMPLES)
@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=30), IN_MEMORY)
def test_whole_numbers_are_exact_to_the_last_digit(cells: list[int | None], library: str) -> None:
    found = measured(pa.array(cells, pa.int64()), library)

    present = [cell for cell in cells if cell is not None]
    assert (found.minimum, found.maximum) == ((min(present), max(present)) if present else (None, None))
    assert value(found.distinct) == len(set(present))
    assert found.values is not None
    assert dict(zip(found.values.values.to_pylist(), found.values.counts.to_pylist(), strict=True)) == {
        cell: present.count(cell) for cell in present
    }


@settings(max_examples=EXAMPLES)
@given(st.lists(st.none() | st.datetimes(), min_size=1, max_size=30), IN_MEMORY)
def test_moments_are_the_same_to_the_microsecond(cells: list[datetime | None], library: str) -> None:
    found = measured(pa.array(cells, pa.timestamp("us")), library)

    present = sorted(cell for cell in cells if cell is not None)
    if present:
        assert [datetime.fromisoformat(str(end)) for end in (found.minimum, found.maximum)] == [present[0], present[-1]]
        assert value(found.distinct) == len(set(present))
    assert found.missing.value == cells.count(None)


@settings(max_examples=EXAMPLES)
@given(st.lists(st.none() | WORDS, min_size=1, max_size=30), IN_MEMORY)
def test_texts_are_of_the_classes_that_plain_python_finds(cells: list[str | None], library: str) -> None:
    cells = [cell and cell.encode("utf-8", "replace").decode() for cell in cells]
    found = measured(pa.array(cells, pa.string()), library)

    texts = [cell for cell in cells if cell is not None]
    if texts:
        assert (found.minimum, found.maximum) == (
            min(texts, key=lambda text: text.encode()),
            max(texts, key=lambda text: text.encode()),
        )
        assert value(found.blank) == sum(not text.strip() for text in texts)
        assert value(found.padded) == sum(bool(text.strip()) and text != text.strip() for text in texts)
        assert {name: measure.value for name, measure in found.parses.items()} == {
            name: sum(parse_class(text.strip()) == name for text in texts) for name in found.parses
        }


def parse_class(word: str) -> str:
    if re.fullmatch(r"[+-]?[0-9]+", word):
        return "integer"
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", word):
        return "number"
    if word.lower() in {"true", "false", "yes", "no", "t", "f", "y", "n"}:
        return "boolean"
    return "date" if any(is_date(word, each) for each in DATE_FORMATS) else "text"


def is_date(word: str, form: str) -> bool:
    try:
        datetime.strptime(re.sub("[/.]", "-", word.replace(",", "")), form)  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return False
    return True


@settings(max_examples=EXAMPLES)
@given(
    st.lists(st.tuples(st.sampled_from([None, 0.0, -0.0, 1.0]), st.sampled_from([None, "a", ""])), min_size=1),
    IN_MEMORY,
)
def test_rows_that_repeat_are_those_that_pandas_finds(
    rows: list[tuple[float | None, str | None]], library: str
) -> None:
    numbers, texts = zip(*rows, strict=True)
    table = pa.table({"a": pa.array(numbers, pa.float64()), "b": pa.array(texts, pa.string())})

    found = evidence_of(LIBRARIES[library](table, Path())).duplicate_rows

    assert value(found) == len(rows) - len(set(rows))


ROWS = 210_000
"""More than are looked at whole."""


@cache
def large_table() -> tuple[pa.Table, dict[str, pd.Series]]:
    generator = np.random.default_rng(7)
    numbers = {
        "normal": generator.normal(50, 10, ROWS),
        "tail": generator.lognormal(3, 1, ROWS),
        "few": generator.integers(0, 40, ROWS).astype(float),
        "key": generator.permutation(ROWS).astype(float),
        "mostly zero": np.where(generator.random(ROWS) < 0.7, 0.0, generator.normal(0, 1, ROWS)),
        "rounded": generator.normal(0, 1, ROWS).round(3),
    }
    gaps = generator.random(ROWS) < 0.1
    series = {name: pd.Series(np.where(gaps, np.nan, values)) for name, values in numbers.items()}
    texts = pd.Series([f"{'  ' if at % 50 == 0 else ''}{at % 70_000}" for at in range(ROWS)])
    return pa.table(
        {**{name: pa.array(each, from_pandas=True) for name, each in series.items()}, "text": texts}
    ), series


@pytest.mark.parametrize("library", ["pandas", "Polars plan", "Parquet"])
def test_above_the_size_of_a_sample_numbers_are_exact_or_their_intervals_hold(library: str, tmp_path: Path) -> None:
    table, series = large_table()
    found = evidence_of(LIBRARIES[library](table, tmp_path))

    intervals = []
    for name, each in series.items():
        column = found.column(name)
        exact = {"missing": each.isna().sum(), "zeros": (each == 0).sum(), "negatives": (each < 0).sum()}
        assert {measure: value(getattr(column, measure)) for measure in exact} == exact
        assert value(column.mean) == pytest.approx(each.mean(), rel=1e-9)
        assert value(column.standard_deviation) == pytest.approx(each.std(), rel=1e-6)
        assert value(column.skewness) == pytest.approx(each.skew(), rel=1e-5, abs=1e-5)
        assert (column.minimum, column.maximum) == (each.min(), each.max())
        intervals += [holds(column.quantiles[share], float(each.quantile(share))) for share in QUANTILES]
        intervals.append(holds(column.distinct, each.nunique()))
    assert np.mean(intervals) >= 0.9, "of intervals that hold 95 times of 100"
    text = found.column("text")
    assert holds(text.distinct, table["text"].to_pandas().nunique())
    assert value(text.padded) == ROWS // 50
    assert value(found.duplicate_rows) == table.to_pandas().duplicated().sum()


@pytest.mark.parametrize("library", ["Arrow", "Parquet"])
def test_a_zero_has_no_sign(library: str, tmp_path: Path) -> None:
    signed = pa.table({"n": pa.array(np.where(np.arange(ROWS) % 2, 0.0, -0.0)), "value": np.zeros(ROWS) * -1})

    for column in evidence_of(LIBRARIES[library](signed, tmp_path)).columns:
        assert column.values is not None
        assert str(column.values.values.to_pylist()) == "[0.0]"
        assert str((column.minimum, column.maximum)) == "(0.0, 0.0)"


def holds(measure: Measure | None, truth: float) -> bool:
    assert measure is not None
    if measure.precision == "exact":
        assert measure.value == pytest.approx(truth, rel=1e-9)
        return True
    assert measure.low is not None
    assert measure.high is not None
    return bool(measure.low <= truth <= measure.high)


COUNTED = ("missing", "zeros", "negatives", "infinite")
MOMENTS = ("mean", "standard_deviation", "skewness")
MARKS: dict[str, dict[str, Precision]] = {
    "first look": dict.fromkeys((*COUNTED, *MOMENTS, "distinct", "quantiles"), "sampled"),
    "all rows": {**dict.fromkeys((*COUNTED, *MOMENTS), "exact"), "distinct": "approximate", "quantiles": "sampled"},
}


@pytest.mark.parametrize("library", ["Arrow", "Polars plan", "Parquet"])
def test_each_number_says_whether_it_is_exact_approximate_or_sampled(library: str, tmp_path: Path) -> None:
    from tests.quality.outcomes import engine_of

    table, _ = large_table()
    steps = list(
        engine_of(LIBRARIES[library](table.select(["normal", "few", "text"]), tmp_path)).evidence(lambda *_: None)
    )

    marks = {"first look": marks_of(steps[0].column("normal")), "all rows": marks_of(steps[-1].column("normal"))}
    assert marks == MARKS
    assert set(marks_of(steps[-1].column("few")).values()) == {"exact"}
    assert {measure.precision for measure in steps[-1].column("text").parses.values()} == {"sampled"}
    for step in steps:
        for measure in measures_of(step.column("normal")).values():
            assert (measure.rows_used is not None) == (measure.precision == "sampled")


def measures_of(column: ColumnEvidence) -> dict[str, Measure]:
    named = {name: getattr(column, name) for name in MARKS["all rows"] if name != "quantiles"}
    return {**named, "quantiles": column.quantiles[0.5]}


def marks_of(column: ColumnEvidence) -> dict[str, Precision]:
    return {name: measure.precision for name, measure in measures_of(column).items()}
