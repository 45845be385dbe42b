"""What a query gave, in words."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.findings import QueryResult, Scalar
from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.question import MONTHS, Condition, KnownColumn, LargestRows, Reckoning
from dpa_jupyter.models.offline.wording import code, counted, listing, noun_of, percent, reference, table, value

MOST_ROWS = 10
MOST_COLUMNS = 8

_MEASURES = {
    "mean": "the mean of",
    "median": "the median of",
    "sum": "the sum of",
    "min": "the lowest",
    "max": "the highest",
    "deviation": "the standard deviation of",
    "distinct": "the number of different values of",
    "count": "the number of values of",
}
_EXTREMES = {"min": "the minimum of", "max": "the maximum of"}
"""How they are called where they are compared, as "the highest is highest" is hard to read."""
_SIGNS = {"=": "=", "<>": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def reckoning(question: Reckoning, found: QueryResult, frame: str) -> Answer:
    """Say the number, or the highest and lowest of the groups with a table of them."""
    noun = noun_of(frame)
    if not found["preview"]:
        return Answer(f"**No {noun} of {code(frame)} fit{_where(question.where)}.**", caveats=_notes(question))
    if not question.by:
        return Answer(
            _single(question, found["preview"][0], noun, frame),
            caveats=_notes(question),
            following=_next(question, frame),
        )
    return Answer(
        _ranked(question, found, noun, frame),
        table=_table(question, found),
        caveats=_notes(question),
        left_out=_rest(found),
        following=_next(question, frame),
    )


def largest_rows(question: LargestRows, found: QueryResult, frame: str) -> Answer:
    """Show the rows."""
    where, noun = _where(question.where), noun_of(frame)
    if not found["preview"]:
        return Answer(
            f"**No {noun} of {code(frame)} fit{where}.**", caveats=_on_columns(question.column, question.where)
        )
    rows = f"{counted(found['rows'], noun)} with the {question.order} {code(question.column.name)}{where}"
    return Answer(
        f"**The {rows}: {value(found['preview'][0][0])} at the top.**",
        table=table(
            [code(name) for name in found["columns"][:MOST_COLUMNS]],
            [[value(cell) for cell in row[:MOST_COLUMNS]] for row in found["preview"][:MOST_ROWS]],
        ),
        caveats=_on_columns(question.column, question.where),
        left_out=_rest(found),
        following=f"%%dpa explain {frame}",
    )


def _single(question: Reckoning, row: Sequence[Scalar], noun: str, frame: str) -> str:
    where, amount = _where(question.where), row[0]
    if question.measure == "count" and question.column is None and isinstance(amount, int):
        have = f" of {code(frame)} {'has' if amount == 1 else 'have'} {conditions_in_words(question.where)}"
        return (
            f"**{counted(amount, noun) if amount else f'No {noun}'}{have}.**"
            if where
            else f"**{code(frame)} has {counted(amount, noun)}.**"
        )
    if amount is None:
        return f"**There is no {question.measure} to tell: no row of {code(frame)} has a value{where}.**"
    rests = counted(row[1], noun) if len(row) > 1 and isinstance(row[1], int) else ""
    if question.measure == "share" and question.wanted:
        column = question.wanted.column
        which = f" with a value in {code(column.name)}" if column.missing and rests else ""
        who = f"the {rests} of {code(frame)}{which}{where}"
        return f"**{_amount(question, amount)} of {who} have {_condition(question.wanted)}.**"
    over = f", over {rests}" if rests else ""
    return f"**{_capital(_what(question, noun))} in {code(frame)}{where} is {_amount(question, amount)}{over}.**"


def _ranked(question: Reckoning, found: QueryResult, noun: str, frame: str) -> str:
    known = [row for row in found["preview"] if row[len(question.by)] is not None]
    where = _where(question.where)
    if not known:
        return f"**No group of {code(frame)} has a value to reckon with{where}.**"
    whole = f" The whole result is the frame {code(found['frame'])}." if len(known) > 1 else ""
    what = f"{_capital(_what(question, noun))}{where} is"
    first, last = ("lowest", "highest") if question.order == "least" else ("highest", "lowest")
    top, bottom = _tied(question, known, 0), _tied(question, known, -1)
    cut = bool(found["more_rows"] or found["truncated"])
    lead = f"{what} {first} for {_groups(question, top)}"
    if len(top) == len(known):
        return f"**{lead}{', and more' if cut else ''}.**{whole}"
    if cut or question.limit is not None:
        return f"**{lead}; next is {_groups(question, _tied(question, known, len(top)))}.**{whole}"
    return f"**{lead}; {last} for {_groups(question, bottom)}.**{whole}"


def _tied(question: Reckoning, rows: Sequence[Sequence[Scalar]], place: int) -> list[Sequence[Scalar]]:
    """Return all the groups with the same number as the one in this place."""
    amount = rows[place][len(question.by)]
    return [row for row in rows if row[len(question.by)] == amount]


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _what(question: Reckoning, noun: str) -> str:
    if question.measure == "share" and question.wanted:
        return f"the share of {_condition(question.wanted)}"
    if question.measure == "share":
        return f"the share of the {noun}"
    if question.column is None:
        return f"the number of {noun}"
    measure = _EXTREMES.get(question.measure) if question.by else None
    return f"{measure or _MEASURES[question.measure]} {code(question.column.name)}"


def _groups(question: Reckoning, rows: Sequence[Sequence[Scalar]]) -> str:
    """Name groups that have the same number, and the number."""
    tie = " each" if len(rows) > 1 else ""
    return f"{_named(question, rows)} ({_amount(question, rows[0][len(question.by)])}{tie})"


def _named(question: Reckoning, rows: Sequence[Sequence[Scalar]]) -> str:
    if len(question.by) == 1:
        return f"{code(question.by[0].name)} {listing([value(row[0]) for row in rows], 6)}"
    names = [
        " with ".join(f"{code(column.name)} {value(row[place])}" for place, column in enumerate(question.by))
        for row in rows
    ]
    return listing(names, 4)


def _table(question: Reckoning, found: QueryResult) -> str:
    places = len(question.by)
    rows = [
        [*map(value, row[:places]), _amount(question, row[places]), *(_count(cell) for cell in row[places + 1 :])]
        for row in found["preview"][:MOST_ROWS]
    ]
    return table([code(name) for name in found["columns"]], rows)


def _count(cell: Scalar) -> str:
    return f"{cell:,}" if isinstance(cell, int) else value(cell)


def _amount(question: Reckoning, item: Scalar) -> str:
    if question.measure == "share" and isinstance(item, int | float):
        return percent(item)
    return _count(item) if question.measure in ("count", "distinct") else value(item)


def conditions_in_words(conditions: Sequence[Condition]) -> str:
    """Return "`churn` = Yes and `tenure` > 12"."""
    return listing([_condition(condition) for condition in conditions], 9)


def _where(conditions: Sequence[Condition]) -> str:
    return f" where {conditions_in_words(conditions)}" if conditions else ""


def _condition(condition: Condition) -> str:
    if condition.operator in ("missing", "present"):
        return f"{code(condition.column.name)} {'missing' if condition.operator == 'missing' else 'known'}"
    if condition.part is not None:
        periods = [_period(condition, number) for number in (condition.value, *condition.or_values)]
        return f"{code(condition.column.name)} in {listing(periods, 9, last='or')}"
    values = list(map(value, (condition.value, *condition.or_values)))
    if condition.operator == "<>":
        return f"{code(condition.column.name)} {listing([f'≠ {each}' for each in values], 9)}"
    return f"{code(condition.column.name)} {_SIGNS[condition.operator]} {listing(values, 9, last='or')}"


def _period(condition: Condition, number: Scalar) -> str:
    """Return "January", "2013" or "its last month": that is the last one in the data, not before today."""
    if condition.operator == "last":
        return f"its last {condition.part}"
    if condition.part == "month" and isinstance(number, int):
        return MONTHS[number - 1].capitalize()
    return value(number)


def _notes(question: Reckoning) -> tuple[str, ...]:
    """Say how the words were taken, and what is left out of the reckoning."""
    where = (*question.where, question.wanted) if question.wanted else question.where
    return (*map(_capital, question.notes), *_on_columns(question.column, where))


def _on_columns(column: KnownColumn | None, where: Sequence[Condition]) -> tuple[str, ...]:
    """Say which values a number does not rest on, though nobody asked to leave them out."""
    used = dict.fromkeys([*([column] if column else []), *(condition.column for condition in where)])
    infinite = [note for note in column.notes if note.startswith("is infinite")] if column else []
    as_text = [f"{code(each.name)} {note}" for each in used for note in each.notes if "kept as text" in note]
    denied = dict.fromkeys(one.column for one in where if one.operator == "<>" and one.column.missing)
    return (
        *(f"{code(column.name)} {note}" for note in infinite if column),
        *as_text,
        *(f"Rows without a value in {code(one.name)} are not counted; all in all {one.missing:,}" for one in denied),
    )


def _rest(found: QueryResult) -> tuple[str, ...]:
    if found["truncated"]:
        return ("The result was cut at the limit of rows",)
    rest = found["more_rows"] or len(found["preview"]) > MOST_ROWS
    return (f"Only the first lines are shown; {code(found['frame'])} has {found['rows']:,}",) if rest else ()


def _next(question: Reckoning, frame: str) -> str:
    column: KnownColumn | None = question.column or (question.where[0].column if question.where else None)
    name = reference(column.name) if column else None
    return f"%%dpa analyze {name} in {frame}" if name else f"%%dpa analyze {frame}"
