"""What was changed, so that it can be undone and redone.

The journal is a line of steps with a place in it. What an undone step had put there is kept, so that it can be
redone; and what the user had assigned meanwhile is never lost: put aside by force, it becomes a step of its own.
"""

from __future__ import annotations

import threading
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dpa_jupyter.changes.change import ABSENT, Change
from dpa_jupyter.changes.kept import Kept, Shelf
from dpa_jupyter.displays import DifferenceDisplay
from dpa_jupyter.errors import ChangeError
from dpa_jupyter.sentence import sentence


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
                    sentence(
                        "{name} was assigned anew since the difference was made; propose the change again",
                        name=change.name,
                    )
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
            return self._go(self._done, self._undone, "undo", force=force)

    def redo(self, *, force: bool = False) -> Step:
        """Do again what was undone last.

        Raises:
            ChangeError: there is nothing to redo; or the variable was assigned anew, and no `force` is used.
        """
        with self._lock:
            return self._go(self._undone, self._done, "redo", force=force)

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

    def _go(self, steps: list[Step], others: list[Step], word: Literal["undo", "redo"], *, force: bool) -> Step:
        """Take the next step, and put an object of the user's own that is in the way behind it, as a step."""
        if not steps:
            raise ChangeError(f"there is no change to {word}")
        step = steps[-1]
        left, reached = (step.after, step.before) if word == "undo" else (step.before, step.after)
        present = self.present(step.name)
        is_own = not left.holds(present)
        if is_own and not force:
            raise self._in_the_way(step.name, word)
        self._put(step.name, reached.value())
        if is_own:
            own = Step(step.name, self._kept(present), left, None, run=step.run)
            others.append(own.reversed() if word == "undo" else own)
        others.append(steps.pop())
        return step

    def _in_the_way(self, name: str, word: str) -> ChangeError:
        how = "deleted" if self.present(name) is ABSENT else "assigned anew"
        return ChangeError(
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
