"""What counts as an answer, and which of several."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dpa_jupyter.agents.approval import Approval
from dpa_jupyter.errors import RequestError
from dpa_jupyter.events import ApprovalAsked
from dpa_jupyter.notebook.approvals import Question, read_answer
from dpa_jupyter.notebook.background import BackgroundRuns
from dpa_jupyter.notebook.grammar import parse
from dpa_jupyter.notebook.oversight import approve

ASKED = ApprovalAsked("call", "run_python", "Run this?", "1 + 1", may_last=True)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("y", ("once", "")),
        (" YES ", ("once", "")),
        ("s", ("session", "")),
        ("n", ("no", "")),
        ("", ("no", "")),
        ("yse", ("no", "yse")),
        ("yes, but not on df", ("no", "yes, but not on df")),
        ("no, it is Monday", ("no", "no, it is Monday")),
        ("approved=True", ("no", "approved=True")),
    ],
)
def test_only_a_clear_yes_is_one(typed: str, answer: tuple[str, str]) -> None:
    assert read_answer(typed) == answer


def test_the_first_answer_counts_from_whatever_thread_it_comes() -> None:
    for _ in range(50):
        question = Question(ASKED)
        with ThreadPoolExecutor(4) as threads:
            counted = list(threads.map(lambda number, question=question: question.answer("no", str(number)), range(4)))
        assert counted.count(True) == 1
        assert question.answered.result(0) == Approval(granted=False, reason=str(counted.index(True)))


def test_a_yes_for_the_session_is_one_for_once_where_each_time_is_asked() -> None:
    question = Question(ApprovalAsked("call", "run_python", "Run this?", "1 + 1", may_last=False))
    question.answer("session")
    assert question.answered.result(0) == Approval(granted=True, scope="once")


def test_a_question_that_nobody_waits_for_any_more_takes_no_answer() -> None:
    question = Question(ASKED)
    question.answered.cancel()
    assert not question.answer("once")


def test_each_question_has_a_key_of_its_own_that_is_not_in_the_log() -> None:
    keys = {Question(ASKED).offer().key for _ in range(100)}
    assert len(keys) == 100
    assert min(map(len, keys)) >= 16


@pytest.mark.parametrize(
    ("line", "argument"),
    [
        ("approve", None),
        ("approve 2", "2"),
        ("approve session", "session"),
        ("approve 2 session", "2 session"),
        ("approve no", "no"),
        ("approve y", "y"),
        ("approve 2 s", "2 s"),
        ("approve n, the table is old", "n, the table is old"),
        ("approve 3 no, the table is old", "3 no, the table is old"),
        ("approve no: not on a Monday", "no: not on a Monday"),
    ],
)
def test_an_answer_is_a_command(line: str, argument: str | None) -> None:
    parsed = parse(line)
    assert (parsed.command, parsed.argument) == ("approve", argument)


@pytest.mark.parametrize(
    "line",
    ["approve the orders in df", "approve 3 orders", "approve nobody", "approve yesterday", "stop the churn in df"],
)
def test_a_request_that_begins_with_the_word_is_none(line: str) -> None:
    assert parse(line).request == line


def test_there_may_be_nothing_to_answer_and_nobody_to_do_it() -> None:
    with pytest.raises(RequestError, match="no run in the background waits"):
        approve(None, BackgroundRuns(), somebody_is_here=True)
    with pytest.raises(RequestError, match="nobody is here"):
        approve(None, BackgroundRuns(), somebody_is_here=False)
