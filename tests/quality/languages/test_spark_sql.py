"""Slower than the others, as a Spark of its own is started."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from dpa_jupyter.frames.spark_types import spark_quote
from dpa_jupyter.quality.expressions import Expression, Literal, Value
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.spark_sql import SparkSql, spark_value
from tests.quality.languages import test_duckdb_sql
from tests.quality.languages.cases import CASES
from tests.quality.languages.random_expressions import KINDS, Rows, expressions, rows
from tests.quality.languages.test_agreement import ALL, computes_a_constant

pytest.importorskip("pyspark")
pytestmark = [pytest.mark.spark, pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")]
if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TYPES = {
    "boolean": "boolean",
    "integer": "bigint",
    "number": "double",
    "text": "string",
    "date": "date",
    "datetime": "timestamp_ntz",
}


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "ansi"])
def spark(request: pytest.FixtureRequest) -> Iterator[SparkSession]:
    from tests.support.spark import spark_session

    with spark_session(ansi=request.param) as session:
        yield session


def evaluate(session: SparkSession, kinds: dict[str, Kind], values: Rows, some: list[Expression]) -> list[list[Value]]:
    """Evaluate expressions over values that are written into the query, which is faster than to hand them over."""
    columns = {name: spark_value(spark_quote(name), TYPES[kinds[name]]) for name in values}
    literals = SparkSql({})
    listed = ", ".join(
        f"({place}, {', '.join(literals.write(Literal(value)) for value in row)})"
        for place, row in enumerate(zip(*values.values(), strict=True))
    )
    cast = ", ".join(f"CAST({spark_quote(name)} AS {TYPES[kinds[name]]}) AS {spark_quote(name)}" for name in values)
    written = ", ".join(SparkSql(columns, "position").write(expression) for expression in some)
    found = session.sql(
        f"""SELECT {written} FROM (SELECT position, {cast} FROM VALUES {listed}
            AS t(position, {", ".join(map(spark_quote, values))})) ORDER BY position"""
    ).collect()
    return [[row[place] for row in found] for place in range(len(some))]


@pytest.mark.parametrize("kind", TYPES)
def test_a_function_means_what_is_documented(spark: SparkSession, kind: Kind) -> None:
    of_kind = [(values, expression, expected) for of, values, expression, expected in CASES if of == kind]
    for values in {tuple(values): values for values, _, _ in of_kind}.values():
        some = [(expression, expected) for of, expression, expected in of_kind if of == values]
        found = evaluate(spark, {"x": kind}, {"x": values}, [expression for expression, _ in some])
        for (expression, expected), each in zip(some, found, strict=True):
            assert each == expected, expression


@pytest.mark.parametrize("kind", ALL)
@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(data=st.data(), values=rows())
def test_spark_means_the_same_as_duckdb(spark: SparkSession, kind: Kind, data: st.DataObject, values: Rows) -> None:
    some = data.draw(st.lists(expressions(kind), min_size=5, max_size=5))
    assume(not any(map(computes_a_constant, some)))
    arrow = pa.table({name: pa.array(column, test_duckdb_sql.ARROW[KINDS[name]]) for name, column in values.items()})

    assert evaluate(spark, KINDS, values, some) == [test_duckdb_sql.evaluate(arrow, each) for each in some]
