"""Where the rules of frames are kept: a file of YAML for each, which people can read, write and commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.own_files import listed, read_bounded, written_anew
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.yaml_text import MOST_BYTES, as_text

if TYPE_CHECKING:
    from dpa_jupyter.quality.rules.judging import RuleBook
    from dpa_jupyter.quality.rules.rules import Rules

SUFFIX = ".yaml"


class RuleShelf(Protocol):
    """The rules of the frames of a notebook."""

    def of(self, frame: str) -> Rules:
        """Return the rules that are kept for a frame."""
        ...

    def keep(self, frame: str, rules: Rules) -> None:
        """Keep these rules for a frame in the place of what was kept."""
        ...

    def book(self, frame: Frame, given: Rules | None = None) -> RuleBook:
        """Return all rules that a frame is held against, also those given with a request, and what they refer to."""
        ...


class RuleFiles:
    """Rules in a folder, a file for each frame.

    Args:
        folder: Returns it; it is made with the first rule.
        frames: Returns the frames that rules may refer to.
    """

    def __init__(self, folder: Callable[[], Path], frames: Callable[[], Mapping[str, Frame]]) -> None:
        self._folder, self._frames = folder, frames

    def path(self, frame: str) -> Path:
        """Return where the rules of a frame are kept.

        Raises:
            RuleError: the frame is no variable.
        """
        if not frame.isidentifier():
            raise RuleError(f"rules are kept by the name of a variable; give {frame!r} one first")
        return self._folder() / f"{frame}{SUFFIX}"

    def names(self) -> list[str]:
        """Name the frames for which rules are kept."""
        return [path.stem for path in listed(self._folder(), f"*{SUFFIX}")]

    def of(self, frame: str) -> Rules:
        """Return the rules that are kept for a frame.

        Raises:
            RuleError: the file can't be read.
        """
        from dpa_jupyter.quality.rules.rules import Rules

        path = self._folder() / f"{frame}{SUFFIX}"
        if not frame.isidentifier():
            return Rules()
        try:
            data = read_bounded(path, MOST_BYTES)
        except FileNotFoundError:
            return Rules()
        except OSError as error:
            raise RuleError(f"{path}: {error.strerror or error}") from None
        return Rules.from_yaml(as_text(data, path), str(path))

    def keep(self, frame: str, rules: Rules) -> None:
        """Keep these rules for a frame in the place of what was kept; no file is left for none.

        Raises:
            RuleError: the file can't be written.
        """
        path = self.path(frame)
        try:
            if rules:
                written_anew(path, rules.to_yaml().encode())
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise RuleError(f"{path}: {error.strerror or error}") from None

    def book(self, frame: Frame, given: Rules | None = None) -> RuleBook:
        """Return the rules that are kept for a frame and those that were given with a request."""
        from dpa_jupyter.quality.rules.judging import RuleBook
        from dpa_jupyter.quality.rules.rules import Rules

        return RuleBook((self.of(frame.name) + (given or Rules())).rules, frame, self._frames())


class NoShelf:
    """Where there is no notebook: there are no rules, and none can be kept."""

    def of(self, frame: str) -> Rules:
        """Find nothing."""
        from dpa_jupyter.quality.rules.rules import Rules

        return Rules()

    def keep(self, frame: str, rules: Rules) -> None:
        """Refuse."""
        raise RuleError("there is no notebook here that rules could be kept for")

    def book(self, frame: Frame, given: Rules | None = None) -> RuleBook:
        """Find nothing but what was given with a request."""
        from dpa_jupyter.quality.rules.judging import RuleBook

        return RuleBook(given.rules, frame) if given else RuleBook()
