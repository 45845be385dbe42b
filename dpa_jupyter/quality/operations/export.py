"""A choice of operations as code that a person keeps: a function `clean` that gives the same frame elsewhere."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from dpa_jupyter.quality.languages.layout import in_double_quotes
from dpa_jupyter.quality.languages.recorder import RecordedModule, recorded
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.elsewhere import as_pandas, as_polars, duckdb_types, spark_types
from dpa_jupyter.quality.operations.labels import under_labels
from dpa_jupyter.quality.operations.plan import make_plan
from dpa_jupyter.quality.operations.script import Script

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from pyspark.sql import DataFrame

Target: TypeAlias = Literal["pandas", "polars", "sql", "pyspark"]
_IMPORTS = {
    "date": "from datetime import date",
    "datetime": "from datetime import datetime",
    "capwords": "from string import capwords",
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "pl": "import polars as pl",
    "pa": "import pyarrow as pa",
    "pc": "import pyarrow.compute as pc",
    "DataFrame": "from pyspark.sql import DataFrame",
    "F": "from pyspark.sql import functions as F",
}
_STANDARD = ("from datetime", "from string")


def export(frame: object, operations: Sequence[Operation], target: Target, table: str = "df") -> str:
    """Write operations on a frame as code of a library, its own or another one.

    For Python, a module with a function `clean`; for SQL, a query of DuckDB over a table. In another library the
    columns are taken to be what its own reader makes of them.

    Raises:
        ColumnNotFoundError: an operation names a column that is not there.
        ExpressionError: an expression means nothing for these columns.
        ChangeError: two operations can't go together, or the frame is of no known library.
    """
    match target:
        case "pandas":
            return _pandas_code(as_pandas(frame), operations)
        case "polars":
            return _polars_code(as_polars(frame), operations)
        case "sql":
            return _sql_code(duckdb_types(frame), operations, table)
        case "pyspark":
            return _pyspark_code(spark_types(frame), operations)


def _pandas_code(frame: pd.DataFrame, operations: Sequence[Operation]) -> str:
    import pandas as pd

    from dpa_jupyter.quality.languages import pandas_helpers
    from dpa_jupyter.quality.languages.pandas_columns import pandas_columns
    from dpa_jupyter.quality.operations.pandas_clean import clean_pandas

    columns = pandas_columns(frame)
    plan = make_plan(operations, {name: column.kind for name, column in columns.items()})
    script = Script({*_IMPORTS, "df", "cleaned", "dropped"})
    names: tuple[ModuleType, ModuleType] = (recorded("pd", ModuleType), RecordedModule("helpers"))
    body = script.give(clean_pandas(recorded("df", pd.DataFrame), plan, columns, names, script))
    return _module(f"def clean(df: pd.DataFrame) -> pd.DataFrame:\n{body}\n", pandas_helpers)


def _polars_code(frame: pl.DataFrame | pl.LazyFrame, operations: Sequence[Operation]) -> str:
    import polars as pl

    from dpa_jupyter.quality.languages.polars_code import polars_columns
    from dpa_jupyter.quality.operations.polars_clean import clean_polars

    columns = polars_columns(frame)
    plan = make_plan(under_labels(operations, columns), {name: column.kind for name, column in columns.items()})
    script = Script({*_IMPORTS, "df", "dropped"})
    cleaned = clean_polars(recorded("df", pl.DataFrame), plan, columns, recorded("pl", ModuleType), script)
    kind = "LazyFrame" if isinstance(frame, pl.LazyFrame) else "DataFrame"
    return _module(f"def clean(df: pl.{kind}) -> pl.{kind}:\n{script.give(cleaned)}\n")


def _sql_code(types: Mapping[str, str], operations: Sequence[Operation], table: str) -> str:
    from dpa_jupyter.quality.languages.duckdb_sql import sql_column
    from dpa_jupyter.quality.operations.sql_clean import clean_sql

    plan = make_plan(operations, {name: sql_column(name, kind).kind for name, kind in types.items()})
    return f"{clean_sql(plan, types, table)};\n"


def _pyspark_code(types: Mapping[str, str], operations: Sequence[Operation]) -> str:
    from dpa_jupyter.quality.languages.spark_sql import spark_value
    from dpa_jupyter.quality.operations.spark_clean import clean_spark

    plan = make_plan(operations, {name: spark_value(name, kind).kind for name, kind in types.items()})
    script = Script({*_IMPORTS, "df", "dropped"})
    frame = cast("DataFrame", recorded("df", ModuleType))
    body = script.give(clean_spark(frame, plan, types, recorded("F", ModuleType), script))
    return _module(f"def clean(df: DataFrame) -> DataFrame:\n{body}\n")


def _module(function: str, helpers: ModuleType | None = None) -> str:
    """Put what a function needs above it: helpers, as they stand in this package, and imports."""
    parts = [*_helpers(helpers, _names(function)), function] if helpers is not None else [function]
    names = frozenset().union(*map(_names, parts))
    lines = [line for name, line in _IMPORTS.items() if name in names]
    standard = [line for line in lines if line.startswith(_STANDARD)]
    others = [line for line in lines if line not in standard]
    head = "\n\n".join("\n".join(group) for group in (standard, others) if group)
    return in_double_quotes("\n\n\n".join([head, *(part.strip() for part in parts)]) + "\n")


def _helpers(helpers: ModuleType, used: frozenset[str]) -> list[str]:
    """Return the source of each constant and function that is used, as it stands in the helpers' module."""
    text = inspect.getsource(helpers)
    found = []
    for node in ast.parse(text).body:
        names = {node.name} if isinstance(node, ast.FunctionDef) else set()
        if isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        if names & used:
            found.append(ast.get_source_segment(text, node) or "")
    return found


def _names(code: str) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name))
