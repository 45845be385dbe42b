"""`%dpa undo` and `%dpa redo`: how many steps, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from dpa_jupyter.changes.journal import Journal, Step
from dpa_jupyter.errors import ChangeError, RequestError
from dpa_jupyter.events import VariableChanged
from dpa_jupyter.frames.differences.wording import summary
from dpa_jupyter.notebook.grammar import UNDO_WORDS
from dpa_jupyter.notebook.listed_number import listed_number
from dpa_jupyter.sessions.session import Session

OWN = "your own assignment"


def undo(argument: str | None, journal: Journal, session: Session) -> str:
    """Take back one change, or as many as are asked for, or list them; return what to print.

    Raises:
        ChangeError: nothing could be undone.
        RequestError: the argument is none of these.
    """
    return _steps(argument, "undo", journal, lambda step: _record(step, "undone", session))


def redo(argument: str | None, journal: Journal, session: Session) -> str:
    """Make changes again that were taken back, or list them; return what to print.

    Raises:
        ChangeError: nothing could be redone.
        RequestError: the argument is none of these.
    """
    return _steps(argument, "redo", journal, lambda step: _record(step, "redone", session))


def _steps(argument: str | None, word: Literal["undo", "redo"], journal: Journal, record: Callable[[Step], str]) -> str:
    """Go as many steps as are asked for; where one can't be made, those before it stay made, and it is said."""
    if argument == "list":
        return _listed(journal)
    go, there = (journal.undo, journal.done) if word == "undo" else (journal.redo, journal.undone)
    said: list[str] = []
    try:
        for _ in range(_count(argument, word, len(there))):
            said.append(record(go(force=argument == "force")))  # noqa: PERF401 - each step counts, also if the next fails
    except ChangeError as error:
        if not said:
            raise
        said.append(f"no further: {error}")
    finally:
        journal.make_room()
    return "\n".join(said)


def _count(argument: str | None, word: str, there: int) -> int:
    if argument in (None, "force"):
        return 1
    if argument == "all":
        return max(there, 1)
    if argument is not None and (number := listed_number(argument, max(there, 1))) is not None:
        return number
    raise RequestError(
        f"`%dpa {word}` takes a number from 1 to {max(there, 1)}, {', '.join(UNDO_WORDS)}, not {argument!r}."
    )


def _record(step: Step, action: Literal["undone", "redone"], session: Session) -> str:
    """Put it into the session's log, and say it in a line."""
    before, after = step.fingerprints if action == "redone" else step.fingerprints[::-1]
    told = OWN if step.difference is None else summary(step.difference)
    warning = session.keep(step.run, VariableChanged(action, step.name, before, after, step.source, told))
    return "\n".join(filter(None, (f"{action}: {step.name}: {told}", warning)))


def _listed(journal: Journal) -> str:
    lines = [*_lines(journal.done, "  "), *(_lines(tuple(reversed(journal.undone)), "  (undone) "))]
    return "\n".join(lines) or "no variable was changed by a run of this kernel"


def _lines(steps: Sequence[Step], lead: str) -> list[str]:
    return [f"{lead}{step.name}: {OWN if step.difference is None else summary(step.difference)}" for step in steps]
