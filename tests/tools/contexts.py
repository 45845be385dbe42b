"""A tool's context for tests: nobody approves, and no code is run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from dpa_jupyter.errors import ToolError
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.sandbox.code_runner import CodeLimits, CodeResult
from dpa_jupyter.sandbox.layers import LayerReport
from dpa_jupyter.tools.tool import Approval, ToolContext


class NobodyApproves:
    """An approver where nobody can answer."""

    async def ask(self, tool: str, question: str, code: str) -> Approval:
        return Approval(granted=False, reason="nobody can answer here")


class NoCodeRuns:
    """A runner that can't start anything."""

    async def run(self, code: str, frames: Mapping[str, Frame], limits: CodeLimits) -> CodeResult:
        raise ToolError("no code runs here")

    async def layers(self) -> LayerReport:
        return LayerReport.of_all()

    async def close(self) -> None:
        return


def context_of(
    frames: Iterable[Frame] = (),
    *,
    folders: tuple[Path, ...] = (),
    row_limit: int = 100_000,
    time_limit: float = 60.0,
) -> ToolContext:
    """Make a context with these frames and limits."""
    return ToolContext(
        frames=FrameCatalog(frames),
        progress=lambda text, share: None,
        approver=NobodyApproves(),
        code_runner=NoCodeRuns(),
        folders=folders,
        row_limit=row_limit,
        time_limit=time_limit,
    )
