"""The frames that a request names, and the columns it names with them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dpa_jupyter.errors import FrameNotFoundError
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.common_words import REQUEST_WORDS, STOP_WORDS
from dpa_jupyter.frames.phrases import EVERYDAY_WORDS
from dpa_jupyter.frames.spelling import misspelt
from dpa_jupyter.frames.word_forms import singular

SHORTEST_NAME = 2
"""Letters of the shortest name that a misspelt one is held against: frames have names such as "df"."""

_EXPLICIT = re.compile(r"(?<![\w@.])@(Out\[\d+\]|[^\W\d]\w*+)(?:\[([^\[\]\n]+)\])?(?!\(|\.\w+\()")
_AFTER_PREPOSITION = re.compile(r"\b(?:in|on|of|from|for|using)\s+(\w+(?:\s*(?:,|and|&|with)\s*\w+)*)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_TWO_WORDS = re.compile(r"\s*\w+\s+([^\W\d]\w*)[\s?.!]*")
_IDENTIFIER = re.compile(r"[^\W\d]\w*_\w*")
_STANDS_LAST = re.compile(r"\s*[,;?!)]|[.:\]\"'`]*(?:\s+(?P<next>\w*)|\Z)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A frame that is named, and the column in brackets after it."""

    frame: str
    column: str | None = None


def explicit_mentions(text: str, catalog: FrameCatalog, other_names: Container[str]) -> list[Mention]:
    """List what is written as @frame or @frame[column].

    Other words after an @ (addresses, decorators, people) stay text, unless they look like a misspelled frame.

    Raises:
        FrameNotFoundError: an @name is no frame and no other name of the kernel, but much like a frame's name; or an
            @Out[n] is no frame, or not there.
    """
    found = []
    for match in _EXPLICIT.finditer(text):
        name, column = match.groups()
        if name in catalog:
            found.append(Mention(name, column and column.strip().strip("'\"`")))
        elif name not in other_names and (
            column or name.startswith("Out[") or get_close_matches(name.casefold(), _folded(catalog), cutoff=0.6)
        ):
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


def unknown_mentions(text: str, catalog: FrameCatalog, known: Container[str]) -> list[str]:
    """List the names after "in", "on" and the like that are written as only names are, and that are no frame's.

    `known` are the words that name something else, in lower case.

    Raises:
        FrameNotFoundError: one of the words at such a place is a frame's name, misspelt.
    """
    unknown = []
    frames = _folded(catalog)
    for word in dict.fromkeys(_last_words_of_places(text)):
        folded = word.casefold()
        if folded in EVERYDAY_WORDS or folded in known or folded in frames:
            continue
        meant = misspelt(word, catalog, shortest=SHORTEST_NAME)
        if meant is not None and singular(folded) != singular(meant.casefold()):  # "of each flight" is no misspelling
            raise FrameNotFoundError.named(word, catalog)
        if _IDENTIFIER.fullmatch(word):
            unknown.append(word)
    return unknown


def _last_words_of_places(text: str) -> Iterator[str]:
    """Yield the words after a preposition that nothing follows which they could go with: not "in general terms".

    In a request of two words, a verb and its object, that is the second.
    """
    if two := _TWO_WORDS.fullmatch(text):
        yield two[1]
    for place in _AFTER_PREPOSITION.finditer(text):
        for word in _WORD.finditer(text, place.start(1), place.end(1)):
            end = _STANDS_LAST.match(text, word.end())
            if end and (not end["next"] or end["next"].casefold() in STOP_WORDS):
                yield word[0]


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
