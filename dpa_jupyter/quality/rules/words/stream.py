"""The tokens of a sentence, read from the left; a branch that does not fit leaves them where they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from dpa_jupyter.errors import suggestion
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.words.tokens import Token


class Stream:
    """Tokens, and how far they were read."""

    def __init__(self, tokens: Sequence[Token], columns: Mapping[str, str] | Sequence[str]) -> None:
        self._tokens, self.columns = tokens, list(columns)
        self.kinds = columns if isinstance(columns, Mapping) else {}
        """Types of columns, where they are known."""
        self._by_folded = {name.casefold(): name for name in reversed(self.columns)}
        self.at = 0

    @property
    def token(self) -> Token | None:
        """Return the token that is next."""
        return self._tokens[self.at] if self.at < len(self._tokens) else None

    def accept(self, *phrases: str) -> str | None:
        """Read the longest of these phrases that stands here; return it, or None."""
        for phrase in sorted(phrases, key=lambda each: -len(each.split())):
            words = phrase.split()
            here = self._tokens[self.at : self.at + len(words)]
            if len(here) == len(words) and all(
                token.kind in ("word", "sign") and token.text == word for token, word in zip(here, words, strict=True)
            ):
                self.at += len(words)
                return phrase
        return None

    def map(self, meanings: Mapping[str, str]) -> str | None:
        """Read a phrase and return what it means, or None."""
        found = self.accept(*meanings)
        return None if found is None else meanings[found]

    def take(self, *kinds: str) -> Token | None:
        """Read a token of one of these kinds, or return None."""
        token = self.token
        if token is None or token.kind not in kinds:
            return None
        self.at += 1
        return token

    def column(self) -> str | None:
        """Read the name of a column, the longest that stands here; where none is known, any word."""
        token = self.token
        if token is None or token.kind not in ("name", "word"):
            return None
        if token.kind == "name":
            self.at += 1
            return self._known(token.text)
        if not self.columns:
            self.at += 1
            return token.written
        return self._longest()

    def before(self) -> str:
        """Return the token that was read last, in small letters."""
        return self._tokens[self.at - 1].text if self.at else ""

    def left(self) -> str:
        """Return what is not read yet, as it was written."""
        return " ".join(token.written for token in self._tokens[self.at :])

    def _known(self, name: str) -> str:
        if not self.columns or name in self.columns:
            return name
        if name.casefold() in self._by_folded:
            return self._by_folded[name.casefold()]
        raise RuleError(f"there is no column {name!r}.{suggestion(name, self.columns)}")

    def _longest(self) -> str | None:
        for end in range(min(len(self._tokens), self.at + 8), self.at, -1):
            said = " ".join(token.written for token in self._tokens[self.at : end])
            exact = said if said in self.columns else self._by_folded.get(said.casefold())
            if exact is not None:
                self.at = end
                return exact
        return None


def nearest(said: str, forms: Collection[str]) -> str:
    """Return the form that is most like what was said."""
    words = set(said.casefold().split())
    close = get_close_matches(said.casefold(), list(forms), n=1, cutoff=0.0)
    return max(forms, key=lambda form: (len(words & set(form.casefold().split())), form in close))
