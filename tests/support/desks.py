"""Desks on frames, for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable

from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.answers import Comparison
from dpa_jupyter.quality.desk.baselines import Baselines
from dpa_jupyter.quality.desk.desk import QualityDesk
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.drift.baselines import MemoryBaselines


def desk(value: object, put: Callable[[object], None], name: str = "df", **baselines: object) -> FrameDesk:
    """Return a desk on a frame, with these frames to compare with."""
    study = FrameStudy()
    others = {known: frame_of(known, other) for known, other in baselines.items()}
    return FrameDesk(frame_of(name, value), study, put, Baselines(lambda: others, study, MemoryBaselines))


def compared(at: QualityDesk, baseline: str) -> Comparison:
    """Set a frame beside a baseline, however long that takes."""
    news = threading.Event()
    at.on_change(lambda _: news.set())
    while (told := at.compare(baseline))["progress"]:
        assert news.wait(60)
        news.clear()
    return told


def frame_of(name: str, value: object) -> Frame:
    """Return a frame as the kernel's are."""
    return FrameCatalog().add(value, name)
