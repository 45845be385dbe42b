"""Data quality from Python alone: no notebook, no model and no question, as in a job or a test."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ChangeError, FrameError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.desk.shared_engine import SharedEngine
from dpa_jupyter.quality.drift.examine import drift
from dpa_jupyter.quality.drift.portraying import portrait_of
from dpa_jupyter.quality.engines.of_frame import engine_of
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import CONFIDENCES, Confidence, Operation
from dpa_jupyter.quality.operations.apply import apply
from dpa_jupyter.quality.operations.export import Target, export
from dpa_jupyter.quality.report import QualityReport, Terms, run
from dpa_jupyter.quality.states.store import Keeping
from dpa_jupyter.wording import counted

if TYPE_CHECKING:
    import pyarrow as pa

    from dpa_jupyter.quality.engines.engine import MetricEngine


def assess(frame: object, name: str = "df", terms: Terms | None = None, keeping: Keeping | None = None) -> Assessment:
    """Measure a frame and look at it with every check.

    Args:
        frame: Of pandas, Polars (eager or lazy), PyArrow, DuckDB, Dask or PySpark; it is not changed.
        name: What it is called in the report.
        terms: What the score goes by, as weights of dimensions and columns.
        keeping: Where states are kept from one look at growing data to the next; nowhere by default.

    Raises:
        FrameError: it is no frame, or can't be read.
    """
    known = recognise(name, frame)
    if known is None:
        kinds = "pandas, Polars, PyArrow, DuckDB, Dask or PySpark"
        raise FrameError(f"{name} is a {type(frame).__name__}; give a frame of {kinds}")
    engine = SharedEngine(engine_of(known, keeping), nullcontext())
    *_, report = run(engine, catalogue(), terms)
    assert engine.last is not None, "what was reported on was measured"
    return Assessment(known, engine, report, engine.last)


@dataclass(frozen=True, eq=False)
class Assessment:
    """What was found in a frame, and what can be done about it; the frame itself stays as it is."""

    frame: Frame
    engine: MetricEngine
    report: QualityReport
    evidence: FrameEvidence
    """What was measured."""

    @property
    def score(self) -> float | None:
        """Return the score from 0 to 100; None where there is nothing to score."""
        return self.report.score.value if self.report.score is not None else None

    @property
    def findings(self) -> Sequence[Finding]:
        """Return what was found, the worst first; those of severity "note" are no faults."""
        return self.report.findings

    def failing_rows(self, finding: Finding, limit: int = 100) -> pa.Table:
        """Return rows of a finding, at most so many, with their position in the frame as the last column.

        Raises:
            ChangeError: no row fails by itself, as in a column that is constant.
        """
        if finding.predicate is None:
            raise ChangeError(f"no row fails by itself: {finding.title}")
        return self.engine.rows(finding.predicate, [column.name for column in self.report.columns], limit)

    def fixes(self, at_least: Confidence = "high") -> list[Operation]:
        """Return the best fix of each fault, where it is at least so sure to be right."""
        sure = CONFIDENCES[: CONFIDENCES.index(at_least) + 1]
        faults = [finding for finding in self.findings if finding.severity != "note"]
        best = [fix for finding in faults for fix in finding.fixes[:1] if fix.confidence in sure]
        return list({fix.id: fix for fix in best}.values())

    def clean(self, fixes: Sequence[Operation] | None = None) -> object:
        """Return a new frame of the same library with these fixes, those of high confidence by default.

        Raises:
            ChangeError: two of them can't go together.
        """
        return apply(self.frame.value, self.fixes() if fixes is None else fixes)

    def code(self, target: Target, fixes: Sequence[Operation] | None = None) -> str:
        """Write the fixes as code of pandas, Polars, SQL or PySpark that does the same without this package.

        Raises:
            ChangeError: two of them can't go together.
        """
        return export(self.frame.value, self.fixes() if fixes is None else fixes, target)

    def moved_since(self, earlier: Assessment) -> Sequence[Finding]:
        """Return what moved since an earlier frame, beyond what chance moves, the worst first; it lowers no score."""
        frames = earlier.frame, self.frame
        return drift(portrait_of(earlier.evidence), portrait_of(self.evidence), frames).findings

    def __str__(self) -> str:
        """Write the score, what is best done, and the faults, a line each."""
        faults = [finding for finding in self.findings if finding.severity != "note"]
        score = "no score" if self.score is None else f"{int(self.score)} of 100"
        advice = self.report.recommendation
        action = f"; recommended: {advice.action}" if advice is not None else ""
        lines = [f"{finding.severity}: {finding.title}{_in_rows(finding)}" for finding in faults]
        return "\n".join([f"{self.frame.name}: {score}, {counted(len(faults), 'fault')}{action}", *lines])


def _in_rows(finding: Finding) -> str:
    if finding.failed is None:
        return ""
    about = "" if finding.failed.precision == "exact" else "about "
    return f" ({about}{counted(round(finding.failed.value), 'row')})"
