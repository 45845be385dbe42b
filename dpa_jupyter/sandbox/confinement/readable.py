"""What code may read of the system: the Python installation, and what libraries look up on the way."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

_SYSTEM = """/lib /lib32 /lib64 /usr/lib /usr/lib64 /usr/local/lib /usr/local/lib64 /usr/share/fonts
/usr/local/share/fonts /usr/share/zoneinfo /usr/share/locale /usr/share/i18n /usr/share/mime /etc/fonts
/etc/localtime /etc/timezone /etc/ld.so.cache /etc/mime.types /dev/urandom /dev/random
/proc/cpuinfo /proc/meminfo /proc/stat /proc/self/cgroup /proc/self/maps /proc/self/stat /proc/self/statm
/proc/self/status /proc/sys/vm/overcommit_memory /sys/devices/system/cpu
/sys/devices/system/node /sys/kernel/mm/transparent_hugepage"""
_ENTRY_COUNT = 5_000
"""Of one folder; further ones can't be read."""
_WALK_COUNT, _WALK_DEPTH = 2_000, 20
"""Entries of an allowed folder, and levels of it, in which hidden ones are looked for before each first run."""
_LOOKED_AT = 100
"""Files of a folder, to find out whether they are for root alone."""
_GROUP_FILES = (
    *("cpu.max", "memory.max", "memory.high"),
    *("cpu.cfs_quota_us", "cpu.cfs_period_us", "memory.limit_in_bytes"),
)
_OF_PREFIX = ("lib", "lib64", "share/zoneinfo", "share/fonts", "share/proj", "share/locale")
"""Not all of it: `etc` holds settings of pip and of Jupyter, and these hold secrets."""


@cache
def python_paths() -> list[str]:
    """Return where Python and its packages lie; this package's own folder, but not what lies beside it."""
    paths = sysconfig.get_paths()
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    found = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    found += [str(Path(prefix, part)) for prefix in prefixes for part in _OF_PREFIX]
    found += [folder for folder in (site.getusersitepackages(),) if folder in sys.path]
    return [*found, str(Path(__file__).parents[2]), os.path.realpath(sys.executable)]


@cache
def system_paths() -> list[str]:
    """Return where libraries, fonts, time zones and languages lie."""
    libraries = [folder for folder in os.environ.get("LD_LIBRARY_PATH", "").split(":") if Path(folder).is_absolute()]
    return [*_SYSTEM.split(), *libraries, *_limits_of_group()]


def _limits_of_group() -> list[str]:
    """Return the files that tell a container's share of processors and memory: DuckDB needs them."""
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    own = {line.split(":", 2)[2].strip("/") for line in lines if line.count(":") >= 2}
    roots = [Path("/sys/fs/cgroup", part) for part in ("", "cpu", "cpu,cpuacct", "memory")]
    folders = [folder for root in roots for group in own for path in [root / group] for folder in (path, *path.parents)]
    inside = {folder for folder in folders if folder.is_relative_to("/sys/fs/cgroup")}
    return [str(folder / name) for folder in sorted(inside) for name in _GROUP_FILES if (folder / name).exists()]


def folder_rights(folder: str, home: str) -> list[tuple[str, bool]]:
    """Return what code may read of an allowed folder, and with each path whether it is more than to list it.

    Hidden entries are left out: they hold keys and settings, such as `.env` and `.ssh`. Of the home folder, and of any
    that holds it, only the files that lie right in it are read. A link opens nothing: what it leads to is read where
    it is allowed itself.
    """
    try:
        entries = list(_shown(folder))
    except NotADirectoryError:
        return [(folder, True)]
    except OSError:  # it is gone, or closed to the user as well
        return []
    if Path(home).resolve().is_relative_to(Path(folder).resolve()):
        return [(folder, False), *((entry.path, True) for entry in entries if _is_plain_file(entry))]
    left = _Left(_WALK_COUNT)
    below = [right for entry in entries for right in _rights_below(entry, left, _WALK_DEPTH)]
    return [(folder, False), *below]


def _is_plain_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:  # gone since
        return False


@dataclass
class _Left:
    """How many entries may still be looked at."""

    count: int


def _rights_below(entry: os.DirEntry[str], left: _Left, depth: int) -> list[tuple[str, bool]]:
    """Return one right for what has nothing hidden in it, and for other folders those of their entries."""
    whole = [(entry.path, True)]
    try:
        if not entry.is_dir(follow_symlinks=False) or left.count <= 0 or not depth:
            return whole
        with os.scandir(entry.path) as found:
            entries = list(islice(found, _ENTRY_COUNT))
    except OSError:  # gone since, or closed: what is in it may well be hidden
        return []
    left.count -= len(entries)
    shown = [child for child in entries if not child.name.startswith(".")]
    below = [_rights_below(child, left, depth - 1) for child in shown if not child.is_symlink()]
    if len(shown) == len(entries) and all(rights and rights[0][1] for rights in below):
        return whole
    return [(entry.path, False), *(right for rights in below for right in rights)]


def _shown(folder: str) -> Iterable[os.DirEntry[str]]:
    """Return what is neither hidden nor a link."""
    with os.scandir(folder) as found:
        yield from (one for one in islice(found, _ENTRY_COUNT) if not (one.name.startswith(".") or one.is_symlink()))


def needed_paths(scratch: str, folders: Iterable[str]) -> list[str]:
    """Return what code has to be able to read, whoever it runs as: Python, a library, and what lies in the folders."""
    import encodings

    numpy = sys.modules.get("numpy")
    files = [module.__file__ for module in (encodings, numpy) if module is not None]
    inside = [path for folder in folders for path in _some_of(folder)]
    return [*(file for file in files if file), __file__, str(Path(scratch).parent), *folders, *inside]


def _some_of(folder: str) -> list[str]:
    try:
        return [entry.path for entry in islice(_shown(folder), _LOOKED_AT)]
    except OSError:  # a file, or it is gone
        return []
