"""What a user is told of a frame, as plain values that can be held against one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.json_types import Json
from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.examine import examine
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.report import QualityReport, run
from dpa_jupyter.quality.report_json import plain

ALL_ROWS = 1_000_000


@dataclass(frozen=True)
class Told:
    """A finding, with the rows that fail by their place, so that a predicate is held against what it means."""

    check: str
    columns: tuple[str, ...]
    finding: Json
    """All of it."""
    rows: tuple[int, ...]


def engine_of(value: object) -> DuckDBEngine:
    frame = recognise("frame", value)
    assert frame is not None
    return DuckDBEngine(frame)


def evidence_of(value: object) -> FrameEvidence:
    *_, last = engine_of(value).evidence(lambda _what, _share: None)
    return last


def told_of(value: object, checks: Sequence[Check], **known: Any) -> list[Told]:  # noqa: ANN401 - any field
    """Let some checks look at a frame, of which this is known besides."""
    engine = engine_of(value)
    *_, evidence = engine.evidence(lambda _what, _share: None)
    return [told(engine, finding) for finding in examine(engine, replace(evidence, **known), checks)]


def told(engine: MetricEngine, finding: Finding) -> Told:
    failing = [] if finding.predicate is None else engine.rows(finding.predicate, (), ALL_ROWS).column(0).to_pylist()
    return Told(finding.check, finding.columns, plain(finding), tuple(failing))


def report_of(value: object, checks: Sequence[Check]) -> tuple[QualityReport, list[Told]]:
    """Report on a frame."""
    engine = engine_of(value)
    *_, last = run(engine, checks)
    return last, [told(engine, finding) for finding in last.findings]


def figures(report: QualityReport) -> dict[str, object]:
    """Return all that a report tells but the time that it took, and what a library calls its types."""
    known = {name: value for name, value in asdict(report).items() if name not in {"seconds", "cost", "findings"}}
    known["columns"] = [
        {name: value for name, value in column.items() if name != "native_type"} for column in known["columns"]
    ]
    return known
