"""A request cut into the phrases that may name something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dpa_jupyter.frames.common_words import GROUPING_WORDS, REQUEST_WORDS, STOP_WORDS, TARGET_WORDS
from dpa_jupyter.frames.word_forms import parts_of, stem

LONGEST_PHRASE = 4
MOST_WORDS = 200
"""A request of more words is read up to here: what is asked stands at its start."""
EVERYDAY_WORDS = STOP_WORDS | REQUEST_WORDS | GROUPING_WORDS | TARGET_WORDS
ARTICLES = frozenset({"a", "an", "the", "their", "its", "my", "our"})
_WORD = re.compile(r"\w+(?:[-'\u2019]\w+)*")
_QUOTED = re.compile(r"`([^`\n]+)`|\"([^\"\n]+)\"|(?<!\w)'([^'\n]+)'(?!\w)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One to four words of a request that stand together, or what stands in quotes."""

    text: str
    before: str
    """The word before it, without articles, in lower case."""
    place: int
    quoted: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """Return its words, split as names are."""
        return parts_of(self.text)

    @property
    def stems(self) -> tuple[str, ...]:
        """Return the stems of its words."""
        return tuple(map(stem, self.parts))

    @property
    def is_common(self) -> bool:
        """Tell whether people say this around what they ask about."""
        return not self.quoted and self.text.casefold() in REQUEST_WORDS

    @property
    def is_loose(self) -> bool:
        """Tell whether it starts or ends with a word that carries no meaning, so that it can only be a whole name."""
        words = self.text.casefold().split()
        return not self.quoted and (words[0] in STOP_WORDS or words[-1] in STOP_WORDS)

    @property
    def divides(self) -> bool:
        """Tell whether it says by what the rows are divided."""
        return self.before in GROUPING_WORDS

    @property
    def is_asked_about(self) -> bool:
        """Tell whether the word before it marks it as what is asked about."""
        return self.before in TARGET_WORDS


def phrases_of(text: str) -> Iterator[Phrase]:
    """List what stands in quotes, then every one to four words that stand together, but single stop words."""
    for found in _QUOTED.finditer(text):
        yield Phrase(next(group for group in found.groups() if group), "", found.start(), quoted=True)
    words = list(islice(_WORD.finditer(text), MOST_WORDS))
    for first, word in enumerate(words):
        before = _before([earlier.group() for earlier in words[max(0, first - 3) : first]])
        for last in range(first, min(first + LONGEST_PHRASE, len(words))):
            between = text[word.end() : words[last].start()]
            if re.search(r"[.,;:!?()\n]", between):
                break
            phrase = " ".join(each.group() for each in words[first : last + 1])
            if phrase.casefold() not in STOP_WORDS:
                yield Phrase(phrase, before, word.start())


def words_of(text: str) -> list[str]:
    """List the words of a request, as far as it is read."""
    return [word[0] for word in islice(_WORD.finditer(text), MOST_WORDS)]


def _before(words: list[str]) -> str:
    return next((word.casefold() for word in reversed(words) if word.casefold() not in ARTICLES), "")
