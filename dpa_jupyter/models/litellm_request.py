"""What LiteLLM is asked, as keyword arguments of its `acompletion`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from types import ModuleType

from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.models.chat_model import ModelSettings, ToolSpec
from dpa_jupyter.models.encoding import tools_json

_GRACE_SECONDS = 5.0
"""LiteLLM's own timeout comes after ours, which says it more clearly, and ends what ours can't: a thread."""

_OPENAI = ("openai", "custom_openai")


def request(
    module: ModuleType,
    name: str,
    api_base: str | None,
    messages: Sequence[JsonObject],
    tools: Sequence[ToolSpec],
    settings: ModelSettings,
) -> dict[str, object]:
    """Return the arguments for one streamed answer, asked once; what a provider does not take is left out.

    Raises:
        litellm.exceptions.BadRequestError: no provider can be told from the name.
    """
    wanted = {
        "model": name,
        "messages": list(messages),
        "tools": tools_json(tools) or None,
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": settings.temperature,
        "reasoning_effort": _effort(name, messages, settings),
        "max_tokens": settings.max_output_tokens,
        "seed": settings.seed,
        "extra_headers": dict(settings.headers) or None,
        "timeout": settings.timeout + _GRACE_SECONDS,
        "num_retries": 0,
        "max_retries": 0,
        "drop_params": True,
        "api_base": api_base,
        **_provider(module, name, api_base),
    }
    return {argument: value for argument, value in wanted.items() if value is not None}


def _provider(module: ModuleType, name: str, api_base: str | None) -> dict[str, str | None]:
    """Name the provider where only the address tells it, and give a server of one's own a key to ignore."""
    named: str | None = None
    try:
        provider = module.get_llm_provider(name, api_base=api_base)[1]
    except module.exceptions.BadRequestError:
        if api_base is None:
            raise
        provider = named = "openai"
    has_key = module.api_key or module.openai_key or os.environ.get("OPENAI_API_KEY")
    needs_key = api_base is not None and provider in _OPENAI and not has_key
    return {"custom_llm_provider": named, "api_key": "not-needed" if needs_key else None}


def _effort(name: str, messages: Sequence[JsonObject], settings: ModelSettings) -> str | None:
    """Return the effort, but none for Claude after a tool call.

    It would want its signed thinking back (docs.anthropic.com, "Extended thinking with tool use"), which our messages
    do not hold.
    """
    if "claude" in name.lower() and any("tool_calls" in message for message in messages):
        return None
    return settings.reasoning_effort
