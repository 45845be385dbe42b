from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from dpa_jupyter.quality.expressions import Call, Expression, Lookup, Value, columns_of
from dpa_jupyter.quality.languages.kinds import Kind
from tests.quality.languages import test_duckdb_sql, test_pandas_code, test_polars_code
from tests.quality.languages.random_expressions import KINDS, Rows, expressions, rows

ALL: list[Kind] = ["boolean", "integer", "number", "text", "date", "datetime"]


@pytest.mark.parametrize("kind", ALL)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(data=st.data(), values=rows())
def test_every_language_means_the_same(kind: Kind, data: st.DataObject, values: Rows) -> None:
    expression = data.draw(expressions(kind))
    assume(not computes_a_constant(expression))  # Polars mistakes the length of what it computes from literals alone
    arrow = {name: pa.array(column, test_duckdb_sql.ARROW[KINDS[name]]) for name, column in values.items()}

    in_duckdb = test_duckdb_sql.evaluate(pa.table(arrow), expression)
    in_polars = test_polars_code.evaluate(
        pl.DataFrame({n: pl.Series(v, dtype=test_polars_code.TYPES[KINDS[n]]) for n, v in values.items()}), expression
    )
    in_pandas = test_pandas_code.evaluate(
        pd.DataFrame({n: pd.Series(v, dtype=test_pandas_code.TYPES[KINDS[n]]) for n, v in values.items()}), expression
    )

    assert list(map(plain, in_duckdb)) == list(map(plain, in_polars)) == list(map(plain, in_pandas))


def computes_a_constant(expression: Expression) -> bool:
    match expression:
        case Call(_, arguments):
            return not columns_of(expression) or any(map(computes_a_constant, arguments))
        case Lookup(key, _):
            return computes_a_constant(key)
        case _:
            return False


def plain(value: Value) -> Value:
    """Return dates as times, which pandas has instead."""
    is_date = isinstance(value, date) and not isinstance(value, datetime)
    return datetime(value.year, value.month, value.day) if is_date else value  # type: ignore[union-attr]
