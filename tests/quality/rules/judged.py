"""Rules held against small frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.rules.judging import Judged, RuleBook, judge
from dpa_jupyter.quality.rules.rule import Rule

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def _parquet(table: pa.Table, folder: Path) -> object:
    pq.write_table(table, folder / "data.parquet")
    return pl.scan_parquet(folder / "data.parquet")


LIBRARIES: dict[str, Callable[[pa.Table, Path], object]] = {
    "pyarrow": lambda table, _: table,
    "pandas": lambda table, _: table.to_pandas(),
    "Polars": lambda table, _: pl.DataFrame(table),
    "Parquet": _parquet,
    "DuckDB": lambda table, _: duckdb.from_arrow(table),
    "plan": lambda table, _: pl.DataFrame(table).lazy(),
}


def named(name: str, value: object) -> Frame:
    """Return a frame."""
    frame = recognise(name, value)
    assert frame is not None
    return frame


def judged(rules: Iterable[Rule], value: object, others: Mapping[str, object] | None = None) -> list[Judged]:
    """Hold rules against a frame, on 10 March 2026."""
    frame = named("df", value)
    engine = DuckDBEngine(frame)
    *_, evidence = engine.evidence(lambda _text, _share: None)
    frames = {name: named(name, each) for name, each in (others or {}).items()}
    return judge(engine, evidence, RuleBook(tuple(rules), frame, frames, NOW))


def failing(rules: Iterable[Rule], value: object) -> list[int]:
    """Return the rows that break the only rule."""
    frame = named("df", value)
    (found,) = judged(rules, value)
    if found.finding is None or found.finding.predicate is None:
        return []
    rows: list[int] = DuckDBEngine(frame).rows(found.finding.predicate, (), 100).column(0).to_pylist()
    assert found.failed is not None
    assert len(rows) == found.failed.value
    return rows
