"""A drift check: what it compares, by whose definition, and from which threshold on it speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from dpa_jupyter.quality.drift.pair import FramePair
from dpa_jupyter.quality.finding import Dimension, Finding

CHANCE = 0.001
"""Of frames in which nothing moved, so many at most are said to have moved by the tests of one family, however many
columns they have. It is the limit of control charts in British practice (Pearson, 1935): whoever looks every day is to
be called for nothing once in years."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What one look found, or did not: of all looks, those that found nothing are counted too."""

    finding: Finding | None
    """None where the difference is too small to matter, however certain it is, or is chance without any correction."""
    p_value: float | None = None
    """How likely it is by chance alone; None for what is a fact and no estimate."""


Compare: TypeAlias = Callable[[FramePair], Iterable[Shift]]
"""From two portraits to what moved; never raises for odd data."""


@dataclass(frozen=True, slots=True)
class DriftCheck:
    """One check; each stands in a file of its own name, which defines `CHECK`."""

    id: str
    dimension: Dimension
    definition: str
    """What is compared, as a formula or a sentence."""
    source: str
    """Who defined it, or where the threshold comes from."""
    reason: str
    """Why the threshold is where it is."""
    compare: Compare
    family: str = ""
    """Tests of one family are corrected together; those of several distances ask one question. Its own id if empty."""
    thresholds: dict[str, float] = field(default_factory=dict)
    """By name, for the reference."""
