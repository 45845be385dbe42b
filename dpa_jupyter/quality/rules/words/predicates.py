"""What a sentence says of a column: "is never negative", "has 5 characters", "is after `start`"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import Bound, Moment
from dpa_jupyter.quality.rules.row_expressions import column_text, value_text
from dpa_jupyter.quality.rules.tests import (
    Compare,
    HasType,
    Holds,
    Length,
    Matches,
    NotMissing,
    NotValues,
    Operator,
    Range,
    Refers,
    Test,
    TypeName,
    Unique,
    Values,
)
from dpa_jupyter.quality.rules.words.stream import Stream
from dpa_jupyter.quality.rules.words.tokens import Token
from dpa_jupyter.quality.rules.words.values import GOES_ON, bound, count, days, listed, scalar, span

VERBS = (
    "is", "are", "be", "must", "should", "shall", "has", "have", "to", "always", "needs", "does", "do", "it", "they",
    "being", "contains only", "value",
)  # fmt: skip
NOTS = (
    "never", "not", "no", "cannot", "can't", "isn't", "aren't", "mustn't", "may not", "can not", "doesn't", "don't",
    "hasn't", "haven't", "without", "can never", "may never",
)  # fmt: skip
COMPARISONS: Mapping[str, Operator] = {
    "at least": ">=", "no less than": ">=", "not less than": ">=", "greater than or equal to": ">=", ">=": ">=",
    "no fewer than": ">=", "on or after": ">=", "since": ">=", "starting": ">=", "more than or equal to": ">=",
    "no earlier than": ">=", "not before": ">=", "at or above": ">=",
    "at most": "<=", "no more than": "<=", "not more than": "<=", "less than or equal to": "<=", "<=": "<=",
    "up to": "<=", "on or before": "<=", "until": "<=", "no greater than": "<=", "no later than": "<=",
    "not after": "<=", "at or below": "<=",
    "more than": ">", "greater than": ">", "larger than": ">", "higher than": ">", "bigger than": ">", "above": ">",
    "over": ">", ">": ">", "after": ">", "later than": ">", "exceeds": ">",
    "less than": "<", "smaller than": "<", "lower than": "<", "fewer than": "<", "below": "<", "under": "<", "<": "<",
    "before": "<", "earlier than": "<",
    "equal to": "==", "equals": "==", "==": "==", "=": "==", "the same as": "==", "exactly": "==",
    "not equal to": "!=", "!=": "!=", "different from": "!=", "other than": "!=",
}  # fmt: skip
DENIED: Mapping[Operator, Operator] = {">=": "<", "<=": ">", ">": "<=", "<": ">=", "==": "!=", "!=": "=="}
TYPES: Mapping[str, TypeName] = {
    "a whole number": "integer", "whole numbers": "integer", "an integer": "integer", "integers": "integer",
    "a number": "number", "numbers": "number", "numeric": "number", "a text": "text", "text": "text", "texts": "text",
    "a string": "text", "a date": "date", "dates": "date", "a time": "datetime", "a datetime": "datetime",
    "a timestamp": "datetime", "true or false": "boolean", "a boolean": "boolean",
}  # fmt: skip
PATTERNS: Mapping[str, str] = {
    "an email address": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "a uuid": r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    "a url": r"https?://[^\s/]+\S*",
}
SAME_PATTERNS = {
    **{known: known for known in PATTERNS},
    "an email": "an email address", "a valid email": "an email address", "a valid email address": "an email address",
    "email addresses": "an email address", "a valid url": "a url", "a valid uuid": "a uuid",
}  # fmt: skip
ANYTHING = r"[\s\S]*"
_CHARACTERS = ("characters long", "characters", "character")
_SOME_CHARACTERS = ("letters", "letter", "digits", "digit")


def predicate(stream: Stream, column: str) -> Test | None:
    """Read what is said of a column; None where it can't be read, with the stream where it was."""
    start = stream.at
    denied = _verbs(stream)
    begun = stream.at
    for read in _READERS:
        stream.at = begun
        if read is _value and begun == start:
            continue  # a value by itself says nothing: "is 5, 6" is no list to everybody
        found = read(stream, column, denied)
        if found is not None:
            return found
    stream.at = start
    return None


def _verbs(stream: Stream) -> bool:
    """Read verbs, and tell whether they deny."""
    denied = False
    while True:
        here = stream.at
        if stream.accept(*COMPARISONS):  # "no more than" is one, in which "no" denies nothing
            stream.at = here
            return denied
        if stream.accept(*NOTS):
            denied = True
        elif not stream.accept(*VERBS):
            return denied


def _missing(stream: Stream, column: str, denied: bool) -> Test | None:
    if stream.accept(
        "missing values", "missing value", "missing", "null values", "nulls", "null", "empty", "blank", "nan", "none"
    ):
        if stream.accept("of"):
            return None
        return NotMissing(column) if denied else None
    words = (
        "present",
        "given",
        "filled in",
        "filled",
        "known",
        "required",
        "there",
        "complete",
        "a value",
        "mandatory",
    )
    return NotMissing(column) if stream.accept(*words) and not denied else None


def _unique(stream: Stream, column: str, denied: bool) -> Test | None:
    if stream.accept("unique values", "unique", "distinct", "different in each row", "a key"):
        return None if denied else Unique((column,))
    if stream.accept("repeated", "repeats", "repeat", "duplicated", "duplicates", "duplicate values", "duplicate"):
        return Unique((column,)) if denied else None
    return None


def _sign(stream: Stream, column: str, denied: bool) -> Test | None:
    if stream.accept("non-negative", "nonnegative"):
        return None if denied else Range(column, at_least=0)
    if stream.accept("negative"):
        return Range(column, at_least=0) if denied else Range(column, less_than=0)
    if stream.accept("positive"):
        return Range(column, at_most=0) if denied else Range(column, more_than=0)
    if stream.accept("zero"):
        return NotValues(column, (0,)) if denied else Values(column, (0,))
    return None


def _age(stream: Stream, column: str, denied: bool) -> Test | None:
    """Read "no older than 7 days", "within the last 7 days"."""
    within = stream.accept("within the last", "in the last", "from the last")
    if not within and not stream.accept("older than", "longer ago than"):
        return None
    length = span(stream)
    stream.accept("old")
    if length is None or bool(within) == denied:
        return None
    base = "today" if length.unit not in ("second", "minute", "hour") else "now"
    return Range(column, at_least=Moment(base, -1, length))  # type: ignore[arg-type]  # one of two


def _in_time(stream: Stream, column: str, denied: bool) -> Test | None:
    if stream.accept("in the future"):
        return Range(column, at_most=Moment("now")) if denied else Range(column, more_than=Moment("now"))
    if stream.accept("in the past"):
        return Range(column, at_least=Moment("now")) if denied else Range(column, less_than=Moment("now"))
    begun = stream.accept("in", "on", "within")
    is_number = begun is not None and stream.token is not None and stream.token.kind == "number"
    if is_number and stream.kinds.get(column) in ("integer", "number"):
        return None  # 2024 is a number there, and no year
    found = days(stream) if begun else None
    return None if found is None or denied else Range(column, at_least=found[0], at_most=found[1])


def _refers(stream: Stream, column: str, denied: bool) -> Test | None:
    if not stream.accept(
        "in", "found in", "exists in", "exist in", "refers to", "refer to", "references", "among", "one of"
    ):
        return None
    stream.accept("the")
    first = stream.take("name", "word")
    if first is None:
        return None
    link = stream.accept(".", "'s", "of")
    stream.accept("the")
    other = stream.take("name", "word") if link else None
    if other is None or denied:
        return None
    frame, to = (other, first) if link == "of" else (first, other)
    return Refers(column, _name(frame), _name(to))


def _name(token: Token) -> str:
    return token.text if token.kind == "name" else token.written


def _among(stream: Stream, column: str, denied: bool) -> Test | None:
    none_of = stream.accept("none of", "any of") if denied or stream.token else None
    if none_of == "none of" and denied:
        return None
    opened = none_of or stream.accept("one of", "either", "in") or (stream.token and stream.token.text == "(")
    if not opened:
        return None
    stream.accept("the values", "these", "the following")
    found = tuple(listed(stream))
    if not found:
        return None
    return NotValues(column, found) if denied or none_of == "none of" else Values(column, found)


def _compared(stream: Stream, column: str, denied: bool) -> Test | None:
    operator = stream.map(COMPARISONS)
    if operator is None:
        return _or_more(stream, column, denied)
    operator = DENIED[operator] if denied else operator  # type: ignore[index]  # the meanings are operators
    start = stream.at
    if (length := _length(stream, column, operator)) is not None:
        return length
    stream.at = start
    found = bound(stream, last=operator in ("<=", ">"))
    if found is not None:
        return _ranged(column, operator, found)
    stream.accept("the")
    value = stream.take("quoted")
    if value is not None and operator in ("==", "!="):
        return Values(column, (value.text,)) if operator == "==" else NotValues(column, (value.text,))
    other = stream.column()
    return None if other is None else Compare(column, operator, other)  # type: ignore[arg-type]  # an operator


def _or_more(stream: Stream, column: str, denied: bool) -> Test | None:
    """Read "5 or more", "3 characters or less" and "5 characters"."""
    start, amount = stream.at, count(stream)
    unit = _unit(stream) if amount is not None else None
    end = stream.accept("or more", "or less", "or fewer", "or later", "or earlier")
    if amount is not None and unit and not denied:
        return Length(column, None if end in ("or less", "or fewer") else amount, None if end == "or more" else amount)
    stream.at = start
    found = bound(stream)
    end = stream.accept("or more", "or less", "or later", "or earlier")
    if found is None or end is None or denied:
        return None
    return _ranged(column, ">=" if end in ("or more", "or later") else "<=", found)


def _unit(stream: Stream) -> str | None:
    if word := stream.accept(*_SOME_CHARACTERS):
        raise RuleError(f'say how many characters there are, or which {word} by a pattern: matches "[0-9]{{5}}"')
    return stream.accept(*_CHARACTERS)


def _length(stream: Stream, column: str, operator: str) -> Test | None:
    amount = count(stream)
    if amount is None or not _unit(stream):
        return None
    least = {">=": amount, ">": amount + 1, "==": amount}.get(operator)
    most = {"<=": amount, "<": amount - 1, "==": amount}.get(operator)
    return None if least is None and most is None else Length(column, least, most)


def _ranged(column: str, operator: str, found: Bound) -> Test:
    names = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than"}
    if operator in names:
        return Range(column, **{names[operator]: found})
    if isinstance(found, int | float):
        value: int | float | str = found
    elif isinstance(found, date):
        value = found.isoformat()
    else:
        raise RuleError("what moves with the clock is compared with 'at least', 'at most', 'after' or 'before'")
    return Values(column, (value,)) if operator == "==" else NotValues(column, (value,))


def _between(stream: Stream, column: str, denied: bool) -> Test | None:
    if denied or not stream.accept("between", "from", "within"):
        return None
    low = bound(stream)
    if low is None or not stream.accept("and", "to", "until", "through", "-"):
        return None
    high = bound(stream, last=True)
    if high is None:
        return None
    stream.accept("inclusive")
    if _unit(stream):
        return Length(column, low, high) if isinstance(low, int) and isinstance(high, int) else None
    if stream.accept("exclusive"):
        return Range(column, more_than=low, less_than=high)
    return Range(column, at_least=low, at_most=high)


def _matches(stream: Stream, column: str, denied: bool) -> Test | None:
    kind = stream.map(_MATCHING)
    if kind is not None:
        stream.accept("the")
        stream.accept("pattern", "regex", "regular expression", "expression")
        token = stream.take("quoted", "name") if kind == "matches" else stream.take("quoted", "word", "number")
        if token is None:
            return None
        text = token.text if kind == "matches" or token.kind == "quoted" else token.written
        if denied:
            return _without(column, kind, text)
        return Matches(column, _pattern(kind, text))
    known = stream.map(SAME_PATTERNS)
    return None if known is None or denied else Matches(column, PATTERNS[known])


def _without(column: str, kind: str, text: str) -> Test:
    functions = {"matches": "matches", "starts": "starts_with", "ends": "ends_with", "contains": "contains"}
    pattern = rf"\A(?:{text})\z" if kind == "matches" else text
    return Holds(f"not {functions[kind]}({column_text(column)}, {value_text(pattern)})")


_MATCHING = {
    "matches": "matches", "match": "matches", "of the form": "matches", "starts with": "starts", "start with": "starts",
    "begins with": "starts", "begin with": "starts", "ends with": "ends", "end with": "ends", "contains": "contains",
    "contain": "contains",
}  # fmt: skip


def _pattern(kind: str, text: str) -> str:
    escaped = re.sub(r"([\\.+*?()|\[\]{}^$])", r"\\\1", text)
    forms = {
        "matches": text,
        "starts": escaped + ANYTHING,
        "ends": ANYTHING + escaped,
        "contains": ANYTHING + escaped + ANYTHING,
    }
    return forms[kind]


def _type(stream: Stream, column: str, denied: bool) -> Test | None:
    found = stream.map(TYPES)
    return None if found is None or denied else HasType(column, found)  # type: ignore[arg-type]  # a name of a type


def _value(stream: Stream, column: str, denied: bool) -> Test | None:
    found = scalar(stream)
    if found is None:
        return None
    values, links = [found], set()
    while True:
        before, link = stream.at, stream.accept(", or", ", and", ",", "or", "and")
        more = scalar(stream) if link else None
        token = stream.token
        if link is None or more is None or (token and token.kind == "word" and token.text in GOES_ON):
            stream.at = before
            break
        values.append(more)
        links.add(link)
    if len(values) > 1 and not (links <= {",", ", or", "or"} and (denied or links != {","})):
        raise RuleError("of several values say 'one of 5, 6' or 'none of 5, 6'")
    return NotValues(column, tuple(values)) if denied else Values(column, tuple(values))


_READERS: tuple[Callable[[Stream, str, bool], Test | None], ...] = (
    _missing, _unique, _sign, _age, _in_time, _refers, _type, _matches, _between, _compared, _among, _value,
)  # fmt: skip
