"""Which files may be read: those in the folders that the user named, wherever a path or a link leads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from dpa_jupyter.errors import ToolError, suggestion
from dpa_jupyter.sentence import raised, sentence

MOST_NAMES = 20
LONGEST = 1000


def allowed_file(text: str, folders: Sequence[Path], suffixes: Collection[str]) -> Path:
    """Return the file that a path means, with all links followed; a relative path is looked for in each folder.

    Hidden files are not read, as code in the sandbox does not read them either. Nothing is told of what lies outside of
    the folders, not even whether it is there.

    Raises:
        ToolError: it is outside, is hidden, is missing, or is no plain file; with what there is instead.
    """
    if len(text) > LONGEST:
        raise ToolError(sentence("a path of {any} characters is none.", any=f"{len(text):,}"))
    if "://" in text:
        raise ToolError(sentence("read_table reads local files only, no addresses."))
    inside = [path for path in _candidates(text, folders) if _is_inside(path, folders)]
    if not inside:
        allowed = ", ".join(str(folder) for folder in folders) or "none"
        raise ToolError(sentence("{said!r} is outside the folders that may be read: {any}.", said=text, any=allowed))
    shown = [path for path in inside if not _is_hidden(path, folders)]
    if not shown:
        raise ToolError(sentence("{said!r} is hidden: such files hold keys and settings, and are not read.", said=text))
    for path in shown:
        try:
            if path.is_file():
                return path
        except OSError as error:  # a part of it is longer than a name can be
            raise ToolError(sentence("{said!r} can't be a path: {any}.", said=text, any=error.strerror)) from None
    raise ToolError(_what_there_is(text, shown[0], folders, suffixes))


def _candidates(text: str, folders: Sequence[Path]) -> list[Path]:
    try:
        return [(folder / Path(text).expanduser()).resolve() for folder in folders]
    except (ValueError, OSError, RuntimeError) as error:  # a NUL in it, a loop of links, a user that is unknown
        raise ToolError(sentence("{said!r} can't be a path: {error}.", said=text, error=raised(error))) from None


def _is_inside(path: Path, folders: Sequence[Path]) -> bool:
    return any(path.is_relative_to(folder.resolve()) for folder in folders)


def _is_hidden(path: Path, folders: Sequence[Path]) -> bool:
    """Tell whether a part below every folder that holds the path begins with a dot, as `.aws` or `.env`."""
    inside = [path.relative_to(folder.resolve()) for folder in folders if path.is_relative_to(folder.resolve())]
    return all(any(part.startswith(".") for part in below.parts) for below in inside)


def _what_there_is(text: str, path: Path, folders: Sequence[Path], suffixes: Collection[str]) -> str:
    if path.is_dir():
        folder, problem = path, f"{text!r} is a folder."
    else:
        folder = path.parent if path.parent.is_dir() and _is_inside(path.parent, folders) else folders[0]
        problem = f"there is no file {text!r}."
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.suffix.casefold() in suffixes)
    except OSError:
        names = []
    listed = ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")
    there = f" Data files there: {listed}." if names else " There are no data files there."
    return f"{problem}{suggestion(path.name, names)}{there}"
