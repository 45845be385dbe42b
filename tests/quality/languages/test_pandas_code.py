from __future__ import annotations

import ast
from datetime import date
from types import ModuleType

import pandas as pd
import pytest

from dpa_jupyter.quality.expressions import Expression, Value
from dpa_jupyter.quality.languages import pandas_helpers
from dpa_jupyter.quality.languages.kinds import Kind, kind_of
from dpa_jupyter.quality.languages.layout import source
from dpa_jupyter.quality.languages.pandas_code import PandasCode
from dpa_jupyter.quality.languages.pandas_columns import pandas_columns
from dpa_jupyter.quality.languages.recorder import RecordedModule, node_of, recorded
from tests.quality.languages.cases import CASES

TYPES = {
    "boolean": "boolean",
    "integer": "Int64",
    "number": "float64",
    "text": "str",
    "date": "object",
    "datetime": "datetime64[us]",
}


def evaluate(frame: pd.DataFrame, expression: Expression) -> list[Value]:
    columns = pandas_columns(frame)
    found = PandasCode(columns, frame, (pd, pandas_helpers)).write(expression)
    assert found.index.equals(frame.index)
    is_date = kind_of(expression, {name: column.kind for name, column in columns.items()}) == "date"
    return [plain(value, is_date=is_date) for value in found.tolist()]


def plain(value: object, *, is_date: bool) -> Value:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date() if is_date else value.to_pydatetime()
    assert isinstance(value, bool | int | float | str | date)
    return value


def frame_of(kind: Kind, values: list[Value]) -> pd.DataFrame:
    return pd.DataFrame({"x": pd.Series(values, dtype=TYPES[kind])}).set_axis([7] * len(values))


@pytest.mark.parametrize(("kind", "values", "expression", "expected"), CASES)
def test_a_function_means_what_is_documented(
    kind: Kind, values: list[Value], expression: Expression, expected: list[Value]
) -> None:
    assert evaluate(frame_of(kind, values), expression) == expected


@pytest.mark.parametrize(("kind", "values", "expression", "expected"), CASES)
def test_what_is_written_can_be_read_by_python(
    kind: Kind, values: list[Value], expression: Expression, expected: list[Value]
) -> None:
    columns = pandas_columns(frame_of(kind, values))
    code = PandasCode(columns, recorded("df", pd.DataFrame), (recorded("pd", ModuleType), RecordedModule("")))
    written = node_of(code.write(expression))

    (read,) = ast.parse(source(written)).body

    assert ast.unparse(read) == ast.unparse(written)
