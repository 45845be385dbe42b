"""Fitting a card into a number of tokens, dropping first what is missed least."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

from dpa_jupyter.findings import ColumnCard, FrameCard
from dpa_jupyter.frames.scalars import short_text

BYTES_PER_TOKEN = 3
"""From below: common tokenizers take four bytes of English and three to four of JSON for one token."""
LEAST_COLUMN_TOKENS = 15
"""The shortest entry with a name, a type and a missing share takes so many."""
LONGEST_NAME = 200
DETAILS: tuple[frozenset[str], ...] = (
    frozenset(),
    frozenset({"top"}),
    frozenset({"top", "range", "distinct"}),
)
"""What is left out, step by step."""


def estimated_tokens(value: object) -> int:
    """Estimate from above how many tokens the JSON text of a value takes."""
    return -(-len(json.dumps(value)) // BYTES_PER_TOKEN)


def most_entries(columns: int, tokens: int) -> int:
    """Return how many of so many columns can have an entry of their own: the statistics of more would be for nothing.

    Where not all can, half of the budget is for names.
    """
    if columns * LEAST_COLUMN_TOKENS <= tokens:
        return columns
    return max(1, tokens // 2 // LEAST_COLUMN_TOKENS)


def fit(whole: FrameCard, cards: Sequence[ColumnCard], names: Sequence[str], tokens: int) -> FrameCard:
    """Put in as much as fits: all details, fewer details, some columns and the names of others, some names."""
    if len(cards) == len(names):
        for left_out in DETAILS:
            fitted = whole.copy()
            fitted["columns"] = [_without(card, left_out) for card in cards]
            if estimated_tokens(fitted) <= tokens:
                return fitted
    return _fit_some(whole, [_without(card, DETAILS[-1]) for card in cards], names, tokens)


def _fit_some(whole: FrameCard, cards: Sequence[ColumnCard], names: Sequence[str], tokens: int) -> FrameCard:
    fitted = whole.copy()
    fitted["more_columns"] = [_more(len(names))]
    free = tokens - estimated_tokens(fitted)
    count = _how_many(cards, free // 2)
    free -= sum(estimated_tokens(card) + 1 for card in cards[:count])
    shown = [short_text(name, LONGEST_NAME) for name in names[count:]]
    named = _how_many(shown, free)
    unnamed = len(shown) - named
    fitted["columns"] = list(cards[:count])
    fitted["more_columns"] = [*shown[:named], *([_more(unnamed)] if unnamed else [])]
    return fitted


def _how_many(entries: Sequence[object], tokens: int) -> int:
    for count, entry in enumerate(entries):
        tokens -= estimated_tokens(entry) + 1
        if tokens < 0:
            return count
    return len(entries)


def _more(count: int) -> str:
    return f"… and {count:,} more"


def _without(card: ColumnCard, left_out: frozenset[str]) -> ColumnCard:
    return cast("ColumnCard", {key: value for key, value in card.items() if key not in left_out})
