"""The layers around code, as data: what each is for, and which of them hold on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

LayerName: TypeAlias = Literal[
    "group",
    "environment",
    "descriptors",
    "limits",
    "no_new_privileges",
    "landlock",
    "user",
    "capabilities",
    "hidden_memory",
    "seccomp",
    "watch",
]
ALL_LAYERS: frozenset[LayerName] = frozenset(get_args(LayerName))


@dataclass(frozen=True, slots=True)
class Layer:
    """One of the walls."""

    title: str
    keeps: str
    """What code can't do because of it."""
    essential: bool
    """Whether code is only confined where it holds; the others stand behind those that are."""


LAYERS: Mapping[LayerName, Layer] = {
    "group": Layer("own process group", "code can't outlive its run", essential=True),
    "environment": Layer("empty environment", "code sees no keys and tokens of the kernel's", essential=True),
    "descriptors": Layer("closed descriptors", "code has no open file or connection of the kernel's", essential=True),
    "limits": Layer("resource limits", "code can't use up memory, processor time, files or processes", essential=True),
    "no_new_privileges": Layer("no new privileges", "code can't gain rights by starting a program", essential=True),
    "landlock": Layer(
        "Landlock",
        "code reads only Python and the allowed folders, and writes only to its scratch folder",
        essential=True,
    ),
    "user": Layer("unprivileged user", "code does not run as root", essential=False),
    "capabilities": Layer("no capabilities", "code has none of root's powers", essential=True),
    "hidden_memory": Layer("hidden memory", "no other process of the user reads the code's memory", essential=False),
    "seccomp": Layer(
        "system call filter",
        "code can't use the network, start programs, reach other processes or change modes and times of files",
        essential=True,
    ),
    "watch": Layer("watch from outside", "time, memory and disk of code are measured, and it is ended", essential=True),
}


@dataclass(frozen=True, slots=True)
class LayerState:
    """Whether a layer holds, as the process found by trying."""

    name: LayerName
    holds: bool
    detail: str = ""
    """How far it reaches, or why it does not hold."""


@dataclass(frozen=True, slots=True)
class LayerReport:
    """All layers of one process that runs code."""

    states: tuple[LayerState, ...]

    @classmethod
    def of_all(cls) -> LayerReport:
        """Return a report in which every layer holds."""
        return cls(tuple(LayerState(name, holds=True) for name in LAYERS))

    @property
    def missing(self) -> tuple[LayerState, ...]:
        """The layers that do not hold."""
        return tuple(state for state in self.states if not state.holds)

    @property
    def missing_essentials(self) -> tuple[LayerState, ...]:
        """Those that do not hold without which code is not confined."""
        return tuple(state for state in self.missing if LAYERS[state.name].essential)

    @property
    def confined(self) -> bool:
        """Whether code may run without being looked at first."""
        return len(self.states) == len(LAYERS) and not self.missing_essentials

    def holds(self, name: LayerName) -> bool:
        """Tell whether one layer holds."""
        return any(state.name == name and state.holds for state in self.states)

    def confines_less_than(self, other: LayerReport) -> bool:
        """Tell whether a layer of the other does not hold here."""
        return any(state.holds and not self.holds(state.name) for state in other.states)

    def summary(self) -> str:
        """Name the layers that hold, and those that do not with the reason, in one line."""
        there = ", ".join(LAYERS[state.name].title for state in self.states if state.holds)
        missing = "; ".join(f"{LAYERS[state.name].title}: {state.detail}" for state in self.missing)
        verdict = "code is confined" if self.confined else "code is not fully confined, and asks each time"
        return f"{verdict} by {there or 'nothing'}" + (f"; not here: {missing}" if missing else "")

    def sentence(self) -> str:
        """Say in a sentence or two what stands between code and the user's things."""
        if self.confined:
            missing = ", ".join(LAYERS[state.name].title for state in self.missing)
            return "It runs in a sandbox: its own process, without network, other programs or your other files." + (
                f" (Not on this machine: {missing}.)" if missing else ""
            )
        missing = "; ".join(f"{LAYERS[state.name].title} ({state.detail})" for state in self.missing_essentials)
        return f"It runs in a process of its own that this machine can't confine fully. Missing: {missing}."
