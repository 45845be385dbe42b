"""The contract of a model, over real HTTP, by both of LiteLLM's ways to an OpenAI-compatible server."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from itertools import repeat

import pytest

from dpa_jupyter.errors import (
    BadRequestError,
    BrokenAnswerError,
    ContextTooLongError,
    ModelError,
    ModelRefusedError,
    ModelUnavailableError,
)
from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.messages import AssistantMessage, Data, Text, ToolCall, ToolMessage, Usage, UserMessage
from dpa_jupyter.models.chat_model import ModelSettings, TextDelta
from dpa_jupyter.models.encoding import encode, tools_json
from dpa_jupyter.models.litellm import LiteLLMModel
from dpa_jupyter.models.litellm_import import litellm
from dpa_jupyter.models.litellm_request import request
from tests.models.asking import QUERY, QUESTION, ask
from tests.support.openai_answers import (
    Answer,
    answer,
    call,
    call_by_character,
    cut,
    empty,
    endless_calls,
    endless_text,
    event,
    fragment,
    malformed_line,
    many_chunks,
    refusal,
    silence,
    thoughts,
    usage_event,
    words,
)
from tests.support.openai_server import OpenAIServer

ARGUMENTS = '{"sql": "SELECT 1"}'
both_ways = pytest.mark.parametrize("name", ["openai/any", "hosted_vllm/any"])


def model_of(server: OpenAIServer, name: str) -> LiteLLMModel:
    return LiteLLMModel(name, api_base=server.url)


@both_ways
async def test_text_thinking_and_usage_are_streamed_as_they_came(name: str) -> None:
    with OpenAIServer([answer(*thoughts("Hm", "m."), *words("Hel", "lo"))]) as server:
        whole = await ask(model_of(server, name))
    assert (whole.thinking, whole.text, whole.finish) == ("Hmm.", "Hello", "stop")
    assert whole.usage == Usage(input_tokens=7, output_tokens=9, cached_tokens=3, cost_usd=None)


@both_ways
@pytest.mark.parametrize(
    "deltas",
    [
        [call(fragment(ARGUMENTS, name="query_sql", call_id="call_a"))],
        call_by_character("query_sql", ARGUMENTS),
        [call(fragment(ARGUMENTS, name="query_sql", call_id="call_a"))] * 2,
        [
            call(fragment("", name="query_sql", call_id="call_a")),
            call(fragment(ARGUMENTS[:5]), fragment(ARGUMENTS[5:])),
        ],
        [call(fragment(ARGUMENTS, name="query_sql", call_id="call_a", index=None))],
    ],
    ids=["whole", "split", "duplicated", "merged", "no index"],
)
async def test_a_call_is_put_together_from_any_pieces(name: str, deltas: list[JsonObject]) -> None:
    with OpenAIServer([answer(*deltas, finish="tool_calls")]) as server:
        whole = await ask(model_of(server, name))
    assert whole.tool_calls == (ToolCall("call_a", "query_sql", ARGUMENTS),)
    assert whole.finish == "tool_calls"


@both_ways
async def test_two_calls_on_one_index_are_kept_apart(name: str) -> None:
    first, second = (call(fragment(f'{{"x": {number}}}', name="plot", call_id=f"id{number}")) for number in (1, 2))
    with OpenAIServer([answer(first, second, finish="tool_calls")]) as server:
        whole = await ask(model_of(server, name))
    assert whole.tool_calls == (ToolCall("id1", "plot", '{"x": 1}'), ToolCall("id2", "plot", '{"x": 2}'))


@both_ways
async def test_a_call_without_an_id_gets_one(name: str) -> None:
    with OpenAIServer([answer(call(fragment(ARGUMENTS, name="query_sql")), finish="tool_calls")]) as server:
        whole = await ask(model_of(server, name))
    assert whole.tool_calls == (ToolCall("call_1", "query_sql", ARGUMENTS),)


@both_ways
async def test_arguments_that_are_no_json_arrive_as_they_are(name: str) -> None:
    with OpenAIServer([answer(call(fragment('{"sql": SEL', name="query_sql", call_id="a")))]) as server:
        assert (await ask(model_of(server, name))).tool_calls[0].arguments == '{"sql": SEL'


@both_ways
@pytest.mark.parametrize(
    "unfinished",
    [
        answer(*words("half"), finish=None),
        answer(*call_by_character("query_sql", ARGUMENTS)[:5], finish=None),
        Answer([event({"content": "half"})]),
    ],
    ids=["text", "half a call", "no end at all"],
)
async def test_a_clean_end_without_a_finish_is_known_to_be_cut_off(name: str, unfinished: Answer) -> None:
    with OpenAIServer([unfinished]) as server:
        assert (await ask(model_of(server, name))).finish is None


@both_ways
@pytest.mark.parametrize("reason", ["stop", "length", "content_filter"])
async def test_the_providers_reason_is_kept(name: str, reason: str) -> None:
    with OpenAIServer([answer(*words("text"), finish=reason)]) as server:
        assert (await ask(model_of(server, name))).finish == reason


@both_ways
async def test_what_the_provider_did_not_count_is_unknown(name: str) -> None:
    with OpenAIServer([answer(*words("text"), usage=False)]) as server:
        assert (await ask(model_of(server, name))).usage == Usage()


@both_ways
async def test_what_comes_after_the_finish_is_not_lost(name: str) -> None:
    with OpenAIServer([Answer([event({}, "stop"), event({"content": "late"}), usage_event()])]) as server:
        whole = await ask(model_of(server, name))
    assert (whole.text, whole.finish, whole.usage.input_tokens) == ("late", "stop", 7)


@both_ways
async def test_a_connection_lost_after_the_finish_costs_only_the_count(name: str) -> None:
    with OpenAIServer([Answer([event({"content": "whole"}), event({}, "stop")], ending="cut")]) as server:
        whole = await ask(model_of(server, name))
    assert (whole.text, whole.finish, whole.usage) == ("whole", "stop", Usage())


@both_ways
async def test_an_empty_answer_is_empty(name: str) -> None:
    with OpenAIServer([empty()]) as server:
        whole = await ask(model_of(server, name))
    assert (whole.text, whole.tool_calls) == ("", ())


@both_ways
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (refusal(400, "tool_use ids were found without tool_result"), BadRequestError),
        (refusal(400, "This model's maximum context length is 10 tokens"), ContextTooLongError),
        (refusal(500, "the request exceeds the available context size"), ContextTooLongError),
        (refusal(401, "Incorrect API key provided: sk-abcdef123456"), ModelRefusedError),
        (refusal(403, "not for you"), ModelRefusedError),
        (refusal(404, "no such model"), ModelRefusedError),
        (refusal(422, "odd"), BadRequestError),
        (refusal(429, "slow down"), ModelUnavailableError),
        (refusal(429, "pay first", code="insufficient_quota"), ModelRefusedError),
        (refusal(500, "boom"), ModelUnavailableError),
        (refusal(503, "overloaded"), ModelUnavailableError),
        (cut(), ModelUnavailableError),
        (cut(*words("half", " an")), BrokenAnswerError),
        (answer(*words(*["again"] * 200)), BrokenAnswerError),
    ],
    ids=lambda value: f"{value.status}-{value.ending}" if isinstance(value, Answer) else value.__name__,
)
async def test_each_fault_is_one_clear_error_and_asked_only_once(
    name: str, fault: Answer, kind: type[ModelError]
) -> None:
    with OpenAIServer([fault, answer(*words("asked twice"))]) as server:
        with pytest.raises(kind) as caught:
            await ask(model_of(server, name))
        assert len(server.requests) == 1
    message = str(caught.value)
    assert type(caught.value) is kind
    assert name in message
    assert message.isprintable()
    assert "sk-" not in message
    assert caught.value.__suppress_context__


@both_ways
async def test_the_time_to_wait_comes_from_the_provider(name: str) -> None:
    slow_down = refusal(429, "slow down", headers={"Retry-After": "7"})
    with OpenAIServer([slow_down]) as server, pytest.raises(ModelUnavailableError) as caught:
        await ask(model_of(server, name))
    assert caught.value.retry_after == 7.0


@both_ways
async def test_refused_credentials_name_the_variable_to_set(name: str) -> None:
    variable = f"{name.partition('/')[0].upper()}_API_KEY"
    with OpenAIServer([refusal(401, "who are you?")]) as server, pytest.raises(ModelRefusedError, match=variable):
        await ask(model_of(server, name))


async def test_a_line_that_is_no_json_breaks_the_answer_or_is_left_out() -> None:
    with OpenAIServer(repeat(malformed_line())) as server:
        with pytest.raises(BrokenAnswerError):
            await ask(model_of(server, "openai/any"))
        assert (await ask(model_of(server, "hosted_vllm/any"))).text == "before after"


@both_ways
@pytest.mark.parametrize("before", [[], words("half")], ids=["at once", "midway"])
async def test_silence_ends_when_the_time_is_over(name: str, before: list[JsonObject]) -> None:
    with OpenAIServer([answer(), silence(*before)]) as server:
        await ask(model_of(server, name))  # the first call of all loads a part of LiteLLM
        with pytest.raises(ModelUnavailableError, match="gave no sign"):
            await ask(model_of(server, name), settings=ModelSettings(timeout=0.3))
        assert await asyncio.to_thread(server.left.wait, 5)


@both_ways
@pytest.mark.parametrize("endless", [endless_text, endless_calls])
async def test_closing_the_stream_closes_the_connection(name: str, endless: type) -> None:
    with OpenAIServer([endless()]) as server:
        stream = model_of(server, name).stream(QUESTION, (QUERY,), ModelSettings(timeout=30))
        async with aclosing(stream):
            for _ in range(3):
                await anext(stream)
        assert await asyncio.to_thread(server.left.wait, 5)


@both_ways
async def test_cancelling_the_reader_closes_the_connection(name: str) -> None:
    begun = asyncio.Event()

    async def read(model: LiteLLMModel) -> None:
        async for _ in model.stream(QUESTION, (), ModelSettings(timeout=30)):
            begun.set()

    with OpenAIServer([silence(*words("half"))]) as server:
        reader = asyncio.create_task(read(model_of(server, name)))
        await begun.wait()
        reader.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reader
        assert await asyncio.to_thread(server.left.wait, 5)


@both_ways
async def test_a_long_answer_arrives_whole(name: str) -> None:
    arguments = json.dumps({"sql": "x" * 400})
    with OpenAIServer([many_chunks(1_500, calls=call_by_character("query_sql", arguments))]) as server:
        whole = await ask(model_of(server, name))
    assert len(whole.text.split()) == 1_500 - len(arguments) - 1
    assert whole.tool_calls[0].arguments == arguments


@both_ways
async def test_many_can_be_asked_at_once(name: str) -> None:
    with OpenAIServer(repeat(answer(*words("yes")))) as server:
        model = model_of(server, name)
        assert [whole.text for whole in await asyncio.gather(*(ask(model) for _ in range(5)))] == ["yes"] * 5


@both_ways
async def test_messages_tools_and_settings_are_sent(name: str) -> None:
    messages = (
        UserMessage((Text("How many?"), Data("frame", {"rows": "</data>"}))),
        AssistantMessage("", "", (ToolCall("call_1", "query_sql", '{"sql": "SEL'),)),
        ToolMessage("call_1", "query_sql", (Data("result", [1]),), ok=False),
    )
    settings = ModelSettings(temperature=0.0, max_output_tokens=64, seed=3, timeout=30, headers={"X-Team": "data"})
    with OpenAIServer([answer(*words("One."))]) as server:
        await ask(model_of(server, name), messages, settings=settings)
        received = server.requests[0]
    sent = json.loads(received.body)
    assert received.path == "/v1/chat/completions"
    assert received.headers["x-team"] == "data"
    assert sent["messages"] == encode(messages)
    assert sent["tools"] == tools_json([QUERY])
    assert (sent["temperature"], sent["max_tokens"], sent["seed"], sent["stream"]) == (0.0, 64, 3, True)


async def test_a_name_without_provider_is_taken_as_the_servers_own() -> None:
    with OpenAIServer([answer(*words("yes"))]) as server:
        assert (await ask(model_of(server, "Qwen/Qwen3-8B"))).text == "yes"
        assert json.loads(server.requests[0].body)["model"] == "Qwen/Qwen3-8B"


async def test_a_name_without_provider_and_address_gets_a_suggestion() -> None:
    with pytest.raises(ModelRefusedError, match="Did you mean 'gpt-5'"):
        await ask(LiteLLMModel("gtp-5"))


async def test_a_known_price_is_told() -> None:
    with OpenAIServer([answer(*words("yes"))]) as server:
        cost = (await ask(model_of(server, "openai/gpt-5"))).usage.cost_usd
    assert cost == pytest.approx(4 * 1.25e-6 + 3 * 1.25e-7 + 9 * 1e-5, rel=1)


async def test_a_setting_that_a_model_does_not_take_is_left_out() -> None:
    with OpenAIServer([answer(*words("yes"))]) as server:
        await ask(model_of(server, "openai/o3-mini"), settings=ModelSettings(temperature=0.2, timeout=30))
        assert "temperature" not in json.loads(server.requests[0].body)


@pytest.mark.parametrize("name", ["anthropic/claude-opus-4-5", "openai/gpt-5"])
def test_claude_is_not_told_to_think_on_after_a_tool_call(name: str) -> None:
    settings = ModelSettings(reasoning_effort="low")
    called = (AssistantMessage("", "thought", (ToolCall("1", "plot", "{}"),)), ToolMessage("1", "plot", ()))
    first, second = (
        request(litellm(), name, None, encode([*QUESTION, *later]), [], settings).get("reasoning_effort")
        for later in ((), called)
    )
    assert first == "low"
    assert second == (None if "claude" in name else "low")


async def test_nobody_is_there() -> None:
    with OpenAIServer([]) as server:
        address = server.url
    with pytest.raises(ModelUnavailableError, match="check the address"):
        await ask(LiteLLMModel("openai/any", api_base=address))


async def test_an_answer_can_be_read_as_it_comes() -> None:
    with OpenAIServer([silence(*words("first"))]) as server:
        stream = model_of(server, "openai/any").stream(QUESTION, (), ModelSettings(timeout=30))
        async with aclosing(stream):
            assert await anext(stream) == TextDelta("first")
