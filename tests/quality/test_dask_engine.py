"""A frame of Dask is measured as pandas' is, partition by partition, and never held whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dpa_jupyter.errors import FrameError
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.engines.of_frame import engine_of
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Call, Column, LastPresent, Repeats, call
from dpa_jupyter.quality.report import QualityReport, run
from tests.quality.test_engine import large_table, told
from tests.support.dask_frames import Watched, as_it_is, in_partitions

pytest.importorskip("dask.dataframe", reason="the oldest versions are tested without Dask")
DATA = Path(__file__).parents[2] / "notebooks" / "data"
ROWS, PARTITIONS = 210_000, 20


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with as_it_is():
        yield


def engine_for(value: object) -> MetricEngine:
    frame = recognise("df", value)
    assert frame is not None
    return engine_of(frame)


def measured(value: object) -> list[FrameEvidence]:
    return list(engine_for(value).evidence(lambda _text, _share: None))


def reported(value: object) -> QualityReport:
    *_, last = run(engine_for(value), catalogue())
    return last


def faulty_frame(rows: int = ROWS) -> pd.DataFrame:
    """Make a table with a fault in each column, of every type that partitions can hold."""
    draw = np.random.default_rng(0)
    places = np.arange(rows)
    day = pd.Timestamp("2024-01-01")
    cities = pd.Series(["Berlin", "berlin", "Paris ", "Paris", "N/A", None], dtype="object")
    return pd.DataFrame(
        {
            "id": np.where(places % 1_000 == 999, 0, places),
            "key": pd.Series(places).map("K{:07}".format),
            "city": cities.take(draw.integers(0, len(cities), rows)).set_axis(places),
            "amount": np.where(draw.random(rows) < 0.02, np.nan, draw.normal(100, 10, rows).round(2)),
            "sentinel": draw.choice([1, 2, 3, -999], rows, p=[0.4, 0.3, 0.28, 0.02]),
            "number": pd.Series(draw.integers(0, 5_000, rows)).astype(str),
            "when": day + pd.to_timedelta(draw.integers(0, 400, rows), "D"),
            "at": (day + pd.to_timedelta(draw.integers(0, 10**9, rows), "s")).tz_localize("UTC"),
            "lasts": pd.to_timedelta(draw.integers(0, 10**5, rows), "s"),
            "kind": pd.Categorical(draw.choice(["u", "v", "v "], rows)),
            "few": pd.Series(draw.choice([1.0, 2.0, np.nan], rows)).astype("Int64"),
            "endless": np.where(draw.random(rows) < 0.01, np.inf, draw.normal(size=rows)),
            "none": pd.Series([None] * rows, dtype=object),
            "nested": pd.Series([[1, 2]] * rows, dtype=object),
        }
    )


def churn() -> pd.DataFrame:
    return pd.read_csv(DATA / "telco_churn.csv")


def test_a_large_frame_has_the_evidence_that_pandas_has() -> None:
    frame = large_table().to_pandas()

    expected, found = measured(frame)[-1], measured(in_partitions(frame, 7))[-1]

    assert found.rows == expected.rows
    assert [told(column) for column in found.columns] == [told(column) for column in expected.columns]
    assert found.duplicate_rows == expected.duplicate_rows
    assert found.sample_positions.equals(expected.sample_positions)
    assert found.sample.equals(expected.sample)
    for name in ("mean", "standard_deviation", "skewness"):
        ours, theirs = (getattr(each.column("amount"), name) for each in (found, expected))
        assert ours.value == pytest.approx(theirs.value, rel=1e-9)
        assert ours.precision == "exact"


@pytest.mark.parametrize("make", [faulty_frame, churn])
def test_findings_are_those_of_pandas_one_by_one(make: Callable[[], pd.DataFrame]) -> None:
    frame = make()

    expected, found = reported(frame), reported(in_partitions(frame, 6))

    assert found.findings == expected.findings
    assert (found.score, found.duplicate_rows, found.broken_checks) == (expected.score, expected.duplicate_rows, ())
    assert len(found.findings) > 2


def test_of_twenty_partitions_hardly_more_than_one_is_held_at_a_time() -> None:
    size = ROWS // PARTITIONS

    def part(number: int) -> pd.DataFrame:
        draw = np.random.default_rng(number)
        places = np.arange(size) + size * number
        return pd.DataFrame(
            {"id": places, "amount": draw.normal(size=size), "city": draw.choice(["a", "b", "b "], size)}
        )

    watched = Watched(part)

    found = reported(watched.frame(range(PARTITIONS)))

    assert found.rows == ROWS
    assert found.findings
    assert watched.made > 2 * PARTITIONS
    assert watched.most <= 2


def test_rows_are_found_partition_by_partition_until_there_are_enough() -> None:
    def part(number: int) -> pd.DataFrame:
        return pd.DataFrame({"x": [number, -number], "word": [" a", None]})

    watched = Watched(part)
    engine = engine_for(watched.frame(range(50)))
    negative, padded = call("less", Column("x"), 0), call("not_equal", Call("trim", (Column("word"),)), Column("word"))

    assert engine.rows(negative, ["x"], limit=2, skip=1).to_pydict() == {"x": [-2, -3], "position": [5, 7]}
    assert engine.preview(padded, Call("trim", (Column("word"),)), ["word"], 1).to_pydict() == {
        "word": [" a"],
        "position": [0],
        "value": ["a"],
    }
    assert watched.made < 2 * 50
    assert engine.rows(call("greater", Column("x"), 1_000), ["x"], 5).num_rows == 0


def test_rows_that_are_true_are_counted_also_where_other_rows_decide() -> None:
    frame = pd.DataFrame({"x": [1, 1, 2, None, None, 2, 1], "y": list("aabbbbc")})
    engine = engine_for(in_partitions(frame, 3))
    repeated, present = Repeats(("x",)), call("not", call("is_missing", Column("x")))

    counts = engine.count(
        [
            call("equal", Column("x"), 1),
            repeated,
            call("and", present, repeated),
            Repeats(("x", "y")),
            call("or", repeated, call("equal", Column("y"), "c")),
            call("equal", LastPresent("x"), 2),
            call("equal", Column("nowhere"), 1),
            Repeats(("nowhere",)),
        ]
    )

    assert [count and count.value for count in counts] == [3, 4, 3, 3, 4, 4, None, None]
    assert engine.rows(repeated, ["x"], 10).column("position").to_pylist() == [1, 4, 5, 6]


def test_a_frame_that_can_not_be_computed_says_so_in_a_line() -> None:
    def broken(number: int) -> pd.DataFrame:
        if number == 2:
            raise OSError("the disk is gone")
        return pd.DataFrame({"x": range(30_000)})

    engine = engine_for(Watched(broken).frame(range(3)))

    with pytest.raises(FrameError, match=r"^df can't be computed: OSError: the disk is gone$"):
        list(engine.evidence(lambda _text, _share: None))


@pytest.mark.parametrize("rows", [0, 1])
def test_hardly_any_rows_in_many_partitions_make_a_report(rows: int) -> None:
    frame = in_partitions(faulty_frame(4), 4)

    found = reported(frame[frame["id"] < rows])

    assert (found.rows, found.broken_checks) == (rows, ())
    assert [column.failure for column in found.columns] == [None] * len(found.columns)
