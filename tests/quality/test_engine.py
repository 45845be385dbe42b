"""The same frame, wherever it lives, is measured alike; large ones too, of which only a sample is looked at closely."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dpa_jupyter.errors import FrameError
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Call, Column, Repeats, call

ROWS = 210_000
"""More than are looked at whole."""


def parquet(table: pa.Table, folder: Path) -> object:
    pq.write_table(table, folder / "data.parquet", row_group_size=50_000)
    return pl.scan_parquet(folder / "data.parquet")


KINDS: dict[str, Callable[[pa.Table, Path], object]] = {
    "pyarrow": lambda table, _: table,
    "pandas": lambda table, _: table.to_pandas(),
    "Polars": lambda table, _: pl.DataFrame(table),
    "Parquet": parquet,
    "DuckDB": lambda table, _: duckdb.from_arrow(table),  # before DuckDB 2 one does not keep its connection
    "plan": lambda table, _: pl.DataFrame(table).lazy().filter(pl.col("key") >= 0),
}


@cache
def large_table(rows: int = ROWS) -> pa.Table:
    generator = np.random.default_rng(0)
    amount = generator.normal(size=rows)
    amount[::100] = np.nan
    amount[1] = np.inf
    words = pa.array(["low", "mid", "high", None])
    return pa.table(
        {
            "key": np.arange(rows),
            "amount": pa.array(amount, from_pandas=True),
            "word": words.take(pa.array(generator.integers(0, 4, rows))),
            "text": pa.array([f" text {place}" if place % 1_000 == 0 else f"{place} x" for place in range(rows)]),
            "flag": pa.array(generator.random(rows) < 0.5),
            "at": pa.array(np.datetime64("2024-01-01", "us") + np.arange(rows)),
        }
    )


def engine_of(value: object) -> MetricEngine:
    frame = recognise("df", value)
    assert frame is not None
    return DuckDBEngine(frame)


def measured(value: object) -> list[FrameEvidence]:
    return list(engine_of(value).evidence(lambda _text, _share: None))


@cache
def measured_where_it_is() -> FrameEvidence:
    return measured(large_table())[-1]


def told(column: ColumnEvidence) -> tuple[object, ...]:
    return (
        column.type,
        *(column.missing, column.distinct, column.minimum, column.maximum, column.quantiles, column.lengths),
        *(column.zeros, column.negatives, column.infinite, column.blank, column.padded, column.parses),
    )


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pyarrow"])
def test_a_large_frame_has_the_same_evidence_wherever_it_is(kind: str, tmp_path: Path) -> None:
    table = large_table()

    expected, found = measured_where_it_is(), measured(KINDS[kind](table, tmp_path))[-1]

    assert found.rows == ROWS
    assert [told(column) for column in found.columns] == [told(column) for column in expected.columns]
    assert found.duplicate_rows == expected.duplicate_rows
    assert found.sample_positions.equals(expected.sample_positions)
    assert found.sample.column("key").to_pylist() == found.sample_positions.to_pylist()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_called_exact_is_what_all_rows_say(kind: str, tmp_path: Path) -> None:
    table = large_table()
    amount = table.column("amount").drop_null().to_numpy()
    finite = amount[np.isfinite(amount)]

    first, *_, last = measured(KINDS[kind](table, tmp_path))

    found = last.column("amount")
    assert found.mean is not None
    assert found.mean.precision == "exact"
    assert found.mean.value == pytest.approx(finite.mean())
    assert found.standard_deviation is not None
    assert found.standard_deviation.value == pytest.approx(finite.std(ddof=1))
    assert found.infinite is not None
    assert (found.missing.value, found.infinite.value) == (table.column("amount").null_count, 1)
    assert (found.minimum, found.maximum) == (finite.min(), finite.max())
    assert found.distinct is not None
    assert found.distinct.low is not None
    assert found.distinct.high is not None
    assert found.distinct.low <= len(np.unique(amount)) <= found.distinct.high
    text = last.column("text")
    assert text.padded is not None
    assert text.padded.value == ROWS // 1_000
    assert last.column("key").distinct == last.column("text").distinct
    assert last.column("word").values is not None
    assert first.column("amount").missing.precision == "sampled"


def test_a_sampled_quantile_has_an_interval_that_holds_the_truth() -> None:
    table = large_table()
    amount = table.column("amount").drop_null().to_numpy()

    found = measured_where_it_is().column("amount").quantiles[0.5]

    assert found.precision == "sampled"
    assert found.low is not None
    assert found.high is not None
    assert found.low <= np.median(amount) <= found.high


@pytest.mark.parametrize("kind", KINDS)
def test_rows_that_fail_are_counted_and_shown_with_their_place(kind: str, tmp_path: Path) -> None:
    engine = engine_of(KINDS[kind](large_table(3_000), tmp_path))
    padded = call("not_equal", Call("trim", (Column("text"),)), Column("text"))
    repeated, wrong = Repeats(("word",)), call("equal", Column("nowhere"), 1)

    assert [count and count.value for count in engine.count([padded, wrong, repeated])] == [3, None, 2_996]
    rows = engine.rows(padded, ["text", "key"], limit=2, skip=1)
    assert rows.to_pydict() == {"text": [" text 1000", " text 2000"], "key": [1000, 2000], "position": [1000, 2000]}
    preview = engine.preview(padded, Call("trim", (Column("text"),)), ["text"], 1)
    assert preview.to_pydict() == {"text": [" text 0"], "position": [0], "value": ["text 0"]}


def test_a_column_that_can_not_be_read_does_not_spoil_the_others() -> None:
    plan = pl.LazyFrame({"a": ["x"] * 3, "b": [1, 2, 2]}).with_columns(pl.col("a").cast(pl.Int64))

    found = measured(plan)[-1]

    assert found.column("a").failure is not None
    assert found.column("b").distinct is not None
    assert found.sample.to_pydict() == {"a": [None] * 3, "b": [1, 2, 2]}


@pytest.mark.parametrize("from_row", [0, 60_000])
def test_a_plan_that_can_not_be_run_to_its_end_says_so_and_is_not_taken_for_an_empty_frame(from_row: int) -> None:
    def checked(numbers: pl.Series) -> pl.Series:
        if numbers.max() >= from_row:  # type: ignore[operator]  # of whole numbers
            raise ValueError("a row is broken")
        return numbers

    plan = pl.LazyFrame({"a": range(70_000)}).with_columns(
        pl.col("a").map_batches(checked, pl.Int64, is_elementwise=True)
    )

    with pytest.raises(FrameError, match=r"^df could not be read: .*a row is broken"):
        list(engine_of(plan).evidence(lambda _text, _share: None))


def test_integers_of_128_bits_are_numbers_and_not_text() -> None:
    frame = pl.DataFrame({"long": pl.Series([*(2**100 + at for at in range(20)), None], dtype=pl.Int128)})
    longest = pl.DataFrame({"long": pl.Series([2**126 + 2**125], dtype=pl.Int128), "x": [1]})

    for value in (frame, frame.lazy()):
        (long,) = measured(value)[-1].columns
        assert (long.type, long.missing.value, long.distinct and long.distinct.value) == ("number", 1, 20)
    assert measured(longest)[-1].column("long").type == "number"
    assert "decimal" in (measured(longest.lazy())[-1].column("long").failure or "")
