"""A typed function with a docstring becomes a tool."""

from __future__ import annotations

import doctest
import subprocess
import sys
import threading
from contextvars import ContextVar
from typing import Literal

import pytest
from typing_extensions import TypedDict

from dpa_jupyter.errors import ToolError
from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.tools import function_tool
from dpa_jupyter.tools.function_tool import FunctionTool, tool
from dpa_jupyter.tools.tool import Observation, ToolContext, ToolTraits
from tests.tools.contexts import context_of


class Condition(TypedDict):
    column: str
    at_least: float


@tool(level="compute", alone=True)
def draw(
    context: ToolContext,
    frame: str,
    kind: Literal["bar", "line"] = "bar",
    where: list[Condition] | None = None,
    title: str = "",
    bins: int = 10,
) -> Json:
    """Draw a frame.

    It can be slow.

    Args:
        frame: The name of a frame.
        kind: How it looks,
            and a second line.
        where: Only rows that hold these.
        title (str): What stands above.
        bins: How many.

    Returns:
        What was drawn.

    Raises:
        ToolError: often.
    """
    return {
        "frame": frame,
        "kind": kind,
        "where": str(where),
        "title": title,
        "bins": bins,
    }


KNOWN = "'frame', 'kind', 'where', 'title', 'bins'"


async def answer(of: FunctionTool, arguments: JsonObject) -> Json:
    return (await of.call(arguments, context_of())).content


async def refusal(of: FunctionTool, arguments: JsonObject) -> str:
    with pytest.raises(ToolError) as caught:
        await of.call(arguments, context_of())
    return str(caught.value)


def test_the_model_is_told_name_description_and_a_closed_schema() -> None:
    assert draw.spec.name == "draw"
    assert draw.spec.description == "Draw a frame.\n\nIt can be slow.\n\nReturns:\n    What was drawn."
    assert draw.spec.parameters == {
        "type": "object",
        "additionalProperties": False,
        "required": ["frame"],
        "properties": {
            "frame": {"type": "string", "description": "The name of a frame."},
            "kind": {
                "type": "string",
                "enum": ["bar", "line"],
                "default": "bar",
                "description": "How it looks, and a second line.",
            },
            "where": {
                "anyOf": [{"type": "array", "items": {"$ref": "#/$defs/Condition"}}, {"type": "null"}],
                "default": None,
                "description": "Only rows that hold these.",
            },
            "title": {"type": "string", "default": "", "description": "What stands above."},
            "bins": {"type": "integer", "default": 10, "description": "How many."},
        },
        "$defs": {
            "Condition": {
                "type": "object",
                "additionalProperties": False,
                "required": ["column", "at_least"],
                "properties": {"column": {"type": "string"}, "at_least": {"type": "number"}},
            }
        },
    }
    assert draw.traits == ToolTraits(level="compute", alone=True)


async def test_arguments_are_converted_and_the_rest_keeps_its_defaults() -> None:
    told = await answer(draw, {"frame": 7, "bins": "5", "where": [{"column": "a", "at_least": "0.5"}]})
    assert told == {
        "frame": "7",
        "kind": "bar",
        "where": "[{'column': 'a', 'at_least': 0.5}]",
        "title": "",
        "bins": 5,
    }


async def test_a_null_where_none_is_no_value_means_that_nothing_was_given() -> None:
    assert await answer(draw, {"frame": "df", "bins": None, "where": None}) == await answer(draw, {"frame": "df"})
    assert "'frame' must be" in await refusal(draw, {"frame": None})


async def test_every_wrong_argument_gets_one_line_that_says_what_is_allowed() -> None:
    arguments: JsonObject = {"kind": "pie", "where": [{"column": "a"}], "titel": "x", "bins": "many"}
    assert (await refusal(draw, arguments)).splitlines() == [
        "draw: 'frame' is missing: The name of a frame.",
        "draw: 'kind' must be 'bar' or 'line'; got 'pie'",
        "draw: 'where[0].at_least' is missing",
        "draw: 'bins' must be a valid integer, unable to parse string as an integer; got 'many'",
        "draw: 'titel' is no argument of it. Did you mean 'title'? Arguments: " + KNOWN,
    ]


async def test_a_long_wrong_value_is_cut_in_the_error() -> None:
    assert len(await refusal(draw, {"frame": "df", "bins": "9" * 10_000 + "x"})) < 250


async def test_parameters_may_have_any_name() -> None:
    @tool()
    def plain(context: ToolContext, schema: str, copy: bool = False, model_config: int = 1) -> Json:
        """Take names that libraries use for themselves."""
        return [schema, copy, model_config]

    assert await answer(plain, {"schema": "s", "copy": "true", "model_config": 2}) == ["s", True, 2]


async def test_a_tool_without_parameters_takes_an_empty_object_only() -> None:
    @tool()
    def nothing(context: ToolContext) -> Json:
        """Do nothing."""
        return None

    assert nothing.spec.parameters == {"type": "object", "properties": {}, "additionalProperties": False}
    assert await answer(nothing, {}) is None
    assert await refusal(nothing, {"x": 1}) == "nothing: 'x' is no argument of it. Arguments: none"


async def test_a_plain_function_runs_in_a_worker_thread_with_its_context_variables() -> None:
    who: ContextVar[str] = ContextVar("who")
    who.set("me")

    @tool()
    def plain(context: ToolContext) -> Json:
        """Tell where it runs."""
        return [threading.current_thread() is threading.main_thread(), who.get()]

    assert await answer(plain, {}) == [False, "me"]


async def test_an_asynchronous_function_is_awaited_where_it_is() -> None:
    @tool()
    async def asynchronous(context: ToolContext) -> Observation:
        """Tell where it runs."""
        return Observation(threading.current_thread() is threading.main_thread(), ok=False)

    assert await asynchronous.call({}, context_of()) == Observation(True, ok=False)


async def test_an_unknown_frame_is_an_error_that_the_model_can_mend() -> None:
    @tool()
    def look(context: ToolContext, frame: str) -> Json:
        """Look."""
        return context.frames[frame].name

    assert await refusal(look, {"frame": "df"}) == "there is no frame 'df'. There is no frame in the kernel yet."


def test_what_can_be_no_tool_is_refused_where_it_is_written() -> None:
    def undocumented(context: ToolContext) -> Json:
        return None

    def without_context(frame: str) -> Json:
        """Forget the context."""
        return frame

    def with_many(context: ToolContext, *frames: str) -> Json:
        """Take any number."""
        return frames

    def misdescribed(context: ToolContext, frame: str) -> Json:
        """Describe what is not there.

        Args:
            farme: Misspelt.
        """
        return frame

    for function, reason in (
        (undocumented, "needs a docstring"),
        (without_context, "has to be 'context: ToolContext'"),
        (with_many, "can't be given by name"),
        (misdescribed, r"arguments that it has not: \['farme'\]"),
    ):
        with pytest.raises(TypeError, match=reason):
            tool()(function)  # type: ignore[arg-type]  # that is the point


def test_the_example_in_the_documentation_works() -> None:
    results = doctest.testmod(function_tool, extraglobs={"Json": Json, "tool": tool}, report=True)
    assert results.attempted == 3
    assert results.failed == 0


def test_making_tools_imports_nothing_heavy() -> None:
    code = (
        "import sys, dpa_jupyter.tools.function_tool as f\n"
        "@f.tool()\ndef t(context, a: int): 'Do.'\n"
        "print([m for m in ('pydantic', 'duckdb', 'pandas', 'polars', 'pyarrow', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
