"""A step, its calls and what they showed, as HTML."""

from __future__ import annotations

from collections.abc import Iterable

from dpa_jupyter.displays import CodeDisplay, TableDisplay, TextDisplay
from dpa_jupyter.notebook.view.escape import html_text, one_line
from dpa_jupyter.notebook.view.html_displays import displays_html, shortened
from dpa_jupyter.notebook.view.markdown import markdown_html
from dpa_jupyter.notebook.view.numbers import seconds_text
from dpa_jupyter.notebook.view.observation import call_text, observation_text
from dpa_jupyter.notebook.view.question import question_html
from dpa_jupyter.notebook.view.transcript import Call, Step, Transcript, failure_word, tables_of

LONGEST_TITLE = 140
LONGEST_THINKING = 8_000

UNFINISHED = " <b>not finished</b>"


def step_html(transcript: Transcript, step: Step) -> str:
    """Write a step as one line that opens."""
    thought = transcript.thought_of(step)
    key = set(map(id, transcript.key_tables))
    body = "".join(
        [
            thinking_html(str(step.thinking)) if thought else thought_html(str(step.thinking)),
            thought_html(thought),
            *(f'<p class="dpa-remark">{html_text(remark)}</p>' for remark in step.remarks),
            *(call_html(call, [table for table in tables_of(call) if id(table) not in key]) for call in step.calls),
        ]
    )
    return f'<details class="dpa-step">{summary_html(step, thought)}{body}</details>'


def summary_html(step: Step, thought: str) -> str:
    """Write a step's number, what it was about, and the tools it used."""
    tools = "".join(f"{_chip(call)} " for call in step.calls)
    return (
        f'<summary><b>{step.number}</b> <span dir="auto">{html_text(title_of(step, thought))}</span> '
        f'<span class="dpa-chips">{tools}</span></summary>'
    )


def title_of(step: Step, thought: str) -> str:
    """Say in one line what a step was about: what the model said, or else what it thought, or else what it did."""
    lines = f"{thought}\n{step.thinking}".splitlines()
    said = next((line for line in lines if line.strip()), "").strip(" #*_->")
    if said:
        return one_line(said.replace("`", ""), LONGEST_TITLE)
    calls = ", ".join(call_text(call.tool, call.arguments) for call in step.calls)
    return one_line(calls, LONGEST_TITLE) if calls else "Thought about the answer"


def thought_html(thought: str) -> str:
    """Write a thought in full, where its title is not all of it."""
    if len(thought.strip()) <= LONGEST_TITLE and "\n" not in thought.strip():
        return ""
    return f'<div class="dpa-prose" dir="auto">{markdown_html(thought)}</div>'


def thinking_html(thinking: str) -> str:
    """Write what a model thought to itself."""
    if not thinking.strip():
        return ""
    return f'<div class="dpa-thinking" dir="auto">{shortened(thinking.strip(), LONGEST_THINKING)}</div>'


def call_html(call: Call, tables: Iterable[TableDisplay], clock: str = "") -> str:
    """Write a call with its arguments, its observation, and those of its displays that are shown nowhere else."""
    shown = [display for display in call.displays if isinstance(display, CodeDisplay | TextDisplay)]
    body = "".join(
        [
            question_html(call),
            *displays_html([*shown, *tables]),
            "".join(f'<p class="dpa-caveat">{html_text(caveat)}</p>' for caveat in call.quality),
            _frames_html(call),
            _observation_html(call),
        ]
    )
    inner = f'{call_line(call, clock)}<div class="dpa-call-body">{body}</div>'
    return f'<div class="dpa-call dpa-call-{call.number}">{inner}</div>'


def call_line(call: Call, clock: str = "") -> str:
    """Write a call and how it went, on one line, with a clock while it runs."""
    took = f" <span>{seconds_text(call.seconds)}</span>" if call.seconds is not None else clock or UNFINISHED
    failed = f" <b>{failure_word(call)}</b>" if call.status == "failed" else ""
    return (
        f'<p class="dpa-{call.status}"><code dir="ltr">{html_text(call_text(call.tool, call.arguments))}</code>'
        f"{failed}{took}</p>"
    )


def _chip(call: Call) -> str:
    failed = f" {failure_word(call)}" if call.status == "failed" else ""
    took = "" if call.seconds is None else f" <i>{seconds_text(call.seconds)}</i>"
    return f'<span class="dpa-{call.status}"><bdi>{html_text(one_line(call.tool, 60))}</bdi>{failed}{took}</span>'


def _observation_html(call: Call) -> str:
    if call.seconds is None:
        return ""
    unfolded = " open" if call.status == "failed" else ""
    observed = html_text(observation_text(call.content))
    return f"<details{unfolded}><summary>Observation</summary><pre>{observed}</pre></details>"


def _frames_html(call: Call) -> str:
    if not call.frames:
        return ""
    names = ", ".join(f"<code><bdi>{html_text(one_line(frame.name, 60))}</bdi></code>" for frame in call.frames)
    return f"<p>New: {names}</p>"
