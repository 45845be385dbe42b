"""A typed function with a docstring becomes a tool."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Concatenate, TypeAlias, cast

from dpa_jupyter.errors import ToolError, UserError
from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.models.chat_model import ToolSpec
from dpa_jupyter.tools.docstring import read_docstring
from dpa_jupyter.tools.signature import Signature
from dpa_jupyter.tools.tool import DataType, Observation, SecurityLevel, ToolContext, ToolTraits

Result: TypeAlias = Observation | Json
ToolFunction: TypeAlias = Callable[Concatenate[ToolContext, ...], Result | Awaitable[Result]]


class FunctionTool:
    """A tool that is a Python function; make it with `@tool()`."""

    def __init__(self, function: ToolFunction, traits: ToolTraits) -> None:
        docstring = read_docstring(function.__doc__ or "")
        if not docstring.description:
            raise TypeError(f"tool {function.__name__!r} needs a docstring: it is what a model is told of it")
        self.function = function
        """The function itself, for Python."""
        self.traits = traits
        self._description = docstring.description
        told = {name: text for name, text in docstring.arguments.items() if name != "context"}
        self._signature = Signature(function.__name__, function, told)

    @cached_property
    def spec(self) -> ToolSpec:
        """What the model is told."""
        return ToolSpec(self.function.__name__, self._description, self._signature.schema)

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
            raise ToolError(str(error)) from error
        return result if isinstance(result, Observation) else Observation(cast("Json", result))

    def __repr__(self) -> str:
        return f"<tool {self.function.__name__}>"


def tool(
    *,
    data_type: DataType = "tabular",
    level: SecurityLevel = "read",
    alone: bool = False,
    fallback: str | None = None,
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
        data_type: What the tool works on.
        level: The worst that it can do; more than "compute" needs the user's approval.
        alone: Nothing else runs beside it.
        fallback: The name of the tool to try when this one fails.

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
    traits = ToolTraits(data_type, level, alone, fallback)
    return lambda function: FunctionTool(function, traits)
