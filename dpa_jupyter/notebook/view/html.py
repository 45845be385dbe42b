"""A run as one self-contained piece of HTML: no script, nothing from elsewhere, readable without its style too.

The live view begins with the same piece, empty, and fills its regions, which it finds by their class.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dpa_jupyter.events import FrameNote, Notice
from dpa_jupyter.notebook.view.differences import changes_html
from dpa_jupyter.notebook.view.escape import html_text, one_line
from dpa_jupyter.notebook.view.html_displays import displays_html
from dpa_jupyter.notebook.view.html_steps import step_html
from dpa_jupyter.notebook.view.markdown import markdown_html
from dpa_jupyter.notebook.view.numbers import shape_text
from dpa_jupyter.notebook.view.status import status_line, status_word
from dpa_jupyter.notebook.view.style import style
from dpa_jupyter.notebook.view.transcript import Step, Transcript
from dpa_jupyter.wording import counted

LONGEST_REQUEST = 600
MOST_FRAMES = 6
STEPS_IN_SIGHT = 6
"""More steps than these are folded into one line."""


def run_html(transcript: Transcript) -> str:
    """Write the whole run, with its style."""
    return section_html(transcript, footer_html(transcript), f"<style>{style()}</style>")


def section_html(transcript: Transcript, footer: str, style: str = "") -> str:
    """Write a run around this footer."""
    return "".join(
        [
            f'<section class="dpa-run">{style}',
            header_html(transcript),
            region("notices", map(notice_html, transcript.notices)),
            steps_html(transcript),
            '<div class="dpa-main">',
            region("answer", [prose_html(transcript.answer)] if transcript.answer else []),
            region("pictures", displays_html(transcript.pictures)),
            "</div>",
            region("changes", changes_html(transcript.differences)),
            region("tables", displays_html(transcript.key_tables)),
            region("caveats", caveats_html(transcript)),
            region("error", error_html(transcript)),
            f'<footer class="dpa-footer">{footer}</footer></section>',
        ]
    )


def region(name: str, parts: Iterable[str]) -> str:
    """Write a region that holds these parts."""
    return f'<div class="dpa-{name}">{"".join(parts)}</div>'


def header_html(transcript: Transcript) -> str:
    """Write what was asked, and of what."""
    request = html_text(one_line(transcript.request, LONGEST_REQUEST))
    chips = [_frame_html(frame) for frame in transcript.frames[:MOST_FRAMES]]
    more = len(transcript.frames) - MOST_FRAMES
    if more > 0:
        chips.append(f"<li>and {counted(more, 'more frame')}</li>")
    frames = f'<ul class="dpa-frames">{"".join(chips)}</ul>' if chips else ""
    return f'<header class="dpa-header"><p dir="auto"><strong>{request}</strong></p>{frames}</header>'


def notice_html(notice: Notice) -> str:
    """Write something that the user should know."""
    word = "Warning" if notice.level == "warning" else "Note"
    return f'<p class="dpa-notice dpa-{notice.level}"><b>{word}</b> {html_text(notice.text)}</p>'


def steps_html(transcript: Transcript) -> str:
    """Write the steps, a line each that opens."""
    steps = transcript.working_steps
    inner = region("steps", (step_html(transcript, step) for step in steps))
    if len(steps) <= STEPS_IN_SIGHT:
        return inner
    return f'<details class="dpa-all-steps"><summary>{counts(steps)}</summary>{inner}</details>'


def counts(steps: Sequence[Step]) -> str:
    """Count steps and calls."""
    calls = sum(len(step.calls) for step in steps)
    return f"{counted(len(steps), 'step')}, {counted(calls, 'tool call')}"


def prose_html(text: str) -> str:
    """Write a model's Markdown."""
    return f'<div class="dpa-prose" dir="auto">{markdown_html(text)}</div>'


def caveats_html(transcript: Transcript) -> Iterable[str]:
    """List what was seen of the data's quality, once each."""
    caveats = list(dict.fromkeys(caveat for call in transcript.calls.values() for caveat in call.quality))
    if caveats:
        items = "".join(f"<li>{html_text(caveat)}</li>" for caveat in caveats)
        yield f"<details><summary>{counted(len(caveats), 'caveat')} about the data</summary><ul>{items}</ul></details>"


def error_html(transcript: Transcript) -> Iterable[str]:
    """Say why there is no whole answer, where there is none."""
    if transcript.status == "failed":
        yield f"<p><b>Failed</b> {html_text(transcript.error or 'for an unknown reason')}</p>"
    elif transcript.status == "stopped":
        error = transcript.error or "stopped before there was an answer"
        yield f"<p>{html_text(error[:1].upper() + error[1:])}</p>"


def footer_html(transcript: Transcript) -> str:
    """Write how it ended, and what it took."""
    status = transcript.status or "unfinished"
    parts = "".join(f"<span>{html_text(part)}</span> " for part in status_line(transcript))
    return f'<b class="dpa-status dpa-{status}">{status_word(transcript)}</b> {parts}'.rstrip()


def _frame_html(frame: FrameNote) -> str:
    shape = shape_text(frame.rows, frame.columns)
    kind = html_text(one_line(frame.type, 40))
    return f"<li><b><bdi>{html_text(one_line(frame.name, 60))}</bdi></b> {shape} <i>{kind}</i></li>"
