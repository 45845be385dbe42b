"""A study that remembers: a frame is measured once, for the tool, the panel and the fixes that follow."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import fingerprint
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.desk.study import Snapshot, Study
from dpa_jupyter.quality.desk.wrapped_study import WrappedStudy

MOST = 3
"""Reports that are kept: each holds a sample of its frame."""
Key: TypeAlias = tuple[str, str | None, str]
"""A frame's name, the target and its content."""


class KeptStudy(WrappedStudy):
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
        super().__init__(FrameStudy() if study is None else study)
        self._most, self._depends_on = most, depends_on
        self._kept: OrderedDict[Key, tuple[str, Snapshot]] = OrderedDict()
        self._going: dict[tuple[int, str, str | None], _Going] = {}
        """By the identity of the frame, which whoever measures it holds, its name and the target."""
        self._lock = threading.Lock()

    def report(self, frame: Frame, target: str | None = None) -> Iterator[Snapshot]:
        """Measure a frame, or look on where it is being measured, or give the report that there is at once."""
        while True:
            known, place = self._known(frame, target), (id(frame.value), frame.name, target)
            if known is not None:
                yield known
                return
            with self._lock:
                going = self._going.get(place)
                if going is None:
                    mine = self._going[place] = _Going()
            if going is None:
                yield from self._measured(frame, target, mine)
                return
            yield from going.seen()
            if going.is_done:
                return

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
                if snapshot.stage == "done":  # whoever takes it may take long before asking for more
                    self._end(frame, target, going)
                yield snapshot
                if not is_hashed:  # once there is something to look at
                    content, is_hashed = fingerprint(frame), True
        finally:  # also where nobody wants the rest
            self._end(frame, target, going)

    def _end(self, frame: Frame, target: str | None, going: _Going) -> None:
        with self._lock:
            place = id(frame.value), frame.name, target
            if self._going.get(place) is going:
                del self._going[place]
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
