"""What is measured, against the same in plain Python; and odd frames, which never break it."""

from __future__ import annotations

import math
import statistics

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.evidence import FrameEvidence
from tests.frames.odd_frames import odd_frames

IN_MEMORY = [name for name in sorted(odd_frames()) if "lazy" not in name]


def evidence_of(value: object) -> FrameEvidence:
    frame = recognise("df", value)
    assert frame is not None
    *_, last = DuckDBEngine(frame).evidence(lambda _text, _share: None)
    return last


NUMBERS = st.floats(-1e9, 1e9) | st.sampled_from([0.0, -0.0, math.inf, -math.inf, math.nan, 1.0, 2.0])


@settings(max_examples=25)
@given(st.lists(st.none() | NUMBERS, min_size=1, max_size=40))
def test_numbers_are_measured_as_plain_python_would(cells: list[float | None]) -> None:
    found = evidence_of(pa.table({"x": pa.array(cells, pa.float64())})).column("x")

    present = [cell for cell in cells if cell is not None and not math.isnan(cell)]
    finite = sorted(cell for cell in present if math.isfinite(cell))
    assert found.missing.value == len(cells) - len(present)
    assert found.distinct is not None
    assert found.distinct.value == len(set(present))
    assert found.infinite is not None
    assert found.infinite.value == len(present) - len(finite)
    assert found.minimum == (finite[0] if finite else None)
    assert found.maximum == (finite[-1] if finite else None)
    assert found.zeros is not None
    assert found.negatives is not None
    assert (found.zeros.value, found.negatives.value) == (finite.count(0), sum(cell < 0 for cell in finite))
    if finite:
        assert found.mean is not None
        assert found.mean.value == pytest.approx(statistics.fmean(finite), rel=1e-9, abs=1e-6)
        assert found.quantiles[0.5].value == pytest.approx(statistics.median(finite))
    if len(finite) > 1:
        assert found.standard_deviation is not None
        assert found.standard_deviation.value == pytest.approx(statistics.stdev(finite), rel=1e-6, abs=1e-6)
    if found.histogram is not None:
        assert sum(found.histogram.counts) == len(finite)
        assert (found.histogram.edges[0], len(found.histogram.edges)) == (
            finite[0],
            len(found.histogram.counts) + 1,
        )


WORDS = st.text(max_size=4) | st.sampled_from(
    ["", " ", "\u00a0a", "12", "-3.5", "1e4", "yes", "2024-02-29", "3/4/2021"]
)


@settings(max_examples=25)
@given(st.lists(st.none() | WORDS, min_size=1, max_size=30))
def test_texts_are_measured_as_plain_python_would(cells: list[str | None]) -> None:
    cells = [cell and cell.encode("utf-8", "replace").decode() for cell in cells]
    found = evidence_of(pa.table({"x": pa.array(cells, pa.string())})).column("x")

    texts = [cell for cell in cells if cell is not None]
    assert found.missing.value == len(cells) - len(texts)
    if not texts:
        return
    assert found.blank is not None
    assert found.padded is not None
    assert found.distinct is not None
    assert found.values is not None
    assert found.blank.value == sum(not text.strip() for text in texts)
    assert found.padded.value == sum(bool(text.strip()) and text.strip() != text for text in texts)
    assert found.lengths is not None
    assert found.lengths[0] == min(map(len, texts))
    assert found.lengths[2] == max(map(len, texts))
    assert found.lengths[1] == pytest.approx(statistics.fmean(map(len, texts)))
    assert found.distinct.value == len(set(texts))
    assert sum(measure.value for measure in found.parses.values()) == len(texts)
    counts = dict(zip(found.values.values.to_pylist(), found.values.counts.to_pylist(), strict=True))
    assert counts == {text: texts.count(text) for text in texts}


@pytest.mark.parametrize(
    ("text", "parse"),
    [
        ("0042", "integer"),
        (" -7 ", "integer"),
        ("1.5e-3", "number"),
        (".5", "number"),
        ("nan", "text"),
        ("1,000", "text"),
        ("No", "boolean"),
        ("2024-02-30", "text"),
        ("2024-02-29T10:00:00+02:00", "date"),
        ("31.12.1999", "date"),
        ("31/12/99", "date"),
        ("12/31/1999 11:59 PM", "date"),
        ("Mar 5, 2021", "date"),
        ("5-Mar-2021", "date"),
        ("1.2.3", "text"),
        ("10-20", "text"),
        ("", "text"),
    ],
)
def test_a_text_counts_for_the_first_class_that_it_is(text: str, parse: str) -> None:
    parses = evidence_of(pa.table({"x": [text]})).column("x").parses

    assert [name for name, measure in parses.items() if measure.value] == [parse]


@pytest.mark.parametrize("name", IN_MEMORY)
def test_odd_frames_are_measured_in_every_column(name: str) -> None:
    found = evidence_of(odd_frames()[name])

    assert [column.column.name for column in found.columns if column.failure] == []


def test_the_same_data_have_the_same_evidence_in_every_library() -> None:
    table = pa.table(
        {
            "word": ["a", " b", None, "a"],
            "number": [1.5, None, 2.5, -1.0],
            "whole": [1, 2, 3, 4],
            "moment": pa.array([0, 1, None, 3], pa.timestamp("us")),
        }
    )

    frames = [table, table.to_pandas(), pl.DataFrame(table)]
    found = [evidence_of(frame) for frame in frames]

    for column in table.column_names:
        first, *others = [
            (each.missing, each.distinct, each.minimum, each.maximum, each.mean, each.quantiles, each.parses)
            for each in (evidence.column(column) for evidence in found)
        ]
        assert all(other == first for other in others)


def test_a_repeated_row_is_a_duplicate_where_values_are_missing_too() -> None:
    found = evidence_of(pd.DataFrame({"a": [1.0, None, None, 1.0], "b": ["x", None, None, "y"]}))

    assert found.duplicate_rows is not None
    assert found.duplicate_rows.value == 1
