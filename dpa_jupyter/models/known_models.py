"""Names of models that can be offered without importing anything heavy."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from dpa_jupyter.models.litellm_import import already_imported

OFFLINE = "offline"
PREFIXES = (
    "openai/",
    "anthropic/",
    "gemini/",
    "azure/",
    "bedrock/",
    "groq/",
    "mistral/",
    "openrouter/",
    "ollama_chat/",
    "hosted_vllm/",
    "lm_studio/",
    "llamafile/",
)
"""Where names begin, while LiteLLM's own list is not at hand."""

_MOST_NAMES = 5_000  # its table has some 4,000 entries; a list to complete from need not grow with it


def known_models() -> tuple[str, ...]:
    """Return "offline" and what LiteLLM knows, if it is imported already, or else the common prefixes."""
    module = already_imported()
    names: Iterable[str] = islice(module.model_list, _MOST_NAMES) if module else PREFIXES
    return (OFFLINE, *sorted(set(names)))
