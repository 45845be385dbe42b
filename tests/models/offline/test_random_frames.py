"""Frames of any kind and requests of any kind: there is always an answer, and nothing in it is made up."""

from __future__ import annotations

import asyncio
from datetime import date

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.tools.toolbox import built_in_tools
from tests.models.offline.evidence import unfounded
from tests.models.offline.talks import Talk, asked, talk, workshop_of
from tests.tools.contexts import context_of

# Drawing takes most of the time, and has tests of its own.
TOOLS = {name: tool for name, tool in built_in_tools().items() if name != "plot"}


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    rows = draw(st.integers(0, 60))
    kinds = {
        "flag": st.sampled_from(["yes", "no", None]),
        "group": st.sampled_from(["a", "b", "<b>c</b>", "](javascript:x)", "", None]),
        "number": st.integers(-5, 5) | st.none(),
        "amount": st.floats(width=32) | st.none(),
        "day": st.dates(date(2020, 1, 1), date(2021, 1, 1)) | st.none(),
        "words": st.text(max_size=5) | st.none(),
        "truth": st.booleans() | st.none(),
        "nothing": st.none(),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(kinds)), min_size=1, max_size=5, unique=True))
    types = {"amount": pl.Float64, "number": pl.Int64, "day": pl.Date, "truth": pl.Boolean}
    columns = {
        name: pl.Series(draw(st.lists(kinds[name], min_size=rows, max_size=rows)), dtype=types.get(name, pl.String))
        for name in chosen
    }
    return pl.DataFrame(columns)


async def answered(rows: pl.DataFrame, verb: str, column: str | None, text: str) -> Talk:
    frame = recognise("df", rows)
    assert frame is not None
    tools = workshop_of(TOOLS, context_of([frame]))
    return await talk([asked(text, verb=verb, column=column)], tools)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), frames(), st.sampled_from(["analyze", "quality", "document", "explain", "ask", "clean", ""]))
def test_any_request_on_any_frame_ends_in_an_answer_within_a_few_steps(
    data: st.DataObject, rows: pl.DataFrame, verb: str
) -> None:
    column = data.draw(st.none() | st.sampled_from(rows.columns))
    patterns = [
        "{0} by {1}",
        "mean {0}",
        "top 3 {1} by {0}",
        "how many {0}",
        "{0} over time",
        "why {0}",
        "correlate {0} {1}",
    ]
    names = [data.draw(st.sampled_from(rows.columns)) for _ in range(2)]
    text = data.draw(st.sampled_from(patterns)).format(*names) if verb in ("ask", "") else f"{verb} df"
    told = asyncio.run(answered(rows, verb, column, text))
    assert told.answer
    assert unfounded(told.answer, told.observed) == []
