"""The rows that a card rests on: all of a frame where that is cheap, a sample otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from dpa_jupyter.findings import Precision
from dpa_jupyter.frames.frame import Frame, FrameAdapter
from dpa_jupyter.frames.halving import each_or_error

if TYPE_CHECKING:
    import pyarrow as pa

SAMPLE_CELLS = 2_000_000
SAMPLE_ROWS = 100_000
"""A share estimated from so many independent rows is within 0.3 percentage points, 95 times of 100."""
WHOLE_CELLS = 10_000_000


@runtime_checkable
class Sampling(Protocol):
    """What an adapter can do besides, where its library allows."""

    whole_cells: int
    """So many cells are read whole for a card, in about a second."""

    def sample(self, value: object, rows: int) -> object:
        """Return a part of at most so many rows, evenly spread where that is cheap, as an object of the same kind."""
        ...


@dataclass(frozen=True, slots=True)
class CardRows:
    """What was read of a frame: a column each, or why it could not be read."""

    fields: Sequence[tuple[pa.Field, pa.ChunkedArray] | Exception]
    used: int
    total: int | None
    precision: Precision = "exact"
    note: str = ""


def card_rows(frame: Frame, columns: Sequence[str]) -> CardRows:
    """Read these columns, of all rows where they are few enough and of a sample otherwise."""
    adapter = frame.adapter
    whole_cells = adapter.whole_cells if isinstance(adapter, Sampling) else WHOLE_CELLS
    whole_rows = whole_cells // max(1, len(columns))
    total = adapter.row_count(frame.value)
    if total is None:
        return _first_rows(frame, columns, min(whole_rows, SAMPLE_ROWS))
    if total <= whole_rows:
        return CardRows(_read(adapter, frame.value, columns, None), total, total)
    rows = min(SAMPLE_ROWS, max(1_000, SAMPLE_CELLS // max(1, len(columns))))
    if not isinstance(adapter, Sampling):
        return _first_rows(frame, columns, rows)
    fields = _read(adapter, adapter.sample(frame.value, rows), columns, None)
    used = _length(fields)
    note = f"Statistics rest on a sample of {used:,} of {total:,} rows, taken evenly from all of them."
    return CardRows(fields, used, total, "sampled", note)


def _first_rows(frame: Frame, columns: Sequence[str], rows: int) -> CardRows:
    """Read the head of a plan; if that turns out to be all, the card is exact after all."""
    fields = _read(frame.adapter, frame.value, columns, rows + 1)
    found = _length(fields)
    if found <= rows:
        return CardRows(fields, found, found if fields else None)
    cut = [field if isinstance(field, Exception) else (field[0], field[1].slice(0, rows)) for field in fields]
    note = f"Statistics rest on the first {rows:,} rows; how many there are is known only when the plan is run."
    return CardRows(cut, rows, None, "sampled", note)


def _read(
    adapter: FrameAdapter, value: object, columns: Sequence[str], limit: int | None
) -> list[tuple[pa.Field, pa.ChunkedArray] | Exception]:
    def read(names: Sequence[str]) -> list[tuple[pa.Field, pa.ChunkedArray]]:
        table = adapter.batches(value, names, limit).read_all()
        return list(zip(table.schema, table.columns, strict=True))

    return each_or_error(columns, read) if columns else []


def _length(fields: Sequence[tuple[pa.Field, pa.ChunkedArray] | Exception]) -> int:
    return max((len(field[1]) for field in fields if not isinstance(field, Exception)), default=0)
