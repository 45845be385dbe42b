"""Any column as groups of rows: bands of numbers and times, categories with the rare ones together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import overload

import numpy as np

from dpa_jupyter.statistics.calendar import as_periods, fitting_period, show_moments
from dpa_jupyter.statistics.variable import Categories, Moments, Numbers, Variable, counts, label

MOST_LEVELS = 50
"""More categories than these are not told apart: the rest become one group."""
ALWAYS_KEPT = 12
"""Up to so many categories stay as they are, however rare."""
FEWEST_IN_LEVEL = 5
"""Rows below which a category of many is put with the rest (Cochran's rule for the chi-square)."""
BANDS = 5
"""Bands of a number of many values that segments are made of."""


def as_groups(variable: Variable, bands: int) -> Categories:
    """Put the rows in groups: categories as they are but for rare ones, all else in bands of about equal size."""
    return common_levels(variable) if isinstance(variable, Categories) else quantile_bands(variable, bands)


def crossed(first: Categories, second: Categories) -> Categories:
    """Return the groups of both columns at once, those that have rows, named "first · second"."""
    width = len(second.values)
    known = (first.codes >= 0) & (second.codes >= 0)
    cells = np.where(known, first.codes.astype(np.int64) * width + second.codes, -1)
    used, places = np.unique(cells, return_inverse=True)
    offset = int(len(used) > 0 and used[0] < 0)
    names = (
        f"{label(first.values[cell // width])} · {label(second.values[cell % width])}"
        for cell in used[offset:].tolist()
    )
    return Categories((places - offset).astype(np.int32), tuple(names))


def segments(variable: Variable) -> Categories:
    """Return the groups that people think in: each category, each of few numbers, bands of many, periods of time."""
    if isinstance(variable, Categories):
        return variable
    if isinstance(variable, Moments):
        return as_periods(variable, fitting_period(variable))
    few = np.count_nonzero(counts(variable)) <= ALWAYS_KEPT
    return quantile_bands(variable, ALWAYS_KEPT if few else BANDS)


def common_levels(categories: Categories) -> Categories:
    """Keep the common categories and put the rest in one group; few categories stay as they are."""
    rows = counts(categories)
    if np.count_nonzero(rows) <= ALWAYS_KEPT:
        return categories
    common = np.argsort(-rows, kind="stable")[:MOST_LEVELS]
    common = np.sort(common[rows[common] >= FEWEST_IN_LEVEL])
    rest = int(np.count_nonzero(rows)) - len(common)
    if not rest:
        return categories
    places = np.full(len(rows) + 1, len(common), dtype=np.int32)
    places[common] = np.arange(len(common), dtype=np.int32)
    places[-1] = -1  # where -1, a missing value, points to
    values = tuple(categories.values[place] for place in common)
    return Categories(places[categories.codes], (*values, f"other ({rest:,} values)"))


def quantile_bands(variable: Numbers | Moments, most: int) -> Categories:
    """Cut an ordered column into at most so many bands of about equal size; equal values are never parted.

    A column of no more values than that keeps one band for each. Bands are named by the values in them.
    """
    rows = counts(variable)
    used = np.flatnonzero(rows)
    stretch = np.arange(len(used))
    if len(used) > most:
        in_used = rows[used]
        end = np.cumsum(in_used)
        stretch = ((end - in_used / 2) / end[-1] * most).astype(np.int64)
    begins = np.ones(len(used) + 1, dtype=bool)
    begins[1:-1] = stretch[1:] != stretch[:-1]
    places = np.full(len(rows) + 1, -1, dtype=np.int32)
    places[used] = np.cumsum(begins[:-1]) - 1
    firsts, lasts = used[begins[:-1]], used[begins[1:]]
    names = _Names(len(firsts), lambda: _band_names(variable, firsts, lasts))
    return Categories(places[variable.codes], names, ordered=True)


class _Names(Sequence[str]):
    """So many names, written when the first of them is asked for: most bands are only measured, and never told."""

    def __init__(self, length: int, write: Callable[[], tuple[str, ...]]) -> None:
        self._length = length
        self._write = write

    @cached_property
    def _written(self) -> tuple[str, ...]:
        return self._write()

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return self._written[place]


def _band_names(variable: Numbers | Moments, firsts: np.ndarray, lasts: np.ndarray) -> tuple[str, ...]:
    if isinstance(variable, Moments):
        shown = show_moments(variable.values[np.concatenate([firsts, lasts])])
        return _joined(shown[: len(firsts)], shown[len(firsts) :])
    for digits in (4, 6, 9, 17):
        low, high = ([_number(variable.values[place], digits) for place in side] for side in (firsts, lasts))
        names = _joined(low, high)
        if len(set(low)) == len(low):
            break
    return names


def _joined(low: list[str], high: list[str]) -> tuple[str, ...]:
    return tuple(one if one == other else f"{one} to {other}" for one, other in zip(low, high, strict=True))


def _number(value: float, digits: int) -> str:
    number = float(value)
    return label(number) if number.is_integer() else f"{number:.{digits}g}"
