"""The outside: secrets, files, sockets and a process that escapes reach for, and whether any of them was reached."""

from __future__ import annotations

import ctypes
import os
import secrets
import signal
import socket
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import pandas as pd

from dpa_jupyter.sandbox.confinement.numbers import call_numbers
from tests.sandbox.support import fingerprint


@dataclass
class World:
    """Things outside of the sandbox, around this very process."""

    place: Path
    data: Path
    """The folder that code may read."""
    secret: str = field(default_factory=lambda: f"secret-{secrets.token_hex(8)}")
    signals: list[int] = field(default_factory=list)
    frame: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"x": range(1_000)}))
    other: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"y": range(1_000)}))
    """Handed over after the code ran, where the code left a process."""

    def __post_init__(self) -> None:
        (self.place / "secret.txt").write_text(self.secret)
        (self.place / "victim.txt").write_text("untouched")
        (self.place / "outside_module.py").write_text(f"SECRET = {self.secret!r}")
        (self.data / "data.csv").write_text("x\n1\n")
        (self.data / "deep" / "er").mkdir(parents=True)
        (self.data / "deep" / "er" / "shown.csv").write_text("x\n1\n")
        for folder in (self.data, self.data / "deep" / "er"):
            (folder / ".env").write_text(self.secret)
            (folder / "link").symlink_to(self.place)
            (folder / "hidden_link").symlink_to(".env")
            (folder / "loop").symlink_to("loop")
        with sqlite3.connect(self.place / "secret.db") as database:
            database.execute("CREATE TABLE t (x)")
            database.execute("INSERT INTO t VALUES (?)", [self.secret])
        database.close()
        os.environ["ESCAPE_SECRET"] = self.secret
        signal.signal(signal.SIGUSR1, self._signalled)
        self._memory = ctypes.create_string_buffer(self.secret.encode())
        self._canary = ctypes.create_string_buffer(b"INTACT!!")
        self._descriptor = os.open(self.place / "secret.txt", os.O_RDONLY)
        self._sockets = list(self._listening())
        self._before = self._state()
        self._print = self._content()

    @property
    def map(self) -> dict[str, object]:
        """Where everything is, for the code; but not the secret itself."""
        tcp, udp, unix, unix_datagram, abstract = (one.getsockname() for one in self._sockets)
        return {
            "place": str(self.place),
            "data": str(self.data),
            "secret": str(self.place / "secret.txt"),
            "secret_parts": [self.secret[:10], self.secret[10:]],
            "database": str(self.place / "secret.db"),
            "victim": str(self.place / "victim.txt"),
            "parent": os.getpid(),
            "address": ctypes.addressof(self._memory),
            "canary": ctypes.addressof(self._canary),
            "descriptor": self._descriptor,
            "tcp": tcp[1],
            "udp": udp[1],
            "unix": unix,
            "unix_datagram": unix_datagram,
            "abstract": abstract.decode(),
            "numbers": dict(call_numbers()),
        }

    def breaches(self) -> list[str]:
        """Say what is not as it was, and put it right again."""
        found = [f"received on {one.getsockname()!r}" for one in self._sockets if _received(one)]
        found += ["signalled"] if self.signals else []
        found += ["memory changed"] if self._canary.value != b"INTACT!!" else []
        found += ["frame changed"] if self._content() != self._print else []
        now = self._state()
        found += [
            f"changed {path}" for path in now.keys() | self._before.keys() if now.get(path) != self._before.get(path)
        ]
        self.signals.clear()
        self._canary.value = b"INTACT!!"
        if now != self._before:
            self._restore()
        return found

    def _content(self) -> list[str]:
        return [fingerprint(self.frame), fingerprint(self.other)]

    def close(self) -> None:
        """Take it down."""
        for one in self._sockets:
            one.close()
        os.close(self._descriptor)
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        del os.environ["ESCAPE_SECRET"]

    def _signalled(self, number: int, _: FrameType | None) -> None:
        self.signals.append(number)

    def _listening(self) -> Iterator[socket.socket]:
        for family, kind, address in (
            (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            (socket.AF_UNIX, socket.SOCK_STREAM, str(self.place / "stream")),
            (socket.AF_UNIX, socket.SOCK_DGRAM, str(self.place / "datagram")),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"\0escape-{os.getpid()}".encode()),
        ):
            one = socket.socket(family, kind)
            one.bind(address)
            if kind == socket.SOCK_STREAM:
                one.listen()
            one.setblocking(False)
            yield one

    def _state(self) -> dict[str, tuple[object, ...]]:
        paths = [path for folder in (self.place, self.data) for path in folder.rglob("*")]
        return {
            str(path): (status.st_mode, status.st_size, status.st_mtime_ns, status.st_uid)
            for path, status in _stats(paths)
        }

    def _restore(self) -> None:
        for path in set(map(Path, self._state())) - set(map(Path, self._before)):
            path.unlink() if path.is_file() or path.is_symlink() else path.rmdir()
        for path, text in ((self.place / "victim.txt", "untouched"), (self.data / "data.csv", "x\n1\n")):
            path.unlink(missing_ok=True)
            path.write_text(text)
        self._before = self._state()


def _stats(paths: list[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    for path in paths:
        with suppress(FileNotFoundError):
            yield path, path.lstat()


def _received(one: socket.socket) -> bool:
    with suppress(BlockingIOError):
        if one.type == socket.SOCK_STREAM:
            one.accept()[0].close()
        else:
            one.recv(100)
        return True
    return False


def worlds(stack: ExitStack) -> World:
    """Make a world that is gone when the stack is closed."""
    place, data = (Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="escape-"))) for _ in range(2))
    world = World(place, data)
    stack.callback(world.close)
    return world
