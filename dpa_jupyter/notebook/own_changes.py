"""Changes that the user makes with their own hand, in a panel: on record like those that they allow."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from dpa_jupyter.changes.change import Change
from dpa_jupyter.errors import ChangeError, SessionError
from dpa_jupyter.events import VariableChanged
from dpa_jupyter.frames.differences.wording import summary
from dpa_jupyter.safety.audit_log import AuditLog, Entry
from dpa_jupyter.sessions.folder import audit_of
from dpa_jupyter.sessions.session import Session

PANEL = "quality panel"


def allow_own(change: Change, mode: str, notebook: Path) -> None:
    """Put it on record that the user changes a variable.

    Raises:
        ChangeError: in this mode nothing may be changed.
    """
    granted = mode != "read-only"
    reason = "" if granted else "the mode is read-only; `%config Dpa.mode = 'ask'` lets you change variables"
    told = summary(change.difference)
    entry = Entry(
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        run=change.run,
        call="",
        tool=PANEL,
        capability="kernel",
        mode=mode,
        granted=granted,
        decided_by="user" if granted else "policy",
        scope="once",
        reason=reason,
        question=f"Change the variable {change.name}?",
        shown=sha256(told.encode("utf-8", "replace")).hexdigest(),
    )
    with suppress(SessionError):  # as with other decisions, a log that can't be written keeps nobody from working
        AuditLog(audit_of(notebook)).append(entry)
    if not granted:
        raise ChangeError(reason)


def keep_own(change: Change, session: Session) -> None:
    """Put a change into the session's log."""
    before, after = change.fingerprints
    told = summary(change.difference)
    session.keep(change.run, VariableChanged("applied", change.name, before, after, change.source, told))
