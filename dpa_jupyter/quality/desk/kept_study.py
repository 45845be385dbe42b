"""A study that remembers: what was measured for a tool is there for the panel, and for the fixes that follow."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import fingerprint
from dpa_jupyter.quality.desk.answers import Preview
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.desk.study import Snapshot, Study
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.operation import Operation

MOST = 3
"""Reports that are kept: each holds a sample of its frame."""


class KeptStudy:
    """Another study with its latest reports, by the frames' content; a frame that can't be hashed is measured anew."""

    def __init__(self, study: Study | None = None, most: int = MOST) -> None:
        self._study = FrameStudy() if study is None else study
        self._most = most
        self._kept: OrderedDict[tuple[str, str], Snapshot] = OrderedDict()
        self._lock = threading.Lock()

    def report(self, frame: Frame) -> Iterator[Snapshot]:
        """Measure a frame, or give the report that there is at once."""
        content = fingerprint(frame)
        with self._lock:
            known = self._kept.get((frame.name, content)) if content is not None else None
        if known is not None:
            yield known
            return
        for snapshot in self._study.report(frame):
            if snapshot.stage == "done" and content is not None:
                self._keep((frame.name, content), snapshot)
            yield snapshot

    def engine(self, frame: Frame) -> MetricEngine:
        """Return an engine that reads the rows of a frame."""
        return self._study.engine(frame)

    def mended(self, frame: Frame, fixes: Sequence[Operation]) -> Frame:
        """Return a new frame, the old one with these fixes."""
        return self._study.mended(frame, fixes)

    def preview(self, frame: Frame, fixes: Sequence[Operation], limit: int) -> Preview:
        """Show what fixes would change, and the first rows that they change."""
        return self._study.preview(frame, fixes, limit)

    def _keep(self, key: tuple[str, str], snapshot: Snapshot) -> None:
        with self._lock:
            self._kept[key] = snapshot
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
