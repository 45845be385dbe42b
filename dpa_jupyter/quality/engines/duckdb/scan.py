"""The fused scan: everything that one look at all rows tells of columns with many different values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.frames.database import quote
from dpa_jupyter.quality.engines.duckdb.source import Source
from dpa_jupyter.quality.engines.tables.column_evidence import NUMERIC, TEMPORAL, after_or_before
from dpa_jupyter.quality.engines.tables.from_scan import with_scanned
from dpa_jupyter.quality.engines.tables.text_classes import SPACES, plain_ends
from dpa_jupyter.quality.evidence import ColumnEvidence
from dpa_jupyter.quality.states.hashes import Hashes, limit_for
from dpa_jupyter.quality.states.moments import Moments
from dpa_jupyter.quality.states.scanned import ScannedColumn, ScannedNumbers, ScannedTexts

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Asked:
    """A column to be measured."""

    name: str
    type: ColumnType
    is_countable: bool
    """Whether its values can be compared, so that different ones can be counted."""

    @classmethod
    def of(cls, column: ColumnEvidence) -> Asked:
        """Ask of all rows what a sample can't tell."""
        return cls(column.column.name, column.type, column.distinct is not None)


def scan(
    scanned: Callable[[Sequence[Asked], int], list[ScannedColumn | Exception]],
    estimates: Sequence[ColumnEvidence],
    rows: int,
) -> list[ColumnEvidence]:
    """Measure columns of which a sample is known in all rows; one that this fails for stays an estimate.

    What needs sorting stays sampled: quantiles, the histogram, the classes of texts, the most frequent values.
    """
    found = scanned([Asked.of(column) for column in estimates], limit_for(rows))
    measured = [
        after if isinstance(after, Exception) else with_scanned(before, after, rows)
        for before, after in zip(estimates, found, strict=True)
    ]
    return after_or_before(estimates, measured)


def scan_columns(source: Source, columns: Sequence[Asked], limit: int) -> list[ScannedColumn | Exception]:
    """Measure columns, each hash of a value up to a limit kept, or return why one can't be measured."""
    size = max(1, source.columns_at_once or len(columns))
    found: list[ScannedColumn | Exception] = []
    for start in range(0, len(columns), size):
        found += source.limit.each(columns[start : start + size], lambda some: _scan_at_once(source, some, limit))
    return found


def _scan_at_once(source: Source, columns: Sequence[Asked], limit: int) -> list[ScannedColumn]:
    listed = [
        f'{sql} AS "{place}.{name}"'
        for place, column in enumerate(columns)
        for name, sql in _aggregates(column, limit).items()
    ]
    names = [column.name for column in columns]
    row = source.query(names, f"SELECT {', '.join(listed)} FROM data").read_all()
    found: list[dict[str, pa.Scalar]] = [{} for _ in columns]
    for name in row.column_names:
        place, _, measure = name.partition(".")
        found[int(place)][measure] = row.column(name)[0]
    return [_state(column, _Found(measures), limit) for column, measures in zip(columns, found, strict=True)]


def _aggregates(column: Asked, limit: int) -> dict[str, str]:
    """Return what is measured of a column, as SQL by name."""
    name = quote(column.name)
    measured = {"present": f"count({name})"}
    if column.is_countable:
        measured["hashes"] = (
            f"list(hash({name})) FILTER (WHERE hash({name}) <= {limit}::UBIGINT AND {name} IS NOT NULL)"
        )
    if column.type in NUMERIC:
        measured |= _of_numbers(name, column.type)
    elif column.type == "duration":
        measured |= {"minimum": f"epoch(min({name}))", "maximum": f"epoch(max({name}))"}
    elif column.type in TEMPORAL:
        measured |= {"minimum": f"min({name})", "maximum": f"max({name})"}
    elif column.type == "text":
        measured |= _of_texts(name)
    return measured


def _of_numbers(name: str, kind: ColumnType) -> dict[str, str]:
    finite = f"(CASE WHEN isfinite({name}) THEN {name} END)" if kind == "number" else name
    number = f"{finite}::DOUBLE"
    return {
        "finite": f"count({finite})",
        "minimum": f"min({finite})",
        "maximum": f"max({finite})",
        "mean": f"avg({number})",
        "deviation": f"stddev_samp({number})",
        "skewness": f"skewness({number})",
        "zeros": f"count_if({name} = 0)",
        "negatives": f"count_if({finite} < 0)",
    }


def _of_texts(name: str) -> dict[str, str]:
    blank = f"regexp_full_match({name}, '{SPACES}*')"
    ends = f"regexp_matches({name}, '^{SPACES}|{SPACES}$')"
    return {
        "minimum": f"min({name})",
        "maximum": f"max({name})",
        "shortest": f"min(length({name}))",
        "characters": f"sum(length({name}))",
        "longest": f"max(length({name}))",
        "empty": f"count_if({name} = '')",
        "blank": f"count_if(CASE WHEN {plain_ends(name)} THEN false ELSE {blank} END)",
        "spaced": f"count_if(CASE WHEN {plain_ends(name)} THEN false ELSE {ends} END)",
    }


@dataclass(frozen=True, slots=True)
class _Found:
    """The aggregates of one column."""

    measures: Mapping[str, pa.Scalar]

    def count(self, name: str) -> int:
        return int(self.measures[name].as_py() or 0)

    def number(self, name: str) -> float | None:
        value = self.measures[name].as_py()
        return None if value is None else float(value)


def _state(column: Asked, found: _Found, limit: int) -> ScannedColumn:
    present = found.count("present")
    return ScannedColumn(
        present,
        _hashes(found.measures["hashes"], limit) if column.is_countable else None,
        _ends(found.measures) if "minimum" in found.measures else None,
        _numbers(found) if column.type in NUMERIC else None,
        _texts(found) if column.type == "text" and present else None,
    )


def _hashes(listed: pa.Scalar, limit: int) -> Hashes:
    import numpy as np

    return Hashes.of(listed.values.to_numpy() if listed.is_valid else np.empty(0, np.uint64), limit)


def _ends(measures: Mapping[str, pa.Scalar]) -> pa.Array | None:
    import pyarrow as pa

    least, most = measures["minimum"], measures["maximum"]
    return pa.array([least, most], least.type) if least.is_valid else None


def _numbers(found: _Found) -> ScannedNumbers:
    moments = Moments.of(
        found.count("finite"), found.number("mean"), found.number("deviation"), found.number("skewness")
    )
    return ScannedNumbers(moments, found.count("zeros"), found.count("negatives"))


def _texts(found: _Found) -> ScannedTexts:
    names = ("shortest", "characters", "longest", "empty", "blank", "spaced")
    return ScannedTexts(*(found.count(name) for name in names))
