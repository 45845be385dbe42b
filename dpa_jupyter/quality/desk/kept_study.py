"""A study that remembers: a frame is measured once, for the tool, the panel and the fixes that follow."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import fingerprint
from dpa_jupyter.quality.desk.answers import Preview
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.desk.study import Snapshot, Study
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.export import Target

MOST = 3
"""Reports that are kept: each holds a sample of its frame."""
Key: TypeAlias = tuple[str, str | None, str]
"""A frame's name, the target and its content."""


class KeptStudy:
    """Another study with its latest reports, by the frames' content; a frame that can't be hashed is measured anew."""

    def __init__(
        self, study: Study | None = None, most: int = MOST, depends_on: Callable[[Frame], str] = lambda _: ""
    ) -> None:
        """Remember what another study says.

        Args:
            study: The other one.
            most: So many reports are kept.
            depends_on: Returns what else a report depends on, such as rules; where that is new, it is made anew.
        """
        self._study = FrameStudy() if study is None else study
        self._most, self._depends_on = most, depends_on
        self._kept: OrderedDict[Key, tuple[str, Snapshot]] = OrderedDict()
        self._going: dict[tuple[int, str | None], _Going] = {}
        """By the identity of the frame, which whoever measures it holds, and the target."""
        self._lock = threading.Lock()

    def report(self, frame: Frame, target: str | None = None) -> Iterator[Snapshot]:
        """Measure a frame, or look on where it is being measured, or give the report that there is at once."""
        known, place = self._known(frame, target), (id(frame.value), target)
        if known is not None:
            yield known
            return
        with self._lock:
            going = self._going.get(place)
            if going is None:
                mine = self._going[place] = _Going()
        if going is None:
            yield from self._measured(frame, target, mine)
        else:
            yield from going.seen()
            if not going.is_done:
                yield from self._study.report(frame, target)

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

    def _known(self, frame: Frame, target: str | None) -> Snapshot | None:
        """Return the report of a frame; it is hashed only where there is one of its name."""
        with self._lock:
            is_named = any(known[:2] == (frame.name, target) for known in self._kept)
        content = fingerprint(frame) if is_named else None
        with self._lock:
            kept = self._kept.get((frame.name, target, content)) if content is not None else None
        return kept[1] if kept is not None and kept[0] == self._depends_on(frame) else None

    def _measured(self, frame: Frame, target: str | None, going: _Going) -> Iterator[Snapshot]:
        content, is_hashed = None, False
        try:
            terms = self._depends_on(frame)
            for snapshot in self._study.report(frame, target):
                if snapshot.stage == "done":
                    snapshot = replace(snapshot, content=content)  # noqa: PLW2901 - it says so to all from here on
                    if content is not None:
                        self._keep((frame.name, target, content), (terms, snapshot))
                going.tell(snapshot)
                yield snapshot
                if not is_hashed:  # once there is something to look at
                    content, is_hashed = fingerprint(frame), True
        finally:  # also where nobody wants the rest
            with self._lock:
                self._going.pop((id(frame.value), target), None)
            going.end()

    def _keep(self, key: Key, kept: tuple[str, Snapshot]) -> None:
        with self._lock:
            self._kept[key] = kept
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
