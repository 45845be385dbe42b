"""Work that several checks need, done once for each evidence."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from dpa_jupyter.quality.evidence import FrameEvidence

Result = TypeVar("Result")


def remembered(work: Callable[[FrameEvidence], Result]) -> Callable[[FrameEvidence], Result]:
    """Keep what a function made of each evidence for as long as the evidence lives."""
    results: WeakKeyDictionary[FrameEvidence, Result] = WeakKeyDictionary()

    @wraps(work)
    def once(evidence: FrameEvidence) -> Result:
        if evidence not in results:
            results[evidence] = work(evidence)
        return results[evidence]

    return once
