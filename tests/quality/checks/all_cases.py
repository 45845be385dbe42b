"""All cases of all checks: what the modules beside this one list as `CASES`, and the edges.

Cases of as many rows share a table, so that each library is asked few questions; only where a check just speaks of
several columns, or just does not, others beside them would change that.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal, TypeAlias

import pyarrow as pa

from tests.quality import checks
from tests.quality.checks.cases import Case
from tests.quality.checks.edges import EDGES

Side: TypeAlias = Literal["positive", "negative", "just", "not quite"]
EDGE: frozenset[Side] = frozenset({"just", "not quite"})
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

    @property
    def names(self) -> list[dict[str, str]]:
        """Return what the columns of each case are called in the table."""
        taken: set[str] = set()
        found = []
        for place, case in enumerate(self.cases):
            names = {name: f"case {place} {name}" if name in taken else name for name in case.columns}
            taken.update(names.values())
            found.append(names)
        return found

    @property
    def table(self) -> pa.Table:
        columns = {
            name: values if isinstance(values, pa.Array) else list(values)
            for case, names in zip(self.cases, self.names, strict=True)
            for name, values in zip(names.values(), case.columns.values(), strict=True)
        }
        return pa.table(columns)

    def __str__(self) -> str:
        return self.name


@cache
def all_cases() -> tuple[AnyCase, ...]:
    return (*_written(), *_edges())


@cache
def packs() -> tuple[Pack, ...]:
    alone = [case for case in all_cases() if case.known or (case.side in EDGE and len(case.columns) > 1)]
    by_rows: dict[int, list[AnyCase]] = defaultdict(list)
    for case in all_cases():
        if case not in alone:
            by_rows[case.rows].append(case)
    return (
        *(Pack(f"{case.check}: {case.side}: {case.story}", (case,)) for case in alone),
        *(Pack(f"columns of {rows} rows", tuple(cases)) for rows, cases in sorted(by_rows.items())),
    )


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
