"""Providers that LiteLLM reads into its generic chunks, among them a user's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from dpa_jupyter.messages import ToolCall, Usage
from dpa_jupyter.models.accumulator import WholeAnswer
from dpa_jupyter.models.litellm import LiteLLMModel
from dpa_jupyter.models.litellm_import import litellm
from tests.models.asking import ask

COUNTS = {"prompt_tokens": 7, "completion_tokens": 9, "total_tokens": 16}
CALL = {"index": 0, "id": "a", "type": "function", "function": {"name": "plot", "arguments": "{}"}}


def chunk(text: str = "", *, finish: str = "", **more: object) -> dict[str, object]:
    ends = {"is_finished": bool(finish), "finish_reason": finish}
    return {"text": text, "tool_use": None, "usage": None, "index": 0, **ends, **more}


@pytest.fixture
def provider() -> Iterator[list[dict[str, object]]]:
    """Register a provider that streams these chunks."""
    module = litellm()
    chunks: list[dict[str, object]] = []

    async def stream(*_: object, **__: object) -> AsyncIterator[dict[str, object]]:
        for each in chunks:
            yield each

    handler = type("Ours", (module.CustomLLM,), {"astreaming": stream})()
    vars(module).update(custom_provider_map=[{"provider": "ours", "custom_handler": handler}])
    yield chunks
    vars(module).update(custom_provider_map=[])


async def test_its_answer_is_read_like_any_other(provider: list[dict[str, object]]) -> None:
    provider += [chunk("Hel"), chunk("lo"), chunk(tool_use=CALL), chunk(finish="tool_calls", usage=COUNTS)]
    assert await ask(LiteLLMModel("ours/any")) == WholeAnswer(
        "Hello", "", (ToolCall("a", "plot", "{}"),), Usage(input_tokens=7, output_tokens=9), "tool_calls"
    )


async def test_its_answer_without_a_finish_was_cut_off(provider: list[dict[str, object]]) -> None:
    provider += [chunk("Hel")]
    answer = await ask(LiteLLMModel("ours/any"))
    assert (answer.text, answer.finish) == ("Hel", None)
