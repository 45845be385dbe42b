"""A study that also compares: its last snapshot has what moved since an earlier frame among its findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dpa_jupyter.errors import DpaError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.baselines import Baselines, moved
from dpa_jupyter.quality.desk.study import Snapshot, Study
from dpa_jupyter.quality.desk.wrapped_study import WrappedStudy
from dpa_jupyter.quality.merging import ranked


class ComparedStudy(WrappedStudy):
    """Another study, and one baseline; score and advice are those of the frame alone."""

    def __init__(self, study: Study, baselines: Baselines, baseline: str) -> None:
        super().__init__(study)
        self._baselines, self._baseline = baselines, baseline

    def report(self, frame: Frame, target: str | None = None) -> Iterator[Snapshot]:
        """Measure a frame; each snapshot says more than the one before."""
        for snapshot in self._study.report(frame, target):
            if snapshot.stage == "done":
                yield replace(snapshot, stage="checking")  # the baseline may have to be measured first
                yield self._compared(frame, snapshot)
            else:
                yield snapshot

    def _compared(self, frame: Frame, snapshot: Snapshot) -> Snapshot:
        """A baseline that is not there any more keeps nobody from the report, which says so."""
        try:
            found = moved(self._baselines.find(self._baseline, frame.name), snapshot, frame)
        except DpaError as error:
            return replace(snapshot, note=f"{snapshot.note}; not compared: {error}")
        broken = f"; these drift checks failed: {', '.join(found.broken_checks)}" if found.broken_checks else ""
        note = f"{snapshot.note}; compared with {self._baseline}{broken}"
        return replace(
            snapshot, findings=tuple(ranked([*snapshot.findings, *found.findings])), note=note, drift=found.findings
        )
