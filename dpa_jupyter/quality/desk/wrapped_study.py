"""A study around another one, to which it leaves all but the report."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.answers import Preview
from dpa_jupyter.quality.desk.study import Study
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.export import Target


class WrappedStudy:
    """What is inside does all of it."""

    def __init__(self, study: Study) -> None:
        self._study = study

    def columns(self, frame: Frame) -> list[str]:
        """Name the columns of a frame."""
        return self._study.columns(frame)

    def engine(self, frame: Frame) -> MetricEngine:
        """Return an engine that reads the rows of a frame."""
        return self._study.engine(frame)

    def mended(self, frame: Frame, fixes: Sequence[Operation]) -> Frame:
        """Return a new frame, the old one with these fixes."""
        return self._study.mended(frame, fixes)

    def code(self, frame: Frame, batches: Sequence[Sequence[Operation]], target: Target) -> str:
        """Write fixes as code."""
        return self._study.code(frame, batches, target)

    def preview(self, frame: Frame, fixes: Sequence[Operation], limit: int) -> Preview:
        """Show what fixes would change, and the first rows that they change."""
        return self._study.preview(frame, fixes, limit)
