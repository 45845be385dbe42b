"""Names of models that can be offered without importing anything heavy and without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

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
"""Where names begin; what a server of one's own serves is in no list."""

_TABLE = "model_prices_and_context_window_backup.json"
"""The table of models that LiteLLM ships, for use without a network: 3 MB, read in some 40 ms."""

_TALKING = frozenset({"chat", "responses"})
"""The table's modes of models that can be talked to; the others make pictures, vectors, speech and so on."""


@cache
def known_models() -> tuple[str, ...]:
    """Return "offline", the common prefixes and all models for talking that LiteLLM's own table lists."""
    return (OFFLINE, *sorted({*PREFIXES, *_names(_table())}))


def _names(table: Mapping[str, object]) -> Iterator[str]:
    for name, about in table.items():
        if not isinstance(about, dict) or about.get("mode") not in _TALKING:
            continue
        yield name
        prefix = f"{about.get('litellm_provider')}/"
        if prefix in PREFIXES and not name.startswith(prefix):
            yield f"{prefix}{name}"  # "gpt-5" and "openai/gpt-5" are the same; people begin to type either


def _table() -> Mapping[str, object]:
    """Read the table without importing LiteLLM; where it is not as expected there are no names to offer."""
    package = find_spec("litellm")
    if package is None or package.origin is None:
        return {}
    try:
        table = json.loads((Path(package.origin).parent / _TABLE).read_bytes())
    except (OSError, ValueError):
        return {}
    return table if isinstance(table, dict) else {}
