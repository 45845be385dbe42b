from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from dpa_jupyter.quality.expressions import Column, Expression, Literal, Lookup, Repeats, Value, call
from dpa_jupyter.quality.languages.duckdb_sql import sql_column, to_sql
from dpa_jupyter.quality.languages.kinds import ExpressionError, Kind
from dpa_jupyter.quality.languages.sql import SqlColumn
from tests.quality.languages.cases import CASES

ARROW = {
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "text": pa.string(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
}


def evaluate(table: pa.Table, expression: Expression) -> list[Value]:
    with duckdb.connect() as connection:
        connection.register("source", table.append_column("position", pa.array(range(table.num_rows))))
        described = connection.execute("DESCRIBE source").fetchall()
        columns = {name: sql_column(name, kind) for name, kind, *_ in described}
        sql = to_sql(expression, columns, order='"position"')
        found = connection.execute(f'SELECT {sql} FROM source ORDER BY "position"').fetchall()
    return [value for (value,) in found]


@pytest.mark.parametrize(("kind", "values", "expression", "expected"), CASES)
def test_a_function_means_what_is_documented(
    kind: Kind, values: list[Value], expression: Expression, expected: list[Value]
) -> None:
    assert evaluate(pa.table({"x": pa.array(values, ARROW[kind])}), expression) == expected


def test_a_name_or_a_text_is_never_read_as_sql() -> None:
    name = 'x"; DROP TABLE source; --'
    text = "it's \\ \0 {} %s \n\u2028\"';--"
    table = pa.table({name: [text, "other"]})

    assert evaluate(table, call("equal", Column(name), text)) == [True, False]
    assert evaluate(table, Lookup(Column(name), ((text, text),))) == [text, None]


def test_a_column_of_any_type_is_read_as_its_kind() -> None:
    with duckdb.connect() as connection:
        types = {
            "TIMESTAMP_NS": "TIMESTAMP_NS '2024-01-01 00:00:00'",
            "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ '2024-01-01 00:00:00'",
            "DECIMAL(18,3)": "1.250::DECIMAL(18,3)",
            "HUGEINT": "5::HUGEINT",
            "ENUM('a', 'b')": "'a'::ENUM('a', 'b')",
            "INTEGER[]": "[1]",
            "DECIMAL(4,1)[]": "[1.0::DECIMAL(4,1)]",
            "STRUCT(a INTEGER)": "{'a': 1}",
            "TIME": "TIME '10:00:00'",
            "UBIGINT": "18446744073709551615::UBIGINT",
        }
        kinds = {name: sql_column("x", name).kind for name in types}
        for name, value in types.items():
            column = sql_column("x", name)
            for expression in (call("is_missing", Column("x")), Repeats(("x",))):
                sql = to_sql(expression, {"x": column})
                assert connection.execute(f"SELECT {sql} FROM (SELECT {value} AS x)").fetchall() == [(False,)]

    assert [*kinds.values()] == [
        *("datetime", "datetime", "number", "number", "text", "other", "other", "other", "other", "integer")
    ]


@pytest.mark.parametrize(
    "expression",
    [
        call("equal", Column("t"), 1),
        call("and", Column("t")),
        call("matches", Column("t"), Column("t")),
        call("matches", Column("t"), "(?<=a)b"),
        call("matches", Column("t"), "("),
        call("replace_pattern", Column("t"), "x*", "-"),
        call("replace_pattern", Column("t"), "x", r"\1"),
        call("trim", Column("n")),
        call("not"),
        call("trim", Column("t"), Column("t")),
        call("to_date", Column("t"), "%j"),
        call("if_else", Literal(None), Column("t"), Column("n")),
        Lookup(Column("t"), (("a", 1), ("b", "c"))),
        Lookup(Column("t"), ((1, "a"),)),
        Repeats(()),
    ],
)
def test_what_means_nothing_is_refused_before_anything_runs(expression: Expression) -> None:
    with pytest.raises(ExpressionError):
        to_sql(expression, {"t": SqlColumn("t", "text"), "n": SqlColumn("n", "number")})
