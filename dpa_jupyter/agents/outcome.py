"""What a step comes to: the loop goes by these results, not by flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dpa_jupyter.errors import DpaError


@dataclass(frozen=True, slots=True)
class Continue:
    """Tools were called; the model is to be asked again."""


@dataclass(frozen=True, slots=True)
class Final:
    """The model answered."""

    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The run can't go on."""

    error: DpaError


StepResult: TypeAlias = Continue | Final | Failed
