"""Running a program as a user without rights, also where Python is installed for root alone."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ORDINARY = 65_533
"""The id of a user who owns nothing and whom nobody else runs as."""


def can_become_another() -> bool:
    """Tell whether this process may run a program as somebody else."""
    return os.getuid() == 0 and shutil.which("setpriv") is not None and shutil.which("unshare") is not None


def as_ordinary_user(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program as an ordinary user, who can read Python."""
    drop = ["setpriv", f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups", *command]
    return with_open_python(drop, folder)


def with_open_python(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program where everybody can read Python.

    Where Python lies in a folder that only root may enter, the program sees another, open folder in its place, with
    nothing but Python in it: in a mount namespace of its own, so that nobody else does.
    """
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}
    script = "\n".join(
        ["set -e", "mount --make-rprivate /", *_opened(Path(sys.base_prefix)), f"exec {shlex.join(command)}"]
    )
    return subprocess.run(
        ["unshare", "--mount", "sh", "-c", script],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def _opened(python: Path) -> list[str]:
    closed = next((parent for parent in reversed(python.parents) if not parent.stat().st_mode & 0o001), None)
    if closed is None:
        return []
    return [
        "kept=$(mktemp -d)",
        f"mount --bind {shlex.quote(str(python))} $kept",
        f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(str(closed))}",
        f"mkdir -p {shlex.quote(str(python))}",
        f"mount --bind $kept {shlex.quote(str(python))}",
        "umount $kept",
        "rmdir $kept",
    ]
