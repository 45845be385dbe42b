"""The cells that fail, one by one, as a table: for whoever wants to look at them, or to score the checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.engines.tables.plain_numbers import python_values
from dpa_jupyter.quality.finding import CERTAIN, Finding
from dpa_jupyter.quality.operation import SetValues

if TYPE_CHECKING:
    import pyarrow as pa

MOST_CELLS = 1_000_000
MISSING_ONLY = frozenset({"null_rate", "row_completeness", "empty_string"})
"""These tell of gaps. A gap is no wrong value, unless another check can say what belongs there."""


def failing_cells(
    engine: MetricEngine, findings: Iterable[Finding], *, least_certainty: float = CERTAIN, gaps: bool = False
) -> pa.Table:
    """Return the failing cells with what each would become by the best fix of its finding.

    Args:
        engine: Where the frame is.
        findings: Of this frame.
        least_certainty: Leave out findings that are less certain.
        gaps: Also cells of which no more is known than that they have no value.

    Returns:
        `row` (from 0), `column`, `check`, `certainty`, `changes` (whether there is a fix) and `proposed` (as text; NULL
        where it would be missing, or there is no fix), by row and column; a cell that fails several checks comes
        several times, the most certain first.
    """
    import pyarrow as pa

    tables = [
        _cells(engine, each, column)
        for each in findings
        if each.predicate is not None and each.severity != "note" and each.certainty >= least_certainty
        and (gaps or each.check not in MISSING_ONLY)
        for column in each.columns
    ]  # fmt: skip
    found = pa.concat_tables(tables) if tables else _table([], "", "", 0.0, {})
    order = [("row", "ascending"), ("column", "ascending"), ("certainty", "descending")]
    return found.sort_by(order).slice(0, MOST_CELLS)


def _cells(engine: MetricEngine, each: Finding, column: str) -> pa.Table:
    assert each.predicate is not None
    rows = engine.rows(each.predicate, (), MOST_CELLS).column(0).to_pylist()
    return _table(rows, column, each.check, each.certainty, _proposals(engine, each, column))


def _proposals(engine: MetricEngine, each: Finding, column: str) -> dict[int, str | None]:
    """Return by row what the best fix of the column would put there."""
    for fix in each.fixes:
        action = fix.action
        if isinstance(action, SetValues) and action.column == column:
            shown = engine.preview(action.where, action.value, (), MOST_CELLS)
            values = (None if value is None else str(value) for value in python_values(shown.column(1)))
            return dict(zip(shown.column(0).to_pylist(), values, strict=True))
    return {}


def _table(rows: list[int], column: str, check: str, certainty: float, proposed: dict[int, str | None]) -> pa.Table:
    import pyarrow as pa

    return pa.table(
        {
            "row": pa.array(rows, pa.int64()),
            "column": pa.array([column] * len(rows), pa.string()),
            "check": pa.array([check] * len(rows), pa.string()),
            "certainty": pa.array([certainty] * len(rows), pa.float64()),
            "changes": pa.array([row in proposed for row in rows], pa.bool_()),
            "proposed": pa.array([proposed.get(row) for row in rows], pa.string()),
        }
    )
