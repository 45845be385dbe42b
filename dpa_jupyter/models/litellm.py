"""Any model that LiteLLM can reach, behind our protocol."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from functools import partial
from typing import TypeAlias

from dpa_jupyter.errors import ModelUnavailableError
from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.messages import Message
from dpa_jupyter.models.chat_model import Delta, ModelSettings, ToolSpec
from dpa_jupyter.models.encoding import encode as encode_messages
from dpa_jupyter.models.litellm_answer import read, watch
from dpa_jupyter.models.litellm_errors import model_error
from dpa_jupyter.models.litellm_import import imported
from dpa_jupyter.models.litellm_request import request
from dpa_jupyter.models.litellm_usage import usage_of

Encode: TypeAlias = Callable[[Sequence[Message]], Sequence[JsonObject]]


class LiteLLMModel:
    """A model behind LiteLLM, such as "openai/gpt-5" or, with an `api_base`, one on a server of your own.

    LiteLLM is imported with the first answer. Nothing is asked twice: whether to ask again is for the caller to say.
    """

    def __init__(self, name: str, *, api_base: str | None = None, encode: Encode = encode_messages) -> None:
        self._name = name
        self._api_base = api_base
        self._encode = encode

    @property
    def name(self) -> str:
        """Return the name as the user chose it."""
        return self._name

    async def stream(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec], settings: ModelSettings
    ) -> AsyncGenerator[Delta, None]:
        """Stream one answer; one without a `Finish` at its end was cut off.

        Raises:
            ModelError: the answer can't be had; no sign of the model for `settings.timeout` is a ModelUnavailableError.
        """
        encoded = self._encode(messages)
        module = await imported()
        begun = False
        try:
            async with asyncio.timeout(settings.timeout):
                call = request(module, self._name, self._api_base, encoded, tools, settings)
                stream = await module.acompletion(**call)
                watched = await watch(stream)
            count = partial(usage_of, module, self._name)
            async with aclosing(stream), aclosing(read(stream, watched, settings.timeout, count)) as deltas:
                async for delta in deltas:
                    begun = True
                    yield delta
        except TimeoutError:
            message = f"{self._name} gave no sign for {settings.timeout:g} s, try later or raise the timeout"
            raise ModelUnavailableError(message) from None
        except Exception as error:  # noqa: BLE001 - LiteLLM's tree has no common root; all of it ends in ours
            secrets = tuple(settings.headers.values())
            # Not chained, since the original may quote the key.
            raise model_error(error, self._name, begun=begun, secrets=secrets) from None
