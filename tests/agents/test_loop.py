"""The loop: what a model says, what is run, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.agents.limits import Limits
from dpa_jupyter.errors import BrokenAnswerError, LimitReachedError, ModelRefusedError
from dpa_jupyter.events import ModelAnswered, ToolFinished
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import Message, ToolMessage
from dpa_jupyter.models.chat_model import TextDelta, ToolCallDelta
from dpa_jupyter.models.scripted import Item, ScriptedModel, call, say, think
from dpa_jupyter.tools.function_tool import FunctionTool, tool
from dpa_jupyter.tools.tool import ToolContext
from tests.support.loops import LoopRun


@tool()
def count_rows(context: ToolContext, frame: str = "df") -> Json:
    """Count the rows.

    Args:
        frame: whose.
    """
    return {"frame": frame, "rows": 7}


@tool()
def fail(context: ToolContext) -> Json:
    """Fail, always."""
    raise ZeroDivisionError("by nought")


def results(messages: Sequence[Message]) -> list[tuple[str, bool]]:
    return [(message.tool, message.ok) for message in messages if isinstance(message, ToolMessage)]


async def test_an_answer_without_calls_ends_the_run() -> None:
    run = LoopRun(ScriptedModel([say("Seven.")]))
    assert await run.answer() == "Seven."
    assert run.kinds() == ["prompt_built", "step_started", "model_answered"]


async def test_a_tool_is_called_and_its_result_told_to_the_model() -> None:
    model = ScriptedModel([think("Let me look.") + call("count_rows", {"frame": "df"}), say("Seven.")])
    run = LoopRun(model, [count_rows])
    assert await run.answer() == "Seven."
    model.assert_complete()
    told = model.calls[1].messages[-1]
    assert isinstance(told, ToolMessage)
    assert told.parts[0].value == {"frame": "df", "rows": 7}  # type: ignore[union-attr]  # a Data part


async def test_calls_of_one_step_run_at_once_and_their_results_are_told_in_call_order() -> None:
    both_are_running = asyncio.Barrier(2)

    @tool()
    async def slow(context: ToolContext) -> Json:
        """Wait for the other."""
        await both_are_running.wait()
        await asyncio.sleep(0)
        return "slow"

    @tool()
    async def quick(context: ToolContext) -> Json:
        """Wait for the other."""
        await both_are_running.wait()
        return "quick"

    model = ScriptedModel([call("slow") + call("quick"), say("Done.")])
    run = LoopRun(model, [slow, quick])
    await run.answer()
    assert results(model.calls[1].messages) == [("slow", True), ("quick", True)]


async def test_a_tool_that_wants_to_be_alone_waits_for_those_before_and_holds_up_those_after() -> None:
    order: list[str] = []

    def recorded(name: str, *, alone: bool = False) -> FunctionTool:
        async def work(context: ToolContext) -> Json:
            """Note when it begins and ends."""
            order.append(f"{name} begins")
            await asyncio.sleep(0)
            order.append(f"{name} ends")
            return None

        work.__name__ = name
        return tool(alone=alone)(work)

    tools = [recorded("before"), recorded("only", alone=True), recorded("after")]
    model = ScriptedModel([call("before") + call("only") + call("after"), say("Done.")])
    await LoopRun(model, tools).answer()
    assert order == ["before begins", "before ends", "only begins", "only ends", "after begins", "after ends"]


async def test_a_tool_that_fails_is_told_to_the_model_and_the_others_go_on() -> None:
    model = ScriptedModel([call("fail") + call("count_rows"), say("Seven, and one failed.")])
    assert await LoopRun(model, [fail, count_rows]).answer() == "Seven, and one failed."
    assert results(model.calls[1].messages) == [("fail", False), ("count_rows", True)]


async def test_a_panic_of_a_library_fails_its_call_only() -> None:
    @tool()
    def panic(context: ToolContext) -> Json:
        """Fail as libraries written in Rust do, with what is no `Exception`."""
        raise pl.exceptions.PanicException("index out of bounds")

    model = ScriptedModel([call("panic") + call("count_rows"), say("Seven, and one failed.")])
    assert await LoopRun(model, [panic, count_rows]).answer() == "Seven, and one failed."
    assert results(model.calls[1].messages) == [("panic", False), ("count_rows", True)]
    assert "panic failed: PanicException: index out of bounds" in str(model.calls[1].messages)


async def test_an_unknown_tool_is_answered_with_the_names_of_those_there_are() -> None:
    model = ScriptedModel([call("count_row"), say("Sorry.")])
    await LoopRun(model, [count_rows]).answer()
    told = str(model.calls[1].messages[-1])
    assert "no tool 'count_row'" in told
    assert "Did you mean 'count_rows'" in told


@pytest.mark.parametrize("arguments", ['{"frame": "df', "[1, 2", '{"frame": {"a": 1}}', '{"frme": "df"}', "rows of df"])
async def test_arguments_that_can_not_be_read_are_never_run(arguments: str) -> None:
    model = ScriptedModel([call("count_rows", arguments), say("Sorry.")])
    await LoopRun(model, [count_rows]).answer()
    assert results(model.calls[1].messages) == [("count_rows", False)]


async def test_a_tool_that_is_called_badly_too_often_is_no_longer_offered() -> None:
    bad = [call("count_rows", "{") for _ in range(3)]
    model = ScriptedModel([*bad, call("count_rows"), say("I give up.")])
    await LoopRun(model, [count_rows, fail]).answer()
    assert [len(asked.tools) for asked in model.calls] == [2, 2, 2, 1, 1]
    assert "no longer offered" in str(model.calls[4].messages[-1])


async def test_an_answer_that_was_cut_off_is_withdrawn_and_asked_for_again() -> None:
    cut: list[Item] = [TextDelta("There are sev")]
    run = LoopRun(ScriptedModel([cut, say("There are seven.")]))
    assert await run.answer() == "There are seven."
    assert run.kinds() == ["prompt_built", "step_started", "text_withdrawn", "model_answered"]


async def test_half_a_tool_call_is_never_run() -> None:
    cut: list[Item] = [ToolCallDelta(index=0, id="1", name="count_rows", arguments='{"frame": "d')]
    model = ScriptedModel([cut, say("Seven.")])
    run = LoopRun(model, [count_rows])
    await run.answer()
    assert not run.of_kind("tool_started")


async def test_an_answer_that_is_broken_every_time_ends_in_one_error() -> None:
    with pytest.raises(BrokenAnswerError, match="empty answer"):
        await LoopRun(ScriptedModel([say("")] * 3)).answer()


async def test_an_error_of_the_model_ends_the_run() -> None:
    with pytest.raises(ModelRefusedError):
        await LoopRun(ScriptedModel([ModelRefusedError("no key")])).answer()


async def test_in_the_last_step_the_model_has_to_answer_without_tools() -> None:
    model = ScriptedModel([call("count_rows", {"frame": str(n)}) for n in range(2)] + [say("What I have so far.")])
    run = LoopRun(model, [count_rows], Limits(steps=3))
    assert await run.answer() == "What I have so far."
    assert model.calls[-1].tools == ()
    assert "last step" in str(model.calls[-1].messages[-1])


async def test_a_model_that_only_calls_tools_ends_at_the_limit() -> None:
    model = ScriptedModel([call("count_rows", {"frame": str(n)}) for n in range(4)])
    with pytest.raises(LimitReachedError, match="no answer after 4 steps"):
        await LoopRun(model, [count_rows], Limits(steps=4)).answer()


async def test_a_model_that_goes_in_circles_is_told_and_then_ended() -> None:
    model = ScriptedModel([call("count_rows")] * 6)
    run = LoopRun(model, [count_rows])
    with pytest.raises(LimitReachedError, match="same call 6 times"):
        await run.answer()
    assert "same call several times" in str(model.calls[3].messages[-1])


async def test_an_answer_without_end_is_ended_and_what_was_said_is_kept() -> None:
    endless: list[Item] = [TextDelta("ha ") for _ in range(10_000)]
    run = LoopRun(ScriptedModel([endless]), limits=Limits(answer_characters=1_000))
    with pytest.raises(LimitReachedError, match="more than 1,000 characters"):
        await run.answer()
    (kept,) = run.of_kind("model_answered")
    assert isinstance(kept, ModelAnswered)
    assert kept.text.startswith("ha ha ")


async def test_a_cancelled_run_keeps_what_was_said() -> None:
    silence = asyncio.Event()
    half: list[Item] = [TextDelta("Half of "), TextDelta("an answer"), silence]
    run = LoopRun(ScriptedModel([half]))
    task = asyncio.create_task(run.answer())
    await run.until("text_streamed")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (kept,) = run.of_kind("model_answered")
    assert isinstance(kept, ModelAnswered)
    assert kept.text == "Half of an answer"


async def test_a_call_id_that_a_provider_uses_again_is_told_apart() -> None:
    same: list[Item] = call("count_rows", {"frame": "a"})
    again: list[Item] = call("count_rows", {"frame": "b"})
    for items in (same, again):
        items[0] = ToolCallDelta(index=0, id="call_0", name="count_rows", arguments=items[0].arguments)  # type: ignore[union-attr]
    run = LoopRun(ScriptedModel([same, again, say("Done.")]), [count_rows])
    await run.answer()
    ids = [event.call_id for event in run.events if isinstance(event, ToolFinished)]
    assert len(set(ids)) == 2


CALLS = st.lists(st.sampled_from(["count_rows", "fail", "unknown"]), min_size=1, max_size=4)


@given(st.lists(CALLS, max_size=4))
async def test_whatever_is_called_each_request_pairs_calls_with_results(steps: list[list[str]]) -> None:
    script: list[Sequence[Item]] = [[item for name in names for item in call(name)] for names in steps]
    model = ScriptedModel([*script, say("Done.")])
    await LoopRun(model, [count_rows, fail]).answer()
    for asked in model.calls:
        wanted = [c.id for m in asked.messages if m.role == "assistant" for c in m.tool_calls]
        assert [m.call_id for m in asked.messages if isinstance(m, ToolMessage)] == wanted
