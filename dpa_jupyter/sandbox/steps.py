"""The code of a session that went well, to be run again where its process was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.hand_over import HandOver

AGAIN_SECONDS = 30.0
"""That all steps together may have taken: nobody waits longer for what they have seen already."""
AGAIN_COUNT = 50
MOST_LOSSES = 2
_SLACK = 3.0
"""How many times as long as before a step may take."""


@dataclass(frozen=True, slots=True)
class Step:
    """One run: code, and the contents of frames by the names that they had."""

    code: str
    frames: Mapping[str, HandOver]
    limits: CodeLimits


class Steps:
    """What was run in order; a step that failed changed too little to matter, and may be why the process was lost."""

    def __init__(self) -> None:
        self._done: list[tuple[Step, float]] = []
        self._losses = 0
        """How often the process was lost since the last step that went well."""

    def add(self, step: Step, seconds: float) -> None:
        """Remember a step that went well."""
        self._done.append((step, seconds))
        self._losses = 0

    def note_loss(self) -> None:
        """Count a loss: one of the steps may be what brings each new process down, too."""
        self._losses += 1

    def forget(self) -> None:
        """Begin anew."""
        self._done.clear()

    def to_run_again(self) -> tuple[Sequence[Step], str]:
        """Return the steps, or none of them and why they are not run again."""
        seconds = sum(taken for _, taken in self._done)
        if self._done and self._losses > MOST_LOSSES:
            return [], f"the process was lost {self._losses} times in a row"
        if len(self._done) > AGAIN_COUNT:
            return [], f"it had more than {AGAIN_COUNT} steps"
        if seconds > AGAIN_SECONDS:
            return [], f"its steps took {seconds:.0f} s"
        again = [
            replace(step, limits=replace(step.limits, seconds=min(step.limits.seconds, 1 + _SLACK * taken)))
            for step, taken in self._done
        ]
        return again, ""
