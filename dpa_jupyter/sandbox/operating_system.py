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
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.kept_buffers import KeptBuffers
from dpa_jupyter.sentence import sentence

_KEPT_VARIABLES = ("PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "TZ", "LD_LIBRARY_PATH")
SCRATCH_VARIABLES = ("HOME", "TMPDIR", "MPLCONFIGDIR", "POLARS_TEMP_DIR", "XDG_CACHE_HOME")
"""That lead to the scratch folder once code runs."""
_OWN_VARIABLES = ("USER", "LOGNAME", "MPLBACKEND", "JOBLIB_MULTIPROCESSING")
KNOWN_VARIABLES = frozenset((*_KEPT_VARIABLES, *SCRATCH_VARIABLES, *_OWN_VARIABLES))
"""All that code finds in its environment."""


def require_support() -> None:
    """Refuse a system on which code can't be run apart from the kernel.

    Raises:
        ToolError: with the way out.
    """
    if os.name != "posix":
        raise ToolError(
            sentence("Python code can't be run apart from the kernel on this system; WSL 2, Linux and macOS can.")
        )


class SharedBytes:
    """Bytes in memory that another process may map and never change; freed with this object."""

    def __init__(self, content: KeptBuffers) -> None:
        self.descriptors = _sealed_memory(content) if sys.platform == "linux" else _unlinked_file(content)
        """Of one part, or of those that follow each other."""
        self.close = weakref.finalize(self, _close, self.descriptors)


def _close(descriptors: Iterable[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _sealed_memory(content: KeptBuffers) -> tuple[int, ...]:
    parts = content.parts()
    descriptors = tuple(os.memfd_create("frame", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING) for _ in parts)
    try:
        with ThreadPoolExecutor(len(parts)) as pool:
            for _ in pool.map(content.copy, parts, descriptors):
                pass
        for descriptor in descriptors:
            _seal(descriptor)
    except BaseException:
        _close(descriptors)
        raise
    return descriptors


def _seal(descriptor: int) -> None:
    import fcntl

    seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)


def _unlinked_file(content: KeptBuffers) -> tuple[int, ...]:
    import tempfile

    writer, name = tempfile.mkstemp(prefix="dpa-")
    reader = os.open(name, os.O_RDONLY | os.O_CLOEXEC)
    Path(name).unlink()
    try:
        content.copy((0, content.length), writer)
    except BaseException:
        os.close(reader)
        raise
    finally:
        os.close(writer)
    return (reader,)


def worker_environment() -> Mapping[str, str]:
    """Return all that the worker may know of this process's environment: no secret can be among it."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {
        "HOME": str(Path.home()),
        "USER": "sandbox",
        "LOGNAME": "sandbox",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": _matplotlib_folder(),
        "JOBLIB_MULTIPROCESSING": "0",
        "PYTHONPATH": os.pathsep.join(_import_folders()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        # Large pages for all that malloc gives: what groups many rows looks all over a table of hashes.
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
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
