"""A column as the statistics see it: for each row the place of its value among the sorted distinct values.

In this form a rank, a quantile band and a contingency table are each one `bincount` over small integers, for any
subset of the rows, without sorting again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.findings import Scalar

Codes: TypeAlias = NDArray[np.int32]
Floats: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

LONGEST_LABEL = 80
"""Characters of a value that are told."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers; also durations and times of day, in seconds."""

    codes: Codes
    """The place in `values` of each row's value, -1 where it has none."""
    values: Floats
    """Distinct and ascending."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Dates and times."""

    codes: Codes
    values: NDArray[np.datetime64]
    """Distinct and ascending, in microseconds."""


@dataclass(frozen=True, slots=True)
class Categories:
    """Groups: texts, booleans, and whatever was put into groups."""

    codes: Codes
    values: Sequence[Scalar]
    ordered: bool = False
    """Whether the values ascend in some sense."""


Variable: TypeAlias = Numbers | Moments | Categories
AnyVariable = TypeVar("AnyVariable", bound=Variable)


def present(variable: Variable) -> Mask:
    """Tell for each row whether it has a value."""
    return variable.codes >= 0


def at_rows(variable: AnyVariable, rows: Mask) -> AnyVariable:
    """Keep these rows only; all distinct values stay, some perhaps without a row."""
    return variable if rows.all() else replace(variable, codes=variable.codes[rows])


def counts(variable: Variable) -> Counts:
    """Count the rows of each distinct value."""
    with_missing = np.bincount(variable.codes + 1, minlength=len(variable.values) + 1)
    return with_missing[1:].astype(np.int64, copy=False)


def row_values(numbers: Numbers) -> Floats:
    """Return the number of each row, NaN where there is none."""
    return np.append(numbers.values, np.nan)[numbers.codes]


def label(value: Scalar) -> str:
    """Write a value as the name of a group: one line, bounded, whole numbers without a fraction."""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{int(value)}" if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"
    text = " ".join(str(value).split()) or "(blank)"
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"
