"""Running Python as a tool: asked first, told as data, new frames named."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.displays import CodeDisplay, PictureDisplay, TableDisplay, TextDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import CodeOutcome
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.sandbox.code_runner import CodeResult, CodeRunner
from dpa_jupyter.sandbox.layers import LayerReport, LayerState
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from dpa_jupyter.sandbox.scripted import ScriptedCodeRunner
from dpa_jupyter.tools.run_python import run_python
from dpa_jupyter.tools.tool import ToolContext
from tests.tools.contexts import context_of

WELL = CodeResult(True, "", "", None, {}, (), 0.1)


def context_with(runner: CodeRunner, **frames: object) -> ToolContext:
    found = [frame for name, value in frames.items() if (frame := recognise(name, value)) is not None]
    return replace(context_of(found), code_runner=runner)


async def test_what_a_call_would_do_is_told_with_code_frames_purpose_and_sandbox() -> None:
    states = (LayerState("landlock", holds=False, detail="the kernel is too old"), *LayerReport.of_all().states[1:])
    context = context_with(
        ScriptedCodeRunner([], LayerReport(states)), df=pl.DataFrame({"x": [1]}), other=pl.DataFrame()
    )
    intent = await run_python.intent({"code": "df.sum()", "purpose": "Add\n up x."}, context)
    assert intent.question == "Run this Python code on df?"
    assert (intent.capability, intent.code, intent.purpose) == ("compute", "df.sum()", "Add up x.")
    assert intent.touches == ("copies of df; your own frames never change",)
    assert (intent.runs_code, intent.is_confined) == (True, False)
    assert intent.gaps == ("Landlock: the kernel is too old",)


@pytest.mark.parametrize("code", ["x = = 1", "print('\0')", "(" * 10_000, "return 1 +"])
async def test_what_is_no_python_is_refused_before_anyone_is_asked(code: str) -> None:
    with pytest.raises(ToolError, match="no valid Python"):
        await run_python.intent({"code": code}, context_with(ScriptedCodeRunner([])))


async def test_code_that_is_too_long_to_be_looked_at_is_refused_before_anyone_is_asked() -> None:
    with pytest.raises(ToolError, match="can't judge more than"):
        await run_python.intent({"code": "x = 1\n" * 10_000}, context_with(ScriptedCodeRunner([])))


async def test_frames_are_those_that_the_code_names_or_those_that_are_asked_for() -> None:
    runner = ScriptedCodeRunner([WELL, WELL])
    frame = pl.DataFrame({"x": [1]})
    context = context_with(runner, a=frame, b=frame, c=frame)
    await run_python.call({"code": "def f(): return a.x\n'b'"}, context)
    await run_python.call({"code": "a", "frames": ["b", "c"]}, context)
    assert [set(frames) for _, frames in runner.calls] == [{"a"}, {"b", "c"}]
    with pytest.raises(ToolError, match="no frame 'd'"):
        await run_python.call({"code": "1", "frames": ["d"]}, context)


async def test_all_that_came_of_it_is_told_and_shown() -> None:
    picture = PictureDisplay("Sales", "two bars", b"", 10, 10)
    made = {"df": pa.table({"x": [1, None]})}
    result = CodeResult(True, "hello\n", "", {"a": 1}, made, (picture,), 0.1)
    context = context_with(ScriptedCodeRunner([result]), df=pd.DataFrame({"x": [5]}))
    observation = await run_python.call({"code": "df"}, context)
    outcome = cast("CodeOutcome", observation.content)
    assert (outcome["ok"], outcome["printed"], outcome["value"]) == (True, "hello\n", {"a": 1})
    assert outcome["pictures"] == ["Sales: two bars"]
    assert [frame["frame"] for frame in outcome["frames"]] == ["df_2"]
    assert isinstance(context.frames["df_2"].value, pd.DataFrame)
    assert [type(display) for display in observation.displays] == [
        CodeDisplay,
        TextDisplay,
        TableDisplay,
        PictureDisplay,
    ]


async def test_a_failure_is_an_observation_and_not_an_error() -> None:
    result = replace(WELL, ok=False, error="ZeroDivisionError: division by zero")
    observation = await run_python.call({"code": "1/0"}, context_with(ScriptedCodeRunner([result])))
    assert not observation.ok
    assert cast("CodeOutcome", observation.content)["error"] == result.error
    assert TextDisplay(result.error, "Error") in observation.displays


async def test_long_printed_text_keeps_its_beginning_and_its_end() -> None:
    result = replace(WELL, printed="begin" + "x" * 100_000 + "end")
    observation = await run_python.call({"code": "1"}, context_with(ScriptedCodeRunner([result])))
    told = cast("CodeOutcome", observation.content)["printed"]
    assert len(told) < 7_000
    assert told.startswith("begin")
    assert told.endswith("end")


async def test_code_really_runs_on_the_frames_and_goes_on_from_call_to_call() -> None:
    runner = ProcessCodeRunner()
    frame = pl.DataFrame({"key": ["a", "b", "a"], "x": [1, 2, 3]})
    context = context_with(runner, sales=frame)
    first = await run_python.call(
        {"code": "by_key = sales.group_by('key').agg(pl.col('x').sum()).sort('key')"}, context
    )
    second = await run_python.call({"code": "by_key['x'].to_list()"}, context)
    await runner.close()
    assert first.ok
    assert isinstance(first.value, pl.DataFrame)
    assert context.frames["by_key"].value is first.value
    assert second.value == [4, 2]
