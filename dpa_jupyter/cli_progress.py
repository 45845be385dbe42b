"""Tells on the command line what a run is doing, from the log that its kernel writes."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from dpa_jupyter.events import Lasting, ModelAnswered, Notice, ToolStarted
from dpa_jupyter.harmless import visible, writable
from dpa_jupyter.redaction import masked
from dpa_jupyter.sessions.folder import sessions_of
from dpa_jupyter.sessions.store import FileSessionStore

LOOK_AROUND = 0.25
"""Seconds between two looks at the log."""


@contextlib.contextmanager
def told_steps(notebook: Path, out: TextIO) -> Iterator[None]:
    """Write each step of a notebook's new session to `out` while the block runs."""
    over = threading.Event()
    before = frozenset(sessions_of(notebook.resolve()))
    teller = threading.Thread(target=_tell, args=(notebook.resolve(), before, out, over), daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


def said(text: str, out: TextIO) -> None:
    """Print text of data or of a model: no secret in it, nothing hidden, and nothing that the stream can't take."""
    print(writable(visible(masked(text)), out), file=out, flush=True)


def _tell(notebook: Path, before: frozenset[Path], out: TextIO, over: threading.Event) -> None:
    told = 0
    while True:
        last = over.wait(LOOK_AROUND)
        new = [path for path in sessions_of(notebook) if path not in before]
        records = FileSessionStore(new[-1]).load().records if new else ()
        for record in records[told:]:
            if line := _line(record.event):
                said(line, out)
        told = len(records)
        if last:
            return


def _line(event: Lasting) -> str:
    match event:
        case Notice():
            return event.text
        case ModelAnswered() if event.tool_calls:
            return f"step {event.step}: {event.text or event.thinking}".strip()
        case ToolStarted():
            return f"  {event.tool} …"
        case _:
            return ""
