"""How a playbook is written and driven.

A playbook reads like the work it does: look at this, then at that, then write. It is a generator that yields steps and
returns an answer. The model keeps no state, so each time it is asked it runs the playbook from its start: a step whose
calls all have results in the conversation is passed over, the first other one is what to do next. A playbook must
therefore be a pure function of its case.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TypeAlias

from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.observations import Call, Observations
from dpa_jupyter.models.offline.request import Request


@dataclass(frozen=True)
class Case:
    """What a playbook works from: the request, and what was observed since."""

    request: Request
    seen: Observations

    def about(self, frame: str, column: str | None) -> Case:
        """Return the same case with another column at its centre."""
        target = (frame, column) if column is not None else None
        return Case(replace(self.request, frames=(frame,), target=target), self.seen)


@dataclass(frozen=True)
class Step:
    """What to do next and why; the calls don't depend on each other."""

    thought: str
    calls: tuple[Call[object], ...]


Playbook: TypeAlias = Generator[Step, None, Answer]


@dataclass(frozen=True)
class Written:
    """The end: an answer, and what of the work could not be done, as tool and reason."""

    answer: Answer
    undone: tuple[tuple[str, str], ...]


def next_move(playbook: Playbook, seen: Observations) -> Step | Written:
    """Run a playbook over what was seen, up to the first step that needs something new."""
    wanted: list[Call[object]] = []
    while True:
        try:
            step = next(playbook)
        except StopIteration as end:
            return Written(end.value, tuple((call.tool, why) for call in wanted if (why := seen.trouble(call))))
        wanted.extend(step.calls)
        if missing := tuple(call for call in step.calls if not seen.has(call)):
            return Step(step.thought, missing)
