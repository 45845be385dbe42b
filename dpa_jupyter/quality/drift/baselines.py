"""The seam to what a frame can be compared with: portraits that were saved under a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dpa_jupyter.errors import UserError, suggestion
from dpa_jupyter.quality.drift.kept import SavedPortrait
from dpa_jupyter.sentence import sentence


@dataclass(frozen=True, slots=True)
class ListedBaseline:
    """What was saved, without all that is in it."""

    name: str
    at: float | None
    """Seconds since 1970; None where it can't be told."""
    about: str
    """Of which frame it is and how many rows it had, in words."""


class SavedBaselines(Protocol):
    """Baselines of a notebook; every method may raise `SessionError` where its folder can't be read or written."""

    def listed(self) -> Sequence[ListedBaseline]:
        """List what is there, by name."""
        ...

    def load(self, name: str) -> SavedPortrait:
        """Return what was saved.

        Raises:
            UserError: nothing was saved under this name.
        """
        ...

    def save(self, saved: SavedPortrait) -> None:
        """Save it in the place of what has its name."""
        ...

    def forget(self, name: str) -> None:
        """Drop what was saved.

        Raises:
            UserError: nothing was saved under this name.
        """
        ...


class MemoryBaselines:
    """Keeps baselines as long as the kernel lives, where nothing may be written."""

    def __init__(self) -> None:
        self._saved: dict[str, SavedPortrait] = {}

    def listed(self) -> Sequence[ListedBaseline]:
        """List what is there, by name."""
        return [listed(saved) for _, saved in sorted(self._saved.items())]

    def load(self, name: str) -> SavedPortrait:
        """Return what was saved."""
        if name not in self._saved:
            raise no_baseline(name, self._saved)
        return self._saved[name]

    def save(self, saved: SavedPortrait) -> None:
        """Save it in the place of what has its name."""
        self._saved[saved.name] = saved

    def forget(self, name: str) -> None:
        """Drop what was saved."""
        self.load(name)
        del self._saved[name]


def listed(saved: SavedPortrait) -> ListedBaseline:
    """Say what a saved portrait is of."""
    portrait = saved.portrait
    score = "" if portrait.score is None else f", score {int(portrait.score)}"
    columns = f"{len(portrait.columns):,} columns"
    return ListedBaseline(saved.name, saved.at, f"{portrait.name}: {portrait.rows:,} rows, {columns}{score}")


def no_baseline(name: str, known: Sequence[str] | dict[str, SavedPortrait]) -> UserError:
    """Say that there is none of this name, and which there are."""
    names = list(known)
    if not names:
        return UserError(
            sentence(
                "there is no frame and no saved baseline {said!r}. Save one with `%dpa baseline df as NAME`.", said=name
            )
        )
    return UserError(
        sentence(
            "there is no frame and no saved baseline {said!r}.{sentence} Saved: {names}.",
            said=name,
            sentence=suggestion(name, names),
            names=names[:20],
        )
    )
