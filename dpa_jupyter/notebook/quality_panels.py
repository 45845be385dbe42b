"""The quality panels of a notebook: each stands on a variable, which it changes through the journal only."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from dpa_jupyter.changes.change import Change
from dpa_jupyter.errors import ChangeError
from dpa_jupyter.events import Event, RunStarted, ToolStarted
from dpa_jupyter.frames.differences.difference import difference
from dpa_jupyter.frames.outline import fingerprint
from dpa_jupyter.frames.recognition import HISTORY_NAMES, frames_in, recognise
from dpa_jupyter.json_types import Json
from dpa_jupyter.notebook.quality_view import begin_quality, is_live
from dpa_jupyter.quality.desk.baselines import Baselines
from dpa_jupyter.quality.desk.compared_study import ComparedStudy
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.quality.record.record import QualityMemory, forgetful

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from dpa_jupyter.changes.journal import Journal
    from dpa_jupyter.notebook.view import ViewMode
    from dpa_jupyter.quality.desk.study import Study
    from dpa_jupyter.result import Action

MOST_FOLLOWED = 16
"""Panels that were opened before so many others do not hear any more of what becomes of their variables."""
OpenPanel: TypeAlias = Callable[[str, str, str | None, str | None], Callable[[], None] | None]
"""Opens a panel on a variable, for a run, beside a baseline, with regard to a target."""
AGAIN = "run `%%dpa quality {name}` again"


@dataclass(frozen=True, slots=True)
class Hands:
    """What a panel may do with the user's variables."""

    journal: Callable[[], Journal]
    may_change: Callable[[Change], None]
    """Put it on record that the user changes a variable.

    Raises:
        ChangeError: nothing may be changed in this mode.
    """
    made: Callable[[Change], None]
    """Put the change on record."""
    in_main_thread: Callable[[Callable[[], None]], None]
    """Do this where the user's code runs, and when none does."""


class PanelVariable:
    """The variable that a panel stands on."""

    def __init__(self, name: str, run: str, hands: Hands) -> None:
        self.name = name
        self._run, self._hands = run, hands
        self._value: object = None
        self._content: str | None = None
        self._passed_over: int | None = None

    def is_news(self, value: object) -> bool:
        """Tell whether this is another object than the panel shows, and one that was not looked at before."""
        if value is self._value or id(value) == self._passed_over:
            return False
        self._passed_over = id(value)
        return True

    def stand_on(self, value: object) -> None:
        """Take another object for the one that the panel shows."""
        self._value, self._passed_over = value, None
        self._content = self._fingerprint(value)

    def put(self, value: object) -> None:
        """Set the variable to a frame that was made of what it is now.

        Raises:
            ChangeError: it is not any more what the panel shows, or can't be changed.
        """
        change = self._change(value)
        self._hands.may_change(change)
        self._hands.in_main_thread(lambda: self._apply(change))
        self._value, self._content = value, change.fingerprints[1]
        self._hands.made(change)

    def _change(self, value: object) -> Change:
        if not self.name.isidentifier() or self.name in HISTORY_NAMES:
            raise ChangeError(f"{self.name} is no variable; give the frame a name, and {AGAIN.format(name='NAME')}")
        present = self._hands.journal().present(self.name)
        if present is not self._value:
            raise ChangeError(f"{self.name} was assigned anew since; {AGAIN.format(name=self.name)}")
        self._check_content(present)
        before, after = recognise(self.name, present), recognise(self.name, value)
        assert before is not None
        assert after is not None
        told = difference(before, after)
        fingerprints = self._content, fingerprint(after)
        return Change(self.name, present, value, told, run=self._run, fingerprints=fingerprints)

    def _apply(self, change: Change) -> None:
        self._check_content(change.before)  # again: a cell of the user's may have run until now
        self._hands.journal().apply(change)

    def _check_content(self, present: object) -> None:
        if self._fingerprint(present) != self._content:
            raise ChangeError(f"{self.name} was written into since; {AGAIN.format(name=self.name)}")

    def _fingerprint(self, value: object) -> str | None:
        frame = recognise(self.name, value)
        return None if frame is None else fingerprint(frame)


class QualityPanels:
    """Opens panels, and lets those that are open follow what becomes of their variables."""

    def __init__(self, shell: InteractiveShell, hands: Hands, memory: Callable[[], QualityMemory] = forgetful) -> None:
        self._shell, self._hands, self._memory = shell, hands, memory
        self._open: deque[tuple[FrameDesk, PanelVariable]] = deque(maxlen=MOST_FOLLOWED)

    def open(
        self,
        name: str,
        run: str,
        study: Study,
        mode: ViewMode,
        baseline: str | None = None,
        target: str | None = None,
    ) -> Callable[[], None] | None:
        """Open a panel on a variable, and return what is to be called at the end of the cell; None for no frame."""
        frame = recognise(name, self._shell.user_ns.get(name))
        if frame is None:
            return None
        variable = PanelVariable(frame.name, run, self._hands)
        baselines = Baselines(lambda: frames_in(self._shell.user_ns), study, lambda: self._memory().baselines)
        compared = study if baseline is None else ComparedStudy(study, baselines, baseline)
        desk = FrameDesk(frame, compared, variable.put, baselines, lambda: self._memory().record, baseline, target)
        end = begin_quality(self._shell, desk, run, mode)
        variable.stand_on(frame.value)  # last: it takes a moment to hash a large frame
        self._open.append((desk, variable))
        return end

    def of_run(
        self, named: str | None, study: Callable[[], Study], mode: ViewMode, baseline: object = None
    ) -> RunPanels:
        """Return the panels of a run that begins, which stand on the study that the run measures with.

        Args:
            named: The frame that the request names and nothing else, if it does: its panel opens at once.
            study: What the run measures with.
            mode: How the run is shown.
            baseline: What the request names to compare with, if it does.
        """
        beside = baseline if isinstance(baseline, str) else None
        return RunPanels(
            lambda name, run, asked, target: self.open(name, run, study(), mode, asked or beside, target),
            named,
            live=is_live(self._shell, mode),
        )

    def follow(self, *_: object) -> None:
        """After a cell: show what the variables are now, where a change was taken back or made again."""
        for desk, variable in self._open:
            value = self._shell.user_ns.get(variable.name)
            if variable.is_news(value) and desk.follow(value):
                variable.stand_on(value)

    def close(self) -> None:
        """Let go of the frames; what is still on the page answers no more."""
        self._open.clear()


class RunPanels:
    """The panels that a run opens: each as soon as the run looks at its frame, so that it fills meanwhile."""

    def __init__(self, open_panel: OpenPanel, named: str | None, *, live: bool) -> None:
        self.run = ""
        """The run's name."""
        self._open_panel, self._named, self._live = open_panel, named, live
        self._ends: dict[tuple[str, str | None], Callable[[], None] | None] = {}

    def hear(self, event: Event) -> None:
        """Open the panel of a frame that the request names, or that the run checks now."""
        asked = self._asked(event) if self._live else None
        if asked is not None:
            with suppress(Exception):  # the run goes on, and the end tries again
                self._begin(asked)

    def finish(self, actions: Iterable[Action]) -> None:
        """Leave what stays of the frames that were checked."""
        for action in actions:
            if action.tool == "quality" and action.ok:
                self._begin(action.arguments)
        for end in self._ends.values():
            if end is not None:
                end()

    def _asked(self, event: Event) -> Json | None:
        if isinstance(event, RunStarted):
            return None if self._named is None else {"frame": self._named}
        return event.arguments if isinstance(event, ToolStarted) and event.tool == "quality" else None

    def _begin(self, arguments: Json) -> None:
        name, baseline = _word(arguments, "frame") or "", _word(arguments, "baseline")
        target = _word(arguments, "target") or None
        if (name, target) not in self._ends:
            self._ends[name, target] = self._open_panel(name, self.run, baseline, target)


def _word(arguments: Json, name: str) -> str | None:
    found = arguments.get(name) if isinstance(arguments, Mapping) else None
    return found if isinstance(found, str) else None
