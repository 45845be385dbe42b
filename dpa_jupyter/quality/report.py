"""The quality report of a frame: from evidence to findings, a score and what to do; told as it comes about."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence, Measure
from dpa_jupyter.quality.examine import examined
from dpa_jupyter.quality.failing_rows import FailingRows, failing_rows
from dpa_jupyter.quality.finding import Dimension, Finding
from dpa_jupyter.quality.merging import merged, ranked
from dpa_jupyter.quality.report_columns import ColumnReport, column_report
from dpa_jupyter.quality.rules.judging import Judged, RuleBook, judge
from dpa_jupyter.quality.score import Score, ScoredColumn, score
from dpa_jupyter.quality.verdict import (
    ColumnUse,
    Compliance,
    Readiness,
    Recommendation,
    compliance,
    readiness,
    recommendation,
)

if TYPE_CHECKING:
    import pyarrow as pa

VERSION = 1
"""Of the form of a report, see `report_json`."""
Progress: TypeAlias = Callable[[str, float | None], None]
Classifier: TypeAlias = "Callable[[str, pa.Table], Mapping[str, Sequence[str]]]"
"""From a frame's name and some of its rows to the sensitive classes of its columns; one without any is left out."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What it cost to measure the frame, which is about what it costs to do so again."""

    rows: int
    bytes: int | None
    """Of the frame as Arrow holds it, told from a sample; None where there is none."""
    seconds: float


@dataclass(frozen=True)
class QualityReport:
    """A report, or as much of it as is known so far; plain data throughout."""

    frame: str
    status: Literal["sampled", "measuring", "checking", "final"]
    """Columns by a sample; by all rows, as far as they are known; checks not done yet; all that there is."""
    rows: int
    columns: tuple[ColumnReport, ...]
    duplicate_rows: Measure | None
    seconds: float
    """Since the measuring began."""
    findings: tuple[Finding, ...] = ()
    """The worst first, those about the same cells merged."""
    score: Score | None = None
    passing: float | None = None
    """The share of cells that don't fail, whatever the severity: what tools tell that count units passed."""
    recommendation: Recommendation | None = None
    readiness: Readiness | None = None
    compliance: Compliance = field(default_factory=lambda: Compliance("not assessed"))
    cost: Cost | None = None
    broken_checks: tuple[str, ...] = ()
    """Checks that failed, or whose failing rows could not be counted, by id, and so do not say all."""
    rules: tuple[Judged, ...] = ()
    """What became of the user's own rules, in their order."""
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Terms:
    """What a report goes by besides the frame."""

    weights: Mapping[Dimension, float] = field(default_factory=dict)
    """Of the dimensions, 1 by default."""
    column_weights: Mapping[str, float] = field(default_factory=dict)
    classifier: Classifier | None = None
    """Tells which columns are sensitive; None where nobody looks."""
    privacy_level: str | None = None
    rules: RuleBook | None = None
    """Of the user's own."""
    target: str | None = None
    """The column that is to be predicted: only then do the checks that are about one say anything."""
    now: datetime | None = None
    """From when ages are told; the present by default."""


def run(
    engine: MetricEngine, checks: Iterable[Check], terms: Terms | None = None, progress: Progress | None = None
) -> Iterator[QualityReport]:
    """Report on a frame; each report says more than the one before, the last one is final.

    The checks are looked through once all rows are measured: what they find in a sample might not be there.

    Raises:
        FrameError: the frame can't be read at all.
    """
    begun = time.perf_counter()
    tell = progress or (lambda _text, _share: None)
    evidence: FrameEvidence | None = None
    for evidence in engine.evidence(tell):
        yield _snapshot(evidence, "sampled" if _is_sampled(evidence) else "measuring", begun)
    if evidence is None:
        return
    measured = _snapshot(evidence, "checking", begun)
    yield measured
    tell("checking", 0.9)
    known = terms or Terms()
    asked = replace(evidence, target=known.target, now=known.now or evidence.now)
    yield _final(engine, asked, tuple(checks), known, measured, begun)


def _snapshot(
    evidence: FrameEvidence, status: Literal["sampled", "measuring", "checking"], begun: float
) -> QualityReport:
    columns = tuple(map(column_report, evidence.columns))
    seconds = time.perf_counter() - begun
    return QualityReport(evidence.frame, status, evidence.rows, columns, evidence.duplicate_rows, seconds)


def _is_sampled(evidence: FrameEvidence) -> bool:
    return all(column.missing.precision == "sampled" for column in evidence.columns if column.failure is None)


def _final(
    engine: MetricEngine,
    evidence: FrameEvidence,
    checks: Sequence[Check],
    terms: Terms,
    measured: QualityReport,
    begun: float,
) -> QualityReport:
    sound, broken = _looked(checks, evidence)
    counted, uncounted = examined(engine, evidence, sound)
    judged = judge(engine, evidence, terms.rules) if terms.rules else []
    found = [*counted, *(each.finding for each in judged if each.finding is not None)]
    failing = failing_rows(engine, found, evidence.rows)
    findings = ranked(merged(engine, found))
    scored = (
        score(
            [_scored(column, terms) for column in evidence.columns],
            failing.by_severity,
            has_critical=any(finding.severity == "critical" for finding in findings),
            weights=terms.weights,
        )
        if evidence.rows
        else None
    )
    advice = recommendation(evidence.rows, scored, findings)
    seconds = time.perf_counter() - begun
    return replace(
        measured,
        status="final",
        findings=tuple(findings),
        score=scored,
        passing=_passing(evidence, failing),
        recommendation=advice,
        readiness=readiness(map(_use, evidence.columns), advice.action),
        compliance=_compliance(evidence, terms),
        cost=Cost(evidence.rows, _bytes(evidence), seconds),
        broken_checks=tuple(sorted({*broken, *uncounted})),
        rules=tuple(judged),
        seconds=seconds,
    )


def _looked(checks: Sequence[Check], evidence: FrameEvidence) -> tuple[list[Check], tuple[str, ...]]:
    """Let every check look by itself, so that one that fails does not take the others with it."""
    sound, broken = [], []
    for check in checks:
        try:
            found = tuple(check.look(evidence))
        except Exception:  # noqa: BLE001 - data is odd in more ways than anyone thinks of
            broken.append(check.id)
        else:
            sound.append(replace(check, look=lambda _, found=found: found))  # type: ignore[misc]  # bound early
    return sound, tuple(broken)


def _scored(column: ColumnEvidence, terms: Terms) -> ScoredColumn:
    name = column.column.name
    return ScoredColumn(name, column.type, terms.column_weights.get(name, 1.0))


def _bytes(evidence: FrameEvidence) -> int | None:
    rows = evidence.sample.num_rows
    return round(evidence.sample.nbytes / rows * evidence.rows) if rows else None


def _compliance(evidence: FrameEvidence, terms: Terms) -> Compliance:
    classes = terms.classifier(evidence.frame, evidence.sample) if terms.classifier is not None else None
    return compliance(classes, terms.privacy_level)


def _use(column: ColumnEvidence) -> ColumnUse:
    missing = column.missing.value / column.rows if column.rows else 1.0
    is_constant = column.rows > 1 and column.distinct is not None and column.distinct.value <= 1
    return ColumnUse(column.column.name, missing, is_constant, column.failure)


def _passing(evidence: FrameEvidence, failing: FailingRows) -> float | None:
    cells = evidence.rows * len(evidence.columns)
    return 1 - sum(measure.value for measure in failing.of_columns.values()) / cells if cells else None
