"""Which model a name stands for."""

from __future__ import annotations

from dpa_jupyter.errors import SettingError, suggestion
from dpa_jupyter.models.chat_model import ChatModel
from dpa_jupyter.models.known_models import OFFLINE, PREFIXES, known_models

__all__ = ["choose_model", "known_models"]


def choose_model(name: str, *, api_base: str | None) -> ChatModel:
    """Return the model of this name: "offline", or whatever LiteLLM makes of it.

    Whether LiteLLM knows it shows with the first answer, since that takes its import.

    Args:
        name: such as "offline", "openai/gpt-5" or "hosted_vllm/qwen".
        api_base: the address of a server of one's own, with its path, such as "http://localhost:8000/v1".

    Raises:
        SettingError: the name can't be one.
    """
    if name == OFFLINE:
        from dpa_jupyter.models.offline import OfflineModel

        return OfflineModel()
    if problem := _problem(name):
        known = (OFFLINE, *(prefix.rstrip("/") for prefix in PREFIXES))
        meant = suggestion(name.strip().strip("/"), known)
        raise SettingError(f"{problem}; write {OFFLINE!r} or provider/model, such as 'openai/gpt-5'.{meant}")
    from dpa_jupyter.models.litellm import LiteLLMModel

    return LiteLLMModel(name, api_base=api_base)


def _problem(name: str) -> str | None:
    if not name.strip():
        return "the name of the model is empty"
    if not name.isprintable() or " " in name:
        return f"the name of the model has spaces or control characters in it: {name!r}"
    if name.startswith("/") or name.endswith("/"):
        return f"the name of the model lacks a part: {name!r}"
    if "/" not in name and suggestion(name, [OFFLINE]):
        return f"there is no model {name!r}"
    return None
