"""The seam to wherever model-written code runs: never in the kernel's own process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dpa_jupyter.displays import PictureDisplay
from dpa_jupyter.json_types import Json

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


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of what keeps code from doing harm, and whether it holds on this machine."""

    name: str
    """Such as "files" or "network"."""
    holds: bool
    why: str = ""
    """Why it does not hold, in words for the user; or what it does."""


class CodeRunner(Protocol):
    """Runs Python code on a hand-over of frames; the frames it is given never change."""

    def layers(self) -> tuple[Layer, ...]:
        """Return what confines the code that it runs; code whose layers do not all hold is asked about each time."""
        ...

    async def run(self, code: str, frames: Mapping[str, Frame], limits: CodeLimits) -> CodeResult:
        """Run code; its crash, hang or flood is a result, not an error.

        Raises:
            ToolError: the code could not be started at all.
        """
        ...

    async def close(self) -> None:
        """End every process that was started."""
        ...
