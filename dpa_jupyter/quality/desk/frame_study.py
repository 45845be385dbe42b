"""The study that the desk stands on in a kernel: the engine, the checks and the report, and a way to apply fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from dpa_jupyter.frames.columns import find_column
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.desk.answers import Preview, Stage
from dpa_jupyter.quality.desk.previews import preview
from dpa_jupyter.quality.desk.score_card import score_card
from dpa_jupyter.quality.desk.shared_engine import SharedEngines
from dpa_jupyter.quality.desk.study import Snapshot
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.engines.of_frame import engine_of
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.apply import apply
from dpa_jupyter.quality.operations.batches_code import batches_code
from dpa_jupyter.quality.operations.export import Target
from dpa_jupyter.quality.report import QualityReport, Terms, run
from dpa_jupyter.quality.rules.judging import RuleBook
from dpa_jupyter.quality.rules.wording import how_many_hold
from dpa_jupyter.wording import counted

STAGES: dict[str, Stage] = {"sampled": "first look", "measuring": "measuring", "checking": "checking", "final": "done"}


class FrameStudy:
    """Measures with an engine, looks with every check, and applies fixes."""

    def __init__(
        self,
        checks: Sequence[Check] | None = None,
        terms: Terms | None = None,
        engine: Callable[[Frame], MetricEngine] = engine_of,
        rules: Callable[[Frame], RuleBook] | None = None,
    ) -> None:
        self._terms, self._engines, self._rules = terms or Terms(), SharedEngines(engine), rules
        self._checks = catalogue() if checks is None else checks

    def report(self, frame: Frame, target: str | None = None) -> Iterator[Snapshot]:
        """Measure a frame; each snapshot says more than the one before."""
        found = None if target is None else find_column(self.columns(frame), target)
        engine = self._engines.anew(frame)
        rules = self._rules(frame) if self._rules else self._terms.rules
        for report in run(engine, self._checks, replace(self._terms, rules=rules, target=found)):
            assert engine.last is not None
            yield snapshot(report, engine.last)

    def columns(self, frame: Frame) -> list[str]:
        """Name the columns of a frame."""
        with self._engines.turn(frame):
            return [column.name for column in frame.adapter.columns(frame.value)]

    def engine(self, frame: Frame) -> MetricEngine:
        """Return the engine that reads the rows of a frame, the one that measured it."""
        return self._engines.of(frame)

    def mended(self, frame: Frame, fixes: Sequence[Operation]) -> Frame:
        """Return the frame with these fixes."""
        from dpa_jupyter.frames.recognition import recognise

        with self._engines.turn(frame):
            mended = recognise(frame.name, apply(frame.value, fixes))
        assert mended is not None, "a fix of a frame makes a frame"
        return replace(mended, parents=(frame.name,))

    def code(self, frame: Frame, batches: Sequence[Sequence[Operation]], target: Target) -> str:
        """Write fixes as code."""
        with self._engines.turn(frame):
            return batches_code(frame.value, batches, target)

    def preview(self, frame: Frame, fixes: Sequence[Operation], limit: int) -> Preview:
        """Show what fixes would change, in the failing rows alone."""
        with self._engines.turn(frame):
            return preview(self._engines.of(frame), frame, fixes, limit)


def snapshot(report: QualityReport, evidence: FrameEvidence) -> Snapshot:
    """Return a report as far as it has come, with the evidence that it rests on."""
    stage, note = STAGES[report.status], _note(report, evidence)
    return Snapshot(evidence, stage, note, report.findings, score_card(report), report.rules)


def _note(report: QualityReport, evidence: FrameEvidence) -> str:
    if report.status == "sampled":
        return f"a sample of {evidence.sample.num_rows:,} rows"
    broken = f"; these checks failed: {', '.join(report.broken_checks)}" if report.broken_checks else ""
    rules = f"; your rules: {how_many_hold(report.rules)} hold" if report.rules else ""
    return f"{_how_many(evidence)} in {report.seconds:.1f} s{rules}{_slow(report)}{broken}"


def _how_many(evidence: FrameEvidence) -> str:
    known, now = evidence.known_rows, evidence.rows - evidence.known_rows
    told = f" ({known:,} were known already, {now:,} were measured now)" if known else ""
    return f"{evidence.rows:,} rows{told}"


def _slow(report: QualityReport) -> str:
    slow = sum(column.status == "too slow" for column in report.columns)
    return f"; {counted(slow, 'column')} took too long to be measured in all rows" if slow else ""
