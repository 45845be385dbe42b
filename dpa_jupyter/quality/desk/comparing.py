"""Comparisons with other frames, which may have to be measured first: in a thread, while all else is answered."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable

from dpa_jupyter.errors import DpaError, UserError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import fingerprint
from dpa_jupyter.quality.desk.answers import Comparison
from dpa_jupyter.quality.desk.baselines import Baselines, Earlier, moved, portrait
from dpa_jupyter.quality.desk.comparison import compare, nothing_yet
from dpa_jupyter.quality.desk.study import Snapshot

AT_ONCE = 0.2
"""Seconds that whoever asks is kept waiting, so that what is quick needs no second question."""


class Comparisons:
    """The comparison that was asked for last: on its way, or done.

    Args:
        baselines: What there is to compare with.
        news: Is called when there is more to tell somebody who got no comparison yet.
    """

    def __init__(self, baselines: Baselines, news: Callable[[], None]) -> None:
        self._baselines, self._news = baselines, news
        self._lock = threading.Lock()
        self._last: _Comparing | None = None

    def ask(self, baseline: str, frame: Frame, snapshot: Snapshot) -> Comparison:
        """Return a comparison, or how far it has come; then there is news once there is more.

        Raises:
            UserError: there is no such baseline, or it can't be measured.
        """
        other = self._baselines.frame(baseline, frame.name)
        if other is None:
            return _compared(baseline, self._baselines.find(baseline, frame.name), frame, snapshot)
        going = self._going(baseline, frame, other, snapshot)
        going.is_over.wait(AT_ONCE)
        with self._lock:
            going.is_awaited = not going.is_over.is_set()
        if going.failure is not None:
            raise UserError(going.failure)
        return going.answer or nothing_yet(baseline, going.progress)

    def _going(self, baseline: str, frame: Frame, other: Frame, snapshot: Snapshot) -> _Comparing:
        with self._lock:
            going = self._last
            if going is None or not going.is_about(baseline, other, snapshot):
                going = self._last = _Comparing(baseline, frame, other, snapshot)
                _in_background(lambda: self._compare(going))
            elif going.is_over.is_set():
                _in_background(lambda: self._look_again(going))
        return going

    def _compare(self, going: _Comparing) -> None:
        def told(snapshot: Snapshot) -> None:
            going.progress = f"Measuring {going.baseline}: {snapshot.stage}"
            self._tell(going)

        try:
            going.content = fingerprint(going.other)
            earlier = self._baselines.find(going.baseline, going.frame.name, told)
            going.answer = _compared(going.baseline, earlier, going.frame, going.snapshot)
        except DpaError as error:
            going.failure = str(error)
        except Exception as error:  # noqa: BLE001 - whatever fails in this thread has nobody else to tell
            going.failure = f"{type(error).__name__}: {error}"
        with self._lock:
            going.is_over.set()
        self._tell(going)

    def _look_again(self, going: _Comparing) -> None:
        """Forget a comparison with a frame that was written into since."""
        if fingerprint(going.other) == going.content:
            return
        with self._lock:
            if self._last is going:
                self._last = None
        self._news()

    def _tell(self, going: _Comparing) -> None:
        with self._lock:
            is_wanted = going.is_awaited and self._last is going
        if is_wanted:
            self._news()


class _Comparing:
    """One comparison."""

    def __init__(self, baseline: str, frame: Frame, other: Frame, snapshot: Snapshot) -> None:
        self.baseline, self.frame, self.other, self.snapshot = baseline, frame, other, snapshot
        self.progress = f"Measuring {baseline}"
        self.content: str | None = None
        """Of the other frame; None where it can't be hashed."""
        self.answer: Comparison | None = None
        self.failure: str | None = None
        self.is_over = threading.Event()
        self.is_awaited = False
        """Whether somebody was told that there is none yet."""

    def is_about(self, baseline: str, other: Frame, snapshot: Snapshot) -> bool:
        return self.baseline == baseline and self.other.value is other.value and self.snapshot is snapshot


def _compared(baseline: str, earlier: Earlier, frame: Frame, snapshot: Snapshot) -> Comparison:
    drift = moved(earlier, snapshot, frame)
    return compare(baseline, earlier.portrait, portrait(snapshot), snapshot.evidence, drift)


def _in_background(work: Callable[[], None]) -> None:
    context = contextvars.copy_context()  # so that what it prints finds its cell
    threading.Thread(target=context.run, args=(work,), name="dpa-comparison", daemon=True).start()
