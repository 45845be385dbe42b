"""The wire, against a real model on llama.cpp's own server: what comes back is checked for its shape, not its sense.

Start one with `llama-server --model SmolLM2.gguf --jinja --ctx-size 8192 --port 8080` and name it by
DPA_SMALL_MODEL_SERVER=http://127.0.0.1:8080/v1; without it these tests are skipped.
"""

from __future__ import annotations

import os

import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.events import ModelAnswered, ToolFinished
from dpa_jupyter.messages import Text, UserMessage
from dpa_jupyter.models.chat_model import Finish, ModelSettings, TextDelta, ToolSpec, UsageDelta
from dpa_jupyter.models.litellm import LiteLLMModel
from dpa_jupyter.result import Result

SERVER = os.environ.get("DPA_SMALL_MODEL_SERVER", "")
TOOL = ToolSpec("list_frames", "List the frames of the notebook.", {"type": "object", "properties": {}})

pytestmark = pytest.mark.skipif(not SERVER, reason="DPA_SMALL_MODEL_SERVER names no server")


@pytest.fixture
def ready(churn: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    """Return a shell with the churn data and the small model."""
    monkeypatch.setenv("OPENAI_API_KEY", "none is needed")
    churn.run_cell(f"%config Dpa.api_base = {SERVER!r}")
    churn.run_cell("%config Dpa.model = 'openai/small'")
    churn.run_cell("%config Dpa.max_output_tokens = 200")
    return churn


async def test_a_small_model_streams_words_their_count_and_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none is needed")
    model = LiteLLMModel("openai/small", api_base=SERVER)
    question = UserMessage((Text("Say hello."),))
    settings = ModelSettings(temperature=0, max_output_tokens=40)

    deltas = [delta async for delta in model.stream([question], [TOOL], settings)]

    assert "".join(delta.text for delta in deltas if isinstance(delta, TextDelta)).strip()
    assert any(isinstance(delta, UsageDelta) and delta.usage.output_tokens for delta in deltas)
    assert isinstance(deltas[-1], Finish)


@pytest.mark.parametrize("request_line", ["what is churn?", "analyze churn in df", "how many rows has df?"])
def test_a_run_with_a_small_model_ends_in_an_answer_or_one_clear_error(
    ready: InteractiveShell, request_line: str
) -> None:
    ready.run_cell(f"%%dpa --max-steps 4\n{request_line}")

    result = ready.user_ns["_dpa"]
    assert isinstance(result, Result)
    answers = [record.event for record in result.records if isinstance(record.event, ModelAnswered)]
    calls = [call.id for answer in answers for call in answer.tool_calls]
    finished = [record.event.call_id for record in result.records if isinstance(record.event, ToolFinished)]
    assert (result.status == "finished" and result.text) or (result.error and "\n" not in result.error)
    assert sorted(calls) == sorted(finished)
    assert ready.run_cell("1 + 1").result == 2
