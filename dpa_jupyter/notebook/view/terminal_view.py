"""A run as lines of text, for plain IPython and for whoever prefers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from dpa_jupyter.events import (
    Answered,
    ApprovalAsked,
    ApprovalDecided,
    Event,
    ModelAnswered,
    Notice,
    PromptBuilt,
    RunFinished,
    RunStarted,
    TextStreamed,
    TextWithdrawn,
    ToolFinished,
    ToolStarted,
)
from dpa_jupyter.frames.differences.wording import difference_text
from dpa_jupyter.harmless import visible, writable
from dpa_jupyter.notebook.view.observation import call_text
from dpa_jupyter.notebook.view.question import decision_text, question_text
from dpa_jupyter.notebook.view.tables import table_text
from dpa_jupyter.notebook.view.text import call_line_text, ending_text, frame_text, picture_text
from dpa_jupyter.notebook.view.transcript import Call, Transcript
from dpa_jupyter.notebook.view.view import Offer, Offered

DIM = "\x1b[2m"
PLAIN = "\x1b[0m"


class TerminalView:
    """Prints what happens as it happens; nothing is ever printed twice or taken back."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._colours = out.isatty()
        self._transcript = Transcript()
        self._streamed: dict[int, int] = {}
        """Characters of each step's text that were printed."""
        self._line_is_open = False

    def open(self, run_id: str | None, stop: Callable[[], None]) -> None:
        """Do nothing: the keyboard stops a run here."""

    def show(self, event: Event) -> None:
        """Print it."""
        self._transcript.add(event)
        match event:
            case TextStreamed():
                self._stream(event)
            case ModelAnswered():
                self._rest(event)
            case ToolFinished():
                self._finished(self._transcript.calls[event.call_id])
            case Answered():
                self._answer(event.text)
            case TextWithdrawn():
                self._line(f"asked again: {visible(event.reason)}", dim=True)
                self._streamed.pop(event.step, None)
            case _:
                self._tell(event)

    def _tell(self, event: Event) -> None:
        match event:
            case RunStarted():
                self._line(visible(self._transcript.model), dim=True)
            case PromptBuilt():
                for frame in self._transcript.frames[:6]:
                    self._line(frame_text(frame), dim=True)
            case Notice():
                self._line(f"{event.level}: {visible(event.text)}")
            case ToolStarted():
                self._line(f"  {call_text(event.tool, event.arguments)}", dim=True)
            case ApprovalAsked():
                self._line(question_text(event))
            case ApprovalDecided() if event.decided_by == "policy":
                self._line(f"  {decision_text(event)}", dim=True)
            case RunFinished():
                self._line(ending_text(self._transcript), dim=not event.error)
            case _:
                pass

    def tick(self, *, now: bool = False) -> None:
        """Let the text out."""
        self._out.flush()

    def offer(self, offer: Offer) -> Offered:
        """Offer nothing: the question was printed, and the keyboard answers it."""
        return "never"

    def close(self) -> None:
        """End the last line."""
        if self._transcript.status is None:
            self._line("Unfinished")
        self._end_line()
        self._out.flush()

    def _stream(self, event: TextStreamed) -> None:
        if event.channel == "thinking":
            self._write(self._dimmed(visible(event.text)))
            self._streamed.setdefault(event.step, 0)
            return
        if self._streamed.get(event.step, 0) == 0:
            self._end_line()
        self._streamed[event.step] = self._streamed.get(event.step, 0) + len(event.text)
        self._write(visible(event.text))

    def _rest(self, event: ModelAnswered) -> None:
        """Print what a model said without streaming it."""
        if not self._streamed.get(event.step) and event.text:
            self._streamed[event.step] = len(event.text)
            self._line(visible(event.text))
        self._end_line()

    def _answer(self, text: str) -> None:
        steps = self._transcript.steps
        if not steps or str(steps[-1].thought) != text or not self._streamed.get(steps[-1].number):
            self._line(visible(text))
        self._end_line()

    def _finished(self, call: Call) -> None:
        mark = "✗" if call.status == "failed" else "✓"
        self._line(f"{mark} {call_line_text(call)}", dim=True)
        for display in call.displays:
            if display.kind == "table":
                self._line(f"\n{table_text(display)}\n")
            elif display.kind == "picture":
                self._line(picture_text(display))
            elif display.kind == "difference":
                self._line(visible(difference_text(display)))
            else:
                self._line(visible(display.source if display.kind == "code" else display.text))
        for caveat in call.quality:
            self._line(f"! {visible(caveat)}")

    def _line(self, text: str, *, dim: bool = False) -> None:
        self._end_line()
        self._write(f"{self._dimmed(text) if dim else text}\n")

    def _end_line(self) -> None:
        if self._line_is_open:
            self._write("\n")

    def _write(self, text: str) -> None:
        if text:
            self._out.write(writable(text, self._out))
            self._line_is_open = not text.removesuffix(PLAIN).endswith("\n")

    def _dimmed(self, text: str) -> str:
        return f"{DIM}{text}{PLAIN}" if self._colours else text
