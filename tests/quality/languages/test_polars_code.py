from __future__ import annotations

import ast
from types import ModuleType

import polars as pl
import pytest

from dpa_jupyter.quality.expressions import Expression, Value
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.layout import source
from dpa_jupyter.quality.languages.polars_code import PolarsCode, polars_column
from dpa_jupyter.quality.languages.recorder import node_of, recorded
from tests.quality.languages.cases import CASES

TYPES = {
    "boolean": pl.Boolean(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "text": pl.String(),
    "date": pl.Date(),
    "datetime": pl.Datetime("us"),
}


def evaluate(frame: pl.DataFrame, expression: Expression) -> list[Value]:
    columns = {name: polars_column(dtype) for name, dtype in frame.schema.items()}
    written = PolarsCode(columns, pl).write(expression)
    return (
        frame.with_columns(written.alias("found"))["found"].fill_nan(None).to_list()
        if False
        else _found(frame, written)
    )


def _found(frame: pl.DataFrame, written: pl.Expr) -> list[Value]:
    return frame.with_columns(written.alias("found")).get_column("found").to_list()


@pytest.mark.parametrize(("kind", "values", "expression", "expected"), CASES)
def test_a_function_means_what_is_documented(
    kind: Kind, values: list[Value], expression: Expression, expected: list[Value]
) -> None:
    assert evaluate(pl.DataFrame({"x": pl.Series(values, dtype=TYPES[kind])}), expression) == expected


@pytest.mark.parametrize(("kind", "values", "expression", "expected"), CASES)
def test_what_is_written_can_be_read_by_python(
    kind: Kind, values: list[Value], expression: Expression, expected: list[Value]
) -> None:
    written = node_of(PolarsCode({"x": polars_column(TYPES[kind])}, recorded("pl", ModuleType)).write(expression))

    (read,) = ast.parse(source(written)).body

    assert ast.unparse(read) == ast.unparse(written)
