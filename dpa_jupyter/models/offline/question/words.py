"""The words of a question, with the columns among them found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dpa_jupyter.models.offline.question.forms import KnownColumn
from dpa_jupyter.models.offline.question.vocabulary import FILLERS, VOCABULARY
from dpa_jupyter.models.offline.wording import word_set

_TOKEN = re.compile(
    r"""
    `(?P<tick>[^`]+)` | "(?P<double>[^"]+)" | '(?P<single>[^']+)' | “(?P<curly>[^”]+)”
    | (?P<operator> [<>!=]=? | <> | ≤ | ≥ | ≠ )
    | (?P<number> [-+]?\d+(?:\.\d+)? (?![^\s,;?!)]) )
    | (?P<word> [^\s,;?!<>="“`]+ )
    """,
    re.VERBOSE,
)

_EXPECTING = word_set("average between by compare max maximum mean median min minimum of per sum total")
"""Words after which a column stands, even one that is named like an ordinary word."""

_ENDINGS = ("s", "es", "ed", "d")
_LONGEST_NAME = 6
"""Words that may make up a column's name."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, operator or quoted text; or a column that was named."""

    text: str
    quoted: bool = False
    column: KnownColumn | None = None

    @property
    def key(self) -> str:
        """Return the word as the grammar knows it; quoted text and columns are no words of it."""
        return "" if self.quoted or self.column else self.text.casefold()


def tokens_of(text: str, columns: Sequence[KnownColumn]) -> list[Token]:
    """Split a text into words and mark the columns that it names."""
    return _mark(list(_split(text)), columns)


def _split(text: str) -> Iterable[Token]:
    for match in _TOKEN.finditer(text):
        quoted = match.lastgroup in ("tick", "double", "single", "curly")
        word = match[str(match.lastgroup)]
        word = word if quoted else word.rstrip(".:)").lstrip("(") or word
        yield Token(word.removesuffix("'s") if not quoted else word, quoted)


def _mark(tokens: list[Token], columns: Sequence[KnownColumn]) -> list[Token]:
    exact = {column.name: column for column in columns}
    folded: dict[str, KnownColumn] = {}
    for column in columns:
        folded.setdefault(folded_name(column.name), column)
    marked: list[Token] = []
    while tokens:
        length, found = _column_at(tokens, exact, folded, marked[-1].key if marked else "")
        marked.append(Token(" ".join(token.text for token in tokens[:length]), column=found) if found else tokens[0])
        del tokens[:length]
    return marked


def _column_at(
    tokens: Sequence[Token], exact: dict[str, KnownColumn], folded: dict[str, KnownColumn], before: str
) -> tuple[int, KnownColumn | None]:
    """Return how many words name a column here, the most first."""
    if tokens[0].quoted:
        return 1, exact.get(tokens[0].text) or folded.get(folded_name(tokens[0].text))
    for length in range(min(_LONGEST_NAME, len(tokens)), 0, -1):
        words = [token.text for token in tokens[:length]]
        if not all(map(_is_word, tokens[:length])) or (length == 1 and _ordinary(words[0], before)):
            continue
        name = folded_name("".join(words))
        stems = [name[: -len(ending)] for ending in _ENDINGS if len(name) > len(ending) + 2 and name.endswith(ending)]
        stems += [f"{name[:-3]}y"] if name.endswith("ies") else []
        found = exact.get(" ".join(words)) or next((folded[form] for form in (name, *stems) if form in folded), None)
        if found:
            return length, found
    return 1, None


def _is_word(token: Token) -> bool:
    return not token.quoted and any(char.isalnum() for char in token.text)


def _ordinary(word: str, before: str) -> bool:
    return before not in _EXPECTING and word.casefold() in FILLERS | VOCABULARY


def folded_name(name: str) -> str:
    """Return a name as people may write it: without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", name).casefold() or name


def without_hyphens(text: str) -> str:
    """Return a value as people may write it: "two-year", "two_year" and "Two year" are the same."""
    return re.sub(r"[-_\s]+", " ", text).casefold()


class Words:
    """The words of a question that are still to be understood."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.tokens = list(tokens)

    def find(self, *phrase: str) -> int | None:
        """Return where these words stand one after the other."""
        keys = [token.key for token in self.tokens]
        places = (place for place in range(len(keys)) if keys[place : place + len(phrase)] == list(phrase))
        return next(places, None)

    def take(self, *phrases: str) -> bool:
        """Take out the first of these phrases that is there, and tell whether one was."""
        for phrase in phrases:
            words = phrase.split()
            place = self.find(*words)
            if place is not None:
                del self.tokens[place : place + len(words)]
                return True
        return False

    def take_where(self, fits: Callable[[Token], bool]) -> Token | None:
        """Take out the first token that fits."""
        place = next((place for place, token in enumerate(self.tokens) if fits(token)), None)
        return None if place is None else self.tokens.pop(place)

    @property
    def columns(self) -> list[KnownColumn]:
        """Return the columns that are still there, each once, in order."""
        return list({token.column.name: token.column for token in self.tokens if token.column}.values())

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the words that mean something, and nothing has taken."""
        return tuple(token.text for token in self.tokens if not token.column and token.key not in FILLERS)
