"""What is sent while a run goes on: each text once, and in the end the same as what is saved."""

from __future__ import annotations

from hypothesis import given

from dpa_jupyter.events import (
    Answered,
    Event,
    ModelAnswered,
    RunFinished,
    StepStarted,
    TextStreamed,
    TextWithdrawn,
    ToolFinished,
)
from dpa_jupyter.messages import ToolCall, Usage
from dpa_jupyter.notebook.view.live_edits import Edit, LiveEdits
from dpa_jupyter.notebook.view.transcript import fold
from tests.notebook.view.any_events import runs
from tests.support.scripted_run import ANSWER, DOT, DRIVERS, Called, churn, step


def edits_of(events: list[Event]) -> list[Edit]:
    """Return all edits of a run."""
    edits = LiveEdits()
    return [edit for event in events for edit in edits.of(event)]


def in_the_place_of_the_answer(edits: list[Edit]) -> str:
    """Play the text edits of the answer's place."""
    text = ""
    for edit in edits:
        if edit.place == ".dpa-answer":
            text = text + edit.what if edit.kind == "say" else ""
    return text


@given(runs)
def test_what_is_read_in_the_end_is_the_answer_that_stands(events: list[Event]) -> None:
    events = [*events, Answered("Seven.")]
    assert in_the_place_of_the_answer(edits_of(events)) == "Seven."
    assert fold(events).answer == "Seven."


def test_streamed_text_is_sent_once() -> None:
    sent = sum(len(edit.what) for edit in edits_of([*churn(DOT)]) if edit.kind == "say")
    assert sent == len(ANSWER) + sum(len(step.thought.pieces[0]) for step in fold(churn(DOT)).steps[:3])


def test_an_answer_that_was_not_streamed_is_said_whole() -> None:
    events: list[Event] = [StepStarted(1), ModelAnswered(1, "Seven.", "", (), Usage(), 1.0), Answered("Seven.")]
    assert [edit.what for edit in edits_of(events) if edit.kind == "say"] == ["Seven."]


def test_only_what_is_missing_of_an_answer_is_said() -> None:
    events: list[Event] = [TextStreamed(1, "text", "Sev"), ModelAnswered(1, "Seven.", "", (), Usage(), 1.0)]
    assert [edit.what for edit in edits_of(events) if edit.kind == "say"] == ["Sev", "en."]


def test_withdrawn_text_disappears() -> None:
    events: list[Event] = [
        TextStreamed(1, "text", "Sev"),
        TextWithdrawn(1, "cut off"),
        TextStreamed(1, "text", "Eight"),
    ]
    assert in_the_place_of_the_answer(edits_of(events)) == "Eight"


def test_a_long_thought_moves_to_its_step_without_being_sent_again() -> None:
    thought = "I look. " * 100
    call = ToolCall("c", "profile", "{}")
    edits = edits_of([TextStreamed(1, "text", thought), ModelAnswered(1, thought, "", (call,), Usage(), 1.0)])
    assert Edit("move", ".dpa-answer", ".dpa-step-1") in edits
    assert sum(len(edit.what) for edit in edits if edit.kind != "set") < len(thought) + 500


def test_tables_of_earlier_calls_go_back_to_them_and_the_latest_stay_in_sight() -> None:
    events = [
        *step(1, "First.", [Called("profile", {}, {}, (DRIVERS,))]),
        *step(2, "Second.", [Called("find_drivers", {}, {}, (DRIVERS,))]),
        *step(3, "Third.", [Called("query_sql", {}, {}, (DRIVERS,))]),
    ]
    edits = edits_of(events)
    moved = [edit.place for edit in edits if edit.kind == "move"]
    assert moved == [".dpa-of-1"]
    assert sum(edit.what.count("online_security") for edit in edits) == 3


def test_a_picture_is_sent_once_while_the_run_goes_on() -> None:
    assert sum(edit.what.count("data:image/png") for edit in edits_of([*churn(DOT)])) == 1


def test_the_end_is_told_and_the_stop_button_is_gone() -> None:
    edits = edits_of([*churn(DOT), RunFinished("finished", "", 4, Usage(), 4.2)])
    (footer,) = [edit for edit in edits if edit.place == ".dpa-footer"]
    assert "Finished" in footer.what
    assert "button" not in footer.what


def test_a_call_that_was_never_begun_is_shown_when_it_ends() -> None:
    finished = ToolFinished(1, "c", "profile", True, {}, (), (), (), 0.1)
    placed = [edit.kind for edit in edits_of([finished, finished]) if "dpa-call-1" in edit.what]
    assert placed == ["put", "swap", "swap"]
