"""Questions with a number as their answer, over all rows or by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
from dpa_jupyter.models.offline.question.vocabulary import COMMON, FILLERS, HOW, LEAST, MEASURES, MOST, VOCABULARY
from dpa_jupyter.models.offline.question.words import Words

DEFAULT_LIMIT = 10
_Columns = tuple[KnownColumn, ...]
_Where = tuple[Condition, ...]


def read_reckoning(words: Words, by: _Columns, where: _Where, columns: Sequence[KnownColumn]) -> Question | None:
    """Read "mean tenure by contract", "top 5 carriers by arr_delay", "how many rows", or return None."""
    order, limit = _take_order(words)
    common = words.take(*COMMON)
    counting = words.take("how many", "number of", "count of", "count", "how often")
    measure = _take_measure(words)
    if order is None and not counting and measure is None and not common and not where:
        return None
    words.take("by", "per")
    words.take(*HOW)
    if counting and measure is None and not common and order is None:
        return _ordered(_counted(words, by, where), order, limit)
    named = [column for column in words.columns if column not in by]
    if common or (order and (counting or (measure is None and not named))):
        return _most_common(words, named or list(by), where, order or "most", limit)
    if order and measure is None:
        return _extreme(named, by, where, order, limit)
    return _ordered(_measured(measure or "count", named, by, where, ordered=order is not None), order, limit)


def _take_order(words: Words) -> tuple[Order | None, int | None]:
    for order, phrases in (("most", MOST), ("least", LEAST)):
        for phrase in phrases:
            place = words.find(phrase)
            if place is None:
                continue
            after = words.tokens[place + 1].text if place + 1 < len(words.tokens) else ""
            before = words.tokens[place - 1].text if place else ""
            end = place + 2 if after.isdecimal() else place + 1
            start = place - 1 if before.isdecimal() and end == place + 1 else place
            limit = after if end == place + 2 else before if start < place else ""
            del words.tokens[start:end]
            return ("most" if order == "most" else "least"), min(int(limit), 1000) if limit else None
    return None, None


def _take_measure(words: Words) -> Measure | None:
    return next((measure for word, measure in MEASURES.items() if words.take(f"{word} of", word)), None)


def _counted(words: Words, by: _Columns, where: _Where) -> Question:
    """Read what "how many" counts: rows, the rows of a yes/no column, or the different values of a column."""
    named = [column for column in words.columns if column not in by]
    if len(named) == 1:
        column = named[0]
        if column.positive is not None:
            return Reckoning("count", by=by, where=(*where, Condition(column, "=", column.positive)))
        return Reckoning("distinct", column, by, where)
    if named:
        return NotUnderstood(reason="I can count the values of one column at a time.")
    noun = words.take_where(
        lambda token: not token.quoted and token.text.isalpha() and token.text.endswith("s") and _is_noun(token.key)
    )
    notes = (f"each row was taken as one of the {noun.text}",) if noun else ()
    return Reckoning("count", by=by, where=where, notes=notes)


def _is_noun(word: str) -> bool:
    return bool(word) and word not in FILLERS | VOCABULARY


def _most_common(words: Words, named: list[KnownColumn], where: _Where, order: Order, limit: int | None) -> Question:
    words.take("value", "values")
    if len(named) != 1:
        return NotUnderstood(reason="I can rank the values of one column at a time.")
    return Reckoning("count", by=(named[0],), where=where, order=order, limit=limit or 1)


def _extreme(named: list[KnownColumn], by: _Columns, where: _Where, order: Order, limit: int | None) -> Question:
    """Read "the highest tenure", "top 5 carriers by delay" and "which contract has the highest churn"."""
    if by and len(named) == 1 and named[0].is_number and limit is None:
        return _ordered(Reckoning("max" if order == "most" else "min", named[0], by, where), order, limit)
    grouping, measured = _roles([*named, *by])
    if measured is None and grouping:
        if len(grouping) == 1:
            return Reckoning("count", by=grouping, where=where, order=order, limit=limit or DEFAULT_LIMIT)
        measured, grouping = next(
            ((column, (other,)) for column, other in _pairs(grouping) if column.positive is not None), (None, ())
        )
    if measured is None:
        return NotUnderstood(reason="I can't tell which column to rank by.")
    if grouping:
        ranked = _measured("mean", [measured], grouping, where, ordered=True)
        note = "groups were ranked by their mean; ask for the sum or the maximum if that is meant"
        return _ordered(
            replace(ranked, notes=(note,)) if isinstance(ranked, Reckoning) and measured.is_number else ranked,
            order,
            limit,
        )
    if limit is not None:
        return LargestRows(measured, where, order, limit)
    return Reckoning("max" if order == "most" else "min", measured, where=where)


def _roles(columns: Sequence[KnownColumn]) -> tuple[_Columns, KnownColumn | None]:
    """Return the columns that make groups, and the number that is ranked: the last one, where there are several."""
    measured = next((column for column in reversed(columns) if column.is_number), None)
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
    if measure in ("mean", "median", "sum") and not column.is_number:
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
    if len(named) == 1 and not by:
        return Reckoning("count", by=(named[0],), where=where, order="most", limit=DEFAULT_LIMIT)
    return NotUnderstood(reason="I can't tell which value the share is of.")


def _ordered(question: Question, order: Order | None, limit: int | None) -> Question:
    if not isinstance(question, Reckoning) or not question.by:
        return question
    return replace(question, order=order or "most", limit=limit)
