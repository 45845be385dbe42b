"""A case of a check: a column (or table), and the rows that must fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pyarrow as pa

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.examine import examine
from dpa_jupyter.quality.failing_cells import failing_cells
from dpa_jupyter.quality.finding import Finding, Severity


@dataclass(frozen=True)
class Case:
    """What a check says of a table."""

    check: str
    story: str
    table: Mapping[str, Sequence[object] | pa.Array]
    fails: Mapping[str, Sequence[int]]
    """Rows by column that count as failing."""
    becomes: Mapping[int, str | None] | None = None
    """What the best fix of the failing rows proposes, where that is told."""
    noted: bool = False
    """There is a note, or a finding that is too unsure for cells to fail."""

    def __str__(self) -> str:
        return f"{self.check}: {self.story}"


def engine_and_evidence(
    table: Mapping[str, Sequence[object] | pa.Array] | pa.Table,
) -> tuple[DuckDBEngine, FrameEvidence]:
    data = table if isinstance(table, pa.Table) else pa.table(dict(table))
    frame = recognise("frame", data)
    assert frame is not None
    engine = DuckDBEngine(frame)
    return engine, list(engine.evidence(lambda _what, _share: None))[-1]


def holds(case: Case) -> None:
    """Examine the table by this check alone."""
    engine, evidence = engine_and_evidence(case.table)
    found = examine(engine, evidence, [check for check in catalogue() if check.id == case.check])
    cells = failing_cells(engine, found).to_pylist()
    failing: dict[str, set[int]] = {}
    for cell in cells:
        failing.setdefault(cell["column"], set()).add(cell["row"])
    assert failing == {column: set(rows) for column, rows in case.fails.items() if rows}
    assert _is_noted(found) == case.noted or bool(cells)
    if case.becomes is not None:
        assert {cell["row"]: cell["proposed"] for cell in cells if cell["changes"]} == case.becomes


def _is_noted(found: Sequence[Finding]) -> bool:
    return any(each.severity == "note" or each.certainty < 0.5 for each in found)


@dataclass(frozen=True)
class Told:
    """What a check says of a table: about which columns, how bad, and of how many rows; None where none fails."""

    check: str
    story: str
    table: Mapping[str, Sequence[object] | pa.Array]
    columns: tuple[str, ...] | None = None
    """None where it says nothing."""
    severity: Severity = "note"
    failed: int | None = None
    target: str | None = None
    now: datetime | None = None
    """When it is looked at, where it matters."""

    def __str__(self) -> str:
        return f"{self.check}: {self.story}"

    def holds(self) -> None:
        """Examine the table by this check alone."""
        found = told(self.check, self.table, self.target, self.now)
        expected = [] if self.columns is None else [(self.columns, self.severity, self.failed)]
        assert [
            (each.columns, each.severity, None if each.failed is None else each.failed.value) for each in found
        ] == expected


def told(
    check: str,
    table: Mapping[str, Sequence[object] | pa.Array] | pa.Table,
    target: str | None = None,
    now: datetime | None = None,
) -> list[Finding]:
    engine, evidence = engine_and_evidence(table)
    known = replace(evidence, target=target, now=now or evidence.now)
    return examine(engine, known, [each for each in catalogue() if each.id == check])
