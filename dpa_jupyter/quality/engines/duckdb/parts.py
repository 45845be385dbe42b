"""Parts of a frame, of which some may be known from an earlier look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from dpa_jupyter.quality.engines.duckdb.groups import group_columns
from dpa_jupyter.quality.engines.duckdb.keys import distinct_rows
from dpa_jupyter.quality.engines.duckdb.scan import Asked, scan_columns
from dpa_jupyter.quality.engines.duckdb.source import Source
from dpa_jupyter.quality.evidence import ValueCounts
from dpa_jupyter.quality.states.known import KeptSample, KnownPart, ScannedAs
from dpa_jupyter.quality.states.scanned import ScannedColumn
from dpa_jupyter.quality.states.store import Key, StateStore

if TYPE_CHECKING:
    import pyarrow as pa

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive rows of a frame, by their positions."""

    start: int
    stop: int
    key: Key | None = None
    """By which a state of them can be kept; None where they are kept with others only."""


@dataclass(frozen=True, slots=True)
class Division:
    """A frame in stretches, of which some may be known."""

    stretches: tuple[Stretch, ...]
    whole: Key | None = None
    """By which all rows are kept, where they are kept as one."""
    files: tuple[tuple[str, int, int], ...] = ()
    """Path, size and time of change of each file that was divided."""
    key_of: Callable[[int, int], Key] | None = None
    """By which consecutive stretches are kept as one, where several are kept."""


class Divisible(Protocol):
    """A source whose rows can be told from those of an earlier look without measuring them."""

    def divide(self, store: StateStore) -> Division:
        """Find the stretches that are known, by what they hold."""
        ...

    def is_as_before(self, division: Division) -> bool:
        """Tell whether nobody wrote into the frame since it was divided."""
        ...

    def part(self, start: int, stop: int) -> Source:
        """Return consecutive rows as a source of their own."""
        ...


class Part:
    """Consecutive rows, measured where nothing is known of them."""

    def __init__(self, stretch: Stretch, source: Callable[[], Source], known: KnownPart | None) -> None:
        self.stretch, self._open = stretch, source
        self.is_known = known is not None
        found = known or KnownPart(stretch.stop - stretch.start)
        self.rows = found.rows
        self.sample = found.sample
        self.shown = found.shown
        """Columns of which values were known before."""
        self._scanned, self._counted = dict(found.scanned), dict(found.counted)
        self._distinct, self._different_rows = dict(found.distinct), found.different_rows
        self.is_news = False
        """Whether more is known of it than was kept."""

    @cached_property
    def source(self) -> Source:
        """Return where the rows are; it is opened where something is asked that is not known."""
        return self._open()

    def groups(self, names: Sequence[str]) -> list[ValueCounts | Exception]:
        """Count the values of columns."""
        left = [name for name in names if name not in self._counted]
        found = dict(zip(left, group_columns(self.source, left), strict=True)) if left else {}
        self._counted |= self._news(found)
        return [found[name] if name in found else self._counted[name] for name in names]

    def scan(self, columns: Sequence[Asked], limit: int) -> list[ScannedColumn | Exception]:
        """Measure columns, each hash of a value up to a limit kept."""
        left = [column for column in columns if not self._is_scanned(column, limit)]
        found = dict(zip(map(_at, left), scan_columns(self.source, left, limit), strict=True)) if left else {}
        self._scanned |= self._news(found)
        return [found[at] if at in found else self._scanned[at] for at in map(_at, columns)]

    def _is_scanned(self, column: Asked, limit: int) -> bool:
        known = self._scanned.get(_at(column))
        if known is None or not column.is_countable:
            return known is not None
        # So few hashes say less of this part than is asked: the frame had more rows then.
        return known.hashes is not None and known.hashes.limit >= limit // 2

    def distinct(self, name: str, present: int, where: str) -> int:
        """Count the different values of a column exactly."""
        if name not in self._distinct:
            # Where it is measured by itself it has a connection of its own, which its own limit interrupts.
            self._distinct[name] = self.source.limit.once(lambda: distinct_rows(self.source, [name], present, where))
            self.is_news = True
        return self._distinct[name]

    def different_rows(self, names: Sequence[str]) -> int:
        """Count the different rows."""
        if self._different_rows is None:
            self._different_rows = self.source.limit.once(lambda: distinct_rows(self.source, names, self.rows))
            self.is_news = True
        return self._different_rows

    def values(self, name: str) -> pa.Array | tuple[object, object] | None:
        """Return all values of a column, or the least and the most of them; None where that is not known."""
        if name in self._counted:
            return self._counted[name].values
        # The ends of numbers are those of the finite ones.
        found = next((each for at, each in self._scanned.items() if at[0] == name and at[1] != "number"), None)
        return None if found is None or found.ends is None else tuple(found.ends.to_pylist())

    def has_gaps(self, name: str) -> bool:
        """Tell whether rows are without a value of a column."""
        if name in self._counted:
            return int(np.sum(self._counted[name].counts.to_numpy())) < self.rows
        return any(each.present < self.rows for at, each in self._scanned.items() if at[0] == name)

    def state(self, sample: KeptSample | None = None) -> KnownPart:
        """Return all that is known by now."""
        kept = self._scanned, self._counted, self._distinct, self._different_rows
        return KnownPart(self.rows, *kept, sample or self.sample)

    def _news(self, found: dict[At, Result | Exception]) -> dict[At, Result]:
        news = {at: each for at, each in found.items() if not isinstance(each, Exception)}
        self.is_news |= bool(news)
        return news


At = TypeVar("At", str, ScannedAs)


def _at(column: Asked) -> ScannedAs:
    return column.name, column.type


def parts_of(source: Divisible, rows: int, store: StateStore) -> tuple[list[Part], Division]:
    """Divide a frame into what is known of it and what is not."""
    division = source.divide(store)
    parts = [_part(source, stretch, store) for stretch in division.stretches]
    assert sum(part.rows for part in parts) == rows, "each row is in one part"
    return parts, division


def _part(source: Divisible, stretch: Stretch, store: StateStore) -> Part:
    known = store.load(stretch.key) if stretch.key is not None else None
    if known is not None and known.rows != stretch.stop - stretch.start:
        known = None
    return Part(stretch, lambda: source.part(stretch.start, stretch.stop), known)
