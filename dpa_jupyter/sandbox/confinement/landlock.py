"""Landlock: which files can be opened, no TCP, and no signals or abstract sockets to anyone outside.

Constants are those of linux/landlock.h. Its three system calls have the same numbers on every architecture. What it
does not cover (other sockets, modes and times, metadata) is left to the system call filter.
"""

from __future__ import annotations

import errno
import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from dpa_jupyter.sandbox.confinement.libc import system_call

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_ONLY = 1
PATH_BENEATH = 1
NO_AUDIT_RECORDS = 1
"""From ABI 7 on each refusal would be written to the system's log: code could flood it."""

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FOLDER, _REMOVE_FILE, _MAKE_FOLDER, _MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_MOVE, _TRUNCATE, _DEVICE_CONTROL = 1 << 13, 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _DEVICE_CONTROL

READ = _READ_FILE | _READ_FOLDER
"""To map a library only needs reading; nothing may be executed."""
LIST = _READ_FOLDER
READ_AND_WRITE = _READ_FILE | _WRITE_FILE
SCRATCH = READ | _WRITE_FILE | _TRUNCATE | _REMOVE_FOLDER | _REMOVE_FILE | _MAKE_FOLDER | _MAKE_FILE | _MOVE
"""All that is done with files of one's own: but no links, sockets, pipes or devices."""

_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16, 6: 16, 7: 16, 8: 16}
"""By ABI, how many rights of files there are; 9 adds one for sockets with a path."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be done with a file, or with all beneath a folder."""

    path: str
    rights: int
    through_link: bool = True
    """Whether the path may be a link, as paths of the system are; one among a user's files opens nothing."""


def landlock_version() -> int:
    """Return the ABI of the running kernel, 0 where there is none."""
    try:
        return system_call(CREATE_RULESET, None, 0, VERSION_ONLY)
    except OSError:  # an old kernel, switched off, or forbidden by a container
        return 0


def restrict_files(rules: Iterable[Rule]) -> str:
    """Confine the calling thread for good to these rules, and say what is covered; missing paths are left out.

    Raises:
        OSError: the kernel can't, or may not.
    """
    version = landlock_version()
    if not version:
        raise OSError(errno.ENOSYS, "the kernel has no Landlock, or forbids it")
    handled = (1 << _FILE_RIGHTS.get(version, 17)) - 1
    attributes = struct.pack("QQQ", handled, 0b11 if version >= 4 else 0, 0b11 if version >= 6 else 0)
    ruleset = system_call(CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for rule in rules:
            _allow(ruleset, rule, handled)
        system_call(RESTRICT_SELF, ruleset, NO_AUDIT_RECORDS if version >= 7 else 0)
    finally:
        os.close(ruleset)
    covered = ["files", *(["TCP"] if version >= 4 else []), *(["signals", "abstract sockets"] if version >= 6 else [])]
    return f"ABI {version}: {', '.join(covered)}"


def _allow(ruleset: int, rule: Rule, handled: int) -> None:
    try:
        descriptor = os.open(rule.path, os.O_PATH | os.O_CLOEXEC | (0 if rule.through_link else os.O_NOFOLLOW))
    except OSError:
        return
    try:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        rights = rule.rights & handled & (-1 if is_folder else _OF_FILES)
        system_call(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)
    finally:
        os.close(descriptor)
