"""What was changed, so that it can be undone and redone.

The journal is a line of steps with a place in it. What an undone step had put there is kept, so that it can be
redone; and what the user had assigned meanwhile is never lost: put aside by force, it becomes a step of its own.
"""

from __future__ import annotations

import threading
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, replace

from dpa_jupyter.changes.change import ABSENT, Change
from dpa_jupyter.changes.kept import Kept, Shelf
from dpa_jupyter.displays import DifferenceDisplay
from dpa_jupyter.errors import ChangeError


@dataclass(frozen=True, eq=False)
class Step:
    """A change in the journal; its objects may lie on disk."""

    name: str
    before: Kept
    after: Kept
    difference: DifferenceDisplay | None
    """None for an assignment of the user's own."""
    source: str = ""
    run: str = ""
    fingerprints: tuple[str | None, str | None] = (None, None)

    def reversed(self) -> Step:
        """Return the step that takes this one back."""
        return replace(self, before=self.after, after=self.before, fingerprints=self.fingerprints[::-1])


class Journal:
    """Changes variables of one namespace; every call is for the thread in which the user's code runs."""

    def __init__(self, namespace: MutableMapping[str, object], shelf: Shelf) -> None:
        self._namespace = namespace
        self._shelf = shelf
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._lock = threading.RLock()

    @property
    def done(self) -> Sequence[Step]:
        """The steps that can be undone, oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> Sequence[Step]:
        """The steps that can be redone, the next one last."""
        return tuple(self._undone)

    def present(self, name: str) -> object:
        """Return what stands under a name now."""
        return self._namespace.get(name, ABSENT)

    def apply(self, change: Change) -> None:
        """Put the new object under its name.

        Raises:
            ChangeError: another object stands there than the one that the change was made for.
        """
        with self._lock:
            if self.present(change.name) is not change.before:
                raise ChangeError(
                    f"{change.name} was assigned anew since the difference was made; propose the change again"
                )
            self._forget_undone()
            before, after = self._kept(change.before), self._kept(change.after)
            told = change.difference, change.source, change.run, change.fingerprints
            self._done.append(Step(change.name, before, after, *told))
            self._put(change.name, change.after)

    def undo(self, *, force: bool = False) -> Step:
        """Put back what stood there before the latest change.

        Raises:
            ChangeError: there is nothing to undo; or the variable was assigned anew, and no `force` is used.
        """
        with self._lock:
            if not self._done:
                raise ChangeError("there is no change to undo")
            step = self._done[-1]
            present = self.present(step.name)
            is_own = not step.after.holds(present)
            if is_own:
                self._refuse_unless(force, step.name, "undo")
            self._put(step.name, step.before.value())
            if is_own:
                self._undone.append(Step(step.name, step.after, self._kept(present), None, run=step.run))
            self._undone.append(self._done.pop())
            return step

    def redo(self, *, force: bool = False) -> Step:
        """Do again what was undone last.

        Raises:
            ChangeError: there is nothing to redo; or the variable was assigned anew, and no `force` is used.
        """
        with self._lock:
            if not self._undone:
                raise ChangeError("there is no change to redo")
            step = self._undone[-1]
            present = self.present(step.name)
            is_own = not step.before.holds(present)
            if is_own:
                self._refuse_unless(force, step.name, "redo")
            self._put(step.name, step.after.value())
            self._undone.pop()
            if is_own:
                own = self._kept(present)
                self._done.append(Step(step.name, step.before, own, None, run=step.run))
                step = replace(step, before=own)
            self._done.append(step)
            return step

    def make_room(self) -> None:
        """Move to disk what memory has no room for: first what is the most steps away. This may take a while."""
        with self._lock:
            steps = sorted(
                [*enumerate(reversed(self._done)), *enumerate(reversed(self._undone))], key=lambda each: -each[0]
            )
            kept = dict.fromkeys(each for _, step in steps for each in (step.before, step.after))
            in_use = {id(self.present(step.name)) for _, step in steps}
            self._shelf.make_room([each for each in kept if not each.is_among(in_use)])

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._done.clear()
            self._undone.clear()

    def _refuse_unless(self, force: bool, name: str, word: str) -> None:
        if force:
            return
        how = "deleted" if self.present(name) is ABSENT else "assigned anew"
        raise ChangeError(
            f"{name} was {how} since the change. `%dpa {word} force` goes on all the same and keeps what is there "
            f"now as a step of its own."
        )

    def _forget_undone(self) -> None:
        """Drop what can't be redone any more; but where the user's own objects are among it, the way to them stays."""
        if any(step.difference is None for step in self._undone):
            self._done += [*reversed(self._undone), *(step.reversed() for step in self._undone)]
        self._undone.clear()

    def _kept(self, value: object) -> Kept:
        """Return the keeper of an object, the same one for the same object."""
        for step in reversed([*self._undone, *self._done]):
            for each in (step.after, step.before):
                if each.holds(value):
                    return each
        return Kept(value)

    def _put(self, name: str, value: object) -> None:
        if value is ABSENT:
            self._namespace.pop(name, None)
        else:
            self._namespace[name] = value
