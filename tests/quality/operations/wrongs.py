"""A small frame with something wrong in each column, and operations that mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from dpa_jupyter.quality.expressions import Column, Literal, Lookup, Repeats, Value, call
from dpa_jupyter.quality.operation import Action, DropColumns, DropRows, Operation, RenameColumn, SetValues

HOSTILE = "\"x'\\\n__import__('os').system('true') #--"
ROWS: dict[str, list[Value]] = {
    "city": [" Berlin", "BERLIN", "N/A", None, "Rome", " Berlin"],
    "price": ["1,5", " 2", "x", None, "3e2", "1,5"],
    "age": [1, 999, -3, None, 5, 1],
    "weight": [0.5, -1.5, float("inf"), None, 70.0, 0.5],
    "when": [datetime(2024, 1, 1, 5), datetime(1970, 1, 1), None, datetime(2024, 5, 1), datetime(2024, 6, 1), datetime(2024, 1, 1, 5)],
    "day": [date(2024, 1, 1), date(1900, 1, 1), None, date(2024, 5, 1), date(2024, 6, 1), date(2024, 1, 1)],
    "ok": [True, False, None, True, True, True],
    HOSTILE: ["a", "b", "c", None, "e", "a"],
}  # fmt: skip
SCHEMA = pa.schema(
    [
        ("city", pa.string()),
        ("price", pa.string()),
        ("age", pa.int64()),
        ("weight", pa.float64()),
        ("when", pa.timestamp("us")),
        ("day", pa.date32()),
        ("ok", pa.bool_()),
        (HOSTILE, pa.string()),
    ]
)
CITY, PRICE, AGE, WEIGHT, WHEN, DAY, OK = map(Column, ["city", "price", "age", "weight", "when", "day", "ok"])


def operation(name: str, action: Action) -> Operation:
    return Operation(name, f"{name} of {HOSTILE}", action, "high", "It is wrong.")


OPERATIONS = [
    operation("trim", SetValues("city", call("not_equal", CITY, call("trim", CITY)), call("trim", CITY))),
    operation("unify", SetValues("city", call("is_in", CITY, "BERLIN"), Lookup(CITY, (("BERLIN", "Berlin"),)))),
    operation("sentinel", SetValues("city", call("is_in", CITY, "N/A"), Literal(None))),
    operation("comma", SetValues("price", call("contains", PRICE, ","), call("replace", PRICE, ",", "."))),
    operation("parse", SetValues("price", Literal(True), call("to_number", PRICE))),
    operation("absolute", SetValues("age", call("less", AGE, 0), call("absolute", AGE))),
    operation("unknown", SetValues("age", call("equal", AGE, 999), Literal(None))),
    operation("clip", SetValues("weight", call("less", WEIGHT, 0), call("greatest", WEIGHT, 0))),
    operation("finite", SetValues("weight", call("is_infinite", WEIGHT), Literal(None))),
    operation("epoch", SetValues("when", call("equal", WHEN, datetime(1970, 1, 1)), Literal(None))),
    operation("fill", SetValues("day", call("less", DAY, date(1950, 1, 1)), call("to_date", WHEN))),
    operation("yes", SetValues("ok", call("is_missing", OK), Literal(False))),
    operation("odd", SetValues(HOSTILE, call("equal", Column(HOSTILE), "b"), Literal(HOSTILE))),
    operation("last", DropRows(call("equal", CITY, "Rome"))),
    operation("repeated", DropRows(Repeats(("city", "price", "age", HOSTILE)))),
    operation("drop", DropColumns(("ok",))),
    operation("rename", RenameColumn("weight", "weight in kg")),
]
MENDED: dict[str, list[Value]] = {
    "city": ["Berlin", "Berlin", None, None],
    "price": [1.5, 2.0, None, None],
    "age": [1, None, 3, None],
    "weight in kg": [0.5, 0.0, None, None],
    "when": [datetime(2024, 1, 1, 5), None, None, datetime(2024, 5, 1)],
    "day": [date(2024, 1, 1), date(1970, 1, 1), None, date(2024, 5, 1)],
    HOSTILE: ["a", HOSTILE, "c", None],
}


def arrow_frame() -> pa.Table:
    return pa.table(ROWS, schema=SCHEMA)


def pandas_frame() -> pd.DataFrame:
    frame = pd.DataFrame(
        {name: pd.Series(values, dtype="object" if name == "day" else None) for name, values in ROWS.items()}
    )
    return frame.astype({"age": "Int64", "ok": "boolean", "when": "datetime64[us]"}).set_axis([7, 7, 1, 0, -1, 3])


def polars_frame() -> pl.DataFrame:
    frame = pl.from_arrow(arrow_frame())
    assert isinstance(frame, pl.DataFrame)
    return frame


def relation() -> duckdb.DuckDBPyRelation:
    return duckdb.from_arrow(arrow_frame())


FRAMES: dict[str, Callable[[], object]] = {
    "pandas": pandas_frame,
    "polars": polars_frame,
    "polars_lazy": lambda: polars_frame().lazy(),
    "arrow": arrow_frame,
    "duckdb": relation,
}


def rows_of(frame: object) -> dict[str, list[Value]]:
    """Return the values of a frame, of whatever library, as plain ones."""
    match frame:
        case pd.DataFrame():
            return {str(name): [_plain(value) for value in column.tolist()] for name, column in frame.items()}
        case pl.DataFrame():
            return {name: [_plain(value) for value in column.to_list()] for name, column in frame.to_dict().items()}
        case pl.LazyFrame():
            return rows_of(frame.collect())
        case duckdb.DuckDBPyRelation():
            return rows_of(pa.table(frame))
        case _:
            assert isinstance(frame, pa.Table)
            return {name: [_plain(value) for value in values] for name, values in frame.to_pydict().items()}


def _plain(value: object) -> Value:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    plain = value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
    assert isinstance(plain, bool | int | float | str | date)
    return plain
