"""The study that the desk stands on in a kernel: the engine, the checks and the report, and a way to apply fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.desk.answers import Preview, Stage
from dpa_jupyter.quality.desk.previews import preview
from dpa_jupyter.quality.desk.score_card import score_card
from dpa_jupyter.quality.desk.study import Snapshot
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import FrameEvidence, Measure
from dpa_jupyter.quality.expressions import Expression, Predicate
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.apply import apply
from dpa_jupyter.quality.report import QualityReport, Terms, run

if TYPE_CHECKING:
    import pyarrow as pa

STAGES: dict[str, Stage] = {"sampled": "first look", "measuring": "measuring", "checking": "checking", "final": "done"}


class FrameStudy:
    """Measures with an engine, looks with every check, and applies fixes."""

    def __init__(
        self,
        checks: Sequence[Check] | None = None,
        terms: Terms | None = None,
        engine: Callable[[Frame], MetricEngine] = DuckDBEngine,
    ) -> None:
        self._terms, self._engine = terms, engine
        self._checks = catalogue() if checks is None else checks

    def report(self, frame: Frame) -> Iterator[Snapshot]:
        """Measure a frame; each snapshot says more than the one before."""
        heard = _Heard(self._engine(frame))
        for report in run(heard, self._checks, self._terms):
            assert heard.last is not None
            yield snapshot(report, heard.last)

    def engine(self, frame: Frame) -> MetricEngine:
        """Return an engine that reads the rows of a frame."""
        return self._engine(frame)

    def mended(self, frame: Frame, fixes: Sequence[Operation]) -> Frame:
        """Return the frame with these fixes."""
        from dpa_jupyter.frames.recognition import recognise

        mended = recognise(frame.name, apply(frame.value, fixes))
        assert mended is not None, "a fix of a frame makes a frame"
        return mended

    def preview(self, frame: Frame, fixes: Sequence[Operation], limit: int) -> Preview:
        """Show what fixes would change, in the failing rows alone."""
        return preview(self._engine(frame), frame, fixes, limit)


def snapshot(report: QualityReport, evidence: FrameEvidence) -> Snapshot:
    """Return a report as far as it has come, with the evidence that it rests on."""
    return Snapshot(evidence, STAGES[report.status], _note(report, evidence), report.findings, score_card(report))


def _note(report: QualityReport, evidence: FrameEvidence) -> str:
    if report.status == "sampled":
        return f"a sample of {evidence.sample.num_rows:,} rows"
    broken = f"; these checks failed: {', '.join(report.broken_checks)}" if report.broken_checks else ""
    return f"{evidence.rows:,} rows in {report.seconds:.1f} s{broken}"


class _Heard:
    """An engine that keeps the evidence that it gave last."""

    def __init__(self, engine: MetricEngine) -> None:
        self._engine = engine
        self.last: FrameEvidence | None = None

    def evidence(self, progress: Callable[[str, float | None], None]) -> Iterator[FrameEvidence]:
        for evidence in self._engine.evidence(progress):
            self.last = evidence
            yield evidence

    def count(self, predicates: Sequence[Predicate]) -> list[Measure | None]:
        return self._engine.count(predicates)

    def rows(self, predicate: Predicate, columns: Sequence[str], limit: int, skip: int = 0) -> pa.Table:
        return self._engine.rows(predicate, columns, limit, skip)

    def preview(self, where: Predicate, value: Expression, columns: Sequence[str], limit: int) -> pa.Table:
        return self._engine.preview(where, value, columns, limit)
