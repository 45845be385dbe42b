"""Rules as sentences that a person reads, and that `plain_words` reads back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dpa_jupyter.quality.rules.moments import Bound, Moment, write_bound
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.tests import (
    Compare,
    Fresh,
    HasColumns,
    HasType,
    Holds,
    Length,
    Matches,
    NotMissing,
    NotValues,
    Range,
    Refers,
    RowCount,
    Scalar,
    Test,
    Unique,
    Values,
)

if TYPE_CHECKING:
    from dpa_jupyter.quality.rules.judging import Judged

MOST_LISTED = 8
TYPE_WORDS = {
    "integer": "a whole number", "number": "a number", "text": "a text", "boolean": "true or false", "date": "a date",
    "datetime": "a time",
}  # fmt: skip
_COMPARISONS = {
    "==": "equal to", "!=": "not equal to", "<": "less than", "<=": "at most", ">": "more than", ">=": "at least",
}  # fmt: skip


def sentence_of(rule: Rule, most: int | None = MOST_LISTED) -> str:
    """Say a rule in a sentence; of a long list of values, the first `most`, all of them for None."""
    where = f" where {rule.where}" if rule.where else ""
    share = f" for {rule.share} of rows" if rule.share else ""
    return f"{_said(rule.test, most)}{where}{share}"


def _said(test: Test, most: int | None) -> str:
    match test:
        case NotMissing(column):
            return f"`{column}` is never missing"
        case Unique(columns):
            return f"{_names(columns)} {'is' if len(columns) == 1 else 'are together'} unique"
        case Range():
            return f"`{test.column}` is {_range(test)}"
        case Values(column, values):
            return f"`{column}` is one of {_values(values, most)}"
        case NotValues(column, values):
            return f"`{column}` is none of {_values(values, most)}"
        case Matches(column, pattern):
            return f"`{column}` matches {_quoted(pattern)}"
        case Length(column, least, most_characters):
            return f"`{column}` has {_counted(least, most_characters, 'character')}"
        case HasType(column, name):
            return f"`{column}` is {TYPE_WORDS[name]}"
        case _:
            return _said_of_more(test)


def _said_of_more(test: Test) -> str:
    match test:
        case HasColumns(columns, in_order, no_others):
            order = " in this order" if in_order else ""
            return (
                f"the columns are {_names(columns)}{order}"
                if no_others
                else f"there are columns {_names(columns)}{order}"
            )
        case Compare(column, operator, other):
            return f"`{column}` is {_COMPARISONS[operator]} `{other}`"
        case Holds(expression):
            return f"each row has {expression}"
        case RowCount(least, most_rows):
            return f"there are {_counted(least, most_rows, 'row')}"
        case Fresh(column, within):
            return f"the latest `{column}` is no older than {within}"
        case Refers(column, frame, to):
            return f"every `{column}` is in `{frame}`.`{to}`"
    raise AssertionError(test)


def _range(test: Range) -> str:
    if test.at_least is not None and test.at_most is not None:
        return f"between {_bound(test.at_least)} and {_bound(test.at_most)}"
    parts = [
        ("at least", test.at_least),
        ("more than", test.more_than),
        ("at most", test.at_most),
        ("less than", test.less_than),
    ]
    return " and ".join(f"{words} {_bound(bound)}" for words, bound in parts if bound is not None)


def _bound(bound: Bound) -> str:
    if isinstance(bound, Moment | date):
        return str(write_bound(bound))
    return f"{bound:,}" if isinstance(bound, int) else str(bound)


def _counted(least: int | None, most: int | None, noun: str) -> str:
    if least == most:
        return f"exactly {least:,} {noun}{'' if least == 1 else 's'}"
    if least is not None and most is not None:
        return f"between {least:,} and {most:,} {noun}s"
    number, words = (least, "at least") if least is not None else (most, "at most")
    return f"{words} {number:,} {noun}{'' if number == 1 else 's'}"


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _values(values: Sequence[Scalar], most: int | None) -> str:
    shown = values if most is None or len(values) <= most else values[:most]
    more = f" and {len(values) - len(shown):,} more" if len(shown) < len(values) else ""
    return ", ".join(_quoted(value) if isinstance(value, str) else str(value) for value in shown) + more


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def how_many_hold(judged: Sequence[Judged]) -> str:
    """Write "5 of 6"."""
    return f"{sum(each.status == 'holds' for each in judged):,} of {len(judged):,}"


def rules_by_status(judged: Sequence[Judged]) -> str:
    """Name rules by what became of them, those that are broken first."""
    parts = []
    for status in ("broken", "can't be checked", "holds"):
        titles = [each.rule.title for each in judged if each.status == status]
        more = f" and {len(titles) - MOST_LISTED:,} more" if len(titles) > MOST_LISTED else ""
        parts += [f"{status.capitalize()}: {'; '.join(titles[:MOST_LISTED])}{more}."] if titles else []
    return " ".join(parts)
