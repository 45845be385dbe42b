"""All cases of all checks: what the modules beside this one list as `CASES`, and the edges."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

import pyarrow as pa

from tests.quality import checks
from tests.quality.checks.cases import Case
from tests.quality.checks.edges import EDGES
from tests.quality.checks.test_columns import Told

Side: TypeAlias = Literal["positive", "negative", "just", "not quite"]


@dataclass(frozen=True, eq=False)
class AnyCase:
    """A table of one check, however it was written down."""

    check: str
    side: Side
    story: str
    columns: Mapping[str, Sequence[object] | pa.Array]

    @property
    def table(self) -> pa.Table:
        return pa.table({name: values if isinstance(values, pa.Array) else list(values) for name, values in self.columns.items()})

    def __str__(self) -> str:
        return f"{self.check}: {self.side}: {self.story}"


@cache
def all_cases() -> tuple[AnyCase, ...]:
    return (*_written(), *_edges())


def _written() -> Iterator[AnyCase]:
    for found in pkgutil.iter_modules(checks.__path__):
        module = importlib.import_module(f"{checks.__name__}.{found.name}")
        for case in getattr(module, "CASES", ()):
            if isinstance(case, Case):
                speaks = case.noted or any(len(rows) for rows in case.fails.values())
                yield AnyCase(case.check, "positive" if speaks else "negative", case.story, case.table)
            elif isinstance(case, Told):
                yield AnyCase(case.check, "negative" if case.columns is None else "positive", case.story, case.table)


def _edges() -> Iterator[AnyCase]:
    for edge in EDGES:
        yield AnyCase(edge.check, "just", edge.story, edge.just)
        yield AnyCase(edge.check, "not quite", edge.story, edge.not_quite)
