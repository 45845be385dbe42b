"""Two portraits beside each other, with what several checks ask of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from dpa_jupyter.findings import Scalar
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.checks.duplicate_key import KEY_NAME
from dpa_jupyter.quality.drift import distances
from dpa_jupyter.quality.drift.portrait import ColumnPortrait, FramePortrait, Shares, Spread
from dpa_jupyter.quality.drift.portraying import GROUPS, TIMES
from dpa_jupyter.statistics.variable import Floats

Kind: TypeAlias = Literal["numbers", "times", "groups"]
FEWEST_ROWS = 20
"""With fewer values on a side, only what anybody would see is beyond chance."""
FEW_ROWS = 1_000
"""Up to here tests tell; above, everything is significant, and a distance tells what matters (evidently's default)."""
FEW_VALUES = 5
"""Numbers of no more different values are groups (evidently's default)."""
DENSE = 3
"""A key of whole numbers that lie so close together counts the rows: a later frame goes on from there."""
MOST_SHOWN_GROUPS = 50


@dataclass(frozen=True, eq=False)
class ColumnPair:
    """A column then and now."""

    then: ColumnPortrait
    now: ColumnPortrait

    @property
    def name(self) -> str:
        """Return its name."""
        return self.now.name

    @cached_property
    def kind(self) -> Kind | None:
        """Tell as what its values can be compared; None where they can't."""
        if self._is_identifier:
            return None
        if self.spreads is not None:
            if self.then.type in TIMES:
                return "times" if self.now.type in TIMES else None
            if self.now.type in TIMES:
                return None
            return "groups" if self._has_few_values else "numbers"
        return "groups" if self.then.shares is not None and self.now.shares is not None else None

    @property
    def rows(self) -> tuple[float, float]:
        """Return how many rows have a value that was looked at, then and now."""
        if self.spreads is not None:
            return self.spreads[0].rows, self.spreads[1].rows
        shares = self.then.shares, self.now.shares
        return tuple(0.0 if each is None else each.rows for each in shares)  # type: ignore[return-value]  # two of them

    @property
    def is_small(self) -> bool:
        """Tell whether a test says more than a distance."""
        return min(self.rows) <= FEW_ROWS

    @property
    def has_enough(self) -> bool:
        """Tell whether there are values enough on both sides to tell anything."""
        return self.kind is not None and min(self.rows) >= FEWEST_ROWS

    @cached_property
    def spreads(self) -> tuple[Spread, Spread] | None:
        """Return the numbers of both sides."""
        then, now = self.then.spread, self.now.spread
        return (then, now) if then is not None and now is not None else None

    @cached_property
    def groups(self) -> tuple[list[Scalar], Floats, Floats]:
        """Return the values that come most often in both together, and in how many rows then and now.

        What is left of them, if anything is, is counted last under None.
        """
        then, now = self._shares
        counts = {
            value: (then.counts.get(value, 0.0), now.counts.get(value, 0.0)) for value in {**then.counts, **now.counts}
        }
        listed = sorted(counts, key=lambda value: (-sum(counts[value]), str(value)))[:MOST_SHOWN_GROUPS]
        found = np.array([counts[value] for value in listed], dtype=np.float64).reshape(-1, 2)
        rest = np.maximum(np.array([then.rows, now.rows]) - found.sum(axis=0), 0.0)
        if rest.sum() > 0:
            return [*listed, None], np.append(found[:, 0], rest[0]), np.append(found[:, 1], rest[1])
        return listed, found[:, 0], found[:, 1]

    @cached_property
    def bins(self) -> tuple[Floats, Floats, Floats]:
        """Return the deciles of the baseline as edges, and the rows between them then and now, the outer bins open."""
        assert self.spreads is not None
        then, now = self.spreads
        edges = np.unique(then.at(np.arange(0.1, 0.95, 0.1)))
        return edges, then.between(edges), now.between(edges)

    @cached_property
    def counts(self) -> tuple[Floats, Floats]:
        """Return rows then and now by group, or by decile of the baseline."""
        if self.kind == "groups":
            return self.groups[1], self.groups[2]
        return self.bins[1], self.bins[2]

    @cached_property
    def p_value(self) -> float:
        """Return how likely so different samples of one distribution are."""
        if self.kind == "groups":
            return distances.chi_square(*self.counts)
        assert self.spreads is not None
        return distances.of_spreads(*self.spreads)

    @cached_property
    def psi(self) -> float:
        """Return the population stability index, see `checks/psi.py`."""
        return distances.psi(*self.counts)

    @property
    def _shares(self) -> tuple[Shares, Shares]:
        if self.spreads is not None:
            then, now = (
                Shares(dict(zip(map(_plain, each.values.tolist()), each.counts.tolist(), strict=True)))
                for each in self.spreads
            )
            return then, now
        assert self.then.shares is not None
        assert self.now.shares is not None
        return self.then.shares, self.now.shares

    @cached_property
    def _has_few_values(self) -> bool:
        assert self.spreads is not None
        then, now = self.spreads
        if max(len(then.values), len(now.values)) > FEW_VALUES:
            return False
        return len(np.union1d(then.values, now.values)) <= FEW_VALUES

    @cached_property
    def _is_identifier(self) -> bool:
        """Tell whether it only says which row it is, so that other rows have other values."""
        if not (self.then.is_key and self.now.is_key):
            return False
        if {self.then.type, self.now.type} & GROUPS or KEY_NAME.search(self.name):
            return True
        return {self.then.type, self.now.type} == {"integer"} and all(_is_dense(each) for each in self.spreads or ())


def _is_dense(spread: Spread) -> bool:
    return bool(spread.values[-1] - spread.values[0] <= DENSE * spread.rows)


def _plain(number: float) -> Scalar:
    return int(number) if number.is_integer() else number


@dataclass(frozen=True, eq=False)
class FramePair:
    """A frame then and now."""

    then: FramePortrait
    now: FramePortrait
    frames: tuple[Frame, Frame] | None = None
    """Themselves, where both are at hand."""

    @cached_property
    def columns(self) -> tuple[ColumnPair, ...]:
        """Return the columns that are in both, and could be measured in both."""
        then = self.then.by_name
        pairs = [ColumnPair(then[column.name], column) for column in self.now.columns if column.name in then]
        return tuple(pair for pair in pairs if pair.then.missing is not None and pair.now.missing is not None)
