"""What administration works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dpa_jupyter.changes.journal import Journal
from dpa_jupyter.config import Dpa
from dpa_jupyter.notebook.background import BackgroundRuns
from dpa_jupyter.safety.grants import Grants
from dpa_jupyter.safety.kept_marks import KeptMarks
from dpa_jupyter.sessions.session import Session

if TYPE_CHECKING:
    from dpa_jupyter.assistant import Assistant
    from dpa_jupyter.quality.desk.study import Study


@dataclass(frozen=True, slots=True)
class Desk:
    """What the commands work on."""

    dpa: Dpa
    session: Session
    notebook: Path
    namespace: Mapping[str, object]
    reset: Callable[[], None]
    assistant: Callable[[], Assistant]
    study: Callable[[], Study]
    """Returns what measures frames, by the settings of now."""
    background: BackgroundRuns
    grants: Grants
    marks: KeptMarks
    journal: Journal
    somebody_is_here: bool
    """Whether a person sits at the front end and can answer."""
