"""A study that remembers: a frame is measured once, for the tool, the panel and the fixes that follow."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import fingerprint
from dpa_jupyter.quality.desk.answers import Preview
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.desk.study import Snapshot, Study
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.operation import Operation

MOST = 3
"""Reports that are kept: each holds a sample of its frame."""
Key: TypeAlias = tuple[str, str, str]
"""A frame's name and content, and what else a report of it depends on."""


class KeptStudy:
    """Another study with its latest reports, by the frames' content; a frame that can't be hashed is measured anew."""

    def __init__(
        self, study: Study | None = None, most: int = MOST, depends_on: Callable[[Frame], str] = lambda _: ""
    ) -> None:
        self._study = FrameStudy() if study is None else study
        self._most, self._depends_on = most, depends_on
        self._kept: OrderedDict[Key, Snapshot] = OrderedDict()
        self._going: dict[Key, _Going] = {}
        self._lock = threading.Lock()

    def report(self, frame: Frame) -> Iterator[Snapshot]:
        """Measure a frame, or look on where it is being measured, or give the report that there is at once."""
        content = fingerprint(frame)
        if content is None:
            yield from self._study.report(frame)
            return
        key = frame.name, content, self._depends_on(frame)
        with self._lock:
            known, going = self._kept.get(key), self._going.get(key)
            if known is None and going is None:
                mine = self._going[key] = _Going()
        if known is not None:
            yield known
        elif going is None:
            yield from self._measured(frame, key, mine)
        else:
            yield from going.seen()
            if not going.is_done:
                yield from self._study.report(frame)

    def columns(self, frame: Frame) -> list[str]:
        """Name the columns of a frame."""
        return self._study.columns(frame)

    def engine(self, frame: Frame) -> MetricEngine:
        """Return an engine that reads the rows of a frame."""
        return self._study.engine(frame)

    def mended(self, frame: Frame, fixes: Sequence[Operation]) -> Frame:
        """Return a new frame, the old one with these fixes."""
        return self._study.mended(frame, fixes)

    def preview(self, frame: Frame, fixes: Sequence[Operation], limit: int) -> Preview:
        """Show what fixes would change, and the first rows that they change."""
        return self._study.preview(frame, fixes, limit)

    def _measured(self, frame: Frame, key: Key, going: _Going) -> Iterator[Snapshot]:
        try:
            for snapshot in self._study.report(frame):
                if snapshot.stage == "done":
                    self._keep(key, snapshot)
                going.tell(snapshot)
                yield snapshot
        finally:  # also where nobody wants the rest
            with self._lock:
                self._going.pop(key, None)
            going.end()

    def _keep(self, key: Key, snapshot: Snapshot) -> None:
        with self._lock:
            self._kept[key] = snapshot
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


class _Going:
    """A report on its way, for those who look on: each sees the newest snapshot, and none twice."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._count = 0
        self._latest: Snapshot | None = None
        self._is_over = False

    @property
    def is_done(self) -> bool:
        """Tell whether the last snapshot is the whole report, and not one that broke off."""
        return self._latest is not None and self._latest.stage == "done"

    def tell(self, snapshot: Snapshot) -> None:
        with self._news:
            self._latest = snapshot
            self._count += 1
            self._news.notify_all()

    def end(self) -> None:
        with self._news:
            self._is_over = True
            self._news.notify_all()

    def _has_news(self, count: int) -> bool:
        return self._count > count or self._is_over

    def seen(self) -> Iterator[Snapshot]:
        """Yield what comes, until nothing more does."""
        count = 0
        while True:
            with self._news:
                self._news.wait_for(partial(self._has_news, count))
                if self._count == count:
                    return
                count, latest = self._count, self._latest
            assert latest is not None
            yield latest
