"""The fused scan: everything that one look at all rows tells of columns, in one job for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING, TypeAlias

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.engines.spark.cells import HASH, cells_of, value_slot
from dpa_jupyter.quality.engines.spark.rows import SparkRows
from dpa_jupyter.quality.engines.tables.column_evidence import NUMERIC, after_or_before
from dpa_jupyter.quality.engines.tables.from_scan import with_scanned
from dpa_jupyter.quality.engines.tables.text_classes import SPACES
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure
from dpa_jupyter.quality.languages.spark_sql import spark_pattern
from dpa_jupyter.quality.states.hashes import ALL, counted, limit_for
from dpa_jupyter.quality.states.moments import Moments
from dpa_jupyter.quality.states.scanned import ScannedColumn, ScannedNumbers, ScannedTexts

if TYPE_CHECKING:
    import pyarrow as pa

    Measures: TypeAlias = Mapping[str, pa.Scalar]

FINITE = "CASE WHEN abs(number) < CAST('Infinity' AS DOUBLE) THEN number END"
PLAIN_ENDS = "(ascii(text) BETWEEN 33 AND 126 AND ascii(right(text, 1)) BETWEEN 33 AND 126)"
"""Such a text has no space at an end, and needs no closer look."""
MANY = 128
"""Columns, beyond which Spark sorts what it collects for each instead of holding all at once."""
ORDERED: frozenset[ColumnType] = frozenset({"integer", "number", "datetime", "date"})
"""Types of which the least and the most are looked for: for those of texts, Spark would sort all cells."""


def scan(rows: SparkRows, estimates: Sequence[ColumnEvidence], total: int) -> list[ColumnEvidence]:
    """Measure columns of which a sample is known in all rows; one that this fails for, or takes too long, stays one.

    What needs sorting stays sampled: quantiles, the histogram, the classes of texts, the most frequent values.
    """
    return after_or_before(estimates, rows.limit.each(estimates, lambda some: _scan_at_once(rows, some, total)))


def _scan_at_once(rows: SparkRows, estimates: Sequence[ColumnEvidence], total: int) -> list[ColumnEvidence]:
    from pyspark.sql import functions

    cells = cells_of(rows, {known.column.name: known.type for known in estimates})
    ready = cells.selectExpr("*", f"{HASH} AS hash", f"{FINITE} AS finite", "char_length(text) AS size")
    limit = limit_for(total, len(estimates))
    listed = [functions.expr(sql).alias(name) for name, sql in _aggregates(limit, len(estimates)).items()]
    table = ready.groupBy("place").agg(*listed).toArrow()
    by_place = {each["place"].as_py(): each for each in _by_row(table)}
    return [_with(known, by_place.get(place), total, limit) for place, known in enumerate(estimates)]


def _aggregates(limit: int, columns: int) -> dict[str, str]:
    """Return what is measured of every column, as SQL by name; hashes are signed here.

    To count different values, Spark makes a group, with all aggregates, of each of them: of many columns it is twice as
    fast to collect them, of few of many rows it is not.
    """
    hashes = f"CASE WHEN hash <= {limit - ALL // 2}L THEN hash END"
    blank, ends = (f"text RLIKE {spark_pattern(each)}" for each in (f"^{SPACES}*$", f"^{SPACES}|{SPACES}$"))
    slots = ("whole", "finite", "time")
    return {
        "present": "count(1)",
        "different": f"size(collect_set({hashes}))" if columns > MANY else f"count(DISTINCT {hashes})",
        **{f"least_{slot}": f"min({slot})" for slot in slots},
        **{f"most_{slot}": f"max({slot})" for slot in slots},
        "finite": "count(finite)",
        "mean": "avg(finite)",
        "deviation": "stddev_samp(finite)",
        "skewness": "skewness(finite)",
        "zeros": "count_if(number = 0)",
        "negatives": "count_if(finite < 0)",
        "shortest": "min(size)",
        "characters": "sum(size)",
        "longest": "max(size)",
        "empty": "count_if(text = '')",
        "blank": f"count_if(CASE WHEN {PLAIN_ENDS} THEN false ELSE {blank} END)",
        "spaced": f"count_if(CASE WHEN {PLAIN_ENDS} THEN false ELSE {ends} END)",
    }


def _by_row(table: pa.Table) -> list[dict[str, pa.Scalar]]:
    names = table.column_names
    return [dict(zip(names, row, strict=True)) for row in zip(*table.columns, strict=True)]


def _with(before: ColumnEvidence, measures: Measures | None, total: int, limit: int) -> ColumnEvidence:
    """Put what was found in all rows in the place of what was estimated."""
    is_countable = before.distinct is not None and value_slot(before.type) is not None
    if measures is None:  # no row has a value
        return replace(before, missing=Measure(total), distinct=Measure(0) if is_countable else before.distinct)
    after = with_scanned(before, _state(before.type, measures), total)
    if before.type not in ORDERED:
        after = replace(after, minimum=None, maximum=None)
    different = counted(_count(measures, "different"), limit, _count(measures, "present"))
    return replace(after, distinct=different if is_countable else before.distinct)


def _state(kind: ColumnType, measures: Measures) -> ScannedColumn:
    return ScannedColumn(
        _count(measures, "present"),
        ends=_ends(kind, measures),
        numbers=_numbers(measures) if kind in NUMERIC else None,
        texts=_texts(measures) if kind == "text" else None,
    )


def _ends(kind: ColumnType, measures: Measures) -> pa.Array | None:
    import pyarrow as pa

    if kind not in ORDERED:
        return None
    slot = "finite" if kind == "number" else value_slot(kind)
    least, most = (measures[f"{end}_{slot}"] for end in ("least", "most"))
    if not least.is_valid:
        return None
    ends = pa.array([least, most], least.type)
    return ends.cast(pa.date32()) if kind == "date" else ends


def _numbers(measures: Measures) -> ScannedNumbers:
    count, skewness = _count(measures, "finite"), _number(measures, "skewness")
    if skewness is not None and count > 2:  # Spark has that of a population
        skewness *= sqrt(count * (count - 1)) / (count - 2)
    moments = Moments.of(count, _number(measures, "mean"), _number(measures, "deviation"), skewness)
    return ScannedNumbers(moments, _count(measures, "zeros"), _count(measures, "negatives"))


def _texts(measures: Measures) -> ScannedTexts:
    names = ("shortest", "characters", "longest", "empty", "blank", "spaced")
    return ScannedTexts(*(_count(measures, name) for name in names))


def _count(measures: Measures, name: str) -> int:
    return int(measures[name].as_py() or 0)


def _number(measures: Measures, name: str) -> float | None:
    value = measures[name].as_py()
    return None if value is None else float(value)
