"""The frames that a request names, and the columns it names with them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dpa_jupyter.errors import FrameNotFoundError
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.common_words import REQUEST_WORDS, STOP_WORDS

_EXPLICIT = re.compile(r"(?<![\w@.])@(Out\[\d+\]|[^\W\d]\w*+)(?:\[([^\[\]\n]+)\])?(?!\(|\.\w+\()")
_AFTER_PREPOSITION = re.compile(r"\b(?:in|on|of|from|for|using)\s+(\w+(?:\s*(?:,|and|&|with)\s*\w+)*)", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A frame that is named, and the column in brackets after it."""

    frame: str
    column: str | None = None


def explicit_mentions(text: str, catalog: FrameCatalog, other_names: Container[str]) -> list[Mention]:
    """List what is written as @frame or @frame[column].

    Other words after an @ (addresses, decorators, people) stay text, unless they look like a misspelled frame.

    Raises:
        FrameNotFoundError: an @name is no frame and no other name of the kernel, but much like a frame's name.
    """
    found = []
    for match in _EXPLICIT.finditer(text):
        name, column = match.groups()
        if name in catalog:
            found.append(Mention(name, column and column.strip().strip("'\"`")))
        elif name not in other_names and (column or get_close_matches(name.casefold(), _folded(catalog), cutoff=0.6)):
            raise FrameNotFoundError.named(name, catalog)
    return found


def option_mentions(names: Sequence[str], catalog: FrameCatalog) -> list[Mention]:
    """List the frames of the --on option.

    Raises:
        FrameNotFoundError: one of them is no frame.
    """
    stripped = [name.strip().removeprefix("@") for name in names]
    return [Mention(catalog[name].name) for name in stripped if name]


def word_mentions(text: str, catalog: FrameCatalog) -> list[Mention]:
    """List the frames that stand in the text as words: first those after "in", "on" and the like, then the others.

    A frame whose name is an everyday word ("data", "a") is only meant where a preposition makes it a place to look.
    """
    placed = [word for match in _AFTER_PREPOSITION.finditer(text) for word in _WORD.findall(match[1])]
    names = [
        *_known(placed, catalog, STOP_WORDS),
        *_known(_WORD.findall(text), catalog, STOP_WORDS | REQUEST_WORDS),
    ]
    return [Mention(name) for name in dict.fromkeys(names)]


def _known(words: Sequence[str], catalog: FrameCatalog, common: Container[str]) -> Iterator[str]:
    folded = _folded(catalog)
    for word in words:
        if word.casefold() in common:
            continue
        if word in catalog:
            yield word
        elif len(folded.get(word.casefold(), ())) == 1:
            yield folded[word.casefold()][0]


def _folded(catalog: FrameCatalog) -> dict[str, list[str]]:
    folded: dict[str, list[str]] = {}
    for name in catalog:
        folded.setdefault(name.casefold(), []).append(name)
    return folded
