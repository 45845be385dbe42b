"""From events to edits of the page: what `widgets/js/live.js` plays, each piece of text once.

The page is the saved run's own HTML, begun empty. Places are CSS selectors; numbers in them are ours, never a model's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, assert_never

from dpa_jupyter.events import (
    Answered,
    ApprovalAsked,
    ApprovalDecided,
    Event,
    FrameMade,
    Instructed,
    ModelAnswered,
    Notice,
    PromptBuilt,
    RunFinished,
    RunStarted,
    StepStarted,
    TextStreamed,
    TextWithdrawn,
    ToolFinished,
    ToolProgressed,
    ToolStarted,
    VariableChanged,
)
from dpa_jupyter.notebook.view.differences import changes_html
from dpa_jupyter.notebook.view.escape import html_text, one_line
from dpa_jupyter.notebook.view.html import caveats_html, error_html, footer_html, header_html, notice_html, section_html
from dpa_jupyter.notebook.view.html_displays import displays_html
from dpa_jupyter.notebook.view.html_steps import LONGEST_TITLE, call_html, summary_html, title_of
from dpa_jupyter.notebook.view.question import answers_html, question_html
from dpa_jupyter.notebook.view.transcript import Call, Prose, Step, Transcript, differences_of, tables_of
from dpa_jupyter.notebook.view.view import Offer

ANSWER = ".dpa-answer"
LIVE_FOOTER = (
    '<b class="dpa-status dpa-live">Working</b> <span data-since=""></span> '
    '<button type="button" class="dpa-stop">Stop</button>'
)
CLOCK = '<span data-since=""></span>'


class Edit(NamedTuple):
    """A change of the page, as `live.js` describes it."""

    kind: str
    place: str
    what: str = ""
    share: float | None = None


class LiveEdits:
    """Folds events, and says what each changes on the page."""

    def __init__(self) -> None:
        self.transcript = Transcript()
        self._begun = False
        self._said = Prose()
        """What stands in the place of the answer."""
        self._open: Step | None = None
        """The step that is unfolded, since it is at work."""
        self._thinking: set[int] = set()
        """Steps that have a place for their thinking."""
        self._placed: set[int] = set()
        """Calls that have a place."""
        self._tables: list[Call] = []
        """Calls whose tables are shown beside the answer."""

    def of(self, event: Event) -> Iterator[Edit]:
        """Take an event in and return its edits."""
        known = len(self.transcript.steps)
        self.transcript.add(event)
        if not self._begun:
            self._begun = True
            yield Edit("set", "", section_html(Transcript(), LIVE_FOOTER))
        for step in self.transcript.steps[known:]:
            yield from self._begin_step(step)
        yield from self._edits(event)

    def offer(self, offer: Offer) -> Iterator[Edit]:
        """Put the answers under their question; what follows upon the answer takes them away."""
        call = self.transcript.calls.get(offer.call_id)
        if call is not None and call.question is not None and call.decision is None:
            yield Edit("put", f".dpa-call-{call.number} .dpa-question", answers_html(offer))

    def _edits(self, event: Event) -> Iterator[Edit]:  # noqa: C901 - one case for each event
        match event:
            case Notice():
                yield Edit("put", ".dpa-notices", notice_html(event))
            case Instructed():
                yield from self._remark(event.step)
            case TextStreamed(channel="thinking"):
                yield from self._think(event)
            case TextStreamed():
                if not self._said.length:
                    yield Edit("set", f"{_place(event.step)} > summary > span", "Writing…")
                yield from self._say(event.text)
            case TextWithdrawn():
                yield from self._clear()
                yield Edit("drop", f"{_place(event.step)} .dpa-thinking")
                self._thinking.discard(event.step)
                yield from self._remark(event.step)
            case ModelAnswered():
                yield from self._model_answered(event)
            case ToolStarted() | ToolFinished():
                yield from self._call(self.transcript.calls[event.call_id])
            case ToolProgressed() | ApprovalAsked() | ApprovalDecided():
                yield from self._within_call(event)
            case Answered():
                yield from self._answered(event.text)
            case RunFinished():
                yield Edit("set", ".dpa-caveats", "".join(caveats_html(self.transcript)))
                yield Edit("set", ".dpa-error", "".join(error_html(self.transcript)))
                yield Edit("set", ".dpa-footer", footer_html(self.transcript))
            case RunStarted() | PromptBuilt():
                yield Edit("swap", ".dpa-header", header_html(self.transcript))
            case StepStarted() | FrameMade() | VariableChanged():
                pass
            case unknown:
                assert_never(unknown)

    def _begin_step(self, step: Step) -> Iterator[Edit]:
        yield from self._shut()
        self._open = step
        name = f"dpa-step-{step.number}"
        summary = f"<summary><b>{step.number}</b> <span>Thinking…</span></summary>"
        yield Edit("put", ".dpa-steps", f'<details class="dpa-step {name}" open>{summary}</details>')

    def _shut(self) -> Iterator[Edit]:
        if self._open is not None:
            yield Edit("shut", _place(self._open.number))
            self._open = None

    def _remark(self, step: int) -> Iterator[Edit]:
        remark = html_text(self.transcript.step(step).remarks[-1])
        yield Edit("put", _place(step), f'<p class="dpa-remark">{remark}</p>')

    def _think(self, event: TextStreamed) -> Iterator[Edit]:
        place = _place(event.step)
        if event.step not in self._thinking:
            self._thinking.add(event.step)
            yield Edit("put", place, '<div class="dpa-thinking" dir="auto"></div>')
        yield Edit("say", f"{place} .dpa-thinking", event.text)

    def _say(self, text: str) -> Iterator[Edit]:
        if text:
            self._said.add(text)
            yield Edit("say", ANSWER, text)

    def _clear(self) -> Iterator[Edit]:
        self._said = Prose()
        yield Edit("set", ANSWER, "")

    def _complete(self, text: str) -> Iterator[Edit]:
        """Say what is missing of a text, or all of it where something else was said."""
        said = str(self._said)
        if not text.startswith(said):
            yield from self._clear()
            said = ""
        yield from self._say(text[len(said) :])

    def _model_answered(self, event: ModelAnswered) -> Iterator[Edit]:
        """Make the text of a step that goes on to call tools its thought, and leave any other where it stands."""
        if event.thinking and event.step not in self._thinking:
            yield from self._think(TextStreamed(event.step, "thinking", event.thinking))
        yield from self._complete(event.text)
        if not event.tool_calls:
            return
        step = self.transcript.step(event.step)
        title = html_text(title_of(step, event.text))
        if len(event.text.strip()) > LONGEST_TITLE or "\n" in event.text.strip():
            yield Edit("move", ANSWER, _place(step.number))
        yield from self._clear()
        yield Edit(
            "swap",
            f"{_place(step.number)} > summary",
            f"<summary><b>{step.number}</b> <span>{title}</span></summary>",
        )

    def _call(self, call: Call) -> Iterator[Edit]:
        if call.number not in self._placed:
            self._placed.add(call.number)
            yield Edit("put", _place(call.step), call_html(call, (), clock=CLOCK))
        if call.seconds is None:
            return
        key = self.transcript.key_calls
        late = [] if call in key else tables_of(call)
        yield Edit("swap", f".dpa-call-{call.number}", call_html(call, late))
        yield from self._update_summary(self.transcript.step(call.step))
        pictures = [shown for shown in call.displays if shown.kind == "picture"]
        if pictures:
            yield Edit("put", ".dpa-pictures", "".join(displays_html(pictures)))
        if differences_of(call):
            yield Edit("put", ".dpa-changes", "".join(changes_html(differences_of(call))))
        if tables_of(call) and not late:
            yield from self._move_tables(key)
            self._tables.append(call)
            shown = "".join(displays_html(tables_of(call)))
            yield Edit("put", ".dpa-tables", f'<div class="dpa-of-{call.number}">{shown}</div>')

    def _move_tables(self, key: Sequence[Call]) -> Iterator[Edit]:
        """Put tables that are no longer among the latest back to their calls."""
        for call in self._tables:
            if call not in key:
                yield Edit("move", f".dpa-of-{call.number}", f".dpa-call-{call.number} .dpa-call-body")
        self._tables = [call for call in self._tables if call in key]

    def _update_summary(self, step: Step) -> Iterator[Edit]:
        summary = summary_html(step, self.transcript.thought_of(step))
        yield Edit("swap", f"{_place(step.number)} > summary", summary)

    def _within_call(self, event: ToolProgressed | ApprovalAsked | ApprovalDecided) -> Iterator[Edit]:
        call = self.transcript.calls.get(event.call_id)
        if call is None or call.seconds is not None:
            return
        place = f".dpa-call-{call.number} .dpa-call-body"
        if isinstance(event, ToolProgressed):
            yield Edit("progress", place, one_line(event.text, 200), event.share)
        else:
            waits = isinstance(event, ApprovalAsked)
            yield Edit("set", place, question_html(call))
            yield Edit("set", ".dpa-status.dpa-live", "Waiting for your answer" if waits else "Working")
            yield Edit("open", _place(call.step))  # nobody should approve what they have not seen

    def _answered(self, text: str) -> Iterator[Edit]:
        yield from self._complete(text)
        yield from self._shut()
        last = self.transcript.steps[-1:]
        if last and last[0].is_bare:
            yield Edit("drop", _place(last[0].number))
        elif last:
            yield from self._update_summary(last[0])
        if not self.transcript.key_tables:
            yield from self._move_tables([])


def _place(step: int) -> str:
    return f".dpa-step-{step}"
