from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from dpa_jupyter.errors import ModelUnavailableError
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import Data, Message, ToolCall, UserMessage
from dpa_jupyter.models.chat_model import ModelSettings, TextDelta
from dpa_jupyter.models.scripted import Item, ScriptedModel, UnexpectedCallError, call, say, think
from tests.models.asking import QUESTION, ask


async def test_steps_are_played_in_order() -> None:
    model = ScriptedModel([think("Rows?") + call("query_sql", {"sql": "SELECT 1"}), say("There is one row.")])
    first, second = await ask(model), await ask(model)
    assert (first.thinking, first.finish) == ("Rows?", "tool_calls")
    assert first.tool_calls == (ToolCall("call_1", "query_sql", '{"sql": "SELECT 1"}'),)
    assert (second.text, second.finish) == ("There is one row.", "stop")
    model.assert_complete()


async def test_calls_have_ids_that_are_never_used_again() -> None:
    model = ScriptedModel([call("plot") + call("plot"), call("plot", "not JSON")])
    answers = [await ask(model), await ask(model)]
    assert [call.id for answer in answers for call in answer.tool_calls] == ["call_1", "call_2", "call_3"]


async def test_a_step_without_a_finish_was_cut_off() -> None:
    assert (await ask(ScriptedModel([say("half an answer")[:-1]]))).finish is None


async def test_an_error_is_raised_at_once_or_in_the_middle() -> None:
    model = ScriptedModel([ModelUnavailableError("down"), [TextDelta("half"), ModelUnavailableError("gone")]])
    with pytest.raises(ModelUnavailableError, match="down"):
        await ask(model)
    with pytest.raises(ModelUnavailableError, match="gone"):
        await ask(model)


async def test_a_function_answers_what_it_was_asked() -> None:
    def count(messages: Sequence[Message]) -> Sequence[Item]:
        return say(f"{len(messages)} messages")

    assert (await ask(ScriptedModel([count]))).text == "1 messages"


async def test_an_event_holds_the_stream_until_it_is_set() -> None:
    go_on = asyncio.Event()
    stream = ScriptedModel([[TextDelta("a"), go_on, TextDelta("b")]]).stream(QUESTION, (), ModelSettings())
    assert await anext(stream) == TextDelta("a")
    second = asyncio.ensure_future(anext(stream))
    await asyncio.wait([second], timeout=0)
    assert not second.done()
    go_on.set()
    assert await second == TextDelta("b")


async def test_what_was_asked_is_kept_as_it_was_then() -> None:
    value: dict[str, Json] = {"rows": 1}
    model = ScriptedModel([say("ok")])
    await ask(model, [UserMessage((Data("frame", value),))])
    value["rows"] = 2
    assert model.calls[0].messages == (UserMessage((Data("frame", {"rows": 1}),)),)


async def test_one_request_too_many_fails_with_the_request() -> None:
    with pytest.raises(UnexpectedCallError) as caught:
        await ask(ScriptedModel([]))
    assert caught.value.call.messages == QUESTION


def test_steps_that_were_not_asked_for_fail_the_test() -> None:
    with pytest.raises(AssertionError, match="1 of 1 steps"):
        ScriptedModel([say("never heard")]).assert_complete()
