"""Running a program as a user without rights, also where Python is installed for root alone."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
ORDINARY = 65_533
"""The id of a user who owns nothing and whom nobody else runs as."""


def can_become_another() -> bool:
    """Tell whether this process may run a program as somebody else, who can read Python and this repository."""
    if os.getuid() != 0 or shutil.which("setpriv") is None:
        return False
    return not _closed_folders() or _can_have_own_mounts()


def as_ordinary_user(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program as an ordinary user, who can read Python."""
    drop = ["setpriv", f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups", *command]
    return with_open_python(drop, folder)


def with_open_python(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program where everybody can read Python and this repository.

    Where these lie in a folder that only root may enter, the program sees another, open folder in its place, with
    nothing but them in it: in a mount namespace of its own, so that nobody else does.
    """
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}
    steps = [step for closed, needed in _closed_folders().items() for step in _opened(closed, needed)]
    script = "\n".join(["set -e", "mount --make-rprivate /", *steps, f"exec {shlex.join(command)}"])
    return subprocess.run(
        ["unshare", "--mount", "sh", "-c", script] if steps else command,
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def _can_have_own_mounts() -> bool:
    """Tell whether this machine lets us: a container may not, nor a changed root."""
    trial = ["unshare", "--mount", "true"]
    return (
        shutil.which("unshare") is not None and not subprocess.run(trial, capture_output=True, check=False).returncode
    )


def _closed_folders() -> dict[Path, list[Path]]:
    """Return what only root may enter, with what lies in it that is needed."""
    closed: dict[Path, list[Path]] = {}
    for needed in {Path(sys.base_prefix), Path(sys.prefix), REPOSITORY}:
        folder = next((each for each in reversed(needed.parents) if not each.stat().st_mode & 0o001), None)
        if folder is not None:
            closed.setdefault(folder, []).append(needed)
    return {folder: [one for one in needed if not set(one.parents) & set(needed)] for folder, needed in closed.items()}


def _opened(closed: Path, needed: Sequence[Path]) -> list[str]:
    places = [(shlex.quote(str(path)), f"$kept/{number}") for number, path in enumerate(needed)]
    return [
        "kept=$(mktemp -d)",
        *(f"mkdir {kept}; mount --bind {path} {kept}" for path, kept in places),
        f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(str(closed))}",
        *(f"mkdir -p {path}; mount --bind {kept} {path}; umount {kept}" for path, kept in places),
        "rm -r $kept",
    ]
