"""The runner for tests of others."""

from __future__ import annotations

import pytest

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.code_runner import CodeResult
from dpa_jupyter.sandbox.scripted import ScriptedCodeRunner
from tests.sandbox.support import run


async def test_it_gives_what_was_prepared_in_order_and_remembers_the_code() -> None:
    result = CodeResult(True, "", "", 1, {}, (), 0.0)
    runner = ScriptedCodeRunner([result, ToolError("no")])
    assert await run(runner, "first") is result
    for code in ("second", "third"):
        with pytest.raises(ToolError):
            await run(runner, code)
    assert [code for code, _ in runner.calls] == ["first", "second", "third"]
    assert not runner.left
