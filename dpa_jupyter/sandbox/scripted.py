"""A runner that answers from a list: for tests of what uses a runner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.code_runner import CodeLimits, CodeResult
from dpa_jupyter.sandbox.layers import LayerReport

if TYPE_CHECKING:
    from dpa_jupyter.frames.frame import Frame

ALL_HOLD = LayerReport.of_all()


class ScriptedCodeRunner:
    """Gives one prepared result for each call, or raises it, and remembers what it was asked to run."""

    def __init__(self, results: Iterable[CodeResult | ToolError], report: LayerReport = ALL_HOLD) -> None:
        self.report = report
        self.left = list(results)
        """What was not asked for yet."""
        self.calls: list[tuple[str, Mapping[str, Frame]]] = []
        """Code and frames of each call, in order."""
        self.closed = False

    async def run(self, code: str, frames: Mapping[str, Frame], limits: CodeLimits) -> CodeResult:
        """Return the next result.

        Raises:
            ToolError: it is the next result, or there is none left.
        """
        self.calls.append((code, frames))
        if not self.left:
            raise ToolError(f"no result was prepared for call {len(self.calls)}")
        result = self.left.pop(0)
        if isinstance(result, ToolError):
            raise result
        return result

    async def layers(self) -> LayerReport:
        """Return the report that was prepared; all layers hold unless it says otherwise."""
        return self.report

    async def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True
