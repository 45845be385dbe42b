"""`ask`: reads a question with a small grammar, has it reckoned, and says the result in a sentence."""

from __future__ import annotations

from collections.abc import Generator
from typing import assert_never

from dpa_jupyter.findings import FrameProfile
from dpa_jupyter.frames.spelling import misspelt
from dpa_jupyter.models.offline import calls, replies, results
from dpa_jupyter.models.offline.analyze import analyze
from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.beyond import beyond, no_frame
from dpa_jupyter.models.offline.explain import explain
from dpa_jupyter.models.offline.known import known_columns, words_to_choose_by
from dpa_jupyter.models.offline.playbook import Case, Playbook, Step
from dpa_jupyter.models.offline.question import (
    VOCABULARY,
    Compare,
    Course,
    Describe,
    Duplicates,
    KnownColumn,
    LargestRows,
    Missing,
    NotUnderstood,
    Reasons,
    Reckoning,
    Schema,
    Size,
    Together,
    largest_rows_sql,
    lookup_sql,
    read_question,
    read_size,
    reckoning_sql,
    with_values,
)
from dpa_jupyter.models.offline.wording import code, counted, listing, noun_of, prose

_SHOWN_SQL = 200
VERBS = ("analyze", "compare", "document", "explain", "quality")
"""What a misspelt word may have been meant for, besides columns and values."""


def ask(case: Case) -> Playbook:
    """Answer a simple question about a frame."""
    frame = case.request.frame
    if frame is None:
        return (yield from no_frame(case))
    card = case.request.cards.get(frame)
    small = read_size(case.request.text, frame)
    if case.request.column is not None and isinstance(small, Size | Schema):
        small = None  # a column has the name of a word for these
    if isinstance(small, Schema) and card:
        return replies.schema(card)
    if isinstance(small, Reckoning) and not (card and card["column_count"] == 0):  # SQL knows no table without columns
        return (yield from _reckon(case, frame, small, None))
    profile_call = calls.profile(frame, about=words_to_choose_by(card, case.request.text))
    yield Step(f"To read the question I need the columns of {code(frame)} and what they hold.", (profile_call,))
    profile = case.seen.of(profile_call)
    if profile and isinstance(small, Size | Schema):
        return replies.from_profile(small, profile)
    if profile and profile["column_count"] == 0:
        return replies.size(profile)
    if profile is None and card is None:
        card_call = calls.describe_frame(frame)
        yield Step(f"Without a profile, the schema of {code(frame)} has to do.", (card_call,))
        card = case.seen.of(card_call)
    columns = known_columns(profile, card)
    if not columns:
        return Answer(f"**The columns of {code(frame)} could not be looked at**, so I can't read questions about them.")
    return (yield from _answer(case, frame, profile, columns))


def _answer(case: Case, frame: str, profile: FrameProfile | None, columns: list[KnownColumn]) -> Playbook:
    question = read_question(case.request.text, frame, columns, case.request.column)
    if isinstance(question, NotUnderstood) and question.words:
        columns = yield from _with_looked_up(case, frame, columns, question.words)
        question = read_question(case.request.text, frame, columns, case.request.column)
    match question:
        case Reckoning() | LargestRows():
            return (yield from _reckon(case, frame, question, profile))
        case Together() | Compare() | Course():
            return (yield from _look(case, frame, question))
        case Reasons(column):
            return (yield from analyze(case.about(frame, column.name)))
        case Describe(column):
            return (yield from explain(case.about(frame, column.name if column else None)))
        case Missing() | Duplicates() | Size() | Schema():
            return replies.from_profile(question, profile) if profile else replies.uncounted(frame)
        case NotUnderstood(words, reason):
            return (yield from beyond(case, _not_understood(words, reason, columns)))
        case _:
            assert_never(question)


def _with_looked_up(
    case: Case, frame: str, columns: list[KnownColumn], words: tuple[str, ...]
) -> Generator[Step, None, list[KnownColumn]]:
    """Look among the values of the columns for words that are none of the most frequent ones."""
    sql = lookup_sql(case.request.text, frame, columns, words)
    if sql is None:
        return columns
    query = calls.query_sql(sql)
    yield Step(f"I look whether a column has {listing([code(word) for word in words])} among its values.", (query,))
    found = case.seen.of(query)
    return with_values(columns, found) if found else columns


def _not_understood(words: tuple[str, ...], reason: str, columns: list[KnownColumn]) -> str:
    if reason:
        return f"**I can't answer that by rule.** {prose(reason)}"
    values = (word for column in columns for value in column.values for word in str(value).split())
    known = [*VERBS, *(column.name for column in columns), *sorted(VOCABULARY), *values]
    meant = next((found for word in words if (found := misspelt(word, known))), None)
    hint = f" Did you mean {code(meant)}?" if meant else ""
    listed = listing([code(word) for word in words])
    return f"**I can't answer that by rule:** I don't know what to make of {listed}.{hint}"


def _reckon(case: Case, frame: str, question: Reckoning | LargestRows, profile: FrameProfile | None) -> Playbook:
    sql = reckoning_sql(question, frame) if isinstance(question, Reckoning) else largest_rows_sql(question, frame)
    rows = f", over {counted(profile['rows'], noun_of(frame))}" if profile else ""
    query = calls.query_sql(sql)
    yield Step(f"That is one query{rows}.", (query,))
    found = case.seen.of(query)
    if found is None or any(len(row) != len(found["columns"]) for row in found["preview"]):
        shown = sql if len(sql) <= _SHOWN_SQL else f"{sql[: _SHOWN_SQL - 1]}…"
        return Answer(f"**The question is clear, but its query could not be run:** {code(shown, _SHOWN_SQL)}")
    if isinstance(question, LargestRows):
        return results.largest_rows(question, found, frame)
    return results.reckoning(question, found, frame)


def _look(case: Case, frame: str, question: Together | Compare | Course) -> Playbook:
    match question:
        case Together(first, second):
            pairs = calls.correlations(frame, [first.name, second.name])
            kind = "scatter" if all(one.is_number and not one.kept_as_text for one in (first, second)) else "heatmap"
            picture = calls.plot(frame, kind, first.name, second.name)
            yield Step(f"I measure how {code(first.name)} and {code(second.name)} go together.", (pairs, picture))
            return replies.together(question, case.seen.of(pairs), frame)
        case Compare(column, by):
            names = [group.name for group in by]
            segments = calls.compare_segments(frame, column.name, names)
            picture = calls.plot(frame, "bar", names[0], column.name, *names[1:])
            yield Step(
                f"I compare {code(column.name)} between the groups of {listing([code(name) for name in names])}.",
                (segments, picture),
            )
            return replies.compared(question, case.seen.of(segments), frame)
        case Course(column, date, aggregate, period):
            name = column.name if column else None
            periods = calls.compare_periods(frame, date.name, name, aggregate, period)
            picture = calls.plot(frame, "line", date.name, name, aggregate=aggregate)
            what = code(name) if name is not None else "the number of rows"
            yield Step(f"I follow {what} over {code(date.name)}.", (periods, picture))
            return replies.followed(question, case.seen.of(periods), frame)
        case _:
            assert_never(question)
