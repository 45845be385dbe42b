"""What really came over the wire, before LiteLLM put its own words to it.

LiteLLM 1.105.3 invents the finish "stop" for a stream that was cut off, and counts tokens itself where the provider
told none. So the provider's own chunks are looked at in passing.
"""

from __future__ import annotations

from collections.abc import AsyncIterable


class WatchedChunks:
    """Passes a provider's chunks on, and remembers whether a finish and which usage were among them.

    It reads through one iterator, where LiteLLM would make a new one for each chunk of an OpenAI stream.
    """

    def __init__(self, source: AsyncIterable[object]) -> None:
        self.usage: object = None
        """The last counts that the provider gave, in OpenAI's shape; None if it gave none."""
        self._source = source
        self._chunks = aiter(source)
        self._finished = False
        self._structured = False
        self._generic = False

    @property
    def finished(self) -> bool:
        """Tell whether the provider has said how the answer ended, or never spoke a language that is known here."""
        return self._finished or not (self._structured or self._generic)

    def __aiter__(self) -> WatchedChunks:
        return self

    async def __anext__(self) -> object:
        chunk = await anext(self._chunks)
        if isinstance(chunk, dict):
            self._look_at_generic(chunk)
        else:
            self._look_at_structured(chunk)
        return chunk

    async def aclose(self) -> None:
        """Give the connection back, also in the middle of a stream."""
        for part in (self._chunks, self._source):
            close = getattr(part, "aclose", None) or getattr(part, "close", None)
            if close is not None:
                await close()

    def _look_at_structured(self, chunk: object) -> None:
        choices = getattr(chunk, "choices", None)
        if choices is None:
            return
        self._structured = True
        if choices and choices[0].finish_reason:
            self._finished = True
        if (usage := getattr(chunk, "usage", None)) is not None:
            self.usage = usage
            vars(chunk)["usage"] = None  # LiteLLM would copy the chunk twice to take it out

    def _look_at_generic(self, chunk: dict[str, object]) -> None:
        self._generic = True
        # Among structured chunks, a dict is not the provider's: LiteLLM makes it of any other line, such as "[DONE]".
        if chunk.get("is_finished") and not self._structured:
            self._finished = True
        if (usage := chunk.get("usage")) is not None:
            self.usage = usage
