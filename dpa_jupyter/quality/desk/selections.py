"""Rows that were drawn from a distribution, as a predicate for the engine and as words for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from dpa_jupyter.errors import UserError
from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.desk.answers import Cell
from dpa_jupyter.quality.desk.cells import cell
from dpa_jupyter.quality.desk.distributions import LARGE
from dpa_jupyter.quality.engines.tables.plain_numbers import python_values
from dpa_jupyter.quality.evidence import ColumnEvidence
from dpa_jupyter.quality.expressions import Column, Predicate, Value, call

TIMES: frozenset[ColumnType] = frozenset({"datetime", "date"})


def drawn(
    known: ColumnEvidence, low: float | None, high: float | None, values: Sequence[Cell]
) -> tuple[Predicate, str]:
    """Return what is true of the rows with a value in this range, its greatest included only at the end, and its words.

    A bin holds its lower edge and not its upper one, but for the last; so the counts agree with the bars.

    Raises:
        UserError: an edge is a time that can't be asked for.
    """
    column, name = Column(known.column.name), known.column.name
    if low is None or high is None:
        return call("is_in", column, *_meant(known, values)), f"{name} is {_listed(values)}"
    is_last = known.histogram is not None and high >= known.histogram.edges[-1]
    least, most = _edge(low, known.type), _edge(high, known.type, is_included=is_last)
    above = call("greater_or_equal", column, least)
    below = call("less_or_equal" if is_last else "less", column, most)
    sign = "≤" if is_last else "<"
    return call("and", above, below), f"{_written(least)} ≤ {name} {sign} {_written(most)}"


def _edge(edge: float, kind: ColumnType, *, is_included: bool = False) -> Value:
    """Return an edge as a value of the column; of days, the first one after it, or the last one before it."""
    if kind not in TIMES:
        return edge
    try:
        moment = datetime.fromtimestamp(edge, UTC).replace(tzinfo=None)
        if kind == "datetime":
            return moment
        return moment.date() if is_included or moment.time() == time() else moment.date() + timedelta(days=1)
    except (OverflowError, ValueError, OSError):
        raise UserError("rows can't be selected by a time before the year 1 or after the year 9999") from None


def _meant(known: ColumnEvidence, values: Sequence[Cell]) -> Iterator[Value]:
    """Return the values of the column that are told so: long texts are told in part, times and decimals as texts."""
    told: dict[Cell, list[Value]] = {}
    for value in python_values(known.values.values.slice(0, LARGE)) if known.values is not None else ():
        if isinstance(value, bool | int | float | Decimal | str | date):
            told.setdefault(cell(value), []).append(value)
    for value in values:
        yield from told.get(value, [value])


def _written(edge: Value) -> str:
    return f"{edge:.6g}" if isinstance(edge, float) else str(edge)


def _listed(values: Sequence[Cell]) -> str:
    return " or ".join(repr(value) for value in values[:6]) + (f" or {len(values) - 6} more" if len(values) > 6 else "")
