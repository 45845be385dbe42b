"""What a call may do: a pure function from what it would do and the mode to yes, ask, or no.

| what a call would do | `ask` (default) | `auto` | `read-only` |
| --- | --- | --- | --- |
| read frames and allowed files | yes | yes | yes |
| compute, by a tool's own code | yes | yes | yes |
| run a model's code, every layer of the sandbox holds | ask | yes | ask |
| run a model's code, a layer is missing | ask each time | ask each time | no |
| write, use the network | ask | ask | no |
| change the user's variables, destroy | ask each time | ask each time | no |

A yes for the session answers "ask", and never "ask each time": what changes the user's data is looked at, each single
time, before it is done. In `read-only`, code in a whole sandbox can compute and
nothing else, so it is asked about as ever; without a whole sandbox it could write, so it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dpa_jupyter.config import Mode
from dpa_jupyter.events import Capability


@dataclass(frozen=True, slots=True)
class Action:
    """What a call would do."""

    capability: Capability
    runs_code: bool = False
    """Whether it runs code that a model wrote."""
    is_confined: bool = False
    """Whether every layer of the sandbox holds around that code."""

    @property
    def is_harmless(self) -> bool:
        """Tell whether it can do no more than a tool of ours that looks and reckons."""
        return self.capability in ("read", "compute") and not self.runs_code

    @property
    def may_be_remembered(self) -> bool:
        """Tell whether a yes may hold for the whole session: not where each case has to be looked at."""
        return self.capability not in _LOOKED_AT_EACH_TIME and (self.is_confined or not self.runs_code)


@dataclass(frozen=True, slots=True)
class Allow:
    """It may be done."""

    because: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The user has to say."""

    because: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """It may not be done, and nobody is asked."""

    because: str


Decision: TypeAlias = Allow | Ask | Refuse

_LOOKED_AT_EACH_TIME: frozenset[Capability] = frozenset({"destructive", "kernel"})
_WORDS: dict[Capability, str] = {
    "read": "reads",
    "compute": "computes",
    "write": "writes files",
    "destructive": "can't be undone",
    "network": "uses the network",
    "kernel": "changes the variables of the notebook",
}


def decide(action: Action, mode: Mode, *, granted: bool) -> Decision:
    """Decide on a call; `granted` tells whether the user said yes to its kind for this session."""
    if action.is_harmless:
        return Allow(f"it only {_WORDS[action.capability]}")
    if mode == "read-only" and action.capability not in ("read", "compute"):
        return Refuse(f"it {_WORDS[action.capability]}, and the mode is read-only")
    if mode == "read-only" and not action.is_confined:
        return Refuse("the sandbox is not whole on this machine, so the code could write, and the mode is read-only")
    if granted and action.may_be_remembered:
        return Allow("the user allowed it for this session")
    if mode == "auto" and action.capability in ("read", "compute") and action.is_confined:
        return Allow("the mode is auto, and every layer of the sandbox holds")
    return Ask(_why_asked(action, mode))


def _why_asked(action: Action, mode: Mode) -> str:
    if action.runs_code and not action.is_confined:
        return "a model wrote this code and the sandbox is not whole on this machine, so it is asked about each time"
    if action.capability in _LOOKED_AT_EACH_TIME:
        return f"it {_WORDS[action.capability]}, so it is asked about each time"
    if action.runs_code and action.capability in ("read", "compute"):
        return f"a model wrote this code, and the mode is {mode}"
    return f"it {_WORDS[action.capability]}"
