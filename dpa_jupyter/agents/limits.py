"""What a run may use before it is ended."""

from __future__ import annotations

from dataclasses import dataclass

from dpa_jupyter.config import DEFAULT_BUDGET


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a run; every one of them ends in an answer or in one clear error."""

    steps: int = 20
    """In the last step no tool is offered, so that the model has to answer."""
    tool_seconds: float = 120.0
    answer_characters: int = 400_000
    """Of one answer of the model, its thinking and its tool calls included."""
    calls_per_step: int = 32
    """More of them are left out, and the model and the user are told."""
    dollars: float = DEFAULT_BUDGET
    """What the model may cost; it holds as far as the price is known."""
    broken_answers: int = 2
    """How often in a row an empty, cut or unreadable answer is asked for again."""
    bad_calls_per_tool: int = 3
    """How often in a run a tool may be called with arguments that can't be read; then it is no longer offered."""
    repetitions: int = 3
    """How often the same call may give the same result before the model is told; after twice as many the run ends."""
