"""From a sentence in plain words to rules, by a grammar: every word has to be read, or the sentence is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from dpa_jupyter.errors import suggestion
from dpa_jupyter.quality.expressions import columns_of
from dpa_jupyter.quality.finding import SEVERITIES
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.row_expressions import column_text, parsed, value_text
from dpa_jupyter.quality.rules.rule import Rule, Share
from dpa_jupyter.quality.rules.tests import Holds, Length, Matches, NotMissing, Range, Test, Unique
from dpa_jupyter.quality.rules.words.conditions import as_expression
from dpa_jupyter.quality.rules.words.of_frame import of_frame
from dpa_jupyter.quality.rules.words.predicates import ANYTHING, predicate
from dpa_jupyter.quality.rules.words.stream import Stream, nearest
from dpa_jupyter.quality.rules.words.tokens import straight, tokens_of, veiled

LONGEST = 1_000
FORMS = (
    "amount is never negative", "email is never missing", "email is unique and never missing",
    "customer_id, month are together unique", "status is one of open, closed, pending",
    'status is none of "n/a", unknown',
    "age is between 0 and 120", "amount is at least 0", "age between 0 and 120 for at least 99 % of rows",
    "end is after start", "created is before 1 March 2026", "created is in March 2026",
    "created is never in the future",
    "created is no older than 7 days", "the latest created is no older than 2 days", 'code matches "[A-Z]{3}[0-9]+"',
    'code starts with "A"', "code has 5 characters", "name has at most 80 characters", "age is a whole number",
    "every customer_id is in customers.id", "at least 1,000 rows", "there are columns id, name",
    "the columns are id, name in this order", "total = price * quantity",
    "closed_at is never missing where status is closed", "no row is older than 7 days",
)  # fmt: skip
"""What can be read, by example; each is."""
_DIRECTION = (
    r"(?P<direction>at least|at most|no less than|no more than)\s+(?P<number>\d{1,3}(?:\.\d+)?)\s*(?:%|percent)"
)
_SHARE = re.compile(rf"[\s,]+(?:for|in|of)\s+{_DIRECTION}(?:\s+of\s+(?:all\s+|the\s+)*rows)?\s*$", re.IGNORECASE)
_SHARE_FIRST = re.compile(rf"^{_DIRECTION}\s+of\s+(?:all\s+|the\s+)*rows\s+(?:have|has)\s+", re.IGNORECASE)
_BECAUSE = re.compile(r"[\s,]+because\s+(?P<because>.+)$", re.IGNORECASE)
_SEVERITY = re.compile(rf"\s*\((?P<severity>{'|'.join(SEVERITIES)})\)\s*$", re.IGNORECASE)
_CONDITION = re.compile(
    r"[\s,]+(?P<word>(?:for rows )?where|whenever|when|if|unless)\s+(?P<condition>.+)$", re.IGNORECASE
)
_CONDITION_FIRST = re.compile(
    r"^(?P<word>(?:for rows )?where|whenever|when|if|unless)\s+(?P<condition>.+?)(?:\s*,\s*(?:then\s+)?|\s+then\s+)",
    re.IGNORECASE,
)
_BOUNDS = ("at_least", "more_than", "at_most", "less_than")
_EXPRESSION = re.compile(r"(?<![<>=!])=(?!=)")
_SIGNS = re.compile(r"[<>=]|[^\W\d]\w*\(")


def read_words(text: str, columns: Mapping[str, str] | Sequence[str] = ()) -> list[Rule]:
    """Read a sentence.

    Args:
        text: The sentence; "`email` is unique and never missing" comes to two rules.
        columns: Of the frame, perhaps with their types; without any, each word may be a column.

    Raises:
        RuleError: it can't be read; it says from where on, and what can be.
    """
    said = straight(text)
    if not said or len(said) > LONGEST:
        raise RuleError(f"a rule is a sentence of at most {LONGEST:,} characters, such as: {FORMS[0]}")
    rest, because = _cut(said, _BECAUSE, "because")
    rest, severity = _cut(rest, _SEVERITY, "severity")
    rest, share = _share(rest)
    rest, where = _condition(rest, columns)
    if share is None:
        rest, share = _share(rest)
    tests = _body(rest, columns, said)
    common = {"severity": severity.casefold()} if severity else {}
    rules = [Rule(test, because=because, **common) for test in tests]  # type: ignore[arg-type]  # one of the severities
    return [replace(rule, where=where, share=share) for rule in rules]


def _cut(text: str, pattern: re.Pattern[str], group: str) -> tuple[str, str]:
    found = pattern.search(veiled(text))
    return (text, "") if found is None else (text[: found.start()], text[found.start(group) : found.end(group)])


def _share(text: str) -> tuple[str, Share | None]:
    for pattern in (_SHARE, _SHARE_FIRST):
        found = pattern.search(veiled(text))
        if found is not None:
            most = found["direction"].casefold() in ("at most", "no more than")
            share = Share.read(f"at {'most' if most else 'least'} {found['number']} %")
            return (text[: found.start()] + text[found.end() :]).strip(), share
    return text, None


def _condition(text: str, columns: Mapping[str, str] | Sequence[str]) -> tuple[str, str]:
    """Take a condition off a sentence, and return it as an expression."""
    first = _CONDITION_FIRST.match(veiled(text))
    found = first or _CONDITION.search(veiled(text))
    if found is None:
        return text, ""
    rest = text[found.end() :] if first else text[: found.start()]
    said = text[found.start("condition") : found.end("condition")]
    expression = _expression(said, columns) or " and ".join(
        f"({each})" if " or " in each else each
        for each in map(as_expression, _statements(said, columns, text, bare=True))
    )
    if found["word"].casefold() == "unless":
        expression = f"not ({expression})"
    parsed(expression)
    return rest.strip(), expression


def _body(text: str, columns: Mapping[str, str] | Sequence[str], said: str) -> list[Test]:
    stream = Stream(tokens_of(text), columns)
    whole = of_frame(stream, columns)
    if whole is not None and stream.token is None:
        return whole
    try:
        return _merged(_statements(text, columns, said))
    except RuleError:
        expression = _expression(text, columns)
        if expression is None:
            raise
        return [Holds(expression)]


def _merged(tests: list[Test]) -> list[Test]:
    """Make one range of "at least 18 and at most 65"."""
    found: list[Test] = []
    for test in tests:
        last = found[-1] if found else None
        if isinstance(test, Range) and isinstance(last, Range) and last.column == test.column:
            given = {key: bound for key in _BOUNDS if (bound := getattr(test, key)) is not None}
            if not any(getattr(last, key) is not None for key in given):
                found[-1] = replace(last, **given)
                continue
        found.append(test)
    return found


def _expression(text: str, columns: Mapping[str, str] | Sequence[str]) -> str | None:
    """Read an expression such as `total = price * quantity`, if it is one about these columns."""
    text = re.sub(r"^each row has\s+", "", text, flags=re.IGNORECASE)
    veil = veiled(text)
    if not _SIGNS.search(veil) or re.search(r"\b(?:is|are|has|have)\b(?!\s+(?:not\s+)?none\b)", veil, re.IGNORECASE):
        return None
    places = [found.start() for found in _EXPRESSION.finditer(veil)]
    doubled = "".join("==" if place in places else sign for place, sign in enumerate(text))
    try:
        known = parsed(doubled)
    except RuleError:
        return None
    named = columns_of(known.at(datetime(2000, 1, 1)))  # noqa: DTZ001 - only for the names
    for name in sorted(named):
        if columns and name not in columns:
            raise RuleError(f"there is no column {name!r}.{suggestion(name, columns)}")
    return doubled if named else None


def _statements(text: str, columns: Mapping[str, str] | Sequence[str], said: str, *, bare: bool = False) -> list[Test]:
    """Read "`a` is … and is …, and `b` is …"."""
    stream = Stream(tokens_of(text), columns)
    found: list[Test] = []
    subject: list[str] = []
    while stream.token is not None:
        fresh = _subject(stream)
        subject = fresh or subject
        together = (
            stream.accept("together are", "are together", "together", "as a pair are", "combined are") is not None
        )
        if not subject:
            raise _refused(stream, said, columns)
        found += _said(stream, subject, said, columns, together=together, bare=bare)
        if stream.token is not None and not stream.accept(", and", ", but", "and", "but", ",", ";"):
            raise _refused(stream, said, columns)
    if not found:
        raise _refused(stream, said, columns)
    return found


def _subject(stream: Stream) -> list[str]:
    """Read the columns that something is said of; nothing where the sentence goes on about the ones before."""
    start = stream.at
    stream.accept("every", "each", "all", "the", "values of", "each value of", "every value of")
    names = []
    while (name := _column(stream)) is not None:
        names.append(name)
        before = stream.at
        if not stream.accept(", and", ",", "and"):
            break
        if _column(stream) is None:
            stream.at = before
            break
        stream.at = before
        stream.accept(", and", ",", "and")
    if not names:
        stream.at = start
    return names


def _column(stream: Stream) -> str | None:
    from dpa_jupyter.quality.rules.words.predicates import NOTS, VERBS

    token = stream.token
    if (
        token is not None
        and token.kind == "word"
        and not stream.columns
        and token.text in (*NOTS, *VERBS, *_NO_COLUMNS)
    ):
        return None
    return stream.column()


_NO_COLUMNS = frozenset(
    {
        *("unique", "missing", "between", "at", "one", "positive", "negative", "together", "matches"),
        *("less", "more", "fewer", "greater", "larger", "smaller", "lower", "higher", "earlier", "later"),
        *("before", "after", "above", "below", "under", "over", "exactly", "in"),
    }
)


def _said(
    stream: Stream,
    subject: list[str],
    said: str,
    columns: Mapping[str, str] | Sequence[str],
    *,
    together: bool,
    bare: bool,
) -> list[Test]:
    if together:
        if not stream.accept("unique", "distinct"):
            raise _refused(stream, said, columns)
        return [Unique(tuple(subject))]
    start, found, filled = stream.at, [], []
    for column in subject:
        stream.at = start
        test = predicate(stream, column) or (_bare(stream, column) if bare else None)
        if test is None:
            raise _refused(stream, said, columns)
        found.append(test)
        last = stream.before()
        if isinstance(test, NotMissing) and last in _HOLLOW and stream.kinds.get(column, "text") == "text":
            filled.append(_HOLLOW[last](column))
    if len(found) > 1 and isinstance(found[0], Unique):
        names = ", ".join(subject)
        raise RuleError(f"say '{names} are together unique' or '{subject[0]} is unique', as either may be meant")
    return [*found, *filled]


_HOLLOW: Mapping[str, Callable[[str], Test]] = {
    "empty": lambda column: Length(column, 1),
    "blank": lambda column: Matches(column, rf"{ANYTHING}\S{ANYTHING}"),
}
"""What is said of texts beside that they are there."""


def _bare(stream: Stream, column: str) -> Test | None:
    """Read "status is closed" and "closed_at is missing", which are conditions and no rules."""
    denied = False
    while word := stream.accept("is", "are", "not", "equals"):
        denied = denied or word == "not"
    if stream.accept("missing", "null", "empty"):
        return NotMissing(column) if denied else Holds(f"missing({column_text(column)})")
    token = stream.take("word")
    if token is None:
        return None
    return Holds(f"{column_text(column)} {'!=' if denied else '=='} {value_text(token.written)}")


def _refused(stream: Stream, said: str, columns: Mapping[str, str] | Sequence[str]) -> RuleError:
    """Say from where on a sentence can't be read, and what is nearest to it that can."""
    token, left = stream.token, stream.left()
    where = f"from {left[:60]!r} on" if left else "to its end"
    first = said.partition(" ")[0].strip("`,")
    of_column = ""
    if columns and token is not None and token.kind == "word" and stream.at == 0:
        of_column = f" There is no column {first!r}.{suggestion(first, columns)}"
    near = nearest(said, FORMS)
    return RuleError(
        f"{said!r} can't be read {where}.{of_column} The nearest that can: {near!r}; `%dpa rules help` lists all."
    )
