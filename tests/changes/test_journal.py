"""Changes are undone and redone; what the user did meanwhile is never lost."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from dpa_jupyter.changes.change import ABSENT, Change
from dpa_jupyter.changes.journal import Journal
from dpa_jupyter.changes.kept import Shelf
from dpa_jupyter.displays import DifferenceDisplay
from dpa_jupyter.errors import ChangeError
from dpa_jupyter.frames.differences.difference import difference
from dpa_jupyter.frames.recognition import recognise
from tests.support.same_frames import assert_same


def shown() -> DifferenceDisplay:
    frame = recognise("df", pd.DataFrame({"x": [1]}))
    assert frame is not None
    return difference(None, frame)


SHOWN = shown()


NOTHING = -1
"""Stands for None, which is an object of the user's like any other."""


def made(number: int) -> pd.DataFrame:
    return pd.DataFrame({"x": [number], "s": [str(number)]}, index=[number])


def change(journal: Journal, name: str, after: object) -> None:
    journal.apply(Change(name, journal.present(name), after, SHOWN))


def test_undo_gives_the_very_object_back_and_redo_the_one_that_was_put_there() -> None:
    old, new = made(1), made(2)
    namespace: dict[str, object] = {"df": old}
    journal = Journal(namespace, Shelf(lambda: 1 << 30))
    change(journal, "df", new)
    assert namespace["df"] is new
    journal.undo()
    assert namespace["df"] is old
    journal.redo()
    assert namespace["df"] is new


def test_undoing_a_new_variable_takes_it_away() -> None:
    namespace: dict[str, object] = {}
    journal = Journal(namespace, Shelf(lambda: 0))
    change(journal, "new", made(1))
    journal.undo()
    assert namespace == {}
    journal.redo()
    assert_same(namespace["new"], made(1))


def test_a_variable_that_was_assigned_anew_is_not_undone_without_force() -> None:
    namespace: dict[str, object] = {"df": made(1)}
    journal = Journal(namespace, Shelf(lambda: 0))
    change(journal, "df", made(2))
    own = namespace["df"] = made(3)
    with pytest.raises(ChangeError, match="df was assigned anew"):
        journal.undo()
    assert namespace["df"] is own
    del namespace["df"]
    with pytest.raises(ChangeError, match="df was deleted"):
        journal.undo()


def test_none_that_the_user_assigned_is_their_own_like_any_object() -> None:
    namespace: dict[str, object] = {"df": made(1)}
    journal = Journal(namespace, Shelf(lambda: 0))
    change(journal, "df", made(2))
    namespace["df"] = None
    journal.make_room()  # nobody else holds the frames: they are on disk only
    with pytest.raises(ChangeError, match="assigned anew"):
        journal.undo()
    journal.undo(force=True)
    journal.redo()
    journal.redo()
    assert namespace["df"] is None


def test_what_the_user_assigned_comes_back_by_redo_after_a_forced_undo() -> None:
    namespace: dict[str, object] = {"df": made(1)}
    journal = Journal(namespace, Shelf(lambda: 0))
    change(journal, "df", made(2))
    namespace["df"] = made(3)
    journal.undo(force=True)
    journal.make_room()
    assert_same(namespace["df"], made(1))
    journal.redo()
    assert_same(namespace["df"], made(2))
    journal.redo()
    assert_same(namespace["df"], made(3))


def test_what_the_user_assigned_is_not_lost_by_a_later_change_either() -> None:
    namespace: dict[str, object] = {"df": made(1)}
    journal = Journal(namespace, Shelf(lambda: 0))
    change(journal, "df", made(2))
    namespace["df"] = made(3)
    journal.undo(force=True)
    change(journal, "df", made(4))
    seen = []
    while journal.done:
        journal.undo()
        seen.append(namespace["df"])
    assert any(isinstance(frame, pd.DataFrame) and frame.equals(made(3)) for frame in seen)
    assert_same(seen[-1], made(1))


def test_a_change_made_for_another_object_is_refused() -> None:
    namespace: dict[str, object] = {"df": made(1)}
    journal = Journal(namespace, Shelf(lambda: 0))
    prepared = Change("df", namespace["df"], made(2), SHOWN)
    own = namespace["df"] = made(3)
    with pytest.raises(ChangeError, match="assigned anew"):
        journal.apply(prepared)
    assert namespace["df"] is own
    assert not journal.done


def test_no_more_is_kept_in_memory_than_there_is_room_for() -> None:
    frame = pd.DataFrame({"x": range(1000)})
    namespace: dict[str, object] = {"df": frame.copy()}
    journal = Journal(namespace, Shelf(lambda: 25_000))
    for _ in range(9):
        change(journal, "df", frame.copy())
        journal.make_room()
    in_memory = {id(each): each for step in journal.done for each in (step.before, step.after) if each.is_in_memory}
    assert sum(each.size for each in in_memory.values()) <= 25_000 + in_memory[max(in_memory)].size
    assert len(in_memory) <= 4
    while journal.done:
        journal.undo()
        assert_same(namespace["df"], frame)


class Move(NamedTuple):
    """A step as it should be: what stood under a name, and what does."""

    name: str
    before: int | None
    after: int | None
    is_own: bool = False


class Journals(RuleBasedStateMachine):
    """Any order of changes, undos, redos and own assignments, on two variables, against a list of what was."""

    frames = Bundle("frames")

    def __init__(self) -> None:
        super().__init__()
        self.namespace: dict[str, object] = {"a": made(0)}
        self.journal = Journal(self.namespace, Shelf(lambda: 0))
        self.now: dict[str, int | None] = {"a": 0, "b": None}
        self.past: list[Move] = []
        self.future: list[Move] = []
        self.numbers = iter(range(1, 10_000))

    @rule(name=st.sampled_from("ab"))
    def apply(self, name: str) -> None:
        number = next(self.numbers)
        change(self.journal, name, made(number))
        if any(move.is_own for move in self.future):
            self.past += reversed(self.future)
            self.past += [move._replace(before=move.after, after=move.before) for move in self.future]
        self.past.append(Move(name, self.now[name], number))
        self.future.clear()
        self.now[name] = number

    @precondition(lambda self: self.past)
    @rule(spill=st.booleans())
    def undo(self, spill: bool) -> None:
        name, before, after, _ = self.past[-1]
        if self.now[name] != after:
            with pytest.raises(ChangeError):
                self.journal.undo()
            return
        self.journal.undo()
        self.future.append(self.past.pop())
        self.now[name] = before
        if spill:
            self.journal.make_room()

    @precondition(lambda self: self.future)
    @rule(spill=st.booleans())
    def redo(self, spill: bool) -> None:
        name, before, after, _ = self.future[-1]
        if self.now[name] != before:
            with pytest.raises(ChangeError):
                self.journal.redo()
            return
        self.journal.redo()
        self.past.append(self.future.pop())
        self.now[name] = after
        if spill:
            self.journal.make_room()

    @rule(name=st.sampled_from("ab"), nothing=st.booleans())
    def assign(self, name: str, nothing: bool) -> None:
        number = NOTHING if nothing else next(self.numbers)
        self.namespace[name] = None if nothing else made(number)
        self.now[name] = number

    @precondition(lambda self: self.past)
    @rule()
    def force_undo(self) -> None:
        name, before, after, _ = self.past[-1]
        own = self.now[name]
        self.journal.undo(force=True)
        if own != after:
            self.future.append(Move(name, after, own, is_own=True))
        self.future.append(self.past.pop())
        self.now[name] = before

    @precondition(lambda self: self.future)
    @rule()
    def force_redo(self) -> None:
        name, before, after, _ = self.future[-1]
        own = self.now[name]
        self.journal.redo(force=True)
        if own != before:
            self.past.append(Move(name, own, before, is_own=True))
        self.past.append(self.future.pop())
        self.now[name] = after

    @rule()
    def make_room(self) -> None:
        self.journal.make_room()

    @precondition(lambda self: None not in self.now.values())
    @rule(name=st.sampled_from("ab"))
    def delete(self, name: str) -> None:
        del self.namespace[name]
        self.now[name] = None

    @invariant()
    def everything_is_as_it_should_be(self) -> None:
        for name, number in self.now.items():
            if number is None:
                assert self.journal.present(name) is ABSENT
            elif number == NOTHING:
                assert self.namespace[name] is None
            else:
                assert_same(self.namespace[name], made(number))


TestJournals = Journals.TestCase
TestJournals.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
