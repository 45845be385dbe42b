"""The seam to anything an agent can do: arguments in, an observation out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from dpa_jupyter.changes.change import ABSENT
from dpa_jupyter.displays import Display
from dpa_jupyter.errors import ToolError
from dpa_jupyter.events import Capability
from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.models.chat_model import ToolSpec
from dpa_jupyter.sentence import sentence

if TYPE_CHECKING:
    from dpa_jupyter.changes.change import Change
    from dpa_jupyter.events import VariableChanged
    from dpa_jupyter.frames.catalog import FrameCatalog
    from dpa_jupyter.quality.desk.study import Study
    from dpa_jupyter.quality.record.record import QualityMemory
    from dpa_jupyter.safety.privacy.leaving import Leaving
    from dpa_jupyter.sandbox.code_runner import CodeRunner


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
    own_words: JsonObject | None = None
    """Of a failure that is told in words of ours, what they are made of."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a call is about to do: what the decision goes by, and what the user is shown if they are asked."""

    capability: Capability
    question: str
    """What is asked, in one sentence of the tool's own."""
    purpose: str = ""
    """What it is for, in the model's words; they are untrusted."""
    code: str = ""
    """What would run, whole: nobody should approve what they have not seen."""
    touches: tuple[str, ...] = ()
    """What it may read or change."""
    displays: tuple[Display, ...] = ()
    """The difference that it would make."""
    runs_code: bool = False
    """Whether it runs code that a model wrote."""
    is_confined: bool = False
    """Whether a whole sandbox is around that code."""
    gaps: tuple[str, ...] = ()
    """What of the sandbox does not hold, each with the reason."""


class Variables(Protocol):
    """The user's variables: read at will, set one at a time, and only once the user has said yes to it."""

    @property
    def moment(self) -> str:
        """Say in words when a change is made; nothing, where it is at once."""
        ...

    def present(self, name: str) -> object:
        """Return what stands under a name now, `ABSENT` if nothing does."""
        ...

    async def put(self, change: Change, check: Callable[[], None], then: Callable[[], None]) -> None:
        """Make a change in the kernel's main thread; call `check` there just before, `then` as soon as it is made.

        The change is not made where `check` raises.

        Raises:
            ChangeError: another object stands there by now than the one that the change was made for.
        """
        ...


class NoVariables:
    """Where there is no kernel whose variables could be set."""

    moment = ""

    def present(self, name: str) -> object:
        """Find nothing."""
        return ABSENT

    async def put(self, change: Change, check: Callable[[], None], then: Callable[[], None]) -> None:
        """Refuse."""
        raise ToolError(sentence("there are no variables here that could be changed"))


def _nothing_leaves() -> Leaving:
    raise ToolError(sentence("nothing may leave from here"))


def _new_study() -> Study:
    from dpa_jupyter.quality.desk.kept_study import KeptStudy

    return KeptStudy()


def _new_memory() -> QualityMemory:
    from dpa_jupyter.quality.record.record import forgetful

    return forgetful()


Progress: TypeAlias = Callable[[str, float | None], None]


@dataclass(frozen=True)
class ToolContext:
    """What a tool may use, for one call."""

    frames: FrameCatalog
    """The frames of the kernel and of this run; new frames are added here."""
    progress: Progress
    """Say what is being done and the share done (0 to 1, or None)."""
    code_runner: CodeRunner
    folders: tuple[Path, ...] = ()
    """The only folders that files may be read from."""
    row_limit: int = 100_000
    """The most rows that a result may have."""
    time_limit: float = 60.0
    """Seconds that one call may take."""
    memory_limit: int = 2 << 30
    """Bytes that a query, or code above the frames it is given, may use."""
    output_limit: int = 1 << 20
    """Bytes that code may print."""
    variables: Variables = field(default_factory=NoVariables)
    record: Callable[[VariableChanged], None] = field(default=lambda event: None)
    """Put it on record that a variable was changed."""
    leaving: Callable[[], Leaving] = field(default=_nothing_leaves)
    """Return this call's arguments as they may leave for a program that is not ours; it may look through the data."""
    run: str = ""
    """The run's name."""
    study: Callable[[], Study] = field(default=_new_study)
    """Return what measures and mends frames."""
    quality_memory: Callable[[], QualityMemory] = field(default=_new_memory)
    """Return what is known of frames from before: saved baselines, and the record of reports."""
    prepared: dict[str, object] = field(default_factory=dict)
    """What a tool found out when it said what it was about to do, for the call that follows."""


@dataclass(frozen=True, slots=True)
class ToolTraits:
    """What the loop must know of a tool before it calls it."""

    level: Capability = "read"
    alone: bool = False
    """A barrier: calls before it finish first, and nothing runs beside it."""


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

    async def intent(self, arguments: JsonObject, context: ToolContext) -> Intent:
        """Say what a call with these arguments would do, and do nothing of it.

        Raises:
            ToolError: it can't be done, whoever allows it.
        """
        ...

    async def call(self, arguments: JsonObject, context: ToolContext) -> Observation:
        """Do it; whether it may be done was decided before.

        Raises:
            ToolError: with a text that tells the model what to do better.
        """
        ...


Toolbox: TypeAlias = Mapping[str, Tool]
