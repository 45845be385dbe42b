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
DATE = (
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.](\d{1,2}|[A-Za-z]{3})[-/.]\d{2}(\d{2})?"
    r"|\d{1,2} [A-Za-z]{3,9} \d{4}|[A-Za-z]{3,9} \d{1,2},? \d{4})"
)
TIME = r"([T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AaPp][Mm])?( ?(Z|UTC|[+-]\d\d:?\d\d))?)?"
DATE_FORMATS = [
    *("%Y-%m-%d", "%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y", "%d-%b-%Y", "%d-%b-%y"),
    *("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y"),
]
"""Of dates without a comma, whose numbers have a hyphen between them, whatever it was."""
PARSES: dict[ParseClass, str] = {
    "integer": r"regexp_full_match(word, '[+-]?\d+')",
    "number": r"regexp_full_match(word, '[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?')",
    "boolean": "lower(word) IN ('true', 'false', 'yes', 'no', 't', 'f', 'y', 'n')",
    "date": f"""CASE WHEN regexp_full_match(word, '{DATE}{TIME}')
        THEN try_strptime(translate(regexp_extract(word, '^{DATE}'), '/.,', '--'), {DATE_FORMATS}) IS NOT NULL END""",
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


def plain_ends(text: str) -> str:
    """Write in SQL that a text begins and ends with a visible character of ASCII: then it needs no closer look."""
    return f"(ord({text}) BETWEEN 33 AND 126 AND ord({text}[-1]) BETWEEN 33 AND 126)"


def summarise_texts(connection: DuckDBPyConnection, columns: Sequence[ValueCounts]) -> list[TextSummary]:
    """Measure columns of texts in one query, however many there are."""
    import numpy as np
    import pyarrow as pa

    if not columns:
        return []
    sizes = [len(column.values) for column in columns]
    places = pa.array(np.repeat(np.arange(len(columns)), sizes))
    texts = pa.chunked_array([column.values.cast(pa.large_string()) for column in columns], pa.large_string())
    texts.validate(full=True)  # DuckDB 1.4 never comes back from text that is no UTF-8
    counts = pa.chunked_array([column.counts for column in columns], pa.int64())
    connection.register("texts", pa.table({"place": places, "text": texts, "n": counts}))
    groups: list[list[_Group]] = [[] for _ in columns]
    for row in pa.table(connection.sql(_QUERY)).to_pylist():
        groups[row.pop("place")].append(_Group(**row))
    connection.unregister("texts")
    return [_summary(found) for found in groups]


@dataclass(frozen=True, slots=True)
class _Group:
    """The texts of a column that are of one class, and alike in white space."""

    present: int
    characters: int
    shortest: int
    longest: int
    minimum: str
    maximum: str
    space: str | None
    """Either "blank" or "padded", None for neither."""
    kind: ParseClass


def _summary(groups: Sequence[_Group]) -> TextSummary:
    present = sum(group.present for group in groups)
    if not present:
        return TextSummary(0)
    kinds: tuple[ParseClass, ...] = (*PARSES, "text")
    return TextSummary(
        present=present,
        blank=sum(group.present for group in groups if group.space == "blank"),
        padded=sum(group.present for group in groups if group.space == "padded"),
        lengths=(
            min(group.shortest for group in groups),
            sum(group.characters for group in groups) / present,
            max(group.longest for group in groups),
        ),
        minimum=min(group.minimum for group in groups),
        maximum=max(group.maximum for group in groups),
        parses={kind: sum(group.present for group in groups if group.kind == kind) for kind in kinds},
    )


_CLASS = rf"""
    CASE WHEN ord(word) BETWEEN ord('+') AND ord('9') THEN
        CASE WHEN {PARSES["integer"]} THEN 'integer' WHEN {PARSES["number"]} THEN 'number'
            WHEN regexp_matches(word, '^\d{{1,4}}[-/. ](\d|[A-Za-z])')
                THEN CASE WHEN {PARSES["date"]} THEN 'date' ELSE 'text' END
            ELSE 'text' END
    WHEN strlen(word) < 6 AND {PARSES["boolean"]} THEN 'boolean'
    WHEN regexp_matches(word, '^[A-Za-z]{{3,9}} \d') THEN CASE WHEN {PARSES["date"]} THEN 'date' ELSE 'text' END
    ELSE 'text' END"""
"""As the order of `PARSES` says, but what takes long is tried only where something quick lets it be hoped for.

That is said with CASE, as AND evaluates both sides; and the text without white space is materialised, as it would be
computed again for each mention.
"""
_QUERY = f"""
    WITH trimmed AS MATERIALIZED (
        SELECT *, CASE WHEN {plain_ends("text")} THEN text
            ELSE regexp_replace(text, '^{SPACES}+|{SPACES}+$', '', 'g') END AS word
        FROM texts),
    classed AS (
        SELECT place, text, n, length(text) AS size, {_CLASS} AS kind,
            CASE WHEN strlen(word) = 0 THEN 'blank' WHEN strlen(word) < strlen(text) THEN 'padded' END AS space
        FROM trimmed)
    SELECT place, kind, space, sum(n)::BIGINT AS present, sum(n * size)::BIGINT AS characters,
        min(size) AS shortest, max(size) AS longest, min(text) AS minimum, max(text) AS maximum
    FROM classed GROUP BY place, kind, space"""
