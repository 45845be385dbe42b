"""Questions with a number as their answer, over all rows or by group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dpa_jupyter.models.offline.question.forms import (
    Condition,
    KnownColumn,
    LargestRows,
    Measure,
    NotUnderstood,
    Order,
    Question,
    Reckoning,
)
from dpa_jupyter.models.offline.question.vocabulary import (
    BUSIEST,
    COMMON,
    HOW,
    LEAST,
    MEASURES,
    MOST,
    OF_LENGTH,
    OF_ROWS,
)
from dpa_jupyter.models.offline.question.words import Words

DEFAULT_LIMIT = 10
DATES = ("date", "datetime", "time")
"""Types that can be ranked, but not summed."""
_LIMIT = re.compile("0{0,9}[1-9][0-9]{0,8}")
"""How many groups or rows; none at all is no question."""
_Columns = tuple[KnownColumn, ...]
_Where = tuple[Condition, ...]


def read_reckoning(words: Words, by: _Columns, where: _Where, columns: Sequence[KnownColumn]) -> Question | None:
    """Read "mean tenure by contract", "top 5 carriers by arr_delay", "how many rows", or return None."""
    ranked = _take_order(words)
    order, limit = (ranked.order, ranked.limit) if ranked else (None, None)
    common = words.take(*COMMON)
    how_many = words.take("how many")
    counting = how_many or words.take("number of", "count of", "count", "how often")
    measure = take_measure(words)
    named = [column for column in words.columns if column not in by]
    if not (ranked or counting or measure or common or where or (by and not named)):
        return None
    words.take("by", "per")
    words.take(*HOW)
    if counting and measure is None and not common and ranked is None:
        return _ordered(_counted(named, by, where), order, limit)
    if ranked and how_many and ranked.word in OF_LENGTH:
        return NotUnderstood(reason=f"I can't count only the rows that are {ranked.word}.")
    of_rows = ranked is not None and (counting or ranked.of_rows or (not named and ranked.limit is None))
    if common or (of_rows and measure is None):
        shown = limit or (1 if common else DEFAULT_LIMIT)
        return _most_common(words, named or list(by), where, order or "most", shown)
    if ranked and measure is None:
        return _extreme(named, by, where, ranked)
    if measure is None and named:
        return NotUnderstood(
            reason=f"I can't tell what is asked of {named[0].name!r}: its mean, its values, their number?"
        )
    return _ordered(_measured(measure or "count", named, by, where, ordered=ranked is not None), order, limit)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """How groups or rows are ranked."""

    word: str
    order: Order
    limit: int | None
    of_rows: bool
    """Whether the number of rows is meant, as in "which month has the most flights"."""


def _take_order(words: Words) -> _Ranked | None:
    orders: tuple[tuple[Order, tuple[str, ...]], ...] = (("most", MOST), ("least", LEAST))
    for order, phrases in orders:
        for phrase in phrases:
            place = words.find(phrase)
            if place is None or (place and words.tokens[place - 1].key == "at"):  # "at least" ranks nothing
                continue
            after = words.tokens[place + 1].text if place + 1 < len(words.tokens) else ""
            before = words.tokens[place - 1].text if place else ""
            end = place + 2 if _LIMIT.fullmatch(after) else place + 1
            start = place - 1 if _LIMIT.fullmatch(before) and end == place + 1 else place
            limit = after if end == place + 2 else before if start < place else ""
            named_after = any(token.column for token in words.tokens[end:])
            del words.tokens[start:end]
            of_rows = phrase == BUSIEST or (phrase in OF_ROWS and not named_after)
            return _Ranked(phrase, order, min(int(limit), 1000) if limit else None, of_rows)
    return None


def no_order(column: KnownColumn) -> str:
    """Say why one value of a column is not more than another."""
    return f"The column {column.name!r} holds text, so it has no order that I know."


def take_measure(words: Words) -> Measure | None:
    """Take out the first word for what is reckoned."""
    return next((measure for word, measure in MEASURES.items() if words.take(f"{word} of", word)), None)


def _counted(named: list[KnownColumn], by: _Columns, where: _Where) -> Question:
    """Read what "how many" counts: rows, the rows of yes/no columns, or the different values of a column."""
    named = [column for column in named if column not in [condition.column for condition in where]]
    if all(column.positive is not None for column in named):
        return Reckoning("count", by=by, where=(*where, *(Condition(one, "=", one.positive) for one in named)))
    if len(named) > 1:
        return NotUnderstood(reason="I can count the values of one column at a time.")
    if named[0].is_number:
        asked = f"the sum or the mean of {named[0].name!r}, or the number of its different values"
        return NotUnderstood(reason=f"I can't tell what is counted; ask for {asked}.")
    return Reckoning("distinct", named[0], by, where)


def _most_common(words: Words, named: list[KnownColumn], where: _Where, order: Order, limit: int) -> Question:
    words.take("value", "values")
    if len(named) != 1:
        return NotUnderstood(reason="I can rank the values of one column at a time.")
    return Reckoning("count", by=(named[0],), where=where, order=order, limit=limit)


def _extreme(named: list[KnownColumn], by: _Columns, where: _Where, ranked: _Ranked) -> Question:
    """Read "the highest tenure", "top 5 carriers by delay" and "which contract has the highest churn"."""
    order, limit = ranked.order, ranked.limit
    if by and len(named) == 1 and named[0].is_number and limit is None:
        return _ordered(Reckoning("max" if order == "most" else "min", named[0], by, where), order, limit)
    grouping, measured = _roles([*named, *by])
    if measured is None and grouping:
        if len(grouping) == 1 and ranked.word in OF_LENGTH:
            return NotUnderstood(reason=f"{grouping[0].name!r} holds no numbers to rank by.")
        if len(grouping) == 1:
            return Reckoning("count", by=grouping, where=where, order=order, limit=limit or DEFAULT_LIMIT)
        measured, grouping = next(
            ((column, (other,)) for column, other in _pairs(grouping) if column.positive is not None), (None, ())
        )
    if measured is None:
        return NotUnderstood(reason="I can't tell which column to rank by.")
    if grouping and measured.type in DATES:
        return _ordered(Reckoning("max" if order == "most" else "min", measured, grouping, where), order, limit)
    if grouping:
        means = _measured("mean", [measured], grouping, where, ordered=True)
        note = "groups were ranked by their mean; ask for the sum or the maximum if that is meant"
        return _ordered(
            replace(means, notes=(note,)) if isinstance(means, Reckoning) and measured.is_number else means,
            order,
            limit,
        )
    if limit is not None:
        return LargestRows(measured, where, order, limit)
    return Reckoning("max" if order == "most" else "min", measured, where=where)


def _roles(columns: Sequence[KnownColumn]) -> tuple[_Columns, KnownColumn | None]:
    """Return the columns that make groups, and what is ranked: the last number, or else a date."""
    measured = next((column for column in reversed(columns) if column.is_number), None)
    measured = measured or next((column for column in columns if column.type in DATES), None)
    return tuple(column for column in columns if column is not measured), measured


def _pairs(columns: _Columns) -> list[tuple[KnownColumn, KnownColumn]]:
    return [(columns[1], columns[0]), (columns[0], columns[1])] if len(columns) == 2 else []


def _measured(measure: Measure, named: list[KnownColumn], by: _Columns, where: _Where, *, ordered: bool) -> Question:
    if measure == "share":
        return _share(named, by, where, ordered=ordered)
    if not by and len(named) > 1:
        column, *rest = sorted(named, key=lambda column: not column.is_number) if ordered else named
        named, by = [column], tuple(rest) if ordered else ()
        if rest and not ordered:
            return NotUnderstood(reason="I can reckon with one column at a time; say which others to group by.")
    if len(named) != 1:
        return (
            Reckoning(measure, by=by, where=where)
            if measure == "count"
            else NotUnderstood(reason="I can't tell of which column.")
        )
    column = named[0]
    if measure in ("min", "max") and not column.has_order:
        return NotUnderstood(reason=no_order(column))
    if measure in ("mean", "median", "sum", "deviation") and not column.is_number:
        if measure == "mean" and column.positive is not None:
            return _share([column], by, where, ordered=ordered)
        return NotUnderstood(reason=f"The column {column.name!r} holds no numbers, so it has no {measure}.")
    return Reckoning(measure, column, by, where)


def _share(named: list[KnownColumn], by: _Columns, where: _Where, *, ordered: bool) -> Question:
    """Read what the share is of: the last condition, or the yes of a two-valued column."""
    if not named and where:
        return Reckoning("share", where[-1].column, by, where[:-1], wanted=where[-1])
    if not by and ordered and len(named) == 2:
        measured = next((column for column in reversed(named) if column.positive is not None), named[0])
        by = tuple(column for column in named if column is not measured)
        named = [measured]
    if len(named) == 1 and (value := named[0].positive) is not None:
        return Reckoning("share", named[0], by, where, wanted=Condition(named[0], "=", value))
    if len([*named, *by]) == 1 and not where:
        return Reckoning("share", by=(*named, *by), order="most")
    return NotUnderstood(reason="I can't tell which value the share is of.")


def _ordered(question: Question, order: Order | None, limit: int | None) -> Question:
    if not isinstance(question, Reckoning):
        return question
    if order and not question.by and question.measure not in ("min", "max"):
        return NotUnderstood(reason="I can rank groups and rows, but not reckon with only the first of them.")
    if not question.by:
        return question
    return replace(question, order=order or "most", limit=limit)
