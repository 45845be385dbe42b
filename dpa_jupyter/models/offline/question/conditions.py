"""Which rows are meant: "where churn is yes", "tenure > 12", "for JFK"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dpa_jupyter.findings import Scalar
from dpa_jupyter.models.offline.question.dates import calendar_number, date_conditions
from dpa_jupyter.models.offline.question.forms import Condition, KnownColumn, Operator
from dpa_jupyter.models.offline.question.vocabulary import (
    FILLERS,
    MISSING,
    NO,
    NOT,
    OPERATORS,
    RELATIONS,
    ROW_NOUNS,
    VOCABULARY,
)
from dpa_jupyter.models.offline.question.words import Token, Words, without_hyphens

_PHRASES = sorted(
    ((tuple(phrase.split()), operator) for phrase, operator in OPERATORS.items()), key=lambda item: -len(item[0])
)
_LONGEST_VALUE = 6
LARGEST_FLOAT = 2**53
"""Beyond, numbers that are kept as text are identifiers, which a float would confuse."""
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
_HAVING = ("with", "have", "has", "had", "having", "use", "uses", "using")
_POINTERS = ("for", "in", "where", "of", "among", "from", "when", "on", *_HAVING)
_ARTICLES = ("a", "an", "the", "any")
_REPEATED = (*_ARTICLES, *_POINTERS, "to", "is", "=", "by")
"""What may be said again after "or"."""
_BEGINNINGS = re.compile(r"origin|from|source|start|depart", re.IGNORECASE)
_ENDS = re.compile(r"dest|to(?![a-z])|target|end(?![a-z])|arriv", re.IGNORECASE)
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
        start, end, conditions = _with_others(words.tokens, read)
        del words.tokens[start:end]
        found.extend(conditions)
        place = start
    return tuple(found)


_Read = tuple[int, int, list[Condition]]
"""From where to where the words were read, and as what."""


def _at(tokens: Sequence[Token], place: int, columns: Sequence[KnownColumn]) -> _Read | None:
    column = tokens[place].column
    if column is None:
        return date_conditions(tokens, place, columns) or _amount(tokens, place) or _bare_value(tokens, place, columns)
    if between := _between(tokens, place, column):
        return between
    after = place + 1 + _stands(("of",), tokens, place + 1)  # "a price of at least 20"
    for phrase, operator in _PHRASES:
        if _stands(phrase, tokens, after):
            return _compared(tokens, place, after + len(phrase), column, operator)
    if denied := _denied(tokens, place, column):
        return denied
    before = _key_before(tokens, place, _ARTICLES)[1]
    known, end = _known_value(tokens, place + 1, column)
    if known is not None:
        return place, end, [Condition(column, "=", known)]
    if before in _POINTERS and (pointed := _pointed(tokens, place, column)):
        return pointed
    following = tokens[place + 1].key if place + 1 < len(tokens) else ""
    if column.positive is not None and (before in ("who", "that", *_HAVING) or following in ("rows", *ROW_NOUNS)):
        return place, place + 1, [Condition(column, "=", column.positive)]
    return None


def _with_others(tokens: Sequence[Token], read: _Read) -> _Read:
    """Read on after "contract is one year" as long as "or" and another value of the column follow."""
    start, end, conditions = read
    condition = conditions[-1]
    if condition.operator not in ("=", "<>"):
        return read
    others: list[Scalar] = []
    while end < len(tokens) and tokens[end].key == "or":
        at = end + 1
        while at < len(tokens) and (tokens[at].key in _REPEATED or tokens[at].column == condition.column):
            at += 1
        value, after = _other_value(tokens, at, condition)
        if value is None:
            break
        others.append(value)
        end = after + (after < len(tokens) and tokens[after].column == condition.column)
    return start, end, [*conditions[:-1], replace(condition, or_values=tuple(others))]


def _other_value(tokens: Sequence[Token], at: int, condition: Condition) -> tuple[Scalar, int]:
    part = condition.part or condition.column.name.casefold()
    number = calendar_number(tokens[at], part) if at < len(tokens) else None
    if number is not None and (condition.part or condition.column.is_number):
        return number, at + 1
    return (None, at) if condition.part else _value(tokens, at, condition.column)


def _stands(phrase: Sequence[str], tokens: Sequence[Token], at: int) -> bool:
    return [token.key for token in tokens[at : at + len(phrase)]] == list(phrase)


def _key_before(tokens: Sequence[Token], place: int, skipped: Sequence[str]) -> tuple[int, str]:
    """Return where the word before stands, past these, and which one it is."""
    place -= 1
    while place >= 0 and tokens[place].key in skipped:
        place -= 1
    return (place, tokens[place].key) if place >= 0 else (0, "")


def _denied(tokens: Sequence[Token], place: int, column: KnownColumn) -> _Read | None:
    """Read "without partner", "did not churn", "no internet service"; for other columns "without" is missing."""
    start, word = _key_before(tokens, place, (*_ARTICLES, *_HAVING[1:]))
    if word not in (*NO, *NOT):
        return None
    if column.positive is not None:
        return start, place + 1, [Condition(column, "<>", column.positive)]
    if word in NOT:
        return None
    none = [known for known in column.values if re.match(r"(no|none)\b", str(known), re.IGNORECASE)]
    if not none:
        return start, place + 1, [Condition(column, "missing")]
    return (start, place + 1, [Condition(column, "=", none[0])]) if len(none) == 1 else None


def _amount(tokens: Sequence[Token], place: int) -> _Read | None:
    """Read "more than 100 seats" and "with 2 engines", where the column stands last."""
    phrases = [(phrase, operator) for phrase, operator in _PHRASES if _stands(phrase, tokens, place)]
    having: list[tuple[tuple[str, ...], Operator]] = [((word,), "=") for word in _HAVING if word == tokens[place].key]
    for phrase, operator in [*phrases[:1], *having]:
        at = place + len(phrase)
        number = _as_number(tokens[at].text) if at < len(tokens) else None
        column = tokens[at + 1].column if at + 1 < len(tokens) else None
        if number is not None and column is not None and column.is_number:
            return place, at + 2, [Condition(column, operator, number)]
    return None


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
    if tokens[place].key in FILLERS | VOCABULARY | ROW_NOUNS:
        return None
    before = tokens[place - 1].key if place else ""
    for length in range(min(_LONGEST_VALUE, len(tokens) - place), 0, -1):
        run = tokens[place : place + length]
        text = " ".join(token.text for token in run).casefold()
        if text in _TRUTHS or len(text) < 2 or any(token.column for token in run):
            continue
        owners = [(column, known) for column in columns for known in _meant(column.values, text)]
        if len(owners) == 1 and not _wrong_way(before, owners[0][0]):
            column, known = owners[0]
            end = place + length
            named = end < len(tokens) and tokens[end].column == column
            denied, word = _key_before(tokens, place, (*_ARTICLES, *_POINTERS))
            if word in (*NO, *NOT):
                return denied, end + named, [Condition(column, "<>", known)]
            start = place - 1 if before == "by" else place  # "made by Boeing"
            return start, end + named, [Condition(column, "=", known)]
    return None


def _wrong_way(before: str, column: KnownColumn) -> bool:
    """Tell whether "to" stands before where something begins, or "from" before where it ends."""
    other = {"to": _BEGINNINGS, "from": _ENDS}.get(before)
    return other is not None and other.match(column.name) is not None


def _meant(values: Sequence[Scalar], text: str) -> list[Scalar]:
    """Return the values that a text is, or else those that it is but for hyphens: "two-year" for "Two year"."""
    texts = [known for known in values if isinstance(known, str)]
    exact: list[Scalar] = [known for known in texts if known.casefold() == text]
    return exact or [known for known in texts if without_hyphens(known) == without_hyphens(text)]


def _value(tokens: Sequence[Token], at: int, column: KnownColumn) -> tuple[Scalar, int]:
    """Read a value of this column: one that it is known to have, or else quoted text, a number or plain words."""
    known, end = _known_value(tokens, at, column)
    if known is not None:
        return known, end
    end = at
    while end < len(tokens) and end - at < _LONGEST_VALUE and _may_be_value(tokens[end]):
        end += 1
        if tokens[end - 1].quoted or column.type not in ("text", "category"):
            break
    text = " ".join(token.text for token in tokens[at:end])
    value = _typed(text, column) if text else None
    return value, end if value is not None else at


def _known_value(tokens: Sequence[Token], at: int, column: KnownColumn) -> tuple[Scalar, int]:
    for length in range(min(_LONGEST_VALUE, len(tokens) - at), 0, -1):
        text = " ".join(token.text for token in tokens[at : at + length]).casefold()
        if known := _meant(column.values, text):
            return known[0], at + length
    return None, at


def _may_be_value(token: Token) -> bool:
    if token.quoted or token.key in _TRUTHS:
        return True
    return token.column is None and token.key not in FILLERS | VOCABULARY | ROW_NOUNS | RELATIONS


def _typed(text: str, column: KnownColumn) -> Scalar:
    """Return the text as a value of the column's type, or None where it can't be one."""
    truth = _TRUTHS.get(text.casefold())
    if column.type == "boolean":
        return truth
    if column.is_number:
        if truth is not None and column.distinct == 2:
            return int(truth)
        number = _as_number(text)
        return text if column.kept_as_text and number is not None and abs(number) > LARGEST_FLOAT else number
    if column.type in ("date", "datetime"):
        return text if _ISO_DATE.fullmatch(text) else None
    return text if column.type in ("text", "category") else None


def _as_number(text: str) -> int | float | None:
    """Return the number that a text is, if SQL can take it."""
    if re.fullmatch(r"[-+]?[0-9]{1,30}", text):
        return int(text)
    return float(text) if re.fullmatch(r"[-+]?[0-9]{1,30}\.[0-9]{1,30}", text) else None
