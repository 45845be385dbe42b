"""A saved portrait as JSON, and back.

Version 1: the names of the fields below. A spread is its values and its counts, shares are pairs of a value and its
count, correlations are rows of a square, with null where there is none. Unknown is null.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from dpa_jupyter.errors import SessionError
from dpa_jupyter.findings import ColumnType, Scalar
from dpa_jupyter.quality.drift.kept import SavedPortrait
from dpa_jupyter.quality.drift.portrait import (
    ColumnPortrait,
    Correlations,
    FramePortrait,
    KnownFinding,
    Shares,
    Spread,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION: Final = 1
Rows = tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True)
class WrittenSpread:
    """A spread."""

    values: tuple[float, ...]
    counts: tuple[float, ...]


@dataclass(frozen=True)
class WrittenShares:
    """Shares."""

    counts: tuple[tuple[Scalar, float], ...]
    rest: float
    is_complete: bool


@dataclass(frozen=True)
class WrittenColumn:
    """A column."""

    name: str
    type: ColumnType
    native_type: str
    rows: int
    missing: float | None
    distinct: float | None
    mean: float | None
    standard_deviation: float | None
    is_key: bool
    is_withheld: bool
    spread: WrittenSpread | None
    shares: WrittenShares | None


@dataclass(frozen=True)
class WrittenCorrelations:
    """Correlations."""

    columns: tuple[str, ...]
    values: Rows
    rows: Rows


@dataclass(frozen=True)
class WrittenPortrait:
    """A file."""

    version: Literal[1]
    name: str
    at: float
    frame: str
    rows: int
    duplicate_rows: float | None
    score: float | None
    columns: tuple[WrittenColumn, ...]
    correlations: WrittenCorrelations | None
    findings: tuple[KnownFinding, ...]


def to_json(saved: SavedPortrait) -> bytes:
    """Write a saved portrait."""
    known = saved.portrait
    written = WrittenPortrait(
        version=VERSION,
        name=saved.name,
        at=saved.at,
        frame=known.name,
        rows=known.rows,
        duplicate_rows=known.duplicate_rows,
        score=known.score,
        columns=tuple(map(_written, known.columns)),
        correlations=None if known.correlations is None else _written_correlations(known.correlations),
        findings=known.findings,
    )
    return _adapter().dump_json(written, ensure_ascii=True)


def from_json(data: bytes) -> SavedPortrait:
    """Read a saved portrait back, validated.

    Raises:
        SessionError: it is damaged, or was written by a newer version.
    """
    from pydantic import ValidationError

    try:
        return _read(_adapter().validate_json(data))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise SessionError(f"not a baseline of version {VERSION}: {where}: {first['msg']}") from None
    except ValueError as error:
        raise SessionError(f"not a baseline of version {VERSION}: {error}") from None


@cache
def _adapter() -> TypeAdapter[WrittenPortrait]:
    from pydantic import TypeAdapter

    return TypeAdapter(WrittenPortrait)


def _written(column: ColumnPortrait) -> WrittenColumn:
    spread, shares = column.spread, column.shares
    return WrittenColumn(
        name=column.name,
        type=column.type,
        native_type=column.native_type,
        rows=column.rows,
        missing=column.missing,
        distinct=column.distinct,
        mean=column.mean,
        standard_deviation=column.standard_deviation,
        is_key=column.is_key,
        is_withheld=column.is_withheld,
        spread=None if spread is None else WrittenSpread(tuple(spread.values.tolist()), tuple(spread.counts.tolist())),
        shares=None if shares is None else WrittenShares(tuple(shares.counts.items()), shares.rest, shares.is_complete),
    )


def _written_correlations(known: Correlations) -> WrittenCorrelations:
    values = tuple(tuple(each if math.isfinite(each) else None for each in row) for row in known.values.tolist())
    return WrittenCorrelations(known.columns, values, tuple(tuple(row) for row in known.rows.tolist()))


def _read(written: WrittenPortrait) -> SavedPortrait:
    portrait = FramePortrait(
        name=written.frame,
        rows=_count(written.rows),
        columns=tuple(map(_column, written.columns)),
        correlations=None if written.correlations is None else _correlations(written.correlations),
        duplicate_rows=written.duplicate_rows,
        score=written.score,
        findings=written.findings,
    )
    return SavedPortrait(written.name, written.at, portrait)


def _column(written: WrittenColumn) -> ColumnPortrait:
    return ColumnPortrait(
        name=written.name,
        type=written.type,
        native_type=written.native_type,
        rows=_count(written.rows),
        missing=None if written.missing is None else _count(written.missing),
        distinct=written.distinct,
        mean=written.mean,
        standard_deviation=written.standard_deviation,
        is_key=written.is_key,
        is_withheld=written.is_withheld,
        spread=None if written.spread is None else _spread(written.spread),
        shares=None if written.shares is None else _shares(written.shares),
    )


def _spread(written: WrittenSpread) -> Spread:
    values, counts = np.array(written.values, dtype=np.float64), np.array(written.counts, dtype=np.float64)
    if len(values) != len(counts) or not len(values) or not (np.diff(values) > 0).all() or not (counts > 0).all():
        raise ValueError("a spread needs values in ascending order, and a count above 0 for each")
    if not (np.isfinite(values).all() and np.isfinite(counts).all()):
        raise ValueError("a spread is of finite numbers")
    return Spread(values, counts)


def _shares(written: WrittenShares) -> Shares:
    counts = dict(written.counts)
    if not counts or min(*counts.values(), written.rest + 1) <= 0 or written.rest < 0:
        raise ValueError("shares need values, and a count above 0 for each")
    return Shares(counts, written.rest, written.is_complete)


def _correlations(written: WrittenCorrelations) -> Correlations:
    size = len(written.columns)
    values, rows = (
        np.array([[np.nan if each is None else each for each in row] for row in table], dtype=np.float64)
        for table in (written.values, written.rows)
    )
    if values.shape != (size, size) or rows.shape != (size, size):
        raise ValueError("correlations need as many rows and columns as names")
    return Correlations(written.columns, values, rows)


def _count(number: int | float) -> int:
    if not number >= 0 or number > 2**53:
        raise ValueError("a count is a number from 0 on")
    return round(number)
