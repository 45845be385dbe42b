"""Which rows are meant: "where churn is yes", "tenure > 12", "for JFK"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dpa_jupyter.findings import Scalar
from dpa_jupyter.models.offline.question.forms import Condition, KnownColumn, Operator
from dpa_jupyter.models.offline.question.vocabulary import FILLERS, MISSING, NO, OPERATORS, VOCABULARY
from dpa_jupyter.models.offline.question.words import Token, Words

_PHRASES = sorted(
    ((tuple(phrase.split()), operator) for phrase, operator in OPERATORS.items()), key=lambda item: -len(item[0])
)
_LONGEST_VALUE = 6
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
_POINTERS = ("for", "in", "where", "with", "of", "among", "from", "when", "on")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")


def take_conditions(words: Words, columns: Sequence[KnownColumn]) -> tuple[Condition, ...]:
    """Take every condition out of the words."""
    found: list[Condition] = []
    place = 0
    while place < len(words.tokens):
        read = _at(words.tokens, place, columns)
        if read is None:
            place += 1
            continue
        start, end, conditions = read
        del words.tokens[start:end]
        found.extend(conditions)
        place = start
    return tuple(found)


_Read = tuple[int, int, list[Condition]]
"""From where to where the words were read, and as what."""


def _at(tokens: Sequence[Token], place: int, columns: Sequence[KnownColumn]) -> _Read | None:
    column = tokens[place].column
    if column is None:
        return _bare_value(tokens, place, columns)
    before = tokens[place - 1].key if place else ""
    if before in NO:
        return place - 1, place + 1, [Condition(column, "missing")]
    for phrase, operator in _PHRASES:
        end = place + 1 + len(phrase)
        if [token.key for token in tokens[place + 1 : end]] == list(phrase):
            return _compared(tokens, place, end, column, operator)
    if between := _between(tokens, place, column):
        return between
    if before in ("who", "that") and column.positive is not None:
        return place, place + 1, [Condition(column, "=", column.positive)]
    return _pointed(tokens, place, column) if before in _POINTERS else None


def _compared(tokens: Sequence[Token], place: int, at: int, column: KnownColumn, operator: Operator) -> _Read | None:
    if operator in ("=", "<>") and at < len(tokens) and tokens[at].key in (*MISSING, "none", "known", "unknown"):
        absent = (tokens[at].key != "known") == (operator == "=")
        return place, at + 1, [Condition(column, "missing" if absent else "present")]
    value, end = _value(tokens, at, column)
    return (place, end, [Condition(column, operator, value)]) if value is not None else None


def _between(tokens: Sequence[Token], place: int, column: KnownColumn) -> _Read | None:
    keys = [token.key for token in tokens[place + 1 : place + 3]]
    at = place + 2 if keys[:1] == ["between"] else place + 3 if keys == ["is", "between"] else None
    if at is None:
        return None
    low, end = _value(tokens, at, column)
    if low is None or end >= len(tokens) or tokens[end].key != "and":
        return None
    high, end = _value(tokens, end + 1, column)
    return (place, end, [Condition(column, ">=", low), Condition(column, "<=", high)]) if high is not None else None


def _pointed(tokens: Sequence[Token], place: int, column: KnownColumn) -> _Read | None:
    """Read "for carrier UA" or "in month 6"."""
    if place + 1 >= len(tokens):
        return None
    value, end = _value(tokens, place + 1, column)
    return (place, end, [Condition(column, "=", value)]) if value is not None else None


def _bare_value(tokens: Sequence[Token], place: int, columns: Sequence[KnownColumn]) -> _Read | None:
    """Read a value that only one column has, such as "JFK"."""
    if tokens[place].key in FILLERS | VOCABULARY:
        return None
    for length in range(min(_LONGEST_VALUE, len(tokens) - place), 0, -1):
        run = tokens[place : place + length]
        text = " ".join(token.text for token in run).casefold()
        if text in _TRUTHS or len(text) < 2 or any(token.column for token in run):
            continue
        owners = [(column, known) for column in columns for known in column.values if _same(known, text)]
        if len(owners) == 1:
            return place, place + length, [Condition(owners[0][0], "=", owners[0][1])]
    return None


def _same(known: Scalar, text: str) -> bool:
    return isinstance(known, str) and known.casefold() == text


def _value(tokens: Sequence[Token], at: int, column: KnownColumn) -> tuple[Scalar, int]:
    """Read a value of this column: one that it is known to have, or else quoted text, a number or plain words."""
    for length in range(min(_LONGEST_VALUE, len(tokens) - at), 0, -1):
        text = " ".join(token.text for token in tokens[at : at + length]).casefold()
        if (known := next((value for value in column.values if _same(value, text)), None)) is not None:
            return known, at + length
    end = at
    while end < len(tokens) and end - at < _LONGEST_VALUE and _may_be_value(tokens[end]):
        end += 1
        if tokens[end - 1].quoted or column.type not in ("text", "category"):
            break
    text = " ".join(token.text for token in tokens[at:end])
    value = _typed(text, column) if text else None
    return value, end if value is not None else at


def _may_be_value(token: Token) -> bool:
    return token.quoted or (token.column is None and token.key not in FILLERS | VOCABULARY)


def _typed(text: str, column: KnownColumn) -> Scalar:
    """Return the text as a value of the column's type, or None where it can't be one."""
    truth = _TRUTHS.get(text.casefold())
    if column.type == "boolean":
        return truth
    if column.is_number:
        if truth is not None and column.distinct == 2:
            return int(truth)
        return _as_number(text)
    if column.type in ("date", "datetime"):
        return text if _ISO_DATE.fullmatch(text) else None
    return text if column.type in ("text", "category") else None


def _as_number(text: str) -> int | float | None:
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"[-+]?\d+\.\d+", text) else None
