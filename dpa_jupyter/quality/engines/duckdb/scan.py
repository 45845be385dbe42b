"""The fused scan: everything that one look at all rows tells of columns with many different values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, sqrt
from typing import TYPE_CHECKING

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.frames.database import quote
from dpa_jupyter.quality.engines.duckdb.source import Source
from dpa_jupyter.quality.engines.tables.column_evidence import NUMERIC, TEMPORAL, after_or_before
from dpa_jupyter.quality.engines.tables.different import count_different
from dpa_jupyter.quality.engines.tables.plain_numbers import plain_scalar
from dpa_jupyter.quality.engines.tables.text_classes import SPACES, plain_ends
from dpa_jupyter.quality.evidence import ColumnEvidence, Histogram, Measure
from dpa_jupyter.statistics.intervals import NORMAL

if TYPE_CHECKING:
    import pyarrow as pa

KEPT_HASHES = 100_000
"""So many hashed values, those below a limit, tell how many different ones there are to half a percent."""
HASHES = 2**64


def scan(source: Source, estimates: Sequence[ColumnEvidence], rows: int) -> list[ColumnEvidence]:
    """Measure columns of which a sample is known in all rows; one that this fails for stays an estimate.

    What needs sorting stays sampled: quantiles, the histogram, the classes of texts, the most frequent values.
    """
    size = max(1, source.columns_at_once or len(estimates))

    def measure(some: Sequence[ColumnEvidence]) -> list[ColumnEvidence]:
        return _scan_at_once(source, some, rows)

    found: list[ColumnEvidence | Exception] = []
    for start in range(0, len(estimates), size):
        found += source.limit.each(estimates[start : start + size], measure)
    return after_or_before(estimates, found)


def _scan_at_once(source: Source, estimates: Sequence[ColumnEvidence], rows: int) -> list[ColumnEvidence]:
    kept = min(1.0, KEPT_HASHES / max(rows, 1))
    listed = [
        f'{sql} AS "{place}.{name}"'
        for place, column in enumerate(estimates)
        for name, sql in _aggregates(column, kept).items()
    ]
    names = [column.column.name for column in estimates]
    row = source.query(names, f"SELECT {', '.join(listed)} FROM data").read_all()
    found: list[dict[str, pa.Scalar]] = [{} for _ in estimates]
    for name in row.column_names:
        place, _, measure = name.partition(".")
        found[int(place)][measure] = row.column(name)[0]
    return [_with(column, _Found(measures, rows, kept)) for column, measures in zip(estimates, found, strict=True)]


def _aggregates(column: ColumnEvidence, kept: float) -> dict[str, str]:
    """Return what is measured of a column, as SQL by name."""
    name = quote(column.column.name)
    measured = {"present": f"count({name})"}
    if column.distinct is not None:
        limit = min(int(kept * HASHES), HASHES - 1)
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
    rows: int
    kept: float
    """The share of all hashes that was kept."""

    def number(self, name: str) -> float:
        value = self.measures[name].as_py()
        return float(value) if value is not None else 0.0

    def count(self, name: str) -> Measure:
        return Measure(int(self.number(name)))

    def measure(self, name: str) -> Measure | None:
        value = self.measures[name].as_py()
        return Measure(float(value)) if value is not None and isfinite(value) else None

    def distinct(self) -> Measure:
        """Count different values by those whose hash is below a limit, of whom each has the same chance to be.

        They are told apart by 64 bits: that any two of ten million are wrongly held for equal has a chance of one in
        four hundred thousand.
        """
        hashes = self.measures["hashes"]
        kept = count_different(hashes.values.to_numpy().copy()) if hashes.is_valid else 0
        if self.kept == 1.0:
            return Measure(kept)
        spread = NORMAL * sqrt(kept * (1 - self.kept)) if kept else 1 / self.kept
        most = self.number("present")
        low, value, high = ((kept + step * spread) / self.kept for step in (-1, 0, 1))
        return Measure(round(min(value, most)), "approximate", low=max(low, kept), high=min(high, most))


def _with(before: ColumnEvidence, found: _Found) -> ColumnEvidence:
    """Put what was found in all rows in the place of what was estimated."""
    after = replace(
        before,
        missing=Measure(found.rows - int(found.number("present"))),
        distinct=found.distinct() if before.distinct is not None else None,
    )
    if before.type in NUMERIC | TEMPORAL | {"text"}:
        low, high = plain_scalar(found.measures["minimum"]), plain_scalar(found.measures["maximum"])
        after = replace(after, minimum=low, maximum=high)
    if before.type in NUMERIC:
        return _with_numbers(after, found)
    return _with_texts(after, found) if before.type == "text" else after


def _with_numbers(after: ColumnEvidence, found: _Found) -> ColumnEvidence:
    return replace(
        after,
        mean=found.measure("mean"),
        standard_deviation=found.measure("deviation"),
        skewness=found.measure("skewness"),
        zeros=found.count("zeros"),
        negatives=found.count("negatives"),
        infinite=Measure(int(found.number("present") - found.number("finite"))),
        histogram=_widened(after),
    )


def _with_texts(after: ColumnEvidence, found: _Found) -> ColumnEvidence:
    present = found.number("present")
    if not present:
        return after
    return replace(
        after,
        blank=found.count("blank"),
        # A blank text that is not empty is spaced too.
        padded=Measure(int(found.number("spaced") - found.number("blank") + found.number("empty"))),
        lengths=(
            int(found.number("shortest")),
            found.number("characters") / present,
            int(found.number("longest")),
        ),
    )


def _widened(column: ColumnEvidence) -> Histogram | None:
    """Let a sample's outer bins reach to the extremes of all rows."""
    known, low, high = column.histogram, column.minimum, column.maximum
    if known is None or not isinstance(low, int | float) or not isinstance(high, int | float):
        return known
    edges = (min(known.edges[0], float(low)), *known.edges[1:-1], max(known.edges[-1], float(high)))
    return Histogram(edges, known.counts)
