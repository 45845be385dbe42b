"""Asking a model in a test, and getting the whole answer."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.messages import Message, Text, UserMessage
from dpa_jupyter.models.accumulator import WholeAnswer, accumulate
from dpa_jupyter.models.chat_model import ChatModel, ModelSettings, ToolSpec

QUESTION = (UserMessage((Text("How many rows?"),)),)
QUERY = ToolSpec("query_sql", "Run a query.", {"type": "object", "properties": {"sql": {"type": "string"}}})


async def ask(
    model: ChatModel,
    messages: Sequence[Message] = QUESTION,
    *,
    tools: Sequence[ToolSpec] = (QUERY,),
    settings: ModelSettings | None = None,
) -> WholeAnswer:
    stream = model.stream(messages, tools, settings or ModelSettings(timeout=30))
    return accumulate([delta async for delta in stream])
