"""The seam to anything an agent can do: arguments in, an observation out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from dpa_jupyter.displays import Display
from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.models.chat_model import ToolSpec

if TYPE_CHECKING:
    from dpa_jupyter.frames.catalog import FrameCatalog
    from dpa_jupyter.sandbox.code_runner import CodeRunner

DataType: TypeAlias = Literal["tabular", "stream", "document"]
SecurityLevel: TypeAlias = Literal["read", "compute", "write", "destructive", "network"]


@dataclass(frozen=True, slots=True)
class Observation:
    """What a tool gave back, for its three readers."""

    content: Json
    """For the model: bounded, plain JSON; numbers as numbers, missing as null, notes in words."""
    value: object = None
    """For Python: the typed result, such as a frame or a number."""
    displays: tuple[Display, ...] = ()
    """For the person."""
    quality: tuple[str, ...] = ()
    """Data-quality caveats seen on the way, each a sentence."""
    ok: bool = True


@dataclass(frozen=True, slots=True)
class Approval:
    """The answer to a question; the reason of a refusal goes back to the model."""

    granted: bool
    reason: str = ""
    decided_by: Literal["user", "policy"] = "user"


class Approver(Protocol):
    """Whoever may say yes."""

    async def ask(self, tool: str, question: str, code: str) -> Approval:
        """Ask, and wait for the answer; where nobody can answer, refuse at once with the reason."""
        ...


Progress: TypeAlias = Callable[[str, float | None], None]


@dataclass(frozen=True)
class ToolContext:
    """What a tool may use, for one call."""

    frames: FrameCatalog
    """The frames of the kernel and of this run; new frames are added here."""
    progress: Progress
    """Say what is being done and the share done (0 to 1, or None)."""
    approver: Approver
    code_runner: CodeRunner
    folders: tuple[Path, ...] = ()
    """The only folders that files may be read from."""
    row_limit: int = 100_000
    """The most rows that a result may have."""
    time_limit: float = 60.0
    """Seconds that one call may take."""


@dataclass(frozen=True, slots=True)
class ToolTraits:
    """What the loop must know of a tool before it calls it."""

    data_type: DataType = "tabular"
    level: SecurityLevel = "read"
    alone: bool = False
    """A barrier: calls before it finish first, and nothing runs beside it."""
    fallback: str | None = None
    """The tool to try when this one fails."""


class Tool(Protocol):
    """Something an agent can do."""

    @property
    def spec(self) -> ToolSpec:
        """Return what the model is told."""
        ...

    @property
    def traits(self) -> ToolTraits:
        """Return what the loop must know."""
        ...

    async def call(self, arguments: JsonObject, context: ToolContext) -> Observation:
        """Do it.

        Raises:
            ToolError: with a text that tells the model what to do better.
        """
        ...


Toolbox: TypeAlias = Mapping[str, Tool]
