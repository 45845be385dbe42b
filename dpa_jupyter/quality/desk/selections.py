"""Rows that were drawn from a distribution, as a predicate for the engine and as words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.desk.answers import Cell
from dpa_jupyter.quality.evidence import ColumnEvidence
from dpa_jupyter.quality.expressions import Call, Column, Predicate, Value, call

TIMES: frozenset[ColumnType] = frozenset({"datetime", "date"})


def drawn(
    known: ColumnEvidence, low: float | None, high: float | None, values: Sequence[Cell]
) -> tuple[Predicate, str]:
    """Return what is true of the rows with a value in this range, its greatest included only at the end, and its words.

    A bin holds its lower edge and not its upper one, but for the last; so the counts agree with the bars.
    """
    column, name = Column(known.column.name), known.column.name
    if low is None or high is None:
        return call("is_in", column, *values), f"{name} is {_listed(values)}"
    least, most = _edge(low, known.type), _edge(high, known.type)
    is_last = known.histogram is not None and high >= known.histogram.edges[-1]
    above = call("greater_or_equal", column, least)
    below: Call = call("less_or_equal" if is_last else "less", column, most)
    sign = "≤" if is_last else "<"
    return call("and", above, below), f"{_written(least)} ≤ {name} {sign} {_written(most)}"


def _edge(edge: float, kind: ColumnType) -> Value:
    if kind not in TIMES:
        return edge
    moment = datetime.fromtimestamp(edge, UTC).replace(tzinfo=None)
    return moment if kind == "datetime" else moment.date()


def _written(edge: Value) -> str:
    return f"{edge:.6g}" if isinstance(edge, float) else str(edge)


def _listed(values: Sequence[Cell]) -> str:
    return " or ".join(repr(value) for value in values[:6]) + (f" or {len(values) - 6} more" if len(values) > 6 else "")
