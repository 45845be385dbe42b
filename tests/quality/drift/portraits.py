"""Portraits of tables, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from dpa_jupyter.frames.arrow_types import column_type
from dpa_jupyter.frames.frame import Column
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.drift.examine import Drift, drift
from dpa_jupyter.quality.drift.portrait import FramePortrait
from dpa_jupyter.quality.drift.portraying import portrait_of
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.engines.tables.column_evidence import measure_column
from dpa_jupyter.quality.evidence import FrameEvidence

Data = Mapping[str, Sequence[object] | pa.Array]


def portrait(value: object, name: str = "df") -> FramePortrait:
    """Measure a frame as a report does."""
    frame = recognise(name, value)
    assert frame is not None
    return portrait_of(list(DuckDBEngine(frame).evidence(lambda _what, _share: None))[-1])


def quick_portrait(table: pa.Table, name: str = "df") -> FramePortrait:
    """Measure a table without a look at what its texts are, for thousands of tables."""
    return portrait_of(quick_evidence(table, name))


def quick_evidence(table: pa.Table, name: str = "df") -> FrameEvidence:
    """Measure the columns of a table one by one."""
    columns = tuple(
        measure_column(Column(field.name, column_type(field.type), str(field.type)), table.column(field.name))
        for field in table.schema
    )
    return FrameEvidence(name, table.num_rows, columns, table, pa.array(range(table.num_rows)))


def moved(then: Data | pa.Table, now: Data | pa.Table, *, at_hand: bool = False) -> Drift:
    """Compare two tables, called `old` and `df`; rows as well where both are at hand."""
    before, after = (each if isinstance(each, pa.Table) else pa.table(dict(each)) for each in (then, now))
    frames = recognise("old", before), recognise("df", after)
    assert frames[0] is not None
    assert frames[1] is not None
    found = drift(portrait(before, "old"), portrait(after), (frames[0], frames[1]) if at_hand else None)
    assert found.broken_checks == ()
    return found
