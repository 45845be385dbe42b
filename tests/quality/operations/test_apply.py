from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.errors import ChangeError, ColumnNotFoundError
from dpa_jupyter.quality.expressions import Column, Expression, Literal, Lookup, Value, call
from dpa_jupyter.quality.languages.kinds import ExpressionError
from dpa_jupyter.quality.operation import DropColumns, DropRows, Operation, RenameColumn, SetValues
from dpa_jupyter.quality.operations import proposals
from dpa_jupyter.quality.operations.apply import apply
from tests.quality.operations.wrongs import FRAMES, MENDED, OPERATIONS, ROWS, arrow_frame, operation, rows_of

X = Column("x")


@pytest.mark.parametrize("library", FRAMES)
def test_a_frame_of_any_library_is_mended_into_a_new_one_of_the_same(library: str) -> None:
    source = FRAMES[library]()
    before = rows_of(source)

    mended = apply(source, OPERATIONS)

    assert type(mended) is type(source)
    assert rows_of(mended) == MENDED
    assert rows_of(source) == before


@settings(max_examples=15, deadline=None)
@given(st.sets(st.sampled_from(range(len(OPERATIONS)))), st.randoms())
def test_any_choice_in_any_order_gives_the_same_in_every_library(chosen: set[int], random: Random) -> None:
    operations = [OPERATIONS[place] for place in sorted(chosen)]
    shuffled = random.sample(operations, len(operations))

    expected = rows_of(apply(FRAMES["polars"](), operations))

    assert [rows_of(apply(make(), shuffled)) for make in FRAMES.values()] == [expected] * len(FRAMES)


def test_nothing_chosen_changes_nothing() -> None:
    assert rows_of(apply(FRAMES["pandas"](), [])) == rows_of(FRAMES["pandas"]())


def test_an_operation_is_undone_by_leaving_it_out() -> None:
    without = [each for each in OPERATIONS if each.id != "parse"]

    mended = rows_of(apply(FRAMES["polars"](), without))

    assert mended["price"] == ["1.5", " 2", "x", None]
    assert {name: values for name, values in mended.items() if name != "price"} == {
        name: values for name, values in MENDED.items() if name != "price"
    }


@pytest.mark.parametrize("library", FRAMES)
def test_the_last_of_two_values_for_a_cell_stands_unless_the_other_is_surer(library: str) -> None:
    age, city = Column("age"), Column("city")
    fixes = [
        operation("first", SetValues("age", call("equal", age, 1), Literal(10))),
        operation("second", SetValues("age", call("less", age, 5), Lookup(age, ((1, 20), (-3, 30))))),
        operation("third", SetValues("city", call("equal", city, "Rome"), Literal("Roma"))),
        operation("fourth", SetValues("city", call("equal", city, "Rome"), Lookup(city, (("Rome", "Rom"),)))),
    ]
    unsure = [fixes[0], replace(fixes[1], confidence="low"), fixes[2], fixes[3]]

    def mended(chosen: list[Operation]) -> tuple[list[Value], Value]:
        rows = rows_of(apply(FRAMES[library](), chosen))
        return rows["age"], rows["city"][4]

    assert mended(fixes) == ([20, 999, 30, None, 5, 20], "Rom")
    assert mended(fixes[::-1]) == ([10, 999, 30, None, 5, 10], "Roma")
    assert mended(unsure) == ([10, 999, 30, None, 5, 10], "Rom")


def test_what_is_computed_from_a_cell_follows_what_is_put_there() -> None:
    frame = pl.DataFrame({"x": ["n/a", " 1 ", "one"]})
    operations = [
        operation("parse", SetValues("x", Literal(True), call("to_integer", X))),
        operation("words", SetValues("x", call("equal", X, "one"), Lookup(X, (("one", "1"),)))),
        operation("missing", SetValues("x", call("equal", X, "n/a"), Literal("0"))),
    ]

    assert rows_of(apply(frame, operations)) == {"x": [0, 1, 1]}


@pytest.mark.parametrize(
    ("values", "dtype", "where", "value", "expected"),
    [
        ([1, 2], "int8", call("equal", X, 1), Literal(5), ([5, 2], "int8")),
        ([1, 2], "int32", call("equal", X, 1), Literal(None), ([None, 2], "Int32")),
        ([1, 2], "uint64", call("equal", X, 1), Literal(None), ([None, 2], "UInt64")),
        ([True, False], "bool", call("equal", X, True), Literal(None), ([None, False], "boolean")),
        ([1.5, None], "float32", call("is_missing", X), Literal(2.25), ([1.5, 2.25], "float32")),
        (["a", None], "object", call("is_missing", X), Literal("b"), (["a", "b"], "object")),
        (["a", "b"], "object", call("equal", X, "a"), Literal(None), ([None, "b"], "object")),
        (["a", "b"], "string[pyarrow]", call("equal", X, "a"), Literal("c"), (["c", "b"], "string")),
        (["a", "b"], "string[python]", call("equal", X, "a"), Literal(None), ([None, "b"], "string")),
        (["a", "b"], "category", call("equal", X, "a"), Literal("c"), (["c", "b"], "category")),
        ([3, 4], "category", call("equal", X, 3), Literal(None), ([None, 4], "category")),
        ([3, 4], "int64[pyarrow]", call("equal", X, 3), Literal(None), ([None, 4], "int64[pyarrow]")),
        ([3, 4], "double[pyarrow]", call("less", X, 4), call("add", X, 0.5), ([3.5, 4.0], "double[pyarrow]")),
        (["1", "x"], "object", Literal(True), call("to_integer", X), ([1, None], "Int64")),
        ([None, None], "object", call("is_missing", X), Literal("a"), (["a", "a"], "string")),
    ],
)
def test_a_pandas_column_keeps_its_type_where_it_can(
    values: list[object], dtype: str, where: Expression, value: Expression, expected: tuple[list[object], str]
) -> None:
    frame = pd.DataFrame({"x": pd.Series(values, dtype=dtype), "other": pd.Series([None, "u"], dtype=object)})

    mended = apply(frame, [operation("set", SetValues("x", where, value))])

    assert isinstance(mended, pd.DataFrame)
    assert (rows_of(mended)["x"], str(mended["x"].dtype)) == expected
    assert mended["other"].iloc[0] is None
    assert mended.index.equals(frame.index)


def test_times_keep_their_zone_in_every_library() -> None:
    times = pd.Series(pd.to_datetime(["1970-01-01 09:00", "2024-01-01 10:00"]).tz_localize("Asia/Tokyo"))
    frame = pd.DataFrame({"x": times})
    table = pa.Table.from_pandas(frame)
    fix = operation("set", SetValues("x", call("less", X, 1980), Literal(None)))

    with pytest.raises(ExpressionError):
        apply(frame, [fix])

    import datetime as dt

    where = call("less", X, dt.datetime(1970, 1, 2))
    fixes = [operation("set", SetValues("x", where, Literal(dt.datetime(1970, 1, 1, 12))))]
    for source in (frame, table, pl.from_arrow(table)):
        mended = apply(source, fixes)
        column = mended["x"]  # type: ignore[index]  # all three have it
        assert str(getattr(column, "dtype", getattr(column, "type", ""))).count("Asia/Tokyo") == 1
        assert [str(value) for value in (column.to_pylist() if isinstance(mended, pa.Table) else column.to_list())] == [
            "1970-01-01 12:00:00+09:00",
            "2024-01-01 10:00:00+09:00",
        ]


def test_columns_of_one_name_and_an_index_stay_as_they_are() -> None:
    index = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["k", None])
    frame = pd.DataFrame([["x ", 1, "p"], ["y", 2, "q"]], columns=["a", "a", 7], index=index)
    fixes = [
        operation("trim", SetValues("a", Literal(True), call("trim", Column("a")))),
        operation("by index", SetValues("7", call("equal", Column("k"), "b"), Literal("Q"))),
        operation("drop", DropColumns(("a_2",))),
        operation("rename", RenameColumn("a", "A")),
    ]

    mended = apply(frame, fixes)

    assert isinstance(mended, pd.DataFrame)
    assert mended.columns.tolist() == ["A", 7]
    assert mended.to_numpy().tolist() == [["x", "p"], ["y", "Q"]]
    assert mended.index.equals(index)
    with pytest.raises(ChangeError):
        apply(frame, [operation("index", SetValues("k", Literal(True), Literal("z")))])


def test_columns_are_found_by_the_names_that_make_them_unique() -> None:
    texts = [" x", "y "]
    frame = pl.DataFrame({"a": texts, "A": texts, "A_2": texts, "": texts})
    relation = duckdb.sql("SELECT ' x' AS a, ' x' AS A, ' x' AS A_2, 0 AS \"column\"")
    fixes = [proposals.trim("A_2"), proposals.rename("a", "first"), proposals.drop_columns(["column"])]

    for cleaned in (apply(frame, fixes), apply(frame.lazy(), fixes), apply(frame.to_arrow(), fixes)):
        assert rows_of(cleaned) == {"first": texts, "A": ["x", "y"], "A_2": texts}
    assert list(rows_of(apply(relation, fixes)).values()) == [[" x"], ["x"], [" x"]]


def test_dictionaries_decimals_and_enums_are_mended_in_their_type() -> None:
    table = pa.table(
        {
            "x": pa.array(["a", "b", None]).dictionary_encode(),
            "d": pa.array([1, 2, None], pa.decimal128(5, 2)),
            "n": pa.array([1, 2, 3], pa.int8()),
        }
    )
    fixes = [
        operation("x", SetValues("x", call("equal", X, "a"), Literal("c"))),
        operation("d", SetValues("d", call("is_missing", Column("d")), Literal(0.25))),
        operation("n", SetValues("n", call("less", Column("n"), 3), call("multiply", Column("n"), 2))),
    ]

    mended = apply(table, fixes)
    polars = apply(pl.DataFrame(pl.from_arrow(table)).cast({"x": pl.Enum(["a", "b"])}), fixes)

    assert isinstance(mended, pa.Table)
    assert mended.schema.types == table.schema.types
    assert [str(value) for value in mended["d"].to_pylist()] == ["1.00", "2.00", "0.25"]
    assert isinstance(polars, pl.DataFrame)
    assert polars.schema == {"x": pl.Enum(["a", "b", "c"]), "d": pl.Decimal(5, 2), "n": pl.Int8}
    assert mended["x"].to_pylist() == polars["x"].to_list() == ["c", "b", None]
    assert mended["n"].to_pylist() == polars["n"].to_list() == [2, 4, 3]


@pytest.mark.parametrize(
    ("operations", "error"),
    [
        ([operation("a", SetValues("nowhere", Literal(True), Literal(1)))], ColumnNotFoundError),
        ([operation("a", DropColumns(("nowhere",)))], ColumnNotFoundError),
        ([operation("a", SetValues("age", call("is_missing", X), Literal("text")))], ColumnNotFoundError),
        ([operation("a", SetValues("age", call("less", Column("age"), 0), Literal("text")))], ExpressionError),
        ([operation("a", SetValues("age", Column("age"), Literal(1)))], ExpressionError),
        ([operation("a", DropRows(Column("city")))], ExpressionError),
        ([operation("a", DropColumns(tuple(ROWS)))], ChangeError),
        ([operation("a", RenameColumn("age", "city"))], ChangeError),
        ([operation(each, SetValues("age", Literal(True), Literal(each))) for each in "ab"], ChangeError),
    ],
)
@pytest.mark.parametrize("library", FRAMES)
def test_what_can_not_be_done_is_refused(library: str, operations: list[Operation], error: type[Exception]) -> None:
    with pytest.raises(error):
        apply(FRAMES[library](), operations)


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(ChangeError):
        apply([1, 2], [])


@pytest.mark.parametrize("library", FRAMES)
def test_a_frame_without_rows_is_mended(library: str) -> None:
    source = FRAMES[library]()
    empty = source.limit(0) if library in {"duckdb", "polars_lazy"} else source[:0]  # type: ignore[attr-defined, index]  # frames

    assert rows_of(apply(empty, OPERATIONS)) == {name: [] for name in MENDED}


@pytest.mark.spark
def test_a_frame_of_spark_is_mended_without_being_run(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    from tests.support.spark import spark_session

    pq.write_table(arrow_frame(), tmp_path / "source.parquet")
    with spark_session() as spark:
        source = spark.read.parquet(str(tmp_path / "source.parquet"))

        mended = apply(source, OPERATIONS)

        assert type(mended) is type(source)
        rows = [row.asDict() for row in mended.collect()]
    assert {name: [row[name] for row in rows] for name in MENDED} == MENDED
