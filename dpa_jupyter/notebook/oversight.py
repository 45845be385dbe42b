"""Administration of what runs and of what it may do: `%dpa approve`, `%dpa stop`, `%dpa audit`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dpa_jupyter.errors import RequestError
from dpa_jupyter.notebook.listed_number import listed_number

if TYPE_CHECKING:
    from pathlib import Path

    from dpa_jupyter.notebook.background import BackgroundRuns
    from dpa_jupyter.notebook.view.view import Answer
    from dpa_jupyter.safety.audit_log import Entry

ANSWER = re.compile(
    r"([0-9]{1,9}(?=\s|$))?\s*((?:once|yes|y|session|s|no|n)(?=[\s,:;]|$))?[\s,:;]*(.*)", re.DOTALL | re.IGNORECASE
)
"""Which run, what to answer, and why not."""
NO = ("no", "n")
MOST_RUNS = 999_999_999
LATEST = 30
"""So many decisions are listed."""


def is_answer(words: str) -> bool:
    """Tell whether these words after `approve` are an answer, and not a request that begins with the word."""
    found = ANSWER.fullmatch(words.strip())
    assert found is not None
    return not found[3] or (found[2] or "").casefold() in NO


def approve(words: str | None, background: BackgroundRuns, *, somebody_is_here: bool) -> str:
    """Answer the question of a run in the background, and return what was answered.

    Raises:
        RequestError: no run, or more than one, waits for an answer; or nobody is here to give one.
    """
    if not somebody_is_here:
        raise RequestError("nobody is here who could approve it: this front end takes no answers.")
    found = ANSWER.fullmatch((words or "").strip())
    assert found is not None
    waiting = [each for each, _ in background.waiting()]
    number = int(found[1]) if found[1] else None
    chosen = background.only(number, waiting, "no run in the background waits for an answer")
    question = chosen.question
    answer = _answer(found[2])
    if question is None or not question.answer(answer, found[3].strip()):
        raise RequestError(f"the question of run {chosen.number} was answered already.")
    said = {"once": "allowed once", "session": "allowed for this session", "no": "refused"}[answer]
    if answer == "session" and not question.asked.may_last:
        said = "allowed once: this is asked about each time"
    return f"run {chosen.number}: {said}: {question.asked.question}"


def stop(words: str | None, background: BackgroundRuns) -> str:
    """Stop a run in the background, and return which.

    Raises:
        RequestError: there is none, or more than one.
    """
    number = listed_number(words, MOST_RUNS) if words is not None else None
    if words is not None and number is None:
        raise RequestError(f"%dpa stop wants the number of a run, not {words[:40]!r}; %dpa status lists them.")
    chosen = background.only(number, background.at_work(), "no run is in the background")
    chosen.stop()
    return f"run {chosen.number} is being stopped: {chosen.request[:70]}"


def audit(path: Path) -> str:
    """Write the latest decisions, and whether the record is whole.

    Raises:
        SessionError: it can't be read.
    """
    from dpa_jupyter.safety.audit_log import read_audit

    found = read_audit(path)
    if not found.entries and not found.breaks:
        return "nothing was decided in this notebook yet"
    return "\n".join([*_lines(found.entries[-LATEST:]), "", *_judgement(path, len(found.entries), found.breaks)])


def _answer(word: str | None) -> Answer:
    match (word or "once").casefold():
        case "session" | "s":
            return "session"
        case "no" | "n":
            return "no"
        case _:
            return "once"


def _lines(entries: tuple[Entry, ...]) -> Iterator[str]:
    for entry in entries:
        how = "allowed" if entry.granted else "refused"
        by = "by you" if entry.decided_by == "user" else "by rule"
        lasting = " for the session" if entry.scope == "session" else ""
        reason = f": {' '.join(entry.reason.split())[:120]}" if entry.reason else ""
        when = entry.at[:19].replace("T", " ")
        yield f"{when}  {entry.run}  {entry.tool:<16} {entry.capability:<11} {how} {by}{lasting}{reason}"


def _judgement(path: Path, count: int, breaks: tuple[str, ...]) -> Iterator[str]:
    if breaks:
        yield f"{count} decisions in {path}, but the record is NOT whole:"
        yield from (f"  {sentence}" for sentence in breaks)
    else:
        yield f"{count} decisions in {path}, times in UTC; each line follows from the one before: nothing was changed"
