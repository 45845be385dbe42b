"""A process gives up, layer after layer and for good, what code has no need of, and finds out by trying what holds."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dpa_jupyter.sandbox.confinement import privileges
from dpa_jupyter.sandbox.confinement.call_rules import call_rules
from dpa_jupyter.sandbox.confinement.descriptors import RESULTS, are_closed
from dpa_jupyter.sandbox.confinement.filter import filter_calls, is_filtered
from dpa_jupyter.sandbox.confinement.landlock import LIST, READ, READ_AND_WRITE, SCRATCH, Rule, restrict_files
from dpa_jupyter.sandbox.confinement.limits import ProcessLimits, limits_hold
from dpa_jupyter.sandbox.confinement.own_status import OwnStatus
from dpa_jupyter.sandbox.confinement.readable import folder_rights, needed_paths, python_paths, system_paths
from dpa_jupyter.sandbox.layers import LayerName, LayerState
from dpa_jupyter.sandbox.operating_system import end_with_parent

NOT_ON_THIS_SYSTEM = "only Linux has it"


@dataclass(frozen=True, slots=True)
class Confinement:
    """What a process may still reach after it confined itself."""

    scratch: str
    folders: tuple[str, ...]
    """That it may read beside Python's own."""
    home: str
    """The user's, of which less is read."""
    parent: int
    """With which this process is to end."""
    layers: frozenset[LayerName]
    """The layers to put up: all of them but in tests of single ones."""


_Step = tuple[LayerName, Callable[[], str], Callable[[], bool]]


def confine(plan: Confinement, limits: ProcessLimits, kept_variables: Collection[str]) -> list[LayerState]:
    """Put up the layers of the plan; this has to be the only thread, since some layers bind one thread only.

    A layer that can't be put up is reported, not raised: whoever started this process decides what that means.
    """
    if sys.platform != "linux":
        return _of_other_systems(plan, limits, kept_variables)
    status = OwnStatus()
    before = [_tried(plan, step) for step in (_group(), _environment(kept_variables), _descriptors(), _limits(limits))]
    if plan.layers & {"landlock", "seccomp"}:  # without it the kernel refuses both to anyone but root
        privileges.forbid_new_privileges()
    root = os.geteuid() == 0
    after = [_tried(plan, step) for step in (_no_new_privileges(), _landlock(plan))]
    if root and "capabilities" in plan.layers:
        privileges.bound_capabilities()
    rights = [_tried(plan, step) for step in (_user(plan), _capabilities(status), _hidden_memory())]
    end_with_parent(plan.parent)  # the kernel forgets it when a process changes its user
    return [*before, *after, *rights, _tried(plan, _seccomp())]


def _tried(plan: Confinement, step: _Step) -> LayerState:
    name, put_up, holds = step
    if name not in plan.layers:
        return LayerState(name, holds=False, detail="turned off for a test")
    try:
        detail = put_up()
    except (OSError, KeyError, ValueError) as error:  # a KeyError: the architecture is not known
        return LayerState(name, holds=False, detail=str(error))
    if not holds():
        return LayerState(name, holds=False, detail=detail or "it was put up, but a trial got through")
    return LayerState(name, holds=True, detail=detail)


def _of_other_systems(plan: Confinement, limits: ProcessLimits, kept_variables: Collection[str]) -> list[LayerState]:
    common = [_tried(plan, step) for step in (_group(), _environment(kept_variables), _descriptors(), _limits(limits))]
    others: Sequence[LayerName] = ("no_new_privileges", "landlock", "user", "capabilities", "hidden_memory", "seccomp")
    return [*common, *(LayerState(name, holds=False, detail=NOT_ON_THIS_SYSTEM) for name in others)]


def _group() -> _Step:
    """It was made first of all: whoever ends this process ends its group."""
    return "group", lambda: "", lambda: os.getsid(0) == os.getpgid(0) == os.getpid()


def _environment(kept: Collection[str]) -> _Step:
    def put_up() -> str:
        for name in os.environ.keys() - set(kept):
            del os.environ[name]
        return ""

    return "environment", put_up, lambda: os.environ.keys() <= set(kept)


def _descriptors() -> _Step:
    """They were closed before all else; what is looked at is open only to limits and status."""
    own = 2
    return "descriptors", lambda: "", lambda: are_closed(RESULTS + own)


def _limits(limits: ProcessLimits) -> _Step:
    def put_up() -> str:
        limits.limit_process()
        return ""

    return "limits", put_up, limits_hold


def _no_new_privileges() -> _Step:
    def put_up() -> str:
        privileges.forbid_new_privileges()
        return ""

    return "no_new_privileges", put_up, privileges.new_privileges_forbidden


def _landlock(plan: Confinement) -> _Step:
    rules = [Rule(path, READ) for path in (*python_paths(), *system_paths())]
    rules += [
        Rule(path, READ if whole else LIST, through_link=False)
        for folder in plan.folders
        for path, whole in folder_rights(folder, plan.home)
    ]
    rules += [Rule(plan.scratch, SCRATCH, through_link=False), Rule(os.devnull, READ_AND_WRITE)]
    return "landlock", lambda: restrict_files(rules), lambda: _files_are_closed(plan.scratch) and _tcp_is_closed()


def _files_are_closed(scratch: str) -> bool:
    """Try to list the root folder, and to make a file beside the scratch folder."""
    with suppress(PermissionError):
        os.close(os.open("/", os.O_RDONLY | os.O_DIRECTORY))
        return False
    beside = Path(scratch).with_name(f"{Path(scratch).name}-trial")
    with suppress(OSError):
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        beside.unlink()
        return False
    return True


def _tcp_is_closed() -> bool:
    """Try to listen, where this version of Landlock should not let us; else the filter is what stands in the way."""
    from dpa_jupyter.sandbox.confinement.landlock import landlock_version

    if landlock_version() < 4:
        return True
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            trial.bind(("127.0.0.1", 0))
    except OSError:
        return True
    return False


def _user(plan: Confinement) -> _Step:
    def put_up() -> str:
        return privileges.become_nobody([plan.scratch], needed_paths(plan.scratch, plan.folders))

    return "user", put_up, lambda: not privileges.is_root()


def _capabilities(status: OwnStatus) -> _Step:
    def put_up() -> str:
        privileges.drop_capabilities()
        return ""

    return "capabilities", put_up, lambda: not status.has_capabilities()


def _hidden_memory() -> _Step:
    def put_up() -> str:
        privileges.hide_memory()
        return ""

    return "hidden_memory", put_up, privileges.memory_hidden


def _seccomp() -> _Step:
    def put_up() -> str:
        filter_calls(call_rules(os.getpid()))
        return ""

    return "seccomp", put_up, is_filtered
