"""The life of a worker: it confines itself, tells how far that went, and answers requests until there are no more."""

from __future__ import annotations

import os
import random
import socket
import sys
import tempfile
import types
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.confinement.call_rules import call_rules
from dpa_jupyter.sandbox.confinement.confine import Confinement, confine
from dpa_jupyter.sandbox.confinement.descriptors import Channels, highest_descriptor, keep_only
from dpa_jupyter.sandbox.confinement.filter import filter_program
from dpa_jupyter.sandbox.confinement.limits import ProcessLimits
from dpa_jupyter.sandbox.layers import ALL_LAYERS
from dpa_jupyter.sandbox.operating_system import KNOWN_VARIABLES, SCRATCH_VARIABLES, end_with_parent
from dpa_jupyter.sandbox.start_wire import Order, encode_states
from dpa_jupyter.sandbox.wire import LENGTH, Request
from dpa_jupyter.sandbox.worker.session import Session

MOST_DESCRIPTORS = 253
"""SCM_MAX_FD of Linux."""
BEGUN = b"\x01"


def wait_and_live(channels: socket.socket, parent: int) -> NoReturn:
    """Wait for control, results and output, then live; the time until then is used to rehearse."""
    try:
        end_with_parent(parent)
        os.closerange(3, channels.fileno())
        os.closerange(channels.fileno() + 1, highest_descriptor())
        _rehearse()
        _, descriptors, _, _ = socket.recv_fds(channels, 1, 3)
        if len(descriptors) == 3:
            live(Channels(*descriptors), parent)
    finally:
        os._exit(0)


def _rehearse() -> None:
    """Do once what the first run does: memory shared with the parent is copied when it is first written to."""
    _seed(0)
    with suppress(OSError):  # there is none for this architecture, which is told later
        filter_program(call_rules(os.getpid()))
    limits = CodeLimits()
    request = Request.decode(Request("1 + 1", (), (), limits).encode())
    session = Session({}, None)
    encode_states([])
    Order.decode(Order("", (), ALL_LAYERS, 0).encode())
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a descriptor is wanted
        session.run(request, [], begun=lambda: None).send(nowhere.fileno())


def live(given: Channels, parent: int) -> NoReturn:
    """Serve requests until the other side closes its end; nothing that code left behind runs on."""
    try:
        end_with_parent(parent)
        with suppress(PermissionError):  # it leads a session already
            os.setsid()
        channels = keep_only(given)
        control = socket.socket(fileno=channels.control)
        received = receive(control)
        if received is not None:
            session = _begin_or_tell(Order.decode(received[0]), channels, parent)
            _serve(session, control, channels)
    finally:
        os._exit(0)


def _begin_or_tell(order: Order, channels: Channels, parent: int) -> Session:
    try:
        return _begin(order, channels, parent)
    except Exception as error:  # whoever waits at the other end is to know what is wrong with this machine
        os.write(channels.output, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
        raise


def _begin(order: Order, channels: Channels, parent: int) -> Session:
    home = os.path.expanduser("~")  # noqa: PTH111 - a text is wanted
    _settle(order)
    limits = ProcessLimits()
    plan = Confinement(order.scratch, order.folders, home, parent, order.layers)
    states = confine(plan, limits, KNOWN_VARIABLES)
    main_module = types.ModuleType("__main__")
    sys.modules["__main__"] = main_module
    os.write(channels.results, encode_states(states))
    return Session(main_module.__dict__, limits if "limits" in order.layers else None)


def _settle(order: Order) -> None:
    """Make the scratch folder this process's home, and be the first to go where memory runs out."""
    os.chdir(order.scratch)
    os.environ |= dict.fromkeys(SCRATCH_VARIABLES, order.scratch)
    tempfile.tempdir = None
    _seed(order.seed)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _seed(seed: int) -> None:
    random.seed(seed)
    if "numpy" in sys.modules:  # its own generator was made before the fork: all workers would draw the same
        sys.modules["numpy"].random.seed(seed % (1 << 32))


def _serve(session: Session, control: socket.socket, channels: Channels) -> None:
    own = os.getpid()
    while received := receive(control):
        data, descriptors = received
        reply = session.run(Request.decode(data), descriptors, begun=lambda: control.send(BEGUN))
        if os.getpid() != own:  # code that forked, where that could not be forbidden, came back here twice
            os._exit(0)
        reply.send(channels.results)


def receive(control: socket.socket) -> tuple[bytes, list[int]] | None:
    """Wait for a message and the descriptors that come with it; None when the other side is gone."""
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
    return bytes(data), descriptors
