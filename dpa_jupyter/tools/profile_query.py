"""The statistics of columns, by few DuckDB queries over a frame's rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from dpa_jupyter.findings import ColumnType, Scalar
from dpa_jupyter.frames.arrow_types import analysable, column_type, note_of
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.scalars import short_scalar
from dpa_jupyter.tools.query_bounds import QueryBounds

if TYPE_CHECKING:
    import pyarrow as pa

Measures: TypeAlias = Mapping[str, object]
"""By name; which there are depends on the column's type."""
HELD_CELLS = 50_000_000
"""So many numbers take 400 MB; where less memory may be used, fewer are held."""
CELL_BYTES = 8
CELLS_AT_ONCE = 700_000
"""Exact quantiles and distinct values copy all that they look at, so columns that are held are measured by portions."""
PLACEHOLDERS = (
    *("n/a", "na", "nan", "null", "none", "nil", "(null)", "#n/a", "#value!"),
    *("-", "--", ".", "?", "unknown", "missing", "not available", "undefined"),
)
"""Texts that may stand for a missing value, in lower case."""
PLACEHOLDER = f"lower(word) IN ({', '.join(map(repr, PLACEHOLDERS))})"
TEXT_CONDITIONS = {
    "blank": "word = ''",
    "padded": "word <> '' AND word <> text",
    "placeholders": PLACEHOLDER,
    "numbers": f"TRY_CAST(word AS DOUBLE) IS NOT NULL AND NOT {PLACEHOLDER}",
    "leading_zeros": "regexp_matches(word, '^0[0-9]')",
    "dates": "TRY_CAST(word AS TIMESTAMP) IS NOT NULL",
}
"""What is counted of texts, as SQL over the text and the word that is left of it without spaces around."""
NUMERIC: frozenset[ColumnType] = frozenset({"integer", "number"})
TEMPORAL: frozenset[ColumnType] = frozenset({"datetime", "date", "time", "duration"})


class Data:
    """Columns of a frame for several queries: read once where they are few, streamed for each query otherwise."""

    def __init__(self, frame: Frame, columns: Sequence[str], rows: int, bounds: QueryBounds) -> None:
        self._frame = frame
        self._rows = rows
        self._bounds = bounds
        self.columns = tuple(columns)
        self._connection = bounds.connect()
        self._claimed = {column.name: column.type for column in frame.adapter.columns(frame.value)}
        self._held: pa.Table | None = None
        if rows * len(columns) <= min(HELD_CELLS, bounds.memory // (2 * CELL_BYTES)):
            # Where one column can't be read, the others still can, each for itself.
            with suppress(Exception):
                self._held = frame.adapter.batches(frame.value, list(columns), None).read_all()

    def of(self, columns: Sequence[str]) -> Data:
        """Return other columns of the same frame, for queries within the same bounds."""
        return Data(self._frame, columns, self._rows, self._bounds)

    def types(self, columns: Sequence[str]) -> list[ColumnType]:
        """Return the types of columns, as their values are analysed.

        They are taken from no rows at all, so that no plan is run; objects, which then have none, are what they claim.
        """
        import pyarrow as pa

        kinds = _analysable(self._reader(columns, 0).read_all()).schema.types
        return [
            self._claimed[name] if pa.types.is_null(kind) else column_type(kind)
            for name, kind in zip(columns, kinds, strict=True)
        ]

    def portions(self, columns: Sequence[str]) -> Iterator[Sequence[str]]:
        """Split columns for queries one after the other; where each would stream the rows anew, do not."""
        rows = self._held.num_rows if self._held is not None else 0
        size = max(1, CELLS_AT_ONCE // rows) if rows else len(columns)
        yield from (columns[start : start + size] for start in range(0, len(columns), size))

    def note(self, column: str) -> str | None:
        """Return what was done to a column when it was read, if anything was."""
        return note_of(self._reader([column], 0).schema.field(0))

    def query(self, columns: Sequence[str], sql: str) -> pa.Table:
        """Run SQL over the table `data` of these columns, called c0, c1 …; it is read through once."""
        import pyarrow as pa

        held = self._held
        rows = self._stream(columns) if held is None else _analysable(held.select(list(columns)))
        with self._bounds.of(self._connection):
            self._connection.register("data", rows)
            return pa.table(self._connection.sql(sql))

    def _stream(self, columns: Sequence[str]) -> pa.RecordBatchReader:
        import pyarrow as pa

        reader = self._reader(columns, None)
        schema = _analysable(reader.schema.empty_table()).schema
        parts = (_analysable(pa.Table.from_batches([batch])) for batch in reader)
        return pa.RecordBatchReader.from_batches(schema, (batch for part in parts for batch in part.to_batches()))

    def _reader(self, columns: Sequence[str], limit: int | None) -> pa.RecordBatchReader:
        if self._held is None:
            return self._frame.adapter.batches(self._frame.value, list(columns), limit)
        table = self._held.select(list(columns))
        return (table if limit is None else table.slice(0, limit)).to_reader()


def measure(data: Data, columns: Sequence[str], *, exact: bool) -> list[Measures]:
    """Measure columns, by as few queries as memory allows."""
    portions = data.portions(columns)
    return [measured for portion in portions for measured in _measure_at_once(data, portion, exact=exact)]


def _measure_at_once(data: Data, columns: Sequence[str], *, exact: bool) -> list[Measures]:
    """Measure columns in one query, and what texts say in another one over their different values."""
    kinds = data.types(columns)
    expressions = [
        (index, name, sql)
        for index, kind in enumerate(kinds)
        for name, sql in _of_any(f"c{index}", kind, exact=exact).items()
    ]
    listed = ", ".join(f'{sql} AS "{index}.{name}"' for index, name, sql in expressions)
    (found,) = data.query(columns, f"SELECT {listed} FROM data").to_pylist()
    measured: list[dict[str, object]] = [{} for _ in columns]
    for index, name, _ in expressions:
        measured[index][name] = found[f"{index}.{name}"]
    for index, of_text in _texts(data, columns, [index for index, kind in enumerate(kinds) if kind == "text"]):
        measured[index] |= of_text
    return list(measured)


def _texts(data: Data, columns: Sequence[str], texts: Sequence[int]) -> Iterator[tuple[int, Measures]]:
    """Count in text columns what is blank, a number and so on; each different value is looked at once."""
    if not texts:
        return
    names = [f"c{index}" for index in texts]
    which = " ".join(f"WHEN {name} IS NOT NULL THEN {index}" for name, index in zip(names, texts, strict=True))
    counts = ", ".join(f'sum(n) FILTER (WHERE {sql})::BIGINT AS "{name}"' for name, sql in TEXT_CONDITIONS.items())
    found = data.query(
        columns,
        f"""WITH counted AS (SELECT {", ".join(f"{name}::VARCHAR AS {name}" for name in names)}, count(*) AS n FROM data
            GROUP BY GROUPING SETS (({"), (".join(names)}))),
        values AS (SELECT CASE {which} END AS which, coalesce({", ".join(names)}, NULL) AS text, n FROM counted),
        trimmed AS (SELECT *, trim(text, ' ' || chr(9) || chr(10) || chr(13)) AS word FROM values)
        SELECT which, {counts} FROM trimmed WHERE which IS NOT NULL GROUP BY which""",
    )
    for row in found.to_pylist():
        yield row["which"], {name: row[name] or 0 for name in TEXT_CONDITIONS}


def duplicate_rows(data: Data, columns: Sequence[str]) -> int:
    """Count the rows that are like one before them in these columns.

    They are compared by a hash of 64 bits: that any two of five million are wrongly held for equal has a chance of one
    in a million.
    """
    values = ", ".join(f"c{index}" for index in range(len(columns)))
    table = data.query(columns, f"SELECT count(*) - count(DISTINCT hash({values})) AS n FROM data")
    return int(table.column("n")[0].as_py())


def equal_columns(data: Data, first: str, others: Sequence[str]) -> list[str]:
    """Return which of the other columns hold the same value, or none, as the first in every row."""
    tests = ", ".join(f"coalesce(bool_and(c0 IS NOT DISTINCT FROM c{place + 1}), true)" for place in range(len(others)))
    (found,) = data.query([first, *others], f"SELECT [{tests}] AS equal FROM data").column("equal").to_pylist()
    return [other for other, equal in zip(others, found, strict=True) if equal]


def most_frequent(data: Data, columns: Sequence[str], most: int) -> list[list[tuple[Scalar, int]]]:
    """Return the most frequent values of every column, those of equal count in the order of their text.

    All values of several columns are counted at once, so these have to be columns of few values.
    """
    return [found for portion in data.portions(columns) for found in _most_frequent(data, portion, most)]


def _most_frequent(data: Data, columns: Sequence[str], most: int) -> list[list[tuple[Scalar, int]]]:
    import pyarrow.compute as pc

    kinds = data.types(columns)
    names = [f"c{index}" for index in range(len(columns))]
    shown = [
        f"{name}::VARCHAR AS {name}" if kind in TEMPORAL else name for name, kind in zip(names, kinds, strict=True)
    ]
    sets = ", ".join(f"({name})" for name in names)
    counts = data.query(columns, f"SELECT {', '.join(shown)}, count(*) AS n FROM data GROUP BY GROUPING SETS ({sets})")
    frequent = []
    for name in names:
        group = counts.select([name, "n"]).filter(pc.is_valid(counts.column(name)))
        pairs = zip(group.column(name).to_pylist(), group.column("n").to_pylist(), strict=True)
        ranked = sorted(pairs, key=lambda pair: (-pair[1], str(pair[0])))[:most]
        frequent.append([(short_scalar(value), count) for value, count in ranked])
    return frequent


def _analysable(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    names = [f"c{index}" for index in range(table.num_columns)]
    return pa.table([analysable(column) for column in table.columns], names=names)


def _of_any(column: str, kind: ColumnType, *, exact: bool) -> dict[str, str]:
    """Return what is measured of a column, as SQL."""
    measured = {"present": f"count({column})"}
    if kind != "other":
        measured["distinct"] = f"count(DISTINCT {column})" if exact else f"approx_count_distinct({column})"
    if kind in NUMERIC:
        measured |= _of_numbers(column, kind, exact=exact)
    elif kind in TEMPORAL:
        # As DuckDB writes them: Python's values lose nanoseconds, and end at the year 9999.
        measured |= {"minimum": f"min({column})::VARCHAR", "maximum": f"max({column})::VARCHAR"}
    return measured


def _of_numbers(column: str, kind: ColumnType, *, exact: bool) -> dict[str, str]:
    number = f"{column}::DOUBLE"
    mean = {"mean": f"avg({number})"} if kind == "number" else {"total": f"sum({column})"}
    finite = f" FILTER (WHERE isfinite({number}))" if kind == "number" else ""
    quantile = "quantile_cont" if exact else "approx_quantile"
    return {
        "minimum": f"min({column}){finite}",
        "maximum": f"max({column}){finite}",
        **{name: f"{sql}{finite}" for name, sql in mean.items()},
        "standard_deviation": f"stddev_samp({number}){finite}",
        "quantiles": f"{quantile}({number}, [0.25, 0.5, 0.75]){finite}",
        "zeros": f"count_if({column} = 0)::BIGINT",
        "negatives": f"count_if({column} < 0)::BIGINT",
        "infinite": f"count_if(isinf({number}))::BIGINT" if finite else "0",
    }
