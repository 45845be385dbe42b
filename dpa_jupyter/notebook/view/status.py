"""How a run ended and what it took, in words; what is not known is said to be unknown."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.notebook.view.escape import one_line
from dpa_jupyter.notebook.view.numbers import seconds_text
from dpa_jupyter.notebook.view.transcript import Transcript
from dpa_jupyter.wording import counted

_WORDS = {"finished": "Finished", "stopped": "Stopped", "failed": "Failed"}


def status_word(transcript: Transcript) -> str:
    """Say how the run stands."""
    return "Unfinished" if transcript.status is None else _WORDS[transcript.status]


def status_line(transcript: Transcript) -> Sequence[str]:
    """List time, steps, tokens, cost and model."""
    usage = transcript.usage
    if usage.input_tokens is None and usage.output_tokens is None:
        tokens = "tokens unknown"
    else:
        tokens = f"{_count(usage.input_tokens)} tokens in, {_count(usage.output_tokens)} out"
    steps = len(transcript.steps)
    calls = len(transcript.calls)
    parts = [
        "" if transcript.seconds is None else seconds_text(transcript.seconds),
        f"{counted(steps, 'step')}, {counted(calls, 'tool call')}" if steps else "",
        tokens,
        cost_text(usage.cost_usd),
        one_line(transcript.model, 80),
    ]
    return [part for part in parts if part]


def cost_text(cost: float | None) -> str:
    """Write a price in US dollars."""
    if cost is None:
        return "cost unknown"
    return f"${cost:,.2f}" if cost >= 0.1 or cost == 0 else f"${cost:.2g}"


def _count(tokens: int | None) -> str:
    return "?" if tokens is None else f"{tokens:,}"
