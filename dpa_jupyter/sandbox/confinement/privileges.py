"""What a process is entitled to: nothing above what any user's process may do, and less where it was root."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from pathlib import Path

from dpa_jupyter.sandbox.confinement.libc import control_process, system_call
from dpa_jupyter.sandbox.confinement.numbers import call_numbers

NOBODY = 65534
"""The user and group without rights, on every Linux."""
_GET_DUMPABLE, _SET_DUMPABLE = 3, 4
_READ_BOUND, _DROP_FROM_BOUND = 23, 24
_SET_NO_NEW_PRIVILEGES, _GET_NO_NEW_PRIVILEGES = 38, 39
_AMBIENT, _CLEAR_AMBIENT = 47, 4
_CAPABILITY_COUNT = 64
_CAPABILITY_VERSION = 0x20080522


def forbid_new_privileges() -> None:
    """Let no program that is started, and no other way, ever give this process more rights than it has."""
    control_process(_SET_NO_NEW_PRIVILEGES, 1)


def new_privileges_forbidden() -> bool:
    """Tell whether the kernel has it so."""
    return control_process(_GET_NO_NEW_PRIVILEGES) == 1


def hide_memory() -> None:
    """Let no other process of the user look into this one, and no dump of it be written."""
    control_process(_SET_DUMPABLE, 0)


def memory_hidden() -> bool:
    """Tell whether the kernel has it so."""
    return control_process(_GET_DUMPABLE) == 0


def bound_capabilities() -> None:
    """Make sure that capabilities can't come back, as root can."""
    for capability in range(_CAPABILITY_COUNT):
        try:
            control_process(_DROP_FROM_BOUND, capability)
        except OSError:  # there is no such capability, nor any above it
            break
    control_process(_AMBIENT, _CLEAR_AMBIENT)


def drop_capabilities() -> None:
    """Give up every capability.

    Raises:
        OSError: the kernel did not let us.
    """
    system_call(call_numbers()["capset"], struct.pack("Ii", _CAPABILITY_VERSION, 0), bytes(24))


def become_nobody(own: Iterable[str], needed: Iterable[str]) -> str:
    """Change from root to a user without rights; its own folders go with it.

    It is tried first whether that user can read what is needed, since Python is often installed where root alone may.

    Returns:
        Why it was left as it is; empty where it is done.
    """
    if os.getuid() != 0 and os.geteuid() != 0:
        return ""
    closed = _closed_to_nobody([path for path in needed if Path(path).exists()])
    if closed:
        return f"only root may read {closed}"
    for folder in own:
        os.chown(folder, NOBODY, NOBODY)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    return ""


def _closed_to_nobody(paths: Iterable[str]) -> str:
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        return next((path for path in paths if not os.access(path, os.R_OK, effective_ids=True)), "")
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


def is_root() -> bool:
    """Tell whether any of this process's ids is root's."""
    return 0 in (*os.getresuid(), *os.getresgid())
