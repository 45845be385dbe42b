from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.findings import ColumnCard, FrameCard
from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.card_cache import CardCache
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise

DATA = Path(__file__).parents[2] / "notebooks" / "data"


def frame_of(value: object, name: str = "df") -> Frame:
    frame = recognise(name, value)
    assert frame is not None
    return frame


def column(described: FrameCard, name: str) -> ColumnCard:
    return next(each for each in described["columns"] if each["name"] == name)


def test_a_card_tells_what_a_column_holds() -> None:
    described = card(frame_of(pd.DataFrame({"n": [3.5, None, 1.0, math.nan], "city": ["Rom", "Bonn", "Rom", None]})))

    assert described == {
        "frame": "df",
        "kind": "pandas DataFrame",
        "rows": 4,
        "column_count": 2,
        "columns": [
            {"name": "n", "type": "number", "missing": 0.5, "distinct": 2, "range": (1.0, 3.5)},
            {
                "name": "city",
                "type": "text",
                "missing": 0.25,
                "distinct": 2,
                "top": [
                    {"value": "Rom", "count": 2, "share": 0.666667},
                    {"value": "Bonn", "count": 1, "share": 0.333333},
                ],
            },
        ],
        "precision": "exact",
        "rows_used": 4,
        "notes": [],
    }


def test_the_card_of_real_data_equals_what_pandas_counts() -> None:
    churn = pd.read_csv(DATA / "telco_churn.csv")

    described = card(frame_of(churn))

    charges = column(described, "total_charges")
    assert charges["missing"] == round(churn.total_charges.isna().mean(), 6)
    assert charges["range"] == (churn.total_charges.min(), churn.total_charges.max())
    assert [(top["value"], top["count"]) for top in column(described, "churn")["top"]] == list(
        churn.churn.value_counts().items()
    )


NUMBERS = st.one_of(st.none(), st.floats(allow_nan=True, width=64))
COLUMNS = st.integers(0, 20).flatmap(
    lambda rows: st.fixed_dictionaries(
        {
            "number": st.lists(NUMBERS, min_size=rows, max_size=rows),
            "integer": st.lists(st.integers(-(2**63), 2**63 - 1), min_size=rows, max_size=rows),
            "text": st.lists(st.none() | st.text(st.characters(codec="utf-8")), min_size=rows, max_size=rows),
            "flag": st.lists(st.none() | st.booleans(), min_size=rows, max_size=rows),
            "moment": st.lists(st.none() | st.datetimes(), min_size=rows, max_size=rows),
            "day": st.lists(st.none() | st.dates(), min_size=rows, max_size=rows),
        }
    )
)
SCHEMA = pa.schema(
    {
        "number": pa.float64(),
        "integer": pa.int64(),
        "text": pa.string(),
        "flag": pa.bool_(),
        "moment": pa.timestamp("us"),
        "day": pa.date32(),
    }
)


def kinds_of(data: dict[str, list[object]]) -> list[object]:
    """Make a frame of each kind that holds the same."""
    table = pa.table(data, schema=SCHEMA)
    frame = pl.DataFrame(pl.from_arrow(table))
    return [table.to_pandas(types_mapper=pd.ArrowDtype), frame, frame.lazy(), table]


@given(data=COLUMNS)
def test_frames_of_all_kinds_with_the_same_data_have_the_same_findings(data: dict[str, list[object]]) -> None:
    first, *others = (card(frame_of(value)) for value in kinds_of(data))

    assert [other["columns"] for other in others] == [first["columns"]] * 3
    assert {card["rows"] for card in (first, *others)} == {len(data["number"])}


@given(
    names=st.lists(st.text(max_size=300), max_size=60),
    tokens=st.integers(300, 3000),
    value=st.text(max_size=100),
)
def test_any_card_fits_its_budget(names: list[str], tokens: int, value: str) -> None:
    frame = pd.DataFrame([[value] * len(names)] * 2, columns=pd.Index(names, dtype=object))

    described = card(frame_of(frame), tokens)

    assert len(json.dumps(described)) / 3 <= tokens


@pytest.mark.parametrize("tokens", [300, 1000, 6000])
def test_a_frame_of_ten_thousand_columns_fits(tokens: int) -> None:
    wide = pl.DataFrame({f"reading_{number}": [1.5, 2.5] for number in range(10_000)})

    described = card(frame_of(wide), tokens, focus=["reading_9000"])

    assert len(json.dumps(described)) / 3 <= tokens
    assert described["columns"][0]["name"] == "reading_9000"
    told = len(described["columns"]) + len(described["more_columns"]) - 1
    assert described["more_columns"][-1] == f"… and {10_000 - told:,} more"


def test_details_go_before_columns() -> None:
    frame = frame_of(pl.read_csv(DATA / "telco_churn.csv"))
    keys = [set().union(*card(frame, tokens)["columns"]) for tokens in (6000, 1000, 550)]

    assert keys == [
        {"name", "type", "missing", "distinct", "range", "top"},
        {"name", "type", "missing", "distinct", "range"},
        {"name", "type", "missing"},
    ]


def test_a_large_lazy_scan_is_sampled_and_says_so(tmp_path: Path) -> None:
    rows = 4_000_000
    data = {"id": np.arange(rows), "kind": np.arange(rows) % 4, "price": np.full(rows, 1.5)}
    pl.DataFrame(data).write_parquet(tmp_path / "big.parquet", row_group_size=100_000)

    described = card(frame_of(pl.scan_parquet(tmp_path / "big.parquet")))

    assert (described["rows"], described["precision"]) == (rows, "sampled")
    assert described["rows_used"] == 100_000
    assert "sample" in described["notes"][0]
    low, high = column(described, "id")["range"]
    assert (low, high) == (0, rows - 1)
    assert {top["count"] for top in column(described, "kind")["top"]} == {25_000}


def test_a_large_plan_is_described_from_its_head() -> None:
    plan = pl.LazyFrame({"a": range(200_000)}).filter(pl.col("a") >= 0)

    described = card(frame_of(plan))

    assert (described["rows"], described["rows_used"], described["precision"]) == (None, 100_000, "sampled")
    assert "first 100,000 rows" in described["notes"][0]


def test_a_small_plan_is_exact() -> None:
    described = card(frame_of(pl.LazyFrame({"a": range(100)}).filter(pl.col("a") >= 50)))

    assert (described["rows"], described["rows_used"], described["precision"]) == (50, 50, "exact")


def test_an_unchanged_frame_is_not_read_again() -> None:
    cache = CardCache()
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})

    first = cache.look(frame_of(frame)).card()
    again = cache.look(frame_of(frame.copy(), "other")).card(1000, ["b"])
    frame.loc[0, "a"] = 5
    changed = cache.look(frame_of(frame)).card()

    assert again["columns"] == list(reversed(first["columns"]))
    assert again["columns"][0]["top"] is first["columns"][1]["top"]
    assert again["frame"] == "other"
    assert changed["columns"][0]["range"] == (2, 5)
