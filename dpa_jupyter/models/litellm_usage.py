"""What a call through LiteLLM used and cost."""

from __future__ import annotations

from types import ModuleType

from dpa_jupyter.messages import Usage


def usage_of(module: ModuleType, model: str, counts: object) -> Usage:
    """Return the provider's counts with their price; what is not known is None.

    Args:
        module: LiteLLM.
        model: the model's name, as LiteLLM knows it.
        counts: the counts in OpenAI's shape, as an object or as a dict.
    """
    given = _fields(counts)
    return Usage(
        input_tokens=_whole(given.get("prompt_tokens")),
        output_tokens=_whole(given.get("completion_tokens")),
        cached_tokens=_whole(_fields(given.get("prompt_tokens_details")).get("cached_tokens")),
        cost_usd=_cost(module, model, given),
    )


def _cost(module: ModuleType, model: str, given: dict[str, object]) -> float | None:
    """Return the price in US dollars by the table that comes with LiteLLM.

    A name that is not in the table is not looked up: LiteLLM would ask a server of Ollama's, or say that it is free.
    """
    if model not in module.model_cost and model.partition("/")[2] not in module.model_cost:
        return None
    try:
        usage = module.Usage(**{name: value for name, value in given.items() if value is not None})
        return sum(module.cost_per_token(model, usage_object=usage)) or None
    except Exception:  # noqa: BLE001 - its arithmetic differs by provider; a price that can't be had is unknown
        return None


def _fields(counts: object) -> dict[str, object]:
    if counts is None:
        return {}
    return counts if isinstance(counts, dict) else {**vars(counts), **(getattr(counts, "model_extra", None) or {})}


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
