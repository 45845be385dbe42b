"""Where a notebook's sessions lie: `.dpa/<notebook>/<session>.jsonl` beside it, and the decisions of them all."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from dpa_jupyter.sessions.store import FileSessionStore

FOLDER = ".dpa"


def sessions_of(notebook: Path) -> list[Path]:
    """List the session files of a notebook, oldest first; their names begin with the time they were begun."""
    return sorted(_folder(notebook).glob("*.jsonl"))


def new_session(notebook: Path) -> FileSessionStore:
    """Name a new session's file; it is made with the first record."""
    begun = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    return FileSessionStore(_folder(notebook) / f"{begun}-{secrets.token_hex(3)}.jsonl")


def audit_of(notebook: Path) -> Path:
    """Return where every decision about a call in this notebook is put on record."""
    return _folder(notebook) / "audit.log"


def marks_of(notebook: Path) -> Path:
    """Return where the columns are kept that the user marked as sensitive."""
    return _folder(notebook) / "sensitive.json"


def rules_of(notebook: Path) -> Path:
    """Return the folder where the user's rules of each frame are kept."""
    return _folder(notebook) / "rules"


def baselines_of(notebook: Path) -> Path:
    """Return the folder of the baselines that quality reports can be compared with."""
    return _folder(notebook) / "baselines"


def states_of(notebook: Path) -> Path:
    """Return the folder of what was found in parts of frames."""
    return _folder(notebook) / "states"


def quality_record_of(notebook: Path) -> Path:
    """Return where finished quality reports are put on record; its name must not be that of a session."""
    return _folder(notebook) / "quality.record"


def _folder(notebook: Path) -> Path:
    return notebook.parent / FOLDER / notebook.stem
