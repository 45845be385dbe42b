"""What the desk stands on: a report that gets better while it is measured, and a way to mend a frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.answers import Preview, ScoreCard, Stage
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.export import Target
from dpa_jupyter.quality.rules.judging import Judged


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A report as far as it has come."""

    evidence: FrameEvidence
    stage: Stage
    note: str
    """What the numbers rest on, in a few words: "every row", "a sample of 20,000 rows"."""
    findings: Sequence[Finding] = ()
    score: ScoreCard | None = None
    rules: Sequence[Judged] = ()
    """What became of the user's own rules."""
    content: str | None = None
    """A hash of the frame, where it was made for the report."""
    drift: Sequence[Finding] | None = None
    """Those of the findings that tell what moved since a baseline; None where it was compared with none."""


class Study(Protocol):
    """Measures and mends frames; each method may be called from any thread."""

    def report(self, frame: Frame, target: str | None = None) -> Iterator[Snapshot]:
        """Measure a frame; the first snapshot comes at once, the last is done.

        Args:
            frame: That is to be measured.
            target: The column that is to be predicted, if one is: then what matters for that is looked at as well.

        Raises:
            ColumnNotFoundError: there is no such column.
        """
        ...

    def columns(self, frame: Frame) -> list[str]:
        """Name the columns of a frame."""
        ...

    def engine(self, frame: Frame) -> MetricEngine:
        """Return an engine that reads the rows of a frame."""
        ...

    def mended(self, frame: Frame, fixes: Sequence[Operation]) -> Frame:
        """Return a new frame, the old one with these fixes."""
        ...

    def code(self, frame: Frame, batches: Sequence[Sequence[Operation]], target: Target) -> str:
        """Write fixes as code that makes the same frame; each batch was found in what the ones before it made."""
        ...

    def preview(self, frame: Frame, fixes: Sequence[Operation], limit: int) -> Preview:
        """Show what fixes would change, and the first rows that they change."""
        ...
