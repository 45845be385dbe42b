"""The fold from events to a transcript."""

from __future__ import annotations

from hypothesis import given

from dpa_jupyter.events import (
    Answered,
    ApprovalAsked,
    ApprovalDecided,
    Event,
    ModelAnswered,
    StepStarted,
    TextStreamed,
    TextWithdrawn,
    ToolFinished,
    ToolStarted,
)
from dpa_jupyter.messages import ToolCall, Usage
from dpa_jupyter.notebook.view.transcript import Prose, fold
from tests.notebook.view.any_events import runs
from tests.support import scripted_run
from tests.support.scripted_run import DOT, churn


def test_a_run_becomes_its_steps_and_its_answer() -> None:
    transcript = fold(churn(DOT))
    assert transcript.request == "analyze churn in df"
    assert [[call.tool for call in step.calls] for step in transcript.working_steps] == [
        ["describe_frame", "profile"],
        ["find_drivers", "compare_segments", "query_sql"],
        ["plot"],
    ]
    assert transcript.answer == scripted_run.ANSWER
    assert [table.title for table in transcript.key_tables] == ["What goes with churn"]
    assert len(transcript.pictures) == 1


@given(runs)
def test_any_events_in_any_order_fold(events: list[Event]) -> None:
    transcript = fold(events)
    answers = [event.text for event in events if isinstance(event, Answered)]
    assert not answers or transcript.answer == answers[-1]
    finished = {event.call_id for event in events if isinstance(event, ToolFinished)}
    assert finished <= transcript.calls.keys()


def test_streamed_text_is_kept_when_a_run_is_stopped_in_the_middle_of_its_answer() -> None:
    transcript = fold([StepStarted(1), TextStreamed(1, "text", "Half an "), TextStreamed(1, "text", "answer")])
    assert transcript.answer == "Half an answer"
    assert not transcript.working_steps


def test_withdrawn_text_is_gone_and_the_reason_kept() -> None:
    events: list[Event] = [StepStarted(1), TextStreamed(1, "text", "Half an"), TextWithdrawn(1, "cut off")]
    transcript = fold(events)
    assert transcript.answer == ""
    assert transcript.steps[0].remarks == ["Asked again: cut off"]


def test_a_thought_is_not_taken_for_an_answer() -> None:
    call = ToolCall("c", "profile", "{}")
    transcript = fold([ModelAnswered(1, "Let me look.", "", (call,), Usage(), 0.1), ToolStarted(1, "c", "profile", {})])
    assert transcript.answer == ""
    assert transcript.thought_of(transcript.steps[0]) == "Let me look."


def test_a_question_and_its_answer_belong_to_their_call() -> None:
    transcript = fold(
        [
            ToolStarted(1, "c", "run_python", {}),
            ApprovalAsked("c", "run_python", "Run this?", "1 + 1"),
            ApprovalDecided("c", granted=False, decided_by="user", reason="too long"),
            ApprovalDecided("unknown", granted=True, decided_by="user", reason=""),
        ]
    )
    (call,) = transcript.calls.values()
    assert call.question is not None
    assert call.decision is not None
    assert call.decision.reason == "too long"


def test_an_answer_with_a_table_of_its_own_has_no_other_beside_it() -> None:
    assert not fold(churn(DOT, answer="Look:\n\n| a |\n|---|\n| 1 |\n")).key_tables


def test_text_is_put_together_once_however_many_pieces_it_has() -> None:
    prose = Prose()
    for _ in range(100_000):
        prose.add("ab")
    assert len(prose.pieces) == 100_000
    assert len(str(prose)) == prose.length == 200_000
    assert len(prose.pieces) == 1
