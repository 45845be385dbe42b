"""What leaves the machine, and what is masked in it: `%dpa sent` and `%dpa sensitive`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from dpa_jupyter.config import Dpa
from dpa_jupyter.errors import RequestError, SessionError, suggestion
from dpa_jupyter.notebook.desk import Desk
from dpa_jupyter.notebook.listed_number import listed_number
from dpa_jupyter.safety.audit_log import AuditLog, Entry
from dpa_jupyter.safety.kept_marks import KeptMarks
from dpa_jupyter.surrogates import mended

if TYPE_CHECKING:
    from dpa_jupyter.frames.catalog import FrameCatalog
    from dpa_jupyter.safety.sensitive_columns import Marks
    from dpa_jupyter.safety.sent_log import Sent

LEVELS_IN_WORDS = {
    "schema": "names, types and row counts leave",
    "aggregates": "names, types, counts and rounded statistics of groups of 5 rows and more leave",
    "samples": "values leave, but for sensitive ones, which are masked",
    "full": "everything leaves, but for secrets",
}


def about_privacy(dpa: Dpa) -> str:
    """Say what leaves."""
    if dpa.model == "offline":
        return f"nothing leaves; with another model ({dpa.privacy}): {LEVELS_IN_WORDS[dpa.privacy]}"
    return f"{dpa.privacy}: {LEVELS_IN_WORDS[dpa.privacy]}"


def about_sent(number: str | None, desk: Desk) -> str:
    """List the requests that left, or show one as it left.

    Raises:
        RequestError: there is none of this number.
    """
    sent = desk.assistant().sent(desk.session).load()
    if number is None:
        lines = [f"{place:>3}  {_line(one)}" for place, one in enumerate(sent, start=1)]
        return "\n".join(lines or ["nothing was sent in this session"])
    if (place := listed_number(number, len(sent))) is None:
        raise RequestError(f"there is no sent request {number[:20]}; `%dpa sent` lists {len(sent)}.")
    return _whole(sent[place - 1])


def _line(one: Sent) -> str:
    masked = f", {len(one.masked)} values masked" if one.masked else ""
    return f"{_when(one)}  {one.model}  {one.level}  {len(one.body):,} bytes{masked}  {one.url}"


def _whole(one: Sent) -> str:
    head = [
        f"{one.method} {one.url}",
        f"at: {_when(one)}",
        f"model: {one.model}",
        f"privacy: {one.level}",
        f"masked: {', '.join(one.masked) or 'nothing'}",
        f"withheld: {'; '.join(one.withheld) or 'nothing'}",
    ]
    return "\n".join([*head, "", one.body.decode(errors="backslashreplace")])


def _when(one: Sent) -> str:
    return datetime.fromtimestamp(one.at).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def about_sensitive(argument: str | None, desk: Desk) -> str:
    """List the sensitive columns, or mark or unmark one.

    Raises:
        RequestError: there is no such column.
    """
    from dpa_jupyter.frames.recognition import frames_in

    frames = frames_in(desk.namespace)
    if argument is None:
        return _sensitive(frames, desk)
    unmark = re.match(r"not\s+(?=\S)", argument)
    mark = unmark is None or argument in _columns(frames)
    name = _column(argument if mark or unmark is None else argument[unmark.end() :], frames)
    desk.dpa.change("sensitive", {**desk.dpa.sensitive, name: mark})
    return f"{name} is {'masked from now on' if mark else 'no longer masked'}"


def keep_marks(old: Marks, new: Marks, kept: KeptMarks, audit: Path, mode: str) -> Iterator[str]:
    """Keep new marks for later kernels, drop those that the user takes back, and put that on record; yield warnings."""
    marked = [name for name, mark in new.items() if mark]
    unmarked = [name for name, mark in new.items() if not mark]
    try:
        kept.change(marked, unmarked)
    except SessionError as error:
        yield f"It holds for this kernel only. {error}"
    try:
        for name in unmarked:
            if old.get(name, True):
                AuditLog(audit).append(_unmarked(name, mode))
    except SessionError as error:
        yield f"It is not on record: the audit log can't be written. {error}"


def _unmarked(name: str, mode: str) -> Entry:
    question = f"Stop masking {name}?"
    return Entry(
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        run="",
        call="",
        tool="sensitive",
        capability="network",
        mode=mode,
        granted=True,
        decided_by="user",
        scope="session",
        reason=f"{name} is no longer masked",
        question=question,
        shown=sha256(mended(question).encode()).hexdigest(),
    )


def _sensitive(frames: FrameCatalog, desk: Desk) -> str:
    marks = desk.marks.with_those_of_now(desk.dpa.sensitive)
    found = [
        f"{one.frame}.{one.column}  {one.found.kind}{'' if one.found.whole else ' in texts'}  {one.found.evidence} "
        f"(confidence {one.found.confidence:.2f})"
        for one in desk.assistant().sensitive_columns(frames, marks)
    ]
    unmarked = [f"{name}  not sensitive, as you said" for name, mark in marks.items() if not mark]
    return "\n".join([*found, *unmarked] or ["no column of these frames looks sensitive"])


def _column(name: str, frames: FrameCatalog) -> str:
    known = _columns(frames)
    if name not in known:
        ask = f" `%dpa ask sensitive {name}` asks it as it is." if " " in name else ""
        raise RequestError(f"there is no column {name!r}.{suggestion(name, known)}{ask}")
    return name


def _columns(frames: FrameCatalog) -> Sequence[str]:
    """List all columns by their frame and name, and by their name alone."""
    from dpa_jupyter.frames.outline import column_names

    columns = {frame: column_names(found) or () for frame, found in frames.items()}
    of_frames = [f"{frame}.{column}" for frame, names in columns.items() for column in names]
    return [*of_frames, *(column for names in columns.values() for column in names)]
