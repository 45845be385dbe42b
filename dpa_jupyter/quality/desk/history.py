"""The fixes that were applied to a frame, in batches: each batch was found in what the ones before it had made."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.study import Study
from dpa_jupyter.quality.operation import Operation


@dataclass(frozen=True, slots=True)
class FoundFix:
    """A fix, and the frame that it is for: the one after so many batches."""

    operation: Operation
    depth: int


@dataclass(frozen=True, slots=True)
class History:
    """What was applied; a batch of which everything was undone stays, so that the others keep their places."""

    batches: tuple[tuple[Operation, ...], ...] = ()

    @property
    def operations(self) -> list[Operation]:
        """Return what was applied, in order."""
        return [fix for batch in self.batches for fix in batch]

    def has(self, fix: FoundFix) -> bool:
        """Tell whether a fix was applied since it was found: what is found again can be applied again."""
        return any(known.id == fix.operation.id for batch in self.batches[fix.depth :] for known in batch)

    def plus(self, fixes: Iterable[FoundFix]) -> History:
        """Add fixes, each to those that were found in the same frame."""
        batches = list(self.batches)
        for fix in fixes:
            batches.extend([()] * (fix.depth + 1 - len(batches)))
            batches[fix.depth] += (fix.operation,)
        return History(tuple(batches))

    def minus(self, ids: Collection[str]) -> History:
        """Leave fixes out; of one that was applied twice, the second time."""
        batches = list(self.batches)
        for name in ids:
            for place in reversed(range(len(batches))):
                if any(fix.id == name for fix in batches[place]):
                    batches[place] = tuple(fix for fix in batches[place] if fix.id != name)
                    break
        while batches and not batches[-1]:
            batches.pop()
        return History(tuple(batches))

    def until(self, ids: Collection[str]) -> History:
        """Leave out the batches after the last one with any of these fixes."""
        places = [place for place, batch in enumerate(self.batches) if any(fix.id in ids for fix in batch)]
        return History(self.batches[: max(places, default=-1) + 1])

    def mended(self, study: Study, source: Frame) -> Frame:
        """Return what the fixes make of the frame that everything began with."""
        frame = source
        for batch in self.batches:
            frame = study.mended(frame, batch) if batch else frame
        return frame
