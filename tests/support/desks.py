"""Desks on frames, for tests."""

from __future__ import annotations

from collections.abc import Callable

from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.desk.study import Snapshot


def desk(value: object, put: Callable[[object], None], name: str = "df", **baselines: object) -> FrameDesk:
    """Return a desk on a frame, with these frames to compare with."""
    study = FrameStudy()
    others = {known: _reporter(study, frame_of(known, other)) for known, other in baselines.items()}
    return FrameDesk(frame_of(name, value), study, put, others)


def frame_of(name: str, value: object) -> Frame:
    """Return a frame as the kernel's are."""
    return FrameCatalog().add(value, name)


def _reporter(study: FrameStudy, frame: Frame) -> Callable[[], Snapshot]:
    return lambda: list(study.report(frame))[-1]
