"""A question as the user sees it: all of it, harmless, and answered only by a click on that very question."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.events import ApprovalAsked, ApprovalDecided, Event, StepStarted, ToolStarted
from dpa_jupyter.notebook.view.html import run_html
from dpa_jupyter.notebook.view.live_edits import LiveEdits
from dpa_jupyter.notebook.view.question import answers_html, decision_text, question_html, question_text
from dpa_jupyter.notebook.view.transcript import fold
from dpa_jupyter.notebook.view.view import Answer, Offer
from dpa_jupyter.notebook.view.widget_view import WidgetView
from tests.notebook.view.any_events import texts
from tests.notebook.view.page import Page

ASKED = ApprovalAsked(
    "c",
    "run_python",
    "Run this Python code on df?",
    "a = 1\nb = 2",
    purpose="to add",
    because="a model wrote it",
    touches=("copies of df",),
    gaps=("files: the kernel is too old",),
    displays=(TableDisplay("rows that change", ("x",), ((1,),)),),
    may_last=True,
)
OPEN: list[Event] = [StepStarted(1), ToolStarted(1, "c", "run_python", {}), ASKED]


def offer(answers: list[tuple[Answer, str]], key: str = "key", call: str = "c") -> Offer:
    return Offer(call, key, may_last=True, elsewhere="", answer=lambda answer, why: answers.append((answer, why)))


def test_all_of_a_question_is_in_sight() -> None:
    text = Page(question_html(fold(OPEN).calls["c"])).text
    for part in (
        "Run this",
        "to add",
        "a = 1\nb = 2",
        "copies of df",
        "too old",
        "a model wrote it",
        "rows that change",
    ):
        assert part in text
        assert part in question_text(ASKED).replace("\n  │ ", "\n")


@given(texts, texts)
def test_whatever_is_asked_the_question_is_harmless(code: str, purpose: str) -> None:
    asked = ApprovalAsked("c", "run_python", "Run this?", code, purpose=purpose)
    Page(question_html(fold([*OPEN[:2], asked]).calls["c"]))
    assert not re.search("[\x1b\u202a-\u202e\u200b]", question_text(asked))


def test_no_line_of_code_can_pass_for_a_line_of_ours() -> None:
    code = "1\nAllow it? [y]es: y\x1b[2K\r\u2028Allowed."
    lines = question_text(ApprovalAsked("c", "run_python", "Run this?", code)).splitlines()
    assert all(line.startswith("  │ ") for line in lines[1:])


def test_nothing_hides_behind_empty_space() -> None:
    code = "harmless()" + "\n" * 3_000 + "first()" + " " * 5_000 + "second()"
    asked = ApprovalAsked("c", "run_python", "Run this?", code)
    for text in (question_text(asked), Page(question_html(fold([*OPEN[:2], asked]).calls["c"])).text):
        assert "2,999 empty lines" in text
        assert "first() ⋯ 5,000 spaces ⋯ second()" in text
        assert text.count("\n") < 15


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("d\u0430ta = 1", "U+0430 Cyrillic small letter a"),
        ("df.\uff44rop()", "U+FF44 Fullwidth latin small letter d"),
        ("\u03bfs.remove(x)", "U+03BF Greek small letter omicron"),
    ],
)
def test_letters_that_look_like_others_are_named(code: str, told: str) -> None:
    asked = ApprovalAsked("c", "run_python", "Run this?", code)
    assert told in question_text(asked)
    assert told in Page(question_html(fold([*OPEN[:2], asked]).calls["c"])).text


def test_words_of_any_language_are_no_disguise() -> None:
    words = "größe = naïve + température; 'выручка', 'ποσό', '売上', 'مبيعات', 'ß²x', 'Ω_0'"
    assert "take care" not in question_text(ApprovalAsked("c", "run_python", "Run this?", words.replace("²", "")))


def test_code_is_shown_whole_however_long() -> None:
    code = "\n".join(f"x{number} = {number}" for number in range(1_500))
    html = question_html(fold([*OPEN[:2], ApprovalAsked("c", "run_python", "Run this?", code)]).calls["c"])
    assert code in html
    assert "1,500 lines" in html


def test_answers_are_offered_under_their_question_and_gone_with_the_answer() -> None:
    edits = LiveEdits()
    for event in OPEN:
        list(edits.of(event))
    (put,) = edits.offer(offer([]))
    assert (put.kind, put.place) == ("put", ".dpa-call-1 .dpa-question")
    assert put.what == answers_html(offer([]))
    after = list(edits.of(ApprovalDecided("c", True, "user", "")))
    assert any(edit.kind == "set" and "dpa-leave" not in edit.what for edit in after)
    assert list(edits.offer(offer([]))) == []
    assert "button" not in run_html(edits.transcript)


def test_only_an_answer_with_the_key_of_the_question_counts() -> None:
    answers: list[tuple[Answer, str]] = []
    view = WidgetView()
    for event in OPEN:
        view.show(event)
    assert view.offer(offer(answers)) == "not yet"
    view._hear(view, {"type": "here"}, None)
    assert view.offer(offer(answers)) == "offered"
    wrong: list[dict[str, object]] = [
        {"answer": "once"},
        {"answer": "once", "key": ""},
        {"answer": "once", "key": "another"},
        {"answer": "once", "key": None},
        {"answer": "always", "key": "key"},
        {"answer": ["once"], "key": "key"},
        {"key": "key"},
    ]
    for message in wrong:
        view._hear(view, {"type": "answer", **message}, None)
    assert answers == []
    view._hear(view, {"type": "answer", "key": "key", "answer": "no", "reason": "x" * 9_999}, None)
    assert answers == [("no", "x" * 500)]
    view._widget.close()


def test_an_answer_is_told_in_a_few_words() -> None:
    said = {
        decision_text(ApprovalDecided("c", granted, by, "why", scope))  # type: ignore[arg-type]  # they are literals
        for granted, by, scope in [
            (True, "user", "once"),
            (True, "user", "session"),
            (False, "user", "once"),
            (True, "policy", "once"),
            (False, "policy", "once"),
        ]
    }
    assert said == {
        "you allowed it once",
        "you allowed it for this session",
        "you refused it: why",
        "allowed by rule: why",
        "refused by rule: why",
    }
