"""What frames there are, and what they hold."""

from __future__ import annotations

from typing import cast

import polars as pl
import pytest

from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import FrameCard, FrameList
from dpa_jupyter.tools.describe_frame import describe_frame
from dpa_jupyter.tools.list_frames import list_frames
from tests.tools.contexts import context_of
from tests.tools.kinds import churn, every_kind, frame_as, frame_of


async def test_all_frames_are_listed_also_one_that_can_not_be_read() -> None:
    broken = frame_of(pl.scan_parquet("/nowhere/at/all.parquet"), "broken")
    context = context_of(
        [broken, frame_as("pandas", churn()), frame_as("arrow", {str(i): [1] for i in range(5000)}, "w")]
    )
    told = cast("FrameList", (await list_frames.call({}, context)).content)["frames"]
    assert [(one["frame"], one["kind"], one["rows"], len(one["columns"]), one["more_columns"]) for one in told] == [
        ("broken", "Polars LazyFrame", None, 0, 0),
        ("df", "pandas DataFrame", 7043, 20, 0),
        ("w", "PyArrow Table", 1, 30, 4970),
    ]


async def test_no_frames_are_an_empty_list() -> None:
    assert (await list_frames.call({}, context_of([]))).content == {"frames": []}


@every_kind
async def test_a_frame_is_described_with_its_missing_values(kind: str) -> None:
    seen = await describe_frame.call({"frame": "df"}, context_of([frame_as(kind, churn())]))
    told = cast("FrameCard", seen.content)
    assert (told["rows"], told["column_count"], len(told["columns"])) == (7043, 20, 20)
    assert seen.quality == ("total_charges has no value in 11 of 7,043 rows (0.2 %).",)


async def test_only_the_columns_that_were_asked_for_are_described() -> None:
    context = context_of([frame_as("polars", churn())])
    seen = await describe_frame.call({"frame": "df", "columns": ["Tenure", "churn"]}, context)
    assert {column["name"] for column in cast("FrameCard", seen.content)["columns"]} == {"tenure", "churn"}


async def test_an_unknown_column_gets_a_suggestion() -> None:
    with pytest.raises(ToolError, match="Did you mean 'tenure'"):
        await describe_frame.call({"frame": "df", "columns": ["tenur"]}, context_of([frame_as("arrow", churn())]))
