"""One namespace in which code runs, call after call."""

from __future__ import annotations

import ast
import importlib
import io
import linecache
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from dpa_jupyter.json_types import Json
from dpa_jupyter.sandbox.confinement.limits import ProcessLimits, unlimit_run
from dpa_jupyter.sandbox.wire import HELD_COUNT, NAME_LENGTH, Request
from dpa_jupyter.sandbox.worker.failure import short_traceback
from dpa_jupyter.sandbox.worker.frame_ledger import FrameLedger, is_frame
from dpa_jupyter.sandbox.worker.frames_out import frame_parts
from dpa_jupyter.sandbox.worker.handed_frames import HandedFrames
from dpa_jupyter.sandbox.worker.pictures import take_pictures
from dpa_jupyter.sandbox.worker.reply import Reply
from dpa_jupyter.sandbox.worker.values import NotPlainError, as_json

MODULES = {"pd": "pandas", "pl": "polars", "np": "numpy", "pa": "pyarrow", "plt": "matplotlib.pyplot"}
"""What code need not import: it is there once code names it."""
ECHO_LENGTH = 2_000
RESULT = "result"
"""The name of a frame that is the last expression."""


class Session:
    """Runs code in one namespace and finds out what came of it."""

    def __init__(self, namespace: dict[str, object], limits: ProcessLimits | None) -> None:
        self._namespace = namespace
        self._limits = limits
        self._handed = HandedFrames()
        self._ledger = FrameLedger()
        self._files: frozenset[str] = frozenset()

    def run(self, request: Request, descriptors: list[int], *, begun: Callable[[], object]) -> Reply:
        """Run a request; whatever the code raises is part of the reply."""
        file = f"<code {len(self._files) + 1}>"
        self._files |= {file}
        _open_streams()
        try:
            try:
                tree = self._prepare(request, descriptors, file)
            finally:
                begun()
            value = self._execute(tree, file)
            reply = self._reply(value, request)
        except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt too: code must not end the loop
            reply = Reply(error=short_traceback(error, self._files))
        _flush()
        reply.held = self._held()
        return reply

    def _prepare(self, request: Request, descriptors: list[int], file: str) -> ast.Module:
        code = request.code
        if self._limits is not None:
            unlimit_run()
        # Tracebacks and warnings show lines of code that is in no file.
        linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
        parts = list(zip(request.new_keys, descriptors, strict=True))
        for new in dict.fromkeys(request.new_keys):
            self._handed.take(new, [descriptor for key, descriptor in parts if key == new])
        for frame in request.frames:
            if self._handed.bind(frame, self._namespace):
                self._ledger.note(frame.name, self._namespace[frame.name])
        tree = ast.parse(code, file)
        self._import_named(code, tree)
        if self._limits is not None:
            self._limits.limit_run(request.limits)
        return tree

    def _import_named(self, code: str, tree: ast.Module) -> None:
        if missing := [name for name in MODULES if name in code and name not in self._namespace]:
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            for name in names.intersection(missing):
                self._namespace[name] = importlib.import_module(MODULES[name])
        if "plt" in self._namespace:  # showing is what happens to open figures anyway
            warnings.filterwarnings("ignore", message="FigureCanvasAgg is non-interactive")

    def _execute(self, tree: ast.Module, file: str) -> object:
        last = tree.body[-1] if tree.body else None
        if not isinstance(last, ast.Expr):
            exec(compile(tree, file, "exec"), self._namespace)  # noqa: S102 - what this process is for
            return None
        tree.body.pop()
        exec(compile(tree, file, "exec"), self._namespace)  # noqa: S102 - likewise
        expression = compile(ast.Expression(last.value), file, "eval")
        return eval(expression, self._namespace)  # noqa: S307 - likewise

    def _reply(self, value: object, request: Request) -> Reply:
        pictures, notes = take_pictures(request.limits.result_bytes)
        left = request.limits.result_bytes - sum(len(picture.png) for picture in pictures)
        frames = self._ledger.changes(self._namespace)
        shown = _as_frame(value)
        if is_frame(shown) and not any(shown is frame for frame in frames.values()):
            frames[RESULT] = shown
        parts, more_notes = frame_parts(frames, left)
        return Reply("", self._plain(value, shown), notes + more_notes, parts, pictures)

    def _held(self) -> list[str]:
        names = [name for name in self._ledger.names if not self._handed.is_handed(name, self._namespace.get(name))]
        return [name for name in names if len(name) <= NAME_LENGTH][:HELD_COUNT]

    def _plain(self, value: object, shown: object) -> Json:
        if value is None or is_frame(shown):
            return None
        try:
            return as_json(value)
        except NotPlainError:
            if not type(value).__module__.startswith("matplotlib"):
                print(repr(value)[:ECHO_LENGTH])  # noqa: T201 - as a notebook does
        return None


def _as_frame(value: object) -> object:
    """Return a frame for a series or a lazy frame, and anything else as it is."""
    pandas, polars = sys.modules.get("pandas"), sys.modules.get("polars")
    if pandas is not None and isinstance(value, pandas.Series):
        return value.to_frame("value" if value.name is None else value.name)
    if polars is not None and isinstance(value, polars.LazyFrame):
        return value.collect()
    if polars is not None and isinstance(value, polars.Series):
        return value.to_frame()
    return value


def _open_streams() -> None:
    """Begin each run with streams that send line by line: earlier code may have closed or replaced the last ones."""
    sys.stdout, sys.stderr = _usable(sys.stdout, 1), _usable(sys.stderr, 2)


def _usable(stream: object, number: int) -> TextIO:
    """Return a stream if it is one that we opened and nobody closed, else a new one."""
    os.fstat(number)  # code may have closed it, which ends this process: nobody would hear from it
    if type(stream) is _Printed and not stream.gone:
        return stream
    return _Printed(open(number, "wb", closefd=False), "utf-8", errors="backslashreplace", line_buffering=True)


class _Printed(io.TextIOWrapper):
    """What code prints to, if it does not choose another stream."""

    @property
    def gone(self) -> bool:
        """Whether it was closed, or parted from its descriptor."""
        try:
            return self.closed
        except ValueError:
            return True


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or no stream at all
            stream.flush()
