"""A study whose finished reports are put on record, before anybody sees that they are finished."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from dpa_jupyter.errors import SessionError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import fingerprint
from dpa_jupyter.quality.desk.study import Snapshot, Study
from dpa_jupyter.quality.desk.wrapped_study import WrappedStudy
from dpa_jupyter.quality.merging import ranked
from dpa_jupyter.quality.record.alarms import alarm_findings
from dpa_jupyter.quality.record.entry import entry_of
from dpa_jupyter.quality.record.record import QualityRecord


class RecordedStudy(WrappedStudy):
    """Another study; its last snapshot has the alarms over the record among its findings.

    Args:
        study: that measures.
        record: gives the record to write to, at the time that there is something to write.
        clock: in seconds since 1970.
    """

    def __init__(
        self, study: Study, record: Callable[[], QualityRecord], clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(study)
        self._record, self._clock = record, clock

    def report(self, frame: Frame) -> Iterator[Snapshot]:
        """Measure a frame; each snapshot says more than the one before."""
        for snapshot in self._study.report(frame):
            yield self._with_alarms(frame, snapshot) if snapshot.stage == "done" else snapshot

    def _with_alarms(self, frame: Frame, snapshot: Snapshot) -> Snapshot:
        """A record that can't be kept keeps nobody from the report, which says so."""
        try:
            record = self._record()
            record.append(entry_of(snapshot, fingerprint(frame), self._clock()))
            known = record.of(frame.name)
        except SessionError as error:
            return replace(snapshot, note=f"{snapshot.note}; not on record: {error}")
        found = ranked([*snapshot.findings, *alarm_findings(known.entries)])
        return replace(snapshot, findings=tuple(found), note="; ".join((snapshot.note, *known.damage[:1])))
