"""How drift is told: which values moved, and how far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.findings import Scalar
from dpa_jupyter.frames.scalars import short_text
from dpa_jupyter.quality.drift.pair import ColumnPair, FramePair
from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.quality.finding import Dimension, Finding, Severity
from dpa_jupyter.wording import percent

if TYPE_CHECKING:
    from dpa_jupyter.quality.expressions import Predicate

MOST_VALUES = 3
FEW_MOVED = 0.05
LARGE_PSI = 0.2
"""From here on the population is another one; see `checks/psi.py`."""
WHY = "What was learnt from the earlier rows, a threshold or a model, may not hold for these."


def drifted(
    check: str, pair: FramePair, columns: Sequence[str], title: str, why: str = WHY, *,
    severity: Severity = "low", dimension: Dimension = "consistency", predicate: Predicate | None = None,
    examples: Sequence[Scalar] = (), failed: Measure | None = None,
) -> Finding:  # fmt: skip
    """Write a finding about the frame as it is now."""
    return Finding(
        check, dimension, severity, tuple(columns), title, why, predicate, pair.now.rows, failed, tuple(examples)
    )


def spread_finding(check: str, pair: FramePair, column: ColumnPair, measure: str) -> Finding:
    """Say which values of a column moved.

    Args:
        check: Whose finding it is.
        pair: The frames.
        column: The column.
        measure: The distance, in words.
    """
    moved, examples = _moved_groups(column) if column.kind == "groups" else _moved_numbers(column)
    is_later = column.kind == "times"  # as the rows of a newer frame are
    severity: Severity = "note" if is_later else "medium" if column.psi >= LARGE_PSI else "low"
    title = f"`{column.name}` is distributed differently than in `{pair.then.name}`: {moved} ({measure})"
    return drifted(check, pair, (column.name,), title, severity=severity, examples=examples)


def shares_of(then: float, now: float) -> str:
    """Write how a share changed."""
    return f"{percent(then)} → {percent(now)}"


def number(value: float) -> str:
    """Write a number short."""
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e9 else f"{value:,.4g}"


def listed(names: Sequence[str], most: int = 5) -> str:
    """Write names of columns, the first of them."""
    more = len(names) - most
    return ", ".join(f"`{name}`" for name in names[:most]) + (f" and {more:,} more" if more > 0 else "")


def value_text(value: Scalar) -> str:
    """Write a value of a group."""
    return "all others" if value is None else short_text(str(value)) or "''"


def _moved_groups(column: ColumnPair) -> tuple[str, list[Scalar]]:
    values, then, now = column.groups
    before, after = then / then.sum(), now / now.sum()
    order = np.argsort(-np.abs(after - before), kind="stable")[:MOST_VALUES]
    told = [place for place in order if before[place] != after[place]]
    words = (f"{value_text(values[place])} {shares_of(before[place], after[place])}" for place in told)
    return ", ".join(words), [value for place in told if (value := values[place]) is not None]


def _moved_numbers(column: ColumnPair) -> tuple[str, list[Scalar]]:
    assert column.spreads is not None
    then, now = column.spreads
    write = _day if column.kind == "times" else number
    middle = np.array([0.5])
    medians = write(float(then.at(middle)[0])), write(float(now.at(middle)[0]))
    edges, counts = column.bins[0], column.bins[1:]
    before, after = counts[0] / then.rows, counts[1] / now.rows
    place = int(np.argmax(np.abs(after - before)))
    moved = f"{shares_of(before[place], after[place])} of the rows are {_where(edges.tolist(), place, write)}"
    if abs(after[place] - before[place]) < FEW_MOVED:  # a few rows, far away
        moved = f"the mean {write(then.mean)} → {write(now.mean)}, {moved}"
    same = medians[0] == medians[1]
    return (moved if same else f"the median {medians[0]} → {medians[1]}, {moved}"), []


def _where(edges: Sequence[float], place: int, write: object) -> str:
    assert callable(write)
    if place == 0:
        return f"below {write(edges[0])}"
    if place == len(edges):
        return f"at {write(edges[-1])} or above"
    return f"from {write(edges[place - 1])} to below {write(edges[place])}"


def _day(seconds: float) -> str:
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return number(seconds)
    return moment.date().isoformat() if not seconds % 86_400 else moment.strftime("%Y-%m-%d %H:%M")
