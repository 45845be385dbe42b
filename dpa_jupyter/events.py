"""The vocabulary of a run: everything that happens is one of these, and every reader reads the same stream.

The loop only emits events. The cell's view, the session log and every later reader are folds over them.
`Transient` events are for the eye: the next lasting event holds all that they said, so the log leaves them out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dpa_jupyter.displays import Display
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import Message, ToolCall, Usage

Status: TypeAlias = Literal["finished", "stopped", "failed"]
Capability: TypeAlias = Literal["read", "compute", "write", "destructive", "network", "kernel"]
"""The worst that a call can do: `write` makes files, `destructive` ends something for good, `kernel` changes the user's
namespace."""
Scope: TypeAlias = Literal["once", "session"]
"""How far a yes reaches: this call only, or all of its kind until the session ends."""


@dataclass(frozen=True, slots=True)
class FrameNote:
    """A frame that a run has at hand."""

    name: str
    type: str
    """The library's own name for it, such as "pandas DataFrame"."""
    rows: int | None
    columns: int | None
    """None where the plan can't tell them."""


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A request was taken on, word for word."""

    request: str
    verb: str
    model: str
    frames: tuple[FrameNote, ...]
    privacy: str = ""
    """The level at which the model was told of the data; empty where nothing left."""
    kind: Literal["run_started"] = "run_started"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know: which frame or column was chosen, what the model can't do."""

    text: str
    level: Literal["info", "warning"] = "info"
    kind: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True)
class PromptBuilt:
    """The messages that open this run's conversation: the system's and the user's."""

    messages: tuple[Message, ...]
    frames: tuple[str, ...] | None = None
    """The frames that they describe, by name: those that the request means; None where that was not put down."""
    kind: Literal["prompt_built"] = "prompt_built"


@dataclass(frozen=True, slots=True)
class StepStarted:
    """The model is asked; steps count from 1."""

    step: int
    kind: Literal["step_started"] = "step_started"


@dataclass(frozen=True, slots=True)
class Instructed:
    """A word of ours to the model between two steps, such as that it must answer now."""

    step: int
    text: str
    kind: Literal["instructed"] = "instructed"


@dataclass(frozen=True, slots=True)
class TextStreamed:
    """Transient: a piece of the answer or of the thinking."""

    step: int
    channel: Literal["text", "thinking"]
    text: str
    kind: Literal["text_streamed"] = "text_streamed"


@dataclass(frozen=True, slots=True)
class TextWithdrawn:
    """What was streamed in this step does not count: the answer broke and is asked for again."""

    step: int
    reason: str
    usage: Usage = Usage()  # noqa: RUF009 - it is frozen
    """What was paid for it all the same."""
    kind: Literal["text_withdrawn"] = "text_withdrawn"


@dataclass(frozen=True, slots=True)
class ModelAnswered:
    """The model's whole answer to one step."""

    step: int
    text: str
    thinking: str
    tool_calls: tuple[ToolCall, ...]
    usage: Usage
    seconds: float
    kind: Literal["model_answered"] = "model_answered"


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """A tool was called; `arguments` is a JSON object, or the raw text where it could not be read."""

    step: int
    call_id: str
    tool: str
    arguments: Json
    kind: Literal["tool_started"] = "tool_started"


@dataclass(frozen=True, slots=True)
class ToolProgressed:
    """Transient: how far a tool has come; `share` is 0 to 1, None where it can't be told."""

    call_id: str
    text: str
    share: float | None = None
    kind: Literal["tool_progressed"] = "tool_progressed"


@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    """A tool may only go on if the user says so: all that they are shown, as plain data."""

    call_id: str
    tool: str
    question: str
    """What is asked, in one sentence of ours."""
    code: str
    """What would run; empty where the call runs no code."""
    capability: Capability = "compute"
    purpose: str = ""
    """What it is for, in the model's words; they are untrusted."""
    because: str = ""
    """Why it is asked and not simply done."""
    touches: tuple[str, ...] = ()
    """What it may read or change."""
    gaps: tuple[str, ...] = ()
    """What of the sandbox does not hold on this machine, each with the reason."""
    displays: tuple[Display, ...] = ()
    """The difference that it would make."""
    may_last: bool = False
    """Whether a yes may be given for the whole session."""
    kind: Literal["approval_asked"] = "approval_asked"


@dataclass(frozen=True, slots=True)
class ApprovalDecided:
    """The answer to a question, or what a rule said without one; and who gave it."""

    call_id: str
    granted: bool
    decided_by: Literal["user", "policy"]
    reason: str
    scope: Scope = "once"
    kind: Literal["approval_decided"] = "approval_decided"


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """What came of a call: `content` is told to the model, `displays` are shown to the person."""

    step: int
    call_id: str
    tool: str
    ok: bool
    content: Json
    displays: tuple[Display, ...]
    quality: tuple[str, ...]
    """Data-quality caveats that were seen on the way."""
    frames: tuple[FrameNote, ...]
    """New frames that the call made."""
    seconds: float
    own_words: Json = None
    """Of a failure that is told in words of ours, what they are made of (`sentence`)."""
    kind: Literal["tool_finished"] = "tool_finished"


@dataclass(frozen=True, slots=True)
class FrameMark:
    """A frame as it was at some time; the fingerprint is None where its content can't be hashed."""

    name: str
    fingerprint: str | None


@dataclass(frozen=True, slots=True)
class FrameMade:
    """A call made a frame from others; `ToolStarted` has the call's arguments, its code or SQL among them."""

    step: int
    call_id: str
    tool: str
    frame: FrameMark
    parents: tuple[FrameMark, ...]
    kind: Literal["frame_made"] = "frame_made"


@dataclass(frozen=True, slots=True)
class VariableChanged:
    """A variable of the user's was set to another frame, or set back; this may come after the run is over."""

    action: Literal["applied", "undone", "redone"]
    name: str
    before: str | None
    """The fingerprint of what stood there; None where nothing did, or where it can't be hashed."""
    after: str | None
    source: str
    """The frame of the run that was put there; empty for an object of the user's own."""
    summary: str
    call_id: str | None = None
    kind: Literal["variable_changed"] = "variable_changed"


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that stands, in Markdown."""

    text: str
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The run is over; `error` is one line for the user, empty where all went well."""

    status: Status
    error: str
    steps: int
    usage: Usage
    seconds: float
    kind: Literal["run_finished"] = "run_finished"


Transient: TypeAlias = TextStreamed | ToolProgressed
Lasting: TypeAlias = (
    RunStarted
    | Notice
    | PromptBuilt
    | StepStarted
    | Instructed
    | TextWithdrawn
    | ModelAnswered
    | ToolStarted
    | ApprovalAsked
    | ApprovalDecided
    | ToolFinished
    | FrameMade
    | VariableChanged
    | Answered
    | RunFinished
)
Event: TypeAlias = Lasting | Transient
Emit: TypeAlias = Callable[[Event], None]
