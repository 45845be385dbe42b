"""A typed function with a docstring becomes a tool."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Concatenate, TypeAlias, cast

from dpa_jupyter.errors import ToolError, UserError
from dpa_jupyter.events import Capability
from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.models.chat_model import ToolSpec
from dpa_jupyter.sentence import words_of
from dpa_jupyter.tools.docstring import read_docstring
from dpa_jupyter.tools.signature import Signature
from dpa_jupyter.tools.tool import Intent, Observation, ToolContext, ToolTraits

Result: TypeAlias = Observation | Json
ToolFunction: TypeAlias = Callable[Concatenate[ToolContext, ...], Result | Awaitable[Result]]
IntentFunction: TypeAlias = Callable[Concatenate[ToolContext, ...], Intent | Awaitable[Intent]]


class FunctionTool:
    """A tool that is a Python function; make it with `@tool()`."""

    def __init__(self, function: ToolFunction, traits: ToolTraits, intent: IntentFunction | None = None) -> None:
        docstring = read_docstring(function.__doc__ or "")
        if not docstring.description:
            raise TypeError(f"tool {function.__name__!r} needs a docstring: it is what a model is told of it")
        self.function = function
        """The function itself, for Python."""
        self.traits = traits
        self._intent = intent
        self._description = docstring.description
        told = {name: text for name, text in docstring.arguments.items() if name != "context"}
        self._signature = Signature(function.__name__, function, told)

    @cached_property
    def spec(self) -> ToolSpec:
        """What the model is told."""
        return ToolSpec(self.function.__name__, self._description, self._signature.schema)

    async def intent(self, arguments: JsonObject, context: ToolContext) -> Intent:
        """Say what a call would do: in the words of the tool's own function, if it has one.

        Raises:
            ArgumentsError: an argument does not fit.
            ToolError: it can't be done, whoever allows it.
        """
        if self._intent is None:
            return _plain_intent(self.spec.name, self.traits.level, arguments)
        try:
            intent = self._intent(context, **self._signature.read(arguments))
            return intent if isinstance(intent, Intent) else await intent
        except UserError as error:
            raise ToolError(words_of(error)) from error

    async def call(self, arguments: JsonObject, context: ToolContext) -> Observation:
        """Check the arguments and run the function: in a worker thread, unless it is asynchronous.

        Raises:
            ArgumentsError: an argument does not fit; the function was not run.
            ToolError: the function says what the model should do better.
        """
        given = self._signature.read(arguments)
        try:
            if inspect.iscoroutinefunction(self.function):
                result = await self.function(context, **given)
            else:
                result = await asyncio.to_thread(self.function, context, **given)
        except UserError as error:  # an unknown frame, say: here it is the model that can mend it
            raise ToolError(words_of(error)) from error
        return result if isinstance(result, Observation) else Observation(cast("Json", result))

    def __repr__(self) -> str:
        return f"<tool {self.function.__name__}>"


def tool(
    *,
    level: Capability = "read",
    alone: bool = False,
    intent: IntentFunction | None = None,
) -> Callable[[ToolFunction], FunctionTool]:
    '''Turn a function into a tool that an agent can use.

    The first parameter, `context`, gives the frames, progress and limits, and is not told to the model. All others
    become the tool's JSON schema: names, types, defaults, and descriptions from the "Args:" section. What the model
    sends is checked and converted before the function runs ("5" is good enough for an int). The function returns an
    `Observation`, or plain JSON where there is nothing to show and no frame to keep. It may be asynchronous; if it
    is not, it runs in a worker thread. What the model should do better is raised as `ToolError`.

    A nested object is a `TypedDict` (of `typing_extensions` before Python 3.12). Types have to be importable from
    the function's module.

    Args:
        level: The worst that it can do; what needs the user's approval is decided by it.
        alone: Nothing else runs beside it.
        intent: Says of a call, from the same arguments, what it would do; it may be asynchronous. Without
            it the call itself is shown.

    Example:
        >>> @tool()
        ... def count_rows(context: ToolContext, frame: str, at_most: int = 1000) -> Json:
        ...     """Count the rows of a frame.
        ...
        ...     Args:
        ...         frame: The name of a frame.
        ...         at_most: Stop counting here.
        ...     """
        ...     found = context.frames[frame]
        ...     return {"rows": found.adapter.row_count(found.value)}
        >>> count_rows.spec.description
        'Count the rows of a frame.'
        >>> count_rows.spec.parameters["required"]
        ['frame']
    '''
    traits = ToolTraits(level, alone)
    return lambda function: FunctionTool(function, traits, intent)


def _plain_intent(name: str, level: Capability, arguments: JsonObject) -> Intent:
    """Show the call as the model wrote it."""
    shown = json.dumps(arguments, ensure_ascii=False, indent=1, default=str)
    return Intent(level, f"Let {name} do this?", code=shown if arguments else "")
