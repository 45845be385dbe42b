"""Lets widget messages through while a cell runs, on ipykernel 6 and 7.

A kernel handles no message while a cell runs, so a button would do nothing. Here the messages that wait are read from
the kernel's own socket: those of widgets are handled at once, with the two requests by which a page that was loaded
again finds its widgets; all others are given back, in order, when the cell ends. No public interface of ipykernel does
this; every private part is looked for first, and where one is missing, messages wait for the end of the cell, as usual.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_AT_ONCE = frozenset({"comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"})
_MOST_IN_ONE_GO = 50
"""The most messages in one go, so that a flood of them does not hold up the run's own events."""
_Kernel: TypeAlias = Any  # its private parts have no types, and differ between versions
_Frames: TypeAlias = "list[Any]"  # zmq frames, as the kernel's own session wants them back


class CommMessages:
    """The messages that came since the cell began."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._kernel: _Kernel = getattr(shell, "kernel", None)
        self._held_back: list[_Frames] = []
        self._socket, self._give_back, self._replies = _ways(self._kernel)

    def handle(self) -> None:
        """Handle the widget messages that wait; only the main thread may, and only while a cell runs."""
        if self._socket is None or threading.current_thread() is not threading.main_thread():
            return
        for _ in range(_MOST_IN_ONE_GO):
            frames = self._next()
            if frames is None:
                return
            self._sort(frames)

    def close(self) -> None:
        """Give back to the kernel what is not for widgets."""
        held_back, self._held_back = self._held_back, []
        for frames in held_back:
            self._give_back(frames)

    def _next(self) -> _Frames | None:
        if not self._socket.poll(0):
            return None
        frames: _Frames = self._socket.recv_multipart(copy=False)
        return frames

    def _sort(self, frames: _Frames) -> None:
        session = self._kernel.session
        try:
            idents, parts = session.feed_identities(frames, copy=False)
            # without its content the message is only looked at: its signature is not used up
            kind = session.deserialize(parts, content=False, copy=False)["header"]["msg_type"]
        except Exception:  # as the kernel does: it logs and skips what it can't read
            self._kernel.log.error("dpa_jupyter: a message that can't be read", exc_info=True)
            return
        if kind in _AT_ONCE:
            self._handle_one(kind, idents, session.deserialize(parts, content=True, copy=False))
        else:
            self._held_back.append(frames)

    def _handle_one(self, kind: str, idents: object, message: object) -> None:
        """Handle one as the kernel would; what it displays belongs to the message, what follows to the cell again."""
        kernel = self._kernel
        parent, ident = kernel.get_parent("shell"), kernel._parent_ident["shell"]  # noqa: SLF001 - see the module
        try:
            kernel.set_parent(idents, message, channel="shell")
            kernel._publish_status("busy", "shell")  # noqa: SLF001 - see the module
            _finish(kernel.shell_handlers[kind](self._replies, idents, message))
        except Exception:  # as the kernel does: a fault in a widget's callback ends nothing else
            kernel.log.error("dpa_jupyter: a widget's message failed", exc_info=True)
        finally:
            kernel._publish_status("idle", "shell")  # noqa: SLF001 - see the module
            kernel.set_parent(ident, parent, channel="shell")


def _finish(handled: object) -> None:
    """Bring a handler to its end; those that are coroutines wait for nothing."""
    if inspect.iscoroutine(handled):
        waiting: Coroutine[Any, Any, Any] = handled
        with suppress(StopIteration):
            waiting.send(None)


def _ways(kernel: _Kernel) -> tuple[Any, Callable[[_Frames], object], Any]:
    """Return the socket where messages wait, or None, the way to give one back, and the way of replies."""
    needed = ("session", "shell_handlers", "get_parent", "_parent_ident", "set_parent", "_publish_status")
    if kernel is None or not all(hasattr(kernel, name) for name in needed):
        return None, _drop, None
    thread = getattr(kernel, "shell_channel_thread", None)
    manager = getattr(thread, "manager", None)
    pair = getattr(manager, "_shell_channel_to_main", None)
    replies = getattr(manager, "get_subshell_to_shell_channel_socket", None)
    if pair is not None and replies is not None and hasattr(kernel, "shell_main"):  # ipykernel 7: between its threads
        again = lambda frames: kernel.io_loop.add_callback(kernel.shell_main, None, frames)  # noqa: E731
        return pair.to_stream.socket, again, replies(None)
    stream = getattr(kernel, "shell_stream", None)
    if thread is None and stream is not None and hasattr(kernel, "schedule_dispatch"):  # ipykernel 6
        return stream.socket, lambda frames: kernel.schedule_dispatch(kernel.dispatch_shell, frames), stream
    return None, _drop, None


def _drop(_frames: _Frames) -> None:
    raise AssertionError("nothing is held back where nothing is read")
