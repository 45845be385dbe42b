"""Every request as it left, kept beside the session's log: to whom, when, what was masked, and its bytes."""

from __future__ import annotations

import base64
import json
import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from dpa_jupyter.config import PrivacyLevel
from dpa_jupyter.models.wire_record import WireRequest
from dpa_jupyter.own_files import opened_to_append
from dpa_jupyter.redaction import masked

VERSION: Final = 1
SUFFIX = ".sent"
MOST_BYTES = 64 << 20
"""Of one file; when it is full it becomes the older one, and what was the older one goes."""
_KEY_IN_ADDRESS = re.compile(r"(?<=[?&])(key|api-key|api_key|token|sig|signature|X-Amz-[\w-]+)=[^&#]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that left."""

    at: float
    """Seconds since 1970, UTC."""
    run: str
    model: str
    level: PrivacyLevel
    method: str
    url: str
    """Without keys."""
    body: bytes
    masked: tuple[str, ...]
    """The placeholders in it."""
    withheld: tuple[str, ...]
    """What was left out of it, in words."""


class SentLog:
    """Appends what left to a file, or keeps it in memory where there is none or it can't be written."""

    def __init__(self, path: Path | None, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self._clock = clock
        self._unwritten: list[Sent] = []

    def keep(self, sent: Sent) -> None:
        """Keep a request; when this returns, the death of the process can't undo it."""
        try:
            self._append(sent)
        except OSError:
            self._unwritten.append(sent)

    def load(self) -> list[Sent]:
        """Return all that was sent, oldest first; a damaged line is passed over."""
        lines = [line for path in self._paths() if path.exists() for line in path.read_bytes().splitlines()]
        read = [sent for line in lines if (sent := _from_line(line)) is not None]
        return sorted([*read, *self._unwritten], key=lambda sent: sent.at)

    def recorder(self, run: str, model: str) -> SentRecorder:
        """Return what takes in the requests of one run."""
        return SentRecorder(self, run, model, self._clock)

    def _paths(self) -> Sequence[Path]:
        return [] if self.path is None else [self.path.with_suffix(f"{SUFFIX}-older"), self.path]

    def _append(self, sent: Sent) -> None:
        if self.path is None:
            self._unwritten.append(sent)
            return
        if self.path.exists() and self.path.stat().st_size > MOST_BYTES:
            self.path.replace(self._paths()[0])
        with os.fdopen(opened_to_append(self.path), "ab") as file:
            file.write(_to_line(sent))


class SentRecorder:
    """Knows what the next request is about, so that what is seen at the HTTP client can be told with it."""

    def __init__(self, log: SentLog, run: str, model: str, clock: Callable[[], float]) -> None:
        self._log = log
        self._clock = clock
        self._next = Sent(0.0, run, model, "full", "", "", b"", (), ())

    def about_to_send(self, level: PrivacyLevel, placeholders: Sequence[str], withheld: Sequence[str]) -> None:
        """Take note of what was masked in the request that comes next."""
        self._next = replace(self._next, level=level, masked=tuple(placeholders), withheld=tuple(withheld))

    def record(self, request: WireRequest) -> None:
        """Keep a request that is leaving."""
        self._keep(self._next, request)

    def for_program(self, level: PrivacyLevel, placeholders: Sequence[str]) -> Callable[[str, WireRequest], None]:
        """Return what keeps a message that is leaving for another program, by its name, and not for the model."""
        about = replace(self._next, level=level, masked=tuple(placeholders), withheld=())
        return lambda program, request: self._keep(replace(about, model=f"MCP server {program}"), request)

    def _keep(self, about: Sent, request: WireRequest) -> None:
        url = _KEY_IN_ADDRESS.sub(r"\1=***", masked(request.url))
        self._log.keep(replace(about, at=self._clock(), method=request.method, url=url, body=request.body))


def _to_line(sent: Sent) -> bytes:
    try:
        body = {"text": masked(sent.body.decode())}
    except UnicodeDecodeError:
        body = {"base64": base64.b64encode(sent.body).decode()}
    return json.dumps({"version": VERSION, **asdict(sent), "body": body}, ensure_ascii=False).encode() + b"\n"


def _from_line(line: bytes) -> Sent | None:
    try:
        fields = json.loads(line)
        if fields.pop("version") != VERSION:
            return None
        body: Mapping[str, str] = fields.pop("body")
        plain = body["text"].encode() if "text" in body else base64.b64decode(body["base64"])
        fields.update(body=plain, masked=tuple(fields["masked"]), withheld=tuple(fields["withheld"]))
        return Sent(**fields)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
