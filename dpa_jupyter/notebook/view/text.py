"""A run as Markdown and as plain text, for wherever HTML is not shown."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.displays import Display
from dpa_jupyter.events import FrameNote
from dpa_jupyter.frames.differences.wording import difference_text
from dpa_jupyter.harmless import disarmed, visible
from dpa_jupyter.notebook.view.differences import difference_markdown
from dpa_jupyter.notebook.view.escape import code_span, markdown_text, one_line
from dpa_jupyter.notebook.view.html_steps import title_of
from dpa_jupyter.notebook.view.numbers import seconds_text, shape_text
from dpa_jupyter.notebook.view.observation import call_text
from dpa_jupyter.notebook.view.status import status_line, status_word
from dpa_jupyter.notebook.view.tables import table_markdown, table_text
from dpa_jupyter.notebook.view.transcript import Call, Transcript, failure_word

LONGEST_REQUEST = 600
LONGEST_PLAIN = 4_000
LONGEST_MARKDOWN = 16_000
"""Characters of an answer; the HTML beside it holds all of it, and the front end is sent each only once."""


def run_markdown(transcript: Transcript) -> str:
    """Write the run as Markdown."""
    return "\n\n".join(part for part in _markdown_parts(transcript) if part)


def run_text(transcript: Transcript) -> str:
    """Write the run as plain text, its tables aligned."""
    return "\n\n".join(part for part in _text_parts(transcript) if part)


def frame_text(frame: FrameNote) -> str:
    """Write what a frame is, in a few words."""
    shape = shape_text(frame.rows, frame.columns)
    return f"{one_line(frame.name, 60)} ({shape}, {one_line(frame.type, 40)})"


def picture_text(display: Display) -> str:
    """Write a picture as its title and what it shows."""
    if display.kind != "picture":
        return ""
    return f"[picture: {one_line(display.title, 300)}. {one_line(display.alt_text, 2_000)}]"


def call_line_text(call: Call) -> str:
    """Write a call, whether it failed, and how long it took."""
    failed = f" {failure_word(call)}" if call.status == "failed" else ""
    took = "" if call.seconds is None else f" {seconds_text(call.seconds)}"
    return f"{call_text(call.tool, call.arguments)}{failed}{took}"


def ending_text(transcript: Transcript) -> str:
    """Write how the run ended and what it took, with the error on a line of its own."""
    line = " · ".join([status_word(transcript), *status_line(transcript)])
    return f"{visible(transcript.error)}\n{line}" if transcript.error else line


def _markdown_parts(transcript: Transcript) -> Iterator[str]:
    frames = " ".join(code_span(frame_text(frame)) for frame in transcript.frames[:6])
    yield f"**{markdown_text(transcript.request, LONGEST_REQUEST)}** {frames}".rstrip()
    for notice in transcript.notices:
        yield f"> {'Warning' if notice.level == 'warning' else 'Note'}: {markdown_text(notice.text)}"
    yield _cut(disarmed(transcript.answer), LONGEST_MARKDOWN)
    for picture in transcript.pictures:
        yield f"*{markdown_text(picture_text(picture))}*"
    yield from map(difference_markdown, transcript.differences)
    yield from map(table_markdown, transcript.key_tables)
    yield "\n".join(_markdown_steps(transcript))
    if transcript.error:
        yield f"**Error:** {markdown_text(transcript.error)}"
    yield f"*{markdown_text(' · '.join([status_word(transcript), *status_line(transcript)]))}*"


def _markdown_steps(transcript: Transcript) -> Iterator[str]:
    for step in transcript.working_steps:
        yield f"{step.number}. {markdown_text(title_of(step, transcript.thought_of(step)))}"
        yield from (f"    - {code_span(call_line_text(call))}" for call in step.calls)


def _text_parts(transcript: Transcript) -> Iterator[str]:
    head = [one_line(transcript.request, LONGEST_REQUEST), *map(frame_text, transcript.frames[:6])]
    yield "\n".join([*head, *(f"{notice.level}: {visible(notice.text)}" for notice in transcript.notices)])
    yield "\n".join(_text_steps(transcript))
    yield _cut(visible(transcript.answer), LONGEST_PLAIN)
    yield from map(picture_text, transcript.pictures)
    yield from (f"Changed: {visible(difference_text(shown))}" for shown in transcript.differences)
    yield from map(table_text, transcript.key_tables)
    yield ending_text(transcript)


def _text_steps(transcript: Transcript) -> Iterator[str]:
    for step in transcript.working_steps:
        yield f"{step.number}. {title_of(step, transcript.thought_of(step))}"
        yield from (f"   {call_line_text(call)}" for call in step.calls)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text.rstrip()
    return f"{text[:most]}…\n\n({len(text):,} characters in all: the HTML view and `_dpa.text` have them.)"
