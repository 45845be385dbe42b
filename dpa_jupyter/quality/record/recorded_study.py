"""A study whose finished reports are put on record, before anybody sees that they are finished."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from dpa_jupyter.errors import SessionError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.study import Snapshot, Study
from dpa_jupyter.quality.desk.wrapped_study import WrappedStudy
from dpa_jupyter.quality.merging import ranked
from dpa_jupyter.quality.record.alarms import alarm_findings
from dpa_jupyter.quality.record.entry import entry_of
from dpa_jupyter.quality.record.record import QualityRecord, Recorded


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
        self._turn = threading.Lock()
        self._latest: dict[str, str] = {}
        """What was put on record last, by the frame's name: its content, or the object."""

    def report(self, frame: Frame, target: str | None = None) -> Iterator[Snapshot]:
        """Measure a frame; each snapshot says more than the one before.

        A frame that fixes were only tried on is not put on record, nor what was found the last time, in this kernel or
        another: a notebook that is run again on the same data has nothing to add.
        """
        for snapshot in self._study.report(frame, target):
            is_recorded = snapshot.stage == "done" and not frame.parents
            yield self._with_alarms(frame, snapshot) if is_recorded else snapshot

    def _with_alarms(self, frame: Frame, snapshot: Snapshot) -> Snapshot:
        """A record that can't be kept keeps nobody from the report, which says so."""
        try:
            known = self._recorded(frame, snapshot)
        except SessionError as error:
            return replace(snapshot, note=f"{snapshot.note}; not on record: {error}")
        found = ranked([*snapshot.findings, *alarm_findings(known.entries)])
        return replace(snapshot, findings=tuple(found), note="; ".join((snapshot.note, *known.damage[:1])))

    def _recorded(self, frame: Frame, snapshot: Snapshot) -> Recorded:
        content = snapshot.content or f"object {id(frame.value)}"
        with self._turn:
            record = self._record()
            if self._latest.get(frame.name) == content:
                return record.of(frame.name)
            self._latest[frame.name] = content
            entry, known = entry_of(snapshot, snapshot.content, self._clock()), record.of(frame.name)
            if known.entries and known.entries[-1].says_the_same_as(entry):
                return known
            record.append(entry)
            return record.of(frame.name)
