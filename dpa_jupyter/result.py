"""What a run gives back to Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dpa_jupyter.displays import PictureDisplay
from dpa_jupyter.events import (
    Answered,
    FrameMade,
    FrameMark,
    ModelAnswered,
    RunFinished,
    RunStarted,
    Status,
    StepStarted,
    ToolFinished,
    ToolStarted,
    VariableChanged,
)
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.harmless import disarmed, visible
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import Usage
from dpa_jupyter.redaction import masked
from dpa_jupyter.sessions.record import Record


@dataclass(frozen=True, slots=True)
class Action:
    """A tool call and what came of it."""

    tool: str
    arguments: Json
    ok: bool
    observation: Json
    quality: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Step:
    """One thought, its actions and their observations; `at` is in seconds since 1970."""

    number: int
    at: float
    thought: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """How a frame came to be."""

    tool: str
    arguments: Json
    """The code or SQL among them."""
    run: str
    parents: tuple[FrameMark, ...] = ()
    """The frames that it was made from, with their fingerprints at that time."""
    fingerprint: str | None = None
    """None where it can't be hashed."""
    at: float | None = None
    """Seconds since 1970; None in logs of before this was kept."""


@dataclass(frozen=True)
class Result:
    """The outcome of a run."""

    run: str
    request: str
    status: Status
    error: str
    """Why there is no answer, in one line; empty where there is one."""
    text: str
    """The answer, in Markdown; empty where there is none."""
    value: object
    """The single value or else the last frame that the run found; None where it made neither."""
    frames: Mapping[str, object]
    """The frames that the run made, by name, in the library that suits them."""
    figures: tuple[PictureDisplay, ...]
    code: str
    """All SQL and Python that ran, in order."""
    steps: tuple[Step, ...]
    quality: tuple[str, ...]
    """Data-quality caveats that were seen on the way."""
    usage: Usage
    lineage: Mapping[str, Made]
    """How each new frame was made."""
    changes: tuple[VariableChanged, ...] = ()
    """What was changed in the user's variables."""
    records: Sequence[Record] = field(default=(), repr=False)
    """Everything that happened, as it stands in the log."""

    @property
    def cost(self) -> float | None:
        """What the run cost, in US dollars; None if the price is unknown."""
        return self.usage.cost_usd

    def __repr__(self) -> str:
        return visible(masked(self.text)) or f"<{self.status} run {self.run} without an answer>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/markdown": disarmed(masked(self.text)), "text/plain": repr(self)}


def result_of(run: str, records: Sequence[Record], frames: Mapping[str, object]) -> Result:
    """Fold a run's records into its result."""
    events = [record.event for record in records]
    finished = [event for event in events if isinstance(event, ToolFinished)]
    ends = [event for event in events if isinstance(event, RunFinished)]
    starts = [event for event in events if isinstance(event, RunStarted)]
    answers = [event.text for event in events if isinstance(event, Answered)]
    arguments = {event.call_id: event.arguments for event in events if isinstance(event, ToolStarted)}
    made = {
        note.name: Made(event.tool, arguments.get(event.call_id), run) for event in finished for note in event.frames
    } | _lineage(run, records, arguments)
    return Result(
        run=run,
        request=starts[0].request if starts else "",
        status=ends[-1].status if ends else "stopped",
        error=ends[-1].error if ends else "it did not end by itself",
        text=answers[-1] if answers else "",
        value=_value(finished, frames),
        frames={name: frames[name] for name in made if name in frames},
        figures=tuple(shown for event in finished for shown in event.displays if isinstance(shown, PictureDisplay)),
        code="\n\n".join(filter(None, (_source(arguments.get(event.call_id)) for event in finished if event.ok))),
        steps=_steps(records),
        quality=tuple(dict.fromkeys(caveat for event in finished for caveat in event.quality)),
        usage=ends[-1].usage if ends else Usage(),
        lineage=made,
        changes=tuple(event for event in events if isinstance(event, VariableChanged)),
        records=tuple(records),
    )


def _lineage(run: str, records: Sequence[Record], arguments: Mapping[str, Json]) -> dict[str, Made]:
    return {
        event.frame.name: Made(
            event.tool, arguments.get(event.call_id), run, event.parents, event.frame.fingerprint, record.at
        )
        for record in records
        if isinstance(event := record.event, FrameMade)
    }


def _source(arguments: Json) -> str | None:
    match arguments:
        case {"sql": str(source)} | {"code": str(source)}:
            return source
        case _:
            return None


def _value(finished: Sequence[ToolFinished], frames: Mapping[str, object]) -> object:
    for event in reversed(finished):
        if not event.frames:
            continue
        frame = frames.get(event.frames[-1].name)
        match event.content:
            case {"rows": 1, "preview": [[shown]]}:
                return _only_cell(frame, shown)
            case _:
                return frame
    return None


def _only_cell(value: object, shown: object) -> object:
    """Return the one cell of a frame as it is; as it was shown, which may be shortened, where the frame is gone."""
    frame = recognise("frame", value)
    if frame is None:
        return shown
    table = frame.adapter.batches(value, None, 2).read_all()
    return table.column(0)[0].as_py() if table.shape == (1, 1) else shown


def _steps(records: Sequence[Record]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for record in records:
        if isinstance(record.event, StepStarted):
            number = record.event.step
            events = [other.event for other in records]
            thought = next(
                (e.text or e.thinking for e in events if isinstance(e, ModelAnswered) and e.step == number), ""
            )
            steps.append(Step(number, record.at, thought, _actions(events, number)))
    return tuple(steps)


def _actions(events: Sequence[object], step: int) -> tuple[Action, ...]:
    arguments = {event.call_id: event.arguments for event in events if isinstance(event, ToolStarted)}
    return tuple(
        Action(event.tool, arguments.get(event.call_id), event.ok, event.content, event.quality, event.seconds)
        for event in events
        if isinstance(event, ToolFinished) and event.step == step
    )
