"""Every limit holds, and says which setting allows more."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest

from dpa_jupyter.config import Dpa
from dpa_jupyter.events import Instructed, Notice, RunFinished, TextWithdrawn, ToolFinished
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import Usage
from dpa_jupyter.models.chat_model import Finish, TextDelta, UsageDelta
from dpa_jupyter.models.scripted import Item, ScriptedModel, Step, call, say
from dpa_jupyter.run import Run
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.tool import ToolContext
from tests.support.assistants import YES, Answers, of_kind, run_task

FRAMES = {"df": pl.DataFrame({"x": range(1000)})}


@tool()
async def wait(context: ToolContext) -> Json:
    """Wait for ever."""
    await asyncio.Event().wait()
    return None


def run(steps: Sequence[Step], settings: Mapping[str, object]) -> Run:
    """Run a script with a user who says yes to everything."""
    return run_task(ScriptedModel(steps), FRAMES, approver=Answers((YES,)), settings=settings, tools=[wait])


def end(run: Run) -> RunFinished:
    (event,) = of_kind(run, "run_finished")
    assert isinstance(event, RunFinished)
    return event


def result(run: Run) -> ToolFinished:
    (event,) = of_kind(run, "tool_finished")
    assert isinstance(event, ToolFinished)
    return event


def paid(dollars: float | None) -> list[Item]:
    return [UsageDelta(Usage(100, 10, cost_usd=dollars))]


def test_steps() -> None:
    ended = end(run([call("list_frames", {}), call("describe_frame", {"frame": "df"})], {"max_steps": 2}))
    assert "no answer after 2 steps" in ended.error
    assert "--max-steps allows more" in ended.error


def test_time() -> None:
    ended = end(run([call("wait")], {"timeout": 0.3}))
    assert "no answer within 0.3 seconds; --timeout allows more" in ended.error


def test_time_of_a_call() -> None:
    ended = run([call("wait"), say("It took too long.")], {"tool_timeout": 0.3})
    assert "longer than 0.3 seconds" in str(result(ended).content)
    assert end(ended).status == "finished"


def test_money() -> None:
    steps = [call("list_frames") + paid(0.3), call("describe_frame", {"frame": "df"}) + paid(0.3), say("Dear.")]
    ended = end(run(steps, {"budget": 0.8}))
    assert (
        ended.error == "the run has cost $0.6, and one more answer could pass its budget of $0.8; --budget allows more"
    )
    assert ended.usage.cost_usd == pytest.approx(0.6)


def test_money_of_answers_that_broke_counts_too() -> None:
    broken: list[Item] = [TextDelta("The ans"), *paid(0.3)]
    ended = run([broken, [*paid(0.3), *say("Well.")]], {"budget": 1.0})
    (withdrawn,) = of_kind(ended, "text_withdrawn")
    assert isinstance(withdrawn, TextWithdrawn)
    assert withdrawn.usage.cost_usd == 0.3
    assert end(ended).usage == Usage(200, 20, cost_usd=0.6)
    again = end(run([broken, say("Never asked for.")], {"budget": 0.5}))
    assert "could pass its budget of $0.5" in again.error


def test_money_that_is_unknown_is_not_taken_for_none() -> None:
    steps = [call("list_frames") + paid(None), [*paid(None), *say("Done.")]]
    told = [event.text for event in run(steps, {"budget": 1.0}).events if isinstance(event, Notice)]
    assert any("price is unknown" in text for text in told)


def test_calls_of_one_step() -> None:
    many: list[Item] = [item for _ in range(40) for item in call("list_frames")[:1]]
    ended = run([[*many, Finish("tool_calls")], say("Done.")], {})
    assert len(of_kind(ended, "tool_finished")) == 32
    assert any(
        "8 tool calls of step 1 were left out" in event.text for event in ended.events if isinstance(event, Notice)
    )
    assert any("8 were left out" in event.text for event in ended.events if isinstance(event, Instructed))


def test_rows() -> None:
    ended = run([call("query_sql", {"sql": "FROM df"}), say("Done.")], {"row_limit": 10})
    assert result(ended).frames[0].rows == 10
    assert "only the first 10 rows" in str(result(ended).quality)


def test_memory_of_a_query() -> None:
    sql = "SELECT a.x, b.x, c.x FROM df a, df b, df c ORDER BY 1, 2, 3"
    ended = run([call("query_sql", {"sql": sql}), say("Too much.")], {"memory_limit": 16})
    assert "more memory than it may have" in str(result(ended).content)


@pytest.mark.parametrize("kind", ["DataFrame", "LazyFrame"])
def test_memory_of_a_profile(kind: str) -> None:
    frame = pl.DataFrame({"s": pl.Series(range(2_000_000)).cast(pl.String)})
    calls = [call("profile", {"frame": "df"}), say("Too much.")]
    frames = {"df": frame if kind == "DataFrame" else frame.lazy()}
    ended = run_task(ScriptedModel(calls), frames, settings={"memory_limit": 16})
    assert "it needs more memory than it may have; memory_limit allows more" in str(result(ended).content)


def test_rows_and_memory_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    pl.DataFrame({"n": range(1_000_000)}).write_csv(path)
    for setting in ({"row_limit": 1_000}, {"row_limit": 9_000_000, "memory_limit": 16}):
        calls = [call("read_table", {"path": str(path)}), say("A plan.")]
        ended = run_task(ScriptedModel(calls), FRAMES, settings={**setting, "folders": (str(tmp_path),)})
        assert result(ended).frames[0].type == "Polars LazyFrame"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_memory_of_code() -> None:
    ended = run([call("run_python", {"code": "len(bytearray(1 << 30))"}), say("Too much.")], {"memory_limit": 256})
    assert "MemoryError" in str(result(ended).content)


def test_output_of_code() -> None:
    ended = run([call("run_python", {"code": "print('#' * 100_000)"}), say("Much.")], {"output_limit": 1_000})
    shown = "".join(shown.text for shown in result(ended).displays if shown.kind == "text")
    assert shown.count("#") <= 1_000
    assert "cut" in shown


def test_length_of_an_answer() -> None:
    ended = end(run([say("ha " * 1_000)], {"answer_characters": 1_000}))
    assert "answer_characters allows more" in ended.error


def test_every_limit_has_a_default() -> None:
    names = {"max_steps", "timeout", "tool_timeout", "budget", "row_limit", "memory_limit", "output_limit"}
    settings = Dpa(environment={}).settings()
    assert all(getattr(settings, name) > 0 for name in names)
