"""A check of the catalogue: what it looks for, by whose definition, and from which threshold on it speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Dimension, Finding

Look: TypeAlias = Callable[[FrameEvidence], Iterable[Finding]]
"""From evidence to findings whose failing rows are not counted yet; never raises for odd data."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check; each stands in a file of its own name, which defines `CHECK`."""

    id: str
    dimension: Dimension
    definition: str
    """What is counted, as a formula or a sentence."""
    source: str
    """Who defined it, or where the threshold comes from."""
    reason: str
    """Why the threshold is where it is."""
    look: Look
    least_share: float = 0.0
    """A finding with a smaller share of failing rows, once they are counted, is dropped."""
    most_share: float = 1.0
    """So is one with a larger share: what nearly all do is a convention."""
    is_of_none: bool = False
    """A finding stays only if no row fails its predicate, which is then left out: it says that something never is."""
    thresholds: dict[str, float] = field(default_factory=dict)
    """The other thresholds by name, for the reference."""
