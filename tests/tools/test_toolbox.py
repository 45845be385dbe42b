"""The tools that come with the assistant."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from dpa_jupyter.errors import ToolError
from dpa_jupyter.tools.toolbox import built_in_tools
from tests.tools.contexts import context_of
from tests.tools.kinds import every_kind, frame_as

NAMES = [
    *("list_frames", "describe_frame", "profile", "document_frame", "find_drivers", "compare_segments"),
    *("compare_periods", "correlations", "query_sql", "plot", "read_table", "run_python", "propose_change"),
    *("quality", "clean", "join_check", "propose_rules"),
]


def test_every_built_in_tool_is_in_the_box_under_its_name() -> None:
    tools = built_in_tools()
    assert sorted(tools) == sorted(NAMES)
    assert all(name == tool.spec.name for name, tool in tools.items())


@pytest.mark.parametrize("name", NAMES)
def test_the_model_is_told_what_each_tool_and_each_argument_means(name: str) -> None:
    spec = built_in_tools()[name].spec
    properties = spec.parameters["properties"]
    assert isinstance(properties, Mapping)
    assert "context" not in properties
    assert all(isinstance(schema, Mapping) and schema.get("description") for schema in properties.values())
    assert len(spec.description) > 30
    assert len(json.dumps(spec.parameters)) < 6000


@pytest.mark.parametrize("name", [name for name in NAMES if name != "list_frames"])
async def test_a_tool_that_is_called_wrongly_says_so_and_nothing_else(name: str) -> None:
    with pytest.raises(ToolError, match=name):
        await built_in_tools()[name].call({"nonsense": 1}, context_of())


@every_kind
@pytest.mark.parametrize("name", ["describe_frame", "profile", "document_frame", "list_frames", "quality"])
async def test_what_tools_tell_is_plain_json(name: str, kind: str) -> None:
    frame = frame_as(kind, {"a": [1.5, float("nan"), float("inf")], "b": ["x", None, "y"], "c": [[1], None, [2]]})
    arguments = {} if name == "list_frames" else {"frame": "df"}
    seen = await built_in_tools()[name].call(arguments, context_of([frame]))
    assert json.loads(json.dumps(seen.content, allow_nan=False)) is not None


def test_opening_the_box_imports_no_library_of_frames() -> None:
    code = (
        "import sys, dpa_jupyter.tools.toolbox as t; t.built_in_tools();"
        "print([m for m in ('duckdb', 'pandas', 'polars', 'pyarrow', 'numpy', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
