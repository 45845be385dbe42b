"""Calling a tool on an object, and reading what it found."""

from __future__ import annotations

from typing import TypeVar

from dpa_jupyter.json_types import Json
from dpa_jupyter.models.offline.shapes import shaped
from dpa_jupyter.tools.function_tool import FunctionTool
from dpa_jupyter.tools.tool import Observation
from tests.tools.contexts import context_of
from tests.tools.kinds import frame_of

Found = TypeVar("Found")


async def observe(tool: FunctionTool, value: object, **arguments: Json) -> Observation:
    """Call a tool on an object that is the frame "df"."""
    return await tool.call({"frame": "df", **arguments}, context_of([frame_of(value)]))


async def findings(tool: FunctionTool, value: object, shape: type[Found], **arguments: Json) -> Found:
    """Return what the tool tells, checked against its contract."""
    observation = await observe(tool, value, **arguments)
    found = shaped(observation.content, shape)
    assert found is not None, observation.content
    return found
