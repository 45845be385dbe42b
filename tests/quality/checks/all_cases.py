"""All cases of all checks: what the modules beside this one list as `CASES`, and the edges.

Cases share a table, so that few are looked at. Where a check begins to speak, its case keeps its rows, and is alone if
it is of several columns, since others beside them would change that. Where libraries are held against each other only
what they all say matters: there the rows of a case are repeated until it is as long as others of about its size.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Literal, TypeAlias

import numpy as np
import pyarrow as pa

from tests.quality import checks
from tests.quality.checks.cases import Case
from tests.quality.checks.edges import EDGES

Side: TypeAlias = Literal["positive", "negative", "just", "not quite"]
EDGE: frozenset[Side] = frozenset({"just", "not quite"})
OF_WHOLE_TABLES = frozenset(
    {"conflicting_labels", "duplicate_rows", "duplicate_timestamp", "freshness", "identifier_column"}
    | {"near_duplicate_rows", "out_of_order", "shifted_value", "source_conflict", "stale_values", "sum_rule"}
)
"""They have nothing to say of their cases once there are other columns or rows."""
SIZES_APART = 1.3
"""So many times more rows are of another size."""
TOGETHER = 20
"""So many cases at most share a table: some checks look at each two columns."""
SIDES: tuple[Side, ...] = ("positive", "negative", "just", "not quite")


@dataclass(frozen=True, eq=False)
class AnyCase:
    """A table of one check, however it was written down."""

    check: str
    side: Side
    story: str
    columns: Mapping[str, Sequence[object] | pa.Array]
    target: str | None = None
    """The column that is to be foretold, if the case is about one."""
    now: datetime | None = None
    """When the table is looked at, where it matters."""

    @property
    def known(self) -> dict[str, object]:
        """Return what is known beside the table."""
        return {name: value for name, value in (("target", self.target), ("now", self.now)) if value is not None}

    @property
    def rows(self) -> int:
        return max(map(len, self.columns.values()), default=0)


@dataclass(frozen=True, eq=False)
class Pack:
    """Cases that share a table."""

    name: str
    cases: tuple[AnyCase, ...]

    @cached_property
    def names(self) -> list[dict[str, str]]:
        """Return what the columns of each case are called in the table."""
        taken: set[str] = set()
        found = []
        for place, case in enumerate(self.cases):
            names = {name: f"case {place} {name}" if name in taken else name for name in case.columns}
            taken.update(names.values())
            found.append(names)
        return found

    @cached_property
    def table(self) -> pa.Table:
        rows = max(case.rows for case in self.cases)
        columns = {
            name: values if len(values) == rows else values.take(np.arange(rows) % len(values))
            for case, names in zip(self.cases, self.names, strict=True)
            for name, values in zip(names.values(), map(as_array, case.columns.values()), strict=True)
        }
        return pa.table(columns)

    def __str__(self) -> str:
        return self.name


@cache
def all_cases() -> tuple[AnyCase, ...]:
    return (*_written(), *_edges())


@cache
def edge_packs() -> tuple[Pack, ...]:
    """Return the tables in which a check just speaks, or just does not."""
    edges = [case for case in all_cases() if case.side in EDGE]
    alone = [case for case in edges if case.known or len(case.columns) > 1]
    by_rows: dict[int, list[AnyCase]] = defaultdict(list)
    for case in edges:
        if case not in alone:
            by_rows[case.rows].append(case)
    return (*map(_alone, alone), *_together(by_rows.values()))


@cache
def library_packs() -> tuple[Pack, ...]:
    """Return tables in which each check speaks."""
    alone = {case.check: case for case in all_cases() if case.check in OF_WHOLE_TABLES and case.side == "just"}
    alike: dict[object, list[AnyCase]] = defaultdict(list)
    for case in all_cases():
        if case not in alone.values():
            alike[case.target, case.now, round(math.log(case.rows, SIZES_APART))].append(case)
    return (*map(_alone, alone.values()), *_together(alike.values()))


def as_array(values: Sequence[object] | pa.Array) -> pa.Array:
    return values if isinstance(values, pa.Array) else pa.array(list(values))


def batched(cases: Sequence[AnyCase], size: int) -> Iterator[tuple[AnyCase, ...]]:
    return (tuple(cases[start : start + size]) for start in range(0, len(cases), size))


def _alone(case: AnyCase) -> Pack:
    return Pack(f"{case.check}: {case.side}: {case.story}", (case,))


def _together(groups: Iterable[Sequence[AnyCase]]) -> Iterator[Pack]:
    for cases in groups:
        known = " ".join(map(str, cases[0].known.values()))
        for some in batched(cases, TOGETHER):
            yield Pack(f"{len(some)} of {max(case.rows for case in some)} rows {known}".strip(), some)


def _written() -> Iterator[AnyCase]:
    for found in pkgutil.iter_modules(checks.__path__):
        module = importlib.import_module(f"{checks.__name__}.{found.name}")
        for case in getattr(module, "CASES", ()):
            if isinstance(case, Case):
                speaks = case.noted or any(len(rows) for rows in case.fails.values())
            else:
                speaks = case.columns is not None
            target, now = getattr(case, "target", None), getattr(case, "now", None)
            yield AnyCase(case.check, "positive" if speaks else "negative", case.story, case.table, target, now)


def _edges() -> Iterator[AnyCase]:
    for edge in EDGES:
        yield AnyCase(edge.check, "just", edge.story, edge.just, edge.target, edge.now)
        yield AnyCase(edge.check, "not quite", edge.story, edge.not_quite, edge.target, edge.now)
