"""The seam to wherever model-written code runs: never in the kernel's own process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dpa_jupyter.displays import PictureDisplay
from dpa_jupyter.json_types import Json
from dpa_jupyter.sandbox.layers import LayerReport

if TYPE_CHECKING:
    import pyarrow as pa

    from dpa_jupyter.frames.frame import Frame


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """What code may use before it is ended."""

    seconds: float = 60.0
    memory_bytes: int = 2 << 30
    """Address space above what the frames take."""
    output_bytes: int = 1 << 20
    """Printed text; more is cut with a notice."""
    result_bytes: int = 512 << 20
    """All frames and pictures together."""
    scratch_bytes: int = 1 << 30
    """Files that it writes, together."""


@dataclass(frozen=True, slots=True)
class CodeResult:
    """What came of running code: claims of untrusted code, as data."""

    ok: bool
    printed: str
    error: str
    """A short traceback or the reason for ending it; empty where all went well."""
    value: Json
    """The last expression, where it is a scalar or a small list or dict; None otherwise."""
    frames: Mapping[str, pa.Table]
    """The frames that the code made or changed, by variable name; the last expression's is "result"."""
    pictures: tuple[PictureDisplay, ...]
    seconds: float


class CodeRunner(Protocol):
    """Runs Python code on a hand-over of frames; the frames it is given never change."""

    async def run(self, code: str, frames: Mapping[str, Frame], limits: CodeLimits) -> CodeResult:
        """Run code; its crash, hang or flood is a result, not an error.

        Raises:
            ToolError: the code could not be started at all.
        """
        ...

    async def layers(self) -> LayerReport:
        """Return which layers confine the code, as its process found by trying; it is started for that if need be.

        Raises:
            ToolError: it could not be started at all.
        """
        ...

    async def close(self) -> None:
        """End every process that was started."""
        ...
