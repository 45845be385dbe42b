"""The words of a request that nothing was made of: an answer says so, or it would pass for one to another question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.question import KnownColumn, unread_words
from dpa_jupyter.models.offline.request import Request
from dpa_jupyter.models.offline.wording import code, listing

_ASKED = re.compile(
    r"\s*\w+\s+(.*?)(?=[,.;:!?\n]|\s(?:in|from|by|per|for|where|and|with|using|across|over)\s|\Z)", re.DOTALL
)
"""After the verb, up to the first word that says where, how or for whom."""


@dataclass(frozen=True, slots=True)
class Unread:
    """The words that name nothing, neither a column nor a value that is known."""

    frame: str
    asked: tuple[str, ...] = ()
    """Those that stand where the thing to analyse stands."""
    others: tuple[str, ...] = ()

    @property
    def lead(self) -> str:
        """Return the sentence that an answer begins with; empty where what is asked for was found."""
        if not self.asked:
            return ""
        words = listing([code(word) for word in self.asked])
        return f"**Nothing in {code(self.frame)} is called {words}:** no column, and no value that I know of."

    @property
    def rest(self) -> str:
        """Return what an answer says at its end; empty where there is nothing to say."""
        return f"I made nothing of {listing([code(word) for word in self.others])}" if self.others else ""


def with_unread(answer: Answer, words: Unread, instead: str) -> Answer:
    """Say before all else that what was asked for is not there, and at the end what else was not understood."""
    lead = f"{words.lead} {instead}\n\n{answer.lead}" if words.lead else answer.lead
    return replace(answer, lead=lead, left_out=(*([words.rest] if words.rest else []), *answer.left_out))


def unread(request: Request, frame: str, columns: Sequence[KnownColumn]) -> Unread:
    """Find the words that neither the search for frames and columns nor the grammar of questions knows."""
    parts = {part.casefold() for word in unread_words(request.text, frame, columns) for part in _parts(word)}
    words = [word for word in request.unknown if parts.issuperset(map(str.casefold, _parts(word)))]
    found = _ASKED.match(request.text)
    place = _parts(found[1]) if found else []
    asked = () if frame in place else tuple(word for word in words if set(_parts(word)) <= set(place))
    return Unread(frame, asked, tuple(word for word in words if word not in asked))


def _parts(text: str) -> list[str]:
    return re.findall(r"\w+", text)
