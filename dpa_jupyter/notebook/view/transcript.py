"""What a run has come to so far, as plain data: a fold over its events, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, assert_never

from dpa_jupyter.displays import DifferenceDisplay, Display, PictureDisplay, TableDisplay
from dpa_jupyter.events import (
    Answered,
    ApprovalAsked,
    ApprovalDecided,
    Event,
    FrameMade,
    FrameNote,
    Instructed,
    ModelAnswered,
    Notice,
    PromptBuilt,
    RunFinished,
    RunStarted,
    Status,
    StepStarted,
    TextStreamed,
    TextWithdrawn,
    ToolFinished,
    ToolProgressed,
    ToolStarted,
    VariableChanged,
)
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import Usage

KEY_CALLS = 2
"""How many calls show their tables beside the answer; the others' are with their steps."""

CallStatus: TypeAlias = Literal["running", "ok", "failed"]


@dataclass
class Prose:
    """Text that grows; a piece is only kept, the whole is put together when it is asked for."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, piece: str) -> None:
        """Append a piece."""
        self.pieces.append(piece)
        self.length += len(piece)

    def replace(self, text: str) -> None:
        """Take this text instead."""
        self.pieces, self.length = [text], len(text)

    def __str__(self) -> str:
        if len(self.pieces) > 1:
            self.pieces = ["".join(self.pieces)]
        return self.pieces[0] if self.pieces else ""


@dataclass
class Call:
    """A tool call and what came of it."""

    number: int
    """Counts from 1 within the run."""
    step: int
    tool: str
    arguments: Json = None
    status: CallStatus = "running"
    content: Json = None
    displays: tuple[Display, ...] = ()
    quality: tuple[str, ...] = ()
    frames: tuple[FrameNote, ...] = ()
    seconds: float | None = None
    question: ApprovalAsked | None = None
    decision: ApprovalDecided | None = None


@dataclass
class Step:
    """One thought and its calls."""

    number: int
    thought: Prose = field(default_factory=Prose)
    thinking: Prose = field(default_factory=Prose)
    calls: list[Call] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What was said to the model, and answers that did not count."""

    @property
    def is_bare(self) -> bool:
        """Tell whether the step holds nothing but text: it is the answer, or what there is of it."""
        return not (self.calls or self.thinking.length or self.remarks)


@dataclass
class Transcript:
    """A run, as far as it has come."""

    request: str = ""
    model: str = ""
    frames: tuple[FrameNote, ...] = ()
    """Those that the request means, as soon as that is known."""
    known_frames: tuple[FrameNote, ...] = ()
    """All that there are."""
    notices: list[Notice] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    calls: dict[str, Call] = field(default_factory=dict)
    """By their id."""
    answered: str | None = None
    status: Status | None = None
    """None while the run goes on."""
    error: str = ""
    usage: Usage = field(default_factory=Usage)
    seconds: float | None = None

    @property
    def answer(self) -> str:
        """Return the answer, or what there is of it."""
        if self.answered is not None:
            return self.answered
        return str(self.steps[-1].thought) if self.steps and not self.steps[-1].calls else ""

    @property
    def working_steps(self) -> Sequence[Step]:
        """Return the steps that led to the answer; that of the answer itself only if there is more to it."""
        last = self.steps[-1:]
        return self.steps[:-1] if last and last[0].is_bare else self.steps

    def thought_of(self, step: Step) -> str:
        """Return what was said in a step, unless that is the answer."""
        return "" if step is self.steps[-1] and not step.calls else str(step.thought)

    @property
    def pictures(self) -> list[PictureDisplay]:
        """Return all pictures, in the order in which they were drawn."""
        return [shown for call in self.calls.values() for shown in call.displays if shown.kind == "picture"]

    @property
    def differences(self) -> list[DifferenceDisplay]:
        """Return what was changed of the user's variables, in order."""
        return [shown for call in self.calls.values() for shown in differences_of(call)]

    @property
    def key_calls(self) -> list[Call]:
        """Return the last calls that made a table: most likely what the answer rests on."""
        return [call for call in self.calls.values() if tables_of(call)][-KEY_CALLS:]

    @property
    def key_tables(self) -> list[TableDisplay]:
        """Return the tables to show beside the answer; none beside an answer that has a table of its own."""
        if "\n|" in self.answer:
            return []
        return [table for call in self.key_calls for table in tables_of(call)]

    def step(self, number: int) -> Step:
        """Return a step, begun here if it was not yet."""
        for step in reversed(self.steps):
            if step.number == number:
                return step
        self.steps.append(Step(number))
        return self.steps[-1]

    def call(self, call_id: str, tool: str, step: int) -> Call:
        """Return a call, begun here if it was not yet."""
        if call_id not in self.calls:
            self.calls[call_id] = Call(len(self.calls) + 1, step, tool)
            self.step(step).calls.append(self.calls[call_id])
        return self.calls[call_id]

    def add(self, event: Event) -> None:
        """Take one event in, in time that does not depend on what is there already."""
        match event:
            case RunStarted():
                self.request, self.known_frames = event.request, event.frames
                self.model = " · ".join(filter(None, (event.model, event.privacy)))
            case Notice():
                self.notices.append(event)
            case Answered():
                self.answered = event.text
            case RunFinished():
                self.status, self.error = event.status, event.error
                self.usage, self.seconds = event.usage, event.seconds
            case PromptBuilt():
                names = event.frames
                self.frames = tuple(one for one in self.known_frames if names is None or one.name in names)
            case ToolProgressed() | FrameMade() | VariableChanged():
                pass
            case ToolStarted() | ToolFinished() | ApprovalAsked() | ApprovalDecided():
                self._add_to_call(event)
            case StepStarted() | Instructed() | TextStreamed() | TextWithdrawn() | ModelAnswered():
                self._add_to_step(event)
            case unknown:
                assert_never(unknown)

    def _add_to_step(self, event: StepStarted | Instructed | TextStreamed | TextWithdrawn | ModelAnswered) -> None:
        step = self.step(event.step)
        match event:
            case StepStarted():
                pass
            case Instructed():
                step.remarks.append(f"Told to the model: {event.text}")
            case TextStreamed():
                (step.thought if event.channel == "text" else step.thinking).add(event.text)
            case TextWithdrawn():
                step.thought, step.thinking = Prose(), Prose()
                step.remarks.append(f"Asked again: {event.reason}")
            case ModelAnswered():
                step.thought.replace(event.text)
                step.thinking.replace(event.thinking)
            case unknown:
                assert_never(unknown)

    def _add_to_call(self, event: ToolStarted | ToolFinished | ApprovalAsked | ApprovalDecided) -> None:
        if isinstance(event, ToolStarted):
            self.call(event.call_id, event.tool, event.step).arguments = event.arguments
            return
        if isinstance(event, ToolFinished):
            call = self.call(event.call_id, event.tool, event.step)
            call.status = "ok" if event.ok else "failed"
            call.content, call.displays, call.quality = event.content, event.displays, event.quality
            call.frames, call.seconds = event.frames, event.seconds
            return
        asked = self.calls.get(event.call_id)
        if asked is not None and isinstance(event, ApprovalAsked):
            asked.question, asked.decision = event, None
        elif asked is not None and isinstance(event, ApprovalDecided):
            asked.decision = event


def tables_of(call: Call) -> list[TableDisplay]:
    """Return the tables that a call showed."""
    return [shown for shown in call.displays if shown.kind == "table"]


def failure_word(call: Call) -> str:
    """Say of a call that did not do what it was asked to whether it could not or was not allowed to."""
    return "refused" if call.decision is not None and not call.decision.granted else "failed"


def differences_of(call: Call) -> list[DifferenceDisplay]:
    """Return the differences that a call showed: those of changes that were made."""
    return [shown for shown in call.displays if shown.kind == "difference"]


def fold(events: Iterable[Event]) -> Transcript:
    """Take in all events of a run."""
    transcript = Transcript()
    for event in events:
        transcript.add(event)
    return transcript
