"""One engine for all that is asked of a frame, so that the frame is converted once, whichever thread asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from dpa_jupyter.frames.duckdb_relations import DuckDBRelations
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import FrameEvidence, Measure
from dpa_jupyter.quality.expressions import Expression, Predicate

if TYPE_CHECKING:
    import pyarrow as pa

KEPT = 2
"""Frames whose engine is kept: the one that is shown, and one that a fix is previewed on."""


class SharedEngine:
    """An engine that answers one question at a time, and between the steps of its measuring.

    Args:
        engine: that is asked.
        turn: is held by whoever asks.
    """

    def __init__(self, engine: MetricEngine, turn: AbstractContextManager[object]) -> None:
        self._engine, self._turn = engine, turn
        self.last: FrameEvidence | None = None
        """The evidence that it gave last."""

    def evidence(self, progress: Callable[[str, float | None], None]) -> Iterator[FrameEvidence]:
        """Measure the frame step by step."""
        steps = self._engine.evidence(progress)
        while True:
            with self._turn:
                evidence = next(steps, None)
            if evidence is None:
                return
            self.last = evidence
            yield evidence

    def count(self, predicates: Sequence[Predicate]) -> list[Measure | None]:
        """Count the rows in which each predicate is true."""
        with self._turn:
            return self._engine.count(predicates)

    def rows(self, predicate: Predicate, columns: Sequence[str], limit: int, skip: int = 0) -> pa.Table:
        """Return rows in which a predicate is true."""
        with self._turn:
            return self._engine.rows(predicate, columns, limit, skip)

    def preview(self, where: Predicate, value: Expression, columns: Sequence[str], limit: int) -> pa.Table:
        """Return such rows with the new value."""
        with self._turn:
            return self._engine.preview(where, value, columns, limit)


class SharedEngines:
    """The engines of the frames that were asked about last."""

    def __init__(self, make: Callable[[Frame], MetricEngine]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._known: list[tuple[Frame, SharedEngine]] = []
        self._of_connection = threading.RLock()

    def turn(self, frame: Frame) -> AbstractContextManager[object]:
        """Return what to hold while a frame is read or mended beside its engine.

        All relations wait for each other: their connection answers one of them at a time.
        """
        return self._of_connection if isinstance(frame.adapter, DuckDBRelations) else nullcontext()

    def of(self, frame: Frame) -> SharedEngine:
        """Return the engine of a frame."""
        with self._lock:
            known = next((engine for each, engine in self._known if _is_same(each, frame)), None)
        return known or self.anew(frame)

    def anew(self, frame: Frame) -> SharedEngine:
        """Return a new engine of a frame, whose values may have changed since there was one."""
        with self.turn(frame):
            made = self._make(frame)
        is_relation = isinstance(frame.adapter, DuckDBRelations)
        engine = SharedEngine(made, self._of_connection if is_relation else threading.RLock())
        with self._lock:
            others = [(each, other) for each, other in self._known if not _is_same(each, frame)]
            self._known = [(frame, engine), *others][:KEPT]
        return engine


def _is_same(one: Frame, other: Frame) -> bool:
    return one.value is other.value
