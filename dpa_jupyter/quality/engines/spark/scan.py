"""The fused scan: everything that one look at all rows tells of columns, in one job for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, sqrt
from typing import TYPE_CHECKING

from dpa_jupyter.findings import Scalar
from dpa_jupyter.frames.halving import each_or_error
from dpa_jupyter.quality.engines.spark.cells import HASH, cells_of
from dpa_jupyter.quality.engines.spark.rows import SparkRows
from dpa_jupyter.quality.engines.tables.column_evidence import NUMERIC
from dpa_jupyter.quality.engines.tables.estimates import kept_distinct, widened
from dpa_jupyter.quality.engines.tables.plain_numbers import plain_scalar
from dpa_jupyter.quality.engines.tables.text_classes import SPACES
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure
from dpa_jupyter.quality.languages.spark_sql import spark_pattern

if TYPE_CHECKING:
    import pyarrow as pa

KEPT_HASHES = 100_000
"""So many hashed values of a column, those below a limit, tell how many different ones there are to 0.6 %."""
MOST_KEPT = 2_000_000
"""So many of all columns."""
HASHES = 2**64
FINITE = "CASE WHEN abs(number) < CAST('Infinity' AS DOUBLE) THEN number END"
PLAIN_ENDS = "(ascii(text) BETWEEN 33 AND 126 AND ascii(right(text, 1)) BETWEEN 33 AND 126)"
"""Such a text has no space at an end, and needs no closer look."""


def _aggregates(kept: float) -> dict[str, str]:
    """Return what is measured of every column, as SQL by name."""
    limit = -HASHES // 2 + min(int(kept * HASHES), HASHES - 1)
    blank, ends = (f"text RLIKE {spark_pattern(each)}" for each in (f"^{SPACES}*$", f"^{SPACES}|{SPACES}$"))
    return {
        "present": "count(1)",
        "different": f"count(DISTINCT CASE WHEN hash <= {_long(limit)} THEN hash END)",
        **{f"least_{slot}": f"min({slot})" for slot in ("whole", "finite", "text", "time")},
        **{f"most_{slot}": f"max({slot})" for slot in ("whole", "finite", "text", "time")},
        "finite": "count(finite)",
        "mean": "avg(finite)",
        "deviation": "stddev_samp(finite)",
        "skewness": "skewness(finite)",
        "zeros": "count_if(number = 0)",
        "negatives": "count_if(finite < 0)",
        "shortest": "min(size)",
        "characters": "sum(size)",
        "longest": "max(size)",
        "blank": f"count_if(CASE WHEN {PLAIN_ENDS} THEN false ELSE {blank} END)",
        # A blank text that is not empty is spaced, too.
        "empty": "count_if(text = '')",
        "spaced": f"count_if(CASE WHEN {PLAIN_ENDS} THEN false ELSE {ends} END)",
    }


def _long(value: int) -> str:
    return "(-9223372036854775807L - 1L)" if value == -HASHES // 2 else f"({value}L)"


def scan(rows: SparkRows, estimates: Sequence[ColumnEvidence], total: int) -> list[ColumnEvidence]:
    """Measure columns of which a sample is known in all rows; one that this fails for stays an estimate.

    What needs sorting stays sampled: quantiles, the histogram, the classes of texts, the most frequent values.
    """
    kept = min(1.0, min(KEPT_HASHES, MOST_KEPT / max(1, len(estimates))) / max(total, 1))
    found = each_or_error(estimates, lambda some: _scan_at_once(rows, some, total, kept)) if estimates else []
    return [before if isinstance(after, Exception) else after for before, after in zip(estimates, found, strict=True)]


def _scan_at_once(
    rows: SparkRows, estimates: Sequence[ColumnEvidence], total: int, kept: float
) -> list[ColumnEvidence]:
    from pyspark.sql import functions

    cells = cells_of(rows, {known.column.name: known.type for known in estimates})
    ready = cells.selectExpr("*", f"{HASH} AS hash", f"{FINITE} AS finite", "char_length(text) AS size")
    listed = [functions.expr(sql).alias(name) for name, sql in _aggregates(kept).items()]
    table = ready.groupBy("place").agg(*listed).toArrow()
    by_place = {row["place"].as_py(): row for row in _scalars(table)}
    return [_with(known, by_place.get(place), total, kept) for place, known in enumerate(estimates)]


def _scalars(table: pa.Table) -> list[dict[str, pa.Scalar]]:
    names = table.column_names
    return [dict(zip(names, row, strict=True)) for row in zip(*table.columns, strict=True)]


@dataclass(frozen=True, slots=True)
class _Found:
    """The aggregates of one column."""

    measures: Mapping[str, pa.Scalar]

    def number(self, name: str) -> float:
        value = self.measures[name].as_py()
        return float(value) if value is not None else 0.0

    def count(self, name: str) -> Measure:
        return Measure(int(self.number(name)))

    def measure(self, name: str) -> Measure | None:
        value = self.measures[name].as_py()
        return Measure(float(value)) if value is not None and isfinite(value) else None

    def skewness(self) -> Measure | None:
        """Adjust the population's skewness for the sample size, as all others do (G1 of Joanes & Gill 1998)."""
        count, found = self.number("finite"), self.measure("skewness")
        if found is None or count <= 2:
            return None
        return Measure(found.value * sqrt(count * (count - 1)) / (count - 2))

    def extremes(self, known: ColumnEvidence) -> tuple[Scalar, Scalar]:
        kind = known.type
        slot = {"integer": "whole", "number": "finite", "text": "text", "datetime": "time", "date": "time"}[kind]
        low, high = (plain_scalar(self.measures[f"{end}_{slot}"]) for end in ("least", "most"))
        if kind == "date":
            return str(low).partition("T")[0], str(high).partition("T")[0]
        return low, high


def _with(
    before: ColumnEvidence, measures: Mapping[str, pa.Scalar] | None, total: int, kept: float
) -> ColumnEvidence:
    """Put what was found in all rows in the place of what was estimated."""
    if measures is None:  # no row has a value
        distinct = Measure(0) if before.distinct is not None else None
        return replace(before, missing=Measure(total), distinct=distinct)
    found = _Found(measures)
    present = int(found.number("present"))
    after = replace(before, missing=Measure(total - present))
    if before.distinct is not None and before.type != "duration":
        after = replace(after, distinct=kept_distinct(int(found.number("different")), present, kept))
    if before.type in {"integer", "number", "text", "datetime", "date"}:
        low, high = found.extremes(before)
        after = replace(after, minimum=low, maximum=high)
    if before.type in NUMERIC:
        return _with_numbers(after, found)
    return _with_texts(after, found) if before.type == "text" else after


def _with_numbers(after: ColumnEvidence, found: _Found) -> ColumnEvidence:
    return replace(
        after,
        mean=found.measure("mean"),
        standard_deviation=found.measure("deviation"),
        skewness=found.skewness(),
        zeros=found.count("zeros"),
        negatives=found.count("negatives"),
        infinite=Measure(int(found.number("present") - found.number("finite"))),
        histogram=widened(after),
    )


def _with_texts(after: ColumnEvidence, found: _Found) -> ColumnEvidence:
    present = found.number("present")
    return replace(
        after,
        blank=found.count("blank"),
        padded=Measure(int(found.number("spaced") - found.number("blank") + found.number("empty"))),
        lengths=(int(found.number("shortest")), found.number("characters") / present, int(found.number("longest"))),
    )
