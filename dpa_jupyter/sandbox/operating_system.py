"""What differs between operating systems, in one place.

| | Linux | macOS | Windows |
| --- | --- | --- | --- |
| frames | sealed memfd: the other side can't change or shrink it | unlinked file, open for reading only | - |
| memory limit | `RLIMIT_DATA`, and `RLIMIT_AS` for what it does not count | not enforced by the system | - |
| worker ends with its parent | at once | when it next asks for work | - |

Windows can't pass descriptors through sockets nor end a process group: code is not run there.
"""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.code_runner import CodeLimits

FILE_BYTES = 1 << 30
"""The largest file that code may write."""
OPEN_FILES = 256
MEMORY_PER_CORE = 64 << 20
"""What the threads of BLAS, Arrow and Polars reserve for each core, above what the code itself uses."""

_KEPT_VARIABLES = ("PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "TZ", "LD_LIBRARY_PATH")


def require_support() -> None:
    """Refuse a system on which code can't be run apart from the kernel.

    Raises:
        ToolError: with the way out.
    """
    if os.name != "posix":
        raise ToolError("Python code can't be run apart from the kernel on this system; WSL 2, Linux and macOS can.")


class SharedBytes:
    """Bytes in memory that another process may map and never change; freed with this object."""

    def __init__(self, write: Callable[[BinaryIO], object]) -> None:
        self.descriptor = _sealed_memory(write) if sys.platform == "linux" else _unlinked_file(write)
        self.close = weakref.finalize(self, os.close, self.descriptor)


def _sealed_memory(write: Callable[[BinaryIO], object]) -> int:
    import fcntl

    descriptor = os.memfd_create("frame", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as sink:
            write(sink)
        seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _unlinked_file(write: Callable[[BinaryIO], object]) -> int:
    import tempfile

    writer, name = tempfile.mkstemp(prefix="dpa-")
    reader = os.open(name, os.O_RDONLY | os.O_CLOEXEC)
    Path(name).unlink()
    try:
        with os.fdopen(writer, "wb") as sink:
            write(sink)
    except BaseException:
        os.close(reader)
        raise
    return reader


def worker_environment(scratch: str) -> Mapping[str, str]:
    """Return all that the worker may know of this process's environment: no secret can be among it."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {
        "HOME": scratch,
        "TMPDIR": scratch,
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": _matplotlib_folder(),
        "PYTHONPATH": os.pathsep.join(_import_folders()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
    }


def _import_folders() -> list[str]:
    """List where this process imports from, but for the working directory: a file there must not pass for a library."""
    here = Path.cwd()
    others = [folder for folder in sys.path if folder and Path(folder).is_absolute() and Path(folder) != here]
    return [*others, str(Path(__file__).parents[2])]  # last, this package itself: it may be run from where it lies


def _matplotlib_folder() -> str:
    """Return the user's own folder of matplotlib's font list, which takes seconds to make anew."""
    if chosen := os.environ.get("MPLCONFIGDIR"):
        return chosen
    if sys.platform == "darwin":
        return str(Path.home() / ".matplotlib")
    return str(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib")


def remove_folder(folder: str) -> None:
    """Remove a folder that untrusted code filled: no link is followed, no depth is too deep, no mode stops it."""
    import subprocess

    for command in (["rm", "-rf"], ["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
        if Path(folder).exists():
            subprocess.run(  # noqa: S603 - fixed commands, and a folder that we named
                [*command, "--", folder], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
            )


def end_with_parent(parent: int) -> None:
    """Let the kernel kill this process when the one that started it ends, where it can."""
    if sys.platform == "linux":
        import ctypes
        import signal

        parent_death_signal = 1  # PR_SET_PDEATHSIG of linux/prctl.h
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def limit_process(memory_bytes: int) -> None:
    """Set, once and for all, what this process may use above what it holds now; also for what it starts."""
    import resource

    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: FILE_BYTES, resource.RLIMIT_NOFILE: OPEN_FILES}
    if sys.platform == "linux":
        # Mapped frames are read-only, so they do not count here.
        reserve = MEMORY_PER_CORE * (os.cpu_count() or 1)
        limits[resource.RLIMIT_DATA] = _held_bytes("VmData:") + memory_bytes + reserve
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def limit_run(limits: CodeLimits) -> None:
    """Set what one run may use; these move with each run, so they are soft.

    Processor time is a second line behind the parent's clock: all cores for the whole time. Address space is one
    behind `RLIMIT_DATA`, which does not count shared memory; libraries reserve far more of it than they use.
    """
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime + limits.seconds * (os.cpu_count() or 1)
    _limit_softly(resource.RLIMIT_CPU, int(seconds) + 1)
    if sys.platform == "linux":
        _limit_softly(resource.RLIMIT_AS, _held_bytes("VmSize:") + 2 * limits.memory_bytes + (4 << 30))


def unlimit_run() -> None:
    """Take back what `limit_run` set."""
    import resource

    for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (hard, hard))


def _limit_softly(kind: int, most: int) -> None:
    import resource

    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _held_bytes(field: str) -> int:
    """Read a size of this process, in bytes."""
    with Path("/proc/self/status").open(encoding="ascii", errors="replace") as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith(field))
