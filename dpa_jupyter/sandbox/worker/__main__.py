"""The worker's main loop: a request comes in, code runs, a reply goes out, until there are no more requests."""

from __future__ import annotations

import os
import socket
import sys
import types

from dpa_jupyter.sandbox.operating_system import end_with_parent
from dpa_jupyter.sandbox.wire import LENGTH, Request
from dpa_jupyter.sandbox.worker.session import Session

MOST_DESCRIPTORS = 253
"""SCM_MAX_FD of Linux."""
BEGUN = b"\x01"


def main(control_descriptor: int, results: int, parent: int) -> None:
    """Serve requests until the other side closes its end."""
    end_with_parent(parent)
    control = socket.socket(fileno=control_descriptor)
    for descriptor in (control_descriptor, results):
        os.set_inheritable(descriptor, False)
    # Whatever the code forks must neither keep the pipe open nor speak through it.
    os.register_at_fork(after_in_child=lambda: os.close(results))
    main_module = types.ModuleType("__main__")
    sys.modules["__main__"] = main_module
    session, own = Session(main_module.__dict__), os.getpid()
    while received := receive(control):
        request, descriptors = received
        reply = session.run(request, descriptors, begun=lambda: control.send(BEGUN))
        if os.getpid() != own:  # code that forked came back here twice
            os._exit(0)
        reply.send(results)


def receive(control: socket.socket) -> tuple[Request, list[int]] | None:
    """Wait for a request and the descriptors that come with it; None when the other side is gone."""
    prefix, descriptors, _, _ = socket.recv_fds(control, LENGTH.size, MOST_DESCRIPTORS)
    if len(prefix) < LENGTH.size:
        return None
    length = LENGTH.unpack(prefix)[0]
    data = bytearray()
    while len(data) < length:
        chunk = control.recv(length - len(data))
        if not chunk:
            return None
        data += chunk
    return Request.decode(bytes(data)), descriptors


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
    os._exit(0)  # nothing that the code left behind runs on
