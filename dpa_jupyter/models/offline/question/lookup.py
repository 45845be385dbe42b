"""Words that nothing was made of may be values: looking for them in the data is cheaper than knowing all values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from dpa_jupyter.findings import QueryResult
from dpa_jupyter.models.offline.question.forms import KnownColumn
from dpa_jupyter.models.offline.question.reading import words_of
from dpa_jupyter.models.offline.question.sql import values_sql
from dpa_jupyter.models.offline.question.words import without_hyphens

LONGEST_PHRASE = 4
MOST_PHRASES = 60
MOST_COLUMNS = 60


def lookup_sql(text: str, frame: str, columns: Sequence[KnownColumn], unread: Sequence[str]) -> str | None:
    """Return a query for the values that these words of a question may be; None where there is nowhere to look."""
    searched = {place: column for place, column in enumerate(columns) if _has_other_values(column)}
    said = _phrases(text, frame, columns, unread)
    phrases = tuple(islice(dict.fromkeys((*said, *map(without_hyphens, said))), MOST_PHRASES))
    if not searched or not phrases:
        return None
    return values_sql(frame, dict(islice(searched.items(), MOST_COLUMNS)), phrases)


def with_values(columns: Sequence[KnownColumn], found: QueryResult) -> list[KnownColumn]:
    """Add the values that the query found."""
    rows = [row for row in found["preview"] if len(row) == 2]
    return [
        replace(column, values=(*column.values, *(value for at, value in rows if at == place)))
        for place, column in enumerate(columns)
    ]


def _has_other_values(column: KnownColumn) -> bool:
    return column.type in ("text", "category") and (column.distinct is None or column.distinct > len(column.values))


def _phrases(text: str, frame: str, columns: Sequence[KnownColumn], unread: Sequence[str]) -> list[str]:
    """Return every run of a few words that has one of the unread in it."""
    tokens = words_of(text, frame, columns)
    runs = [tokens[start : start + length] for start in range(len(tokens)) for length in range(1, LONGEST_PHRASE + 1)]
    return [
        " ".join(token.text for token in run).casefold()
        for run in runs
        if not any(token.column for token in run) and any(token.text in unread for token in run)
    ]
