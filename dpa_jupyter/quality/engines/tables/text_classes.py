"""What texts are: blank, padded, numbers, dates; each different text is looked at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpa_jupyter.quality.evidence import ParseClass, ValueCounts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SPACES = "[\\s\\p{Z}\\x{85}\\x{1C}-\\x{1F}\\v]"
"""What Unicode calls white space, in RE2's syntax."""
DATE_FORMATS = tuple(
    day + time
    for day in (
        *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"),
        *("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y"),
        *("%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%b-%y"),
    )
    for time in ("", " %H:%M", " %H:%M:%S", " %I:%M %p")
)
DATE_LIKE = (
    r"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.](\d{1,2}|\pL{3})[-/.]\d{2}(\d{2})?"
    r"|\d{1,2} \pL{3,9} \d{4}|\pL{3,9} \d{1,2},? \d{4})([T ]|$)"
)
"""The form that a date begins with; whether there is such a day, the formats tell."""
PARSES: dict[ParseClass, str] = {
    "integer": r"regexp_full_match(word, '[+-]?\d+')",
    "number": r"regexp_full_match(word, '[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?')",
    "boolean": "lower(word) IN ('true', 'false', 'yes', 'no', 't', 'f', 'y', 'n')",
    "date": f"""regexp_matches(word, '{DATE_LIKE}')
        AND coalesce(TRY_CAST(word AS TIMESTAMP), try_strptime(word, {list(DATE_FORMATS)})) IS NOT NULL""",
}
"""SQL over the text without white space around, in the order in which a text is tried."""


@dataclass(frozen=True, slots=True)
class TextSummary:
    """How many rows of a column hold which texts."""

    present: int
    blank: int = 0
    padded: int = 0
    lengths: tuple[int, float, int] | None = None
    minimum: str | None = None
    maximum: str | None = None
    parses: Mapping[ParseClass, int] = field(default_factory=dict)


def summarise_texts(connection: DuckDBPyConnection, columns: Sequence[ValueCounts]) -> list[TextSummary]:
    """Measure columns of texts in one query, however many there are."""
    import numpy as np
    import pyarrow as pa

    if not columns:
        return []
    sizes = [len(column.values) for column in columns]
    places = pa.array(np.repeat(np.arange(len(columns)), sizes))
    texts = pa.chunked_array([column.values.cast(pa.large_string()) for column in columns], pa.large_string())
    counts = pa.chunked_array([column.counts for column in columns], pa.int64())
    connection.register("texts", pa.table({"place": places, "text": texts, "n": counts}))
    found = {row["place"]: row for row in pa.table(connection.sql(_QUERY)).to_pylist()}
    connection.unregister("texts")
    return [_summary(found[place]) if place in found else TextSummary(0) for place in range(len(columns))]


def _summary(row: Mapping[str, object]) -> TextSummary:
    def count(name: str) -> int:
        return int(str(row[name]))

    return TextSummary(
        present=count("present"),
        blank=count("blank"),
        padded=count("padded"),
        lengths=(count("shortest"), float(str(row["length"])), count("longest")),
        minimum=str(row["minimum"]),
        maximum=str(row["maximum"]),
        parses={name: count(name) for name in (*PARSES, "text")},
    )


def _sum(condition: str, name: str) -> str:
    return f'coalesce(sum(n) FILTER (WHERE {condition}), 0)::BIGINT AS "{name}"'


_CLASS = f"CASE {' '.join(f'WHEN {sql} THEN {name!r}' for name, sql in PARSES.items())} ELSE 'text' END"
_QUERY = f"""
    WITH trimmed AS (
        SELECT *, CASE WHEN regexp_matches(text, '^{SPACES}|{SPACES}$')
            THEN regexp_replace(text, '^{SPACES}+|{SPACES}+$', '', 'g') ELSE text END AS word
        FROM texts),
    classed AS (SELECT *, length(text) AS size, {_CLASS} AS class FROM trimmed)
    SELECT place, sum(n)::BIGINT AS present, {_sum("word = ''", "blank")},
        {_sum("word <> '' AND word <> text", "padded")},
        min(size) AS shortest, (sum(size * n) / sum(n))::DOUBLE AS length, max(size) AS longest,
        min(text) AS minimum, max(text) AS maximum,
        {", ".join(_sum(f"class = {name!r}", name) for name in (*PARSES, "text"))}
    FROM classed GROUP BY place"""
