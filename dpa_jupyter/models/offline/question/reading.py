"""From words to a question; every word has to be accounted for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from dpa_jupyter.models.offline.question.conditions import take_conditions
from dpa_jupyter.models.offline.question.course import read_course
from dpa_jupyter.models.offline.question.forms import (
    Compare,
    Condition,
    Describe,
    Duplicates,
    KnownColumn,
    Missing,
    NotUnderstood,
    Question,
    Reasons,
    Reckoning,
    Schema,
    Size,
    Together,
)
from dpa_jupyter.models.offline.question.reckonings import no_order, read_reckoning
from dpa_jupyter.models.offline.question.vocabulary import (
    ALL_OF_IT,
    BY,
    COMPARE,
    DESCRIBE,
    DUPLICATES,
    EACH,
    HOW,
    MISSING,
    REASONS,
    RECKONED,
    ROW_NOUNS,
    SCHEMA,
    SIZE,
    TOGETHER,
    VOCABULARY,
    WHOLE,
)
from dpa_jupyter.models.offline.question.words import Token, Words, folded_name, tokens_of
from dpa_jupyter.models.offline.wording import noun_of

MOST_WORDS = 60
"""No simple question is longer."""


def read_size(text: str, frame: str) -> Size | Schema | Reckoning | None:
    """Read a question that needs no column at all: its answer must not wait for a profile."""
    words = _words(text, frame, ())
    if words is None or any(words.find(*phrase.split()) is not None for phrase in WHOLE):
        return None
    if words.take(
        "how many rows and columns", "how many columns and rows", "how many columns", "number of columns", *SIZE
    ):
        words.take("how")
        return None if words.unknown else Size()
    if words.take("which columns", "what columns", "list columns", "show columns", "column names", *SCHEMA):
        return None if words.unknown else Schema()
    if words.take("how many", "number of", "count"):
        return None if words.unknown else Reckoning("count")
    return None


def read_conditions(text: str, frame: str, columns: Sequence[KnownColumn]) -> tuple[Condition, ...]:
    """Read only which rows are meant."""
    words = _words(text, frame, columns)
    return take_conditions(words, columns) if words else ()


def words_of(text: str, frame: str, columns: Sequence[KnownColumn]) -> list[Token]:
    """Return the words of a question, with the columns among them marked; none of a long text."""
    words = _words(text, frame, columns)
    return words.tokens if words else []


def unread_words(text: str, frame: str, columns: Sequence[KnownColumn]) -> tuple[str, ...]:
    """Return the words that are no column, no part of a condition and no word of the grammar."""
    words = _words(text, frame, columns)
    if words is None:
        return ()
    take_conditions(words, columns)
    return tuple(word for word in words.unknown if word.casefold() not in VOCABULARY | ROW_NOUNS | ALL_OF_IT)


def read_question(text: str, frame: str, columns: Sequence[KnownColumn], target: str | None = None) -> Question:
    """Read a question about a frame; words that can't be read may stand for the target column."""
    words = _words(text, frame, columns)
    if words is None:
        return NotUnderstood(reason="The question is too long for the few patterns that I know.")
    tokens = list(words.tokens)
    question = _read(words, columns)
    meant = next((column for column in columns if column.name == target), None)
    if not isinstance(question, NotUnderstood) or meant is None or meant in _spoken_of(tokens, columns):
        return question
    return _read(Words(_with_target(tokens, question.words, meant)), columns)


def _words(text: str, frame: str, columns: Sequence[KnownColumn]) -> Words | None:
    """Split a request into words, without the verb; the frame's name stands for its rows."""
    if len(text.split(None, MOST_WORDS)) > MOST_WORDS:
        return None
    for name in {frame, noun_of(frame)} - {"rows"}:
        if folded_name(name) not in {folded_name(column.name) for column in columns}:
            text = re.sub(rf"(?<![\w`\"'])@?{re.escape(name)}(?![\w`\"'])", " rows ", text)
    words = Words(tokens_of(text, columns))
    if words.tokens and words.tokens[0].key in ("ask", "analyze", "analyse", "plot", "explain"):
        words.tokens.pop(0)
    return words


def _spoken_of(tokens: Sequence[Token], columns: Sequence[KnownColumn]) -> list[KnownColumn]:
    """Return the columns that are named, and those whose values are."""
    conditions = take_conditions(Words(tokens), columns)
    return [*Words(tokens).columns, *(condition.column for condition in conditions)]


def _with_target(tokens: list[Token], unknown: tuple[str, ...], target: KnownColumn) -> list[Token]:
    """Put the target column in the place of the one run of words that could not be read."""
    places = [place for place, token in enumerate(tokens) if token.text in unknown and not token.column]
    no_names = {str(known).casefold() for known in target.values} | VOCABULARY - {target.name.casefold()}
    if not places or places[-1] - places[0] + 1 != len(places) or no_names & {word.casefold() for word in unknown}:
        return tokens
    return [*tokens[: places[0]], Token(target.name, column=target), *tokens[places[-1] + 1 :]]


def _read(words: Words, columns: Sequence[KnownColumn]) -> Question:
    meaning = _verb_mean(words)
    where = take_conditions(words, columns)
    if refused := _either(where) or _unordered(where):
        return refused
    noun = words.take_where(lambda token: token.key in ROW_NOUNS)
    by = take_by(words)
    for rule in () if meaning else (read_course, _together, _reasons, _compare, _missing, _duplicates):
        kept = list(words.tokens)
        question = rule(words, by, columns)
        if question is not None:
            return _whole(words, question, where)
        words.tokens = kept
    each = any(before.key in EACH and token.column for before, token in pairwise(words.tokens))
    if not meaning and (question := read_reckoning(words, by, where, columns)):
        ranked_in_each = NotUnderstood(reason="I can rank groups over all rows only, not in each of other groups.")
        return _whole(words, ranked_in_each if each else _with_noun(question, noun))
    return _whole(words, _described(words, by, meaning=meaning), where)


def _whole(words: Words, question: Question, where: Sequence[Condition] = ()) -> Question:
    """Let a question stand only if no word and no condition is left over."""
    if words.unknown:
        return NotUnderstood(words.unknown)
    if where and not isinstance(question, NotUnderstood):
        return NotUnderstood(reason="I can only restrict counts, sums, means and the like to some of the rows.")
    return question


def _either(where: Sequence[Condition]) -> NotUnderstood | None:
    """Refuse two values of one column: people say "and" where "or" is meant, and no row has both."""
    equal = [condition.column.name for condition in where if condition.operator == "=" and condition.part is None]
    twice = next((name for name in equal if equal.count(name) > 1), None)
    return (
        NotUnderstood(reason=f"No row has two values of {twice!r}; write 'or' between them where either will do.")
        if twice
        else None
    )


def _unordered(where: Sequence[Condition]) -> NotUnderstood | None:
    """Refuse "more than" of texts: as such 100 is less than 20, and low is more than high."""
    texts = [one.column for one in where if one.operator in ("<", "<=", ">", ">=") and _is_text(one)]
    return NotUnderstood(reason=no_order(texts[0])) if texts else None


def _is_text(condition: Condition) -> bool:
    dated = condition.column.type in ("date", "datetime")
    return not condition.column.has_order or (isinstance(condition.value, str) and not dated)


def _with_noun(question: Question, noun: Token | None) -> Question:
    """Say that the rows were taken for what the question calls them."""
    if noun is None or not isinstance(question, Reckoning):
        return question
    return replace(question, notes=(*question.notes, f"each row was taken as one of the {noun.text}"))


def _verb_mean(words: Words) -> bool:
    """Take the verb "mean" out of "what does churn mean"."""
    if (words.find("does") is not None or words.find("do") is not None) and words.tokens[-1].key == "mean":
        words.tokens.pop()
        return True
    return False


def take_by(words: Words) -> tuple[KnownColumn, ...]:
    """Take out "by contract and payment method"; "each month" too, where something is reckoned for it."""
    named = _taken_after(words, BY)
    while any(token.key in RECKONED for token in words.tokens) and (more := _taken_after(words, EACH)):
        named = (*named, *more)
    return tuple(dict.fromkeys(named))


def _taken_after(words: Words, phrases: Sequence[str]) -> tuple[KnownColumn, ...]:
    for phrase in phrases:
        length = len(phrase.split())
        for place in range(len(words.tokens)):
            if " ".join(token.key for token in words.tokens[place : place + length]) == phrase:
                found, end = _columns_from(words.tokens, place + length)
                if found:
                    del words.tokens[place:end]
                    return tuple(found)
    return ()


def _columns_from(tokens: Sequence[Token], at: int) -> tuple[list[KnownColumn], int]:
    found: list[KnownColumn] = []
    end = at
    while at < len(tokens) and (tokens[at].column or tokens[at].key in ("and", "the", "each", "every")):
        column = tokens[at].column
        at += 1
        if column:
            found.append(column)
            end = at
    return found, end


Rule = Callable[[Words, tuple[KnownColumn, ...], Sequence[KnownColumn]], Question | None]


def _together(words: Words, by: tuple[KnownColumn, ...], columns: Sequence[KnownColumn]) -> Question | None:
    if not words.take(*TOGETHER):
        return None
    words.take("to", "between")
    named = [*words.columns, *by]
    return Together(named[0], named[1]) if len(named) == 2 else NotUnderstood(reason="A correlation needs two columns.")


def _reasons(words: Words, by: tuple[KnownColumn, ...], columns: Sequence[KnownColumn]) -> Question | None:
    named = words.columns
    return Reasons(named[0]) if words.take(*REASONS) and len(named) == 1 and not by else None


def _compare(words: Words, by: tuple[KnownColumn, ...], columns: Sequence[KnownColumn]) -> Question | None:
    asked = words.take(*COMPARE)
    if words.find("how", "many") is not None:
        return None
    words.take("how")
    named = [column for column in words.columns if column not in by]
    if asked and not by and len(named) > 1:
        named, by = named[:1], tuple(named[1:])
    dated = any(column.type in ("date", "datetime") for column in by)
    if not by or len(named) != 1 or words.unknown or dated:
        return None
    many = NotUnderstood(reason="I can compare by one or two columns at a time.")
    return Compare(named[0], by) if len(by) <= 2 else many


def _missing(words: Words, by: tuple[KnownColumn, ...], columns: Sequence[KnownColumn]) -> Question | None:
    if by or not words.take(*WHOLE, *MISSING):
        return None
    words.take("how many", "number of", "count of", "most", "how")
    named = words.columns
    return Missing(named[0] if named else None) if len(named) < 2 else None


def _duplicates(words: Words, by: tuple[KnownColumn, ...], columns: Sequence[KnownColumn]) -> Question | None:
    if by or words.columns or not words.take(*DUPLICATES):
        return None
    words.take("how many", "number of", "count of")
    return Duplicates()


def _described(words: Words, by: tuple[KnownColumn, ...], *, meaning: bool) -> Question:
    words.take(*DESCRIBE)
    words.take(*HOW)
    named = words.columns
    if by or len(named) > 1 or (not named and meaning):
        return NotUnderstood(reason="I can't tell what is asked of these columns.")
    return Describe(named[0] if named else None)
