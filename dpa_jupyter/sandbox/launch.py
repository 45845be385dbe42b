"""A worker's process is started: a fresh interpreter that shares nothing with the kernel but three channels."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass

from dpa_jupyter.sandbox.operating_system import remove_folder, worker_environment


@dataclass(frozen=True, slots=True)
class Launched:
    """A process that was started, and the ends of its channels that are ours."""

    process: subprocess.Popen[bytes]
    scratch: str
    """Its working directory, which nobody else writes to."""
    control: socket.socket
    """Requests go down, with the descriptors of frames; one byte comes back when a run begins."""
    results: int
    output: int
    """What it and all that it starts print."""

    def release(self) -> None:
        """Give back what is held on this side; the process has ended."""
        self.control.close()
        os.close(self.results)
        os.close(self.output)
        remove_folder(self.scratch)


def launch() -> Launched:
    """Start a worker in a session of its own, with a clean environment and no other descriptor.

    It is called on the thread that lasts: Linux ends the process with the thread that started it.
    """
    scratch = tempfile.mkdtemp(prefix="dpa-")
    with ExitStack() as undo, ExitStack() as theirs:
        undo.callback(remove_folder, scratch)
        control, worker_control = socket.socketpair()
        theirs.enter_context(worker_control)
        undo.enter_context(control)
        results, worker_results = _pipe(undo, theirs)
        output, worker_output = _pipe(undo, theirs)
        arguments = [str(number) for number in (worker_control.fileno(), worker_results, os.getpid())]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "dpa_jupyter.sandbox.worker", *arguments],
            cwd=scratch,
            env=worker_environment(scratch),
            stdin=subprocess.DEVNULL,
            stdout=worker_output,
            stderr=worker_output,
            pass_fds=(worker_control.fileno(), worker_results),
            start_new_session=True,
        )
        undo.pop_all()
    control.setblocking(False)
    for channel in (results, output):
        os.set_blocking(channel, False)
    return Launched(process, scratch, control, results, output)


def _pipe(ours: ExitStack, theirs: ExitStack) -> tuple[int, int]:
    reader, writer = os.pipe()
    ours.callback(os.close, reader)
    theirs.callback(os.close, writer)
    return reader, writer
