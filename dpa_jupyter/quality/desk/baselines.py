"""What a frame can be compared with: the other frames of the kernel, and the baselines that were saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from dpa_jupyter.errors import SessionError, UserError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import known_rows
from dpa_jupyter.quality.desk.answers import Baseline
from dpa_jupyter.quality.desk.study import Snapshot, Study
from dpa_jupyter.quality.drift.baselines import SavedBaselines
from dpa_jupyter.quality.drift.catalogue import drift_catalogue
from dpa_jupyter.quality.drift.examine import Drift, drift
from dpa_jupyter.quality.drift.portrait import FramePortrait
from dpa_jupyter.quality.drift.portraying import portrait_of
from dpa_jupyter.quality.record import alarms
from dpa_jupyter.sentence import sentence

MOST_FRAMES, MOST_ERRORS = 50, 3
SAVED = "saved:"
"""Before the name of a saved baseline where a frame has the same name."""


@dataclass(frozen=True)
class Offered:
    """What a frame can be compared with, by name."""

    baselines: list[Baseline]
    note: str = ""
    """What can't be read, if anything."""


@dataclass(frozen=True)
class Earlier:
    """What a frame is compared with."""

    name: str
    portrait: FramePortrait
    frame: Frame | None = None
    """The earlier frame itself, where it is at hand."""


class Baselines:
    """Finds them by name, at the time that they are asked for.

    Args:
        frames: The frames of the kernel.
        study: Measures another frame.
        saved: The saved baselines.
    """

    def __init__(
        self, frames: Callable[[], Mapping[str, Frame]], study: Study, saved: Callable[[], SavedBaselines]
    ) -> None:
        self._frames, self._study, self._saved = frames, study, saved

    def listed(self, frame: str, asked: str | None = None) -> Offered:
        """List what a frame can be compared with: some of the frames, and what was saved.

        Args:
            frame: The name of the frame.
            asked: The baseline that was asked for, which is listed in any case, called as it was asked for.
        """
        others = {name: other for name, other in self._frames().items() if name != frame}
        names = list(others)[:MOST_FRAMES]
        if asked in others and asked not in names:
            names.append(asked)
        found = [Baseline(name=name, about=_about(others[name])) for name in names]
        try:
            saved, errors = self._saved().listed(), []
        except SessionError as error:
            saved, errors = [], [str(error)]
        errors += [f"{each.name}: {each.about}" for each in saved if each.at is None]
        found += [
            Baseline(name=_offered_as(each.name, {*others}, frame, asked), about=f"saved, {each.about}")
            for each in saved
            if each.at is not None
        ]
        if asked is not None and all(each["name"] != asked for each in found):
            found.append(Baseline(name=asked, about="not to be found"))
        return Offered(found, f"not read: {'; '.join(errors[:MOST_ERRORS])}" if errors else "")

    def check(self, name: str, frame: str) -> None:
        """Do nothing, unless there is nothing of this name to compare a frame with.

        Raises:
            UserError: there is neither a frame nor a saved baseline, or it is the frame itself.
            SessionError: a saved one can't be read.
        """
        if self.frame(name, frame) is None:
            self.find(name, frame)

    def frame(self, name: str, frame: str) -> Frame | None:
        """Return the other frame of this name, if there is one."""
        return None if name == frame else self._frames().get(name)

    def find(self, name: str, frame: str, told: Callable[[Snapshot], None] = lambda _: None) -> Earlier:
        """Return what is called so; of a frame and a saved baseline of one name the frame.

        Args:
            name: What it is called.
            frame: What it is to be compared with.
            told: Is called with each snapshot where it has to be measured.

        Raises:
            UserError: there is neither, or it is the frame itself.
            SessionError: a saved one can't be read.
        """
        other = self.frame(name, frame)
        if other is not None:
            return Earlier(name, _measured(self._study, other, told), other)
        try:
            saved = self._saved().load(name.removeprefix(SAVED))
        except UserError:
            if name == frame:
                itself = sentence("{name} can't be compared with itself; name an earlier frame", name=name)
                raise UserError(itself) from None
            raise
        return Earlier(name, _called(saved.portrait, saved.name))


def _offered_as(saved: str, others: set[str], frame: str, asked: str | None) -> str:
    if asked == SAVED + saved or (asked == saved and saved not in others):
        return asked
    return SAVED + saved if saved in {*others, frame} else saved


def moved(earlier: Earlier, snapshot: Snapshot, frame: Frame) -> Drift:
    """Return what moved between a frame and an earlier one."""
    frames = (earlier.frame, frame) if earlier.frame is not None else None
    return drift(_called(earlier.portrait, earlier.name), portrait(snapshot), frames)


def portrait(snapshot: Snapshot) -> FramePortrait:
    """Return the portrait of a frame that was measured, with what was found in it alone."""
    of_time = {alarms.CHECK, *(check.id for check in drift_catalogue())}
    found = [finding for finding in snapshot.findings if finding.check not in of_time]
    return portrait_of(snapshot.evidence, found, snapshot.score["score"]["value"] if snapshot.score else None)


def _measured(study: Study, frame: Frame, told: Callable[[Snapshot], None]) -> FramePortrait:
    last: Snapshot | None = None
    for last in study.report(frame):
        told(last)
    if last is None:
        raise UserError(f"{frame.name} could not be measured")
    return portrait(last)


def _called(portrait: FramePortrait, name: str) -> FramePortrait:
    return replace(portrait, name=name)


def _about(frame: Frame) -> str:
    rows = known_rows(frame)
    return frame.adapter.type_name if rows is None else f"{frame.adapter.type_name}, {rows:,} rows"
