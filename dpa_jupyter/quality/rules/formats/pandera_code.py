"""Schemas of pandera as Python: written, and read by parsing."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.formats.exchanged import Read, Unsaid, Written
from dpa_jupyter.quality.rules.formats.pandera_schema import KEPT, SCHEMA_SWITCHES, SWITCHES, rules_of, schema_of
from dpa_jupyter.quality.rules.formats.python_calls import PythonCall, calls_of, tree_of, value_of
from dpa_jupyter.quality.rules.rules import Rules

ALIASES = {
    "ge": "greater_than_or_equal_to", "gt": "greater_than", "le": "less_than_or_equal_to", "lt": "less_than",
    "eq": "equal_to", "ne": "not_equal_to", "between": "in_range",
}  # fmt: skip
PARAMETERS = {
    "in_range": ("min_value", "max_value", "include_min", "include_max"),
    "str_length": ("min_value", "max_value"),
}
"""Of checks with more than one, in order."""
COLUMN_PARAMETERS = ("dtype", "checks")
TYPES = {
    "Int": "int64",
    "Int64": "int64",
    "Float": "float64",
    "Float64": "float64",
    "String": "str",
    "Bool": "bool",
    "DateTime": "datetime64[ns]",
}


def write(rules: Rules, frame: str) -> Written:
    """Write a schema; dates, which its YAML lacks, are left out here as well."""
    schema, unsaid = schema_of(rules)
    columns = schema["columns"]
    assert isinstance(columns, dict)
    lines = [f"        {name!r}: {_column(told)}," for name, told in columns.items()]
    options = [f"    {key}={schema[key]!r}," for key in ("unique", "ordered", "strict") if key in schema]
    text = "\n".join(
        (
            "import pandera.pandas as pa",
            "",
            "schema = pa.DataFrameSchema(",
            "    {",
            *lines,
            "    },",
            *options,
            ")",
            "",
        )
    )
    return Written(text, tuple(unsaid))


def _column(told: Mapping[str, object]) -> str:
    checks = [f"pa.Check.{name}({_given(value)})" for name, value in told.items() if name not in KEPT]
    options = [f"{key}={told[key]!r}" for key in ("nullable", "unique", "required") if key in told]
    listed = f"[{', '.join(checks)}]"
    return f"pa.Column({', '.join([repr(told.get('dtype')), listed, *options])})"


def _given(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={each!r}" for key, each in value.items())
    return repr(value)


def read(text: str, source: str) -> Read:
    """Read the first `DataFrameSchema(…)` of a text of Python.

    Raises:
        RuleError: there is none, or it is built as it runs.
    """
    call = next(calls_of(tree_of(text, source), "DataFrameSchema"), None)
    if call is None:
        raise RuleError(f"{source} has no DataFrameSchema(…); a model of classes is not read")
    schema: dict[str, object] = {}
    unsaid: list[tuple[str, str]] = []
    given = {each.arg: each.value for each in call.keywords if each.arg}
    if call.args:
        given["columns"] = call.args[0]
    columns = given.pop("columns", None)
    if not isinstance(columns, ast.Dict | None):
        raise RuleError(f"{source}, line {call.lineno}: the columns are built as it runs, and nothing of the file runs")
    for key, node in given.items():
        try:
            schema[str(key)] = _constant(value_of(node))
        except Unsaid as error:
            unsaid.append((str(key), str(error)))
            schema[str(key)] = SCHEMA_SWITCHES.get(str(key))
    schema["columns"] = _columns(columns, unsaid) if columns else {}
    found = rules_of(schema)
    return Read(found.format, found.rules, (*unsaid, *found.unsaid))


def _columns(columns: ast.Dict, unsaid: list[tuple[str, str]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, node in zip(columns.keys, columns.values, strict=True):
        name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
        if name is None or not isinstance(node, ast.Call):
            unsaid.append((name or "a column", "it is built as it runs"))
            continue
        found[name] = _read_column(name, node, unsaid)
    return found


def _read_column(name: str, node: ast.Call, unsaid: list[tuple[str, str]]) -> dict[str, object]:
    given = dict(zip(COLUMN_PARAMETERS, node.args, strict=False)) | {
        each.arg: each.value for each in node.keywords if each.arg
    }
    told: dict[str, object] = {}
    for key, value in given.items():
        if key == "checks":
            for check in value.elts if isinstance(value, ast.List) else [value]:
                _read_check(name, check, told, unsaid)
            continue
        try:
            found = value_of(value) if key == "dtype" else _constant(value_of(value))
        except Unsaid as error:
            unsaid.append((f"{name}.{key}", str(error)))
            told[str(key)] = SWITCHES.get(str(key))
            continue
        told[str(key)] = TYPES.get(found.name, found.name) if isinstance(found, PythonCall) else found
    return {key: value for key, value in told.items() if value is not None}


def _constant(value: object) -> object:
    """Refuse what a name stands for, or a call returns, at the place of a value."""
    if isinstance(value, PythonCall):
        raise Unsaid(f"`{value.name}` is known only when it runs, and nothing of the file runs")
    return value


def _read_check(name: str, node: ast.expr, told: dict[str, object], unsaid: list[tuple[str, str]]) -> None:
    try:
        found = value_of(node)
    except Unsaid as error:
        unsaid.append((f"{name}.checks", str(error)))
        return
    if not isinstance(found, PythonCall) or found.name == "Check":
        unsaid.append((f"{name}.checks", "a check of code is not read, since nothing of the file runs"))
        return
    check = ALIASES.get(found.name, found.name)
    try:
        list(map(_constant, (*found.arguments, *found.keywords.values())))
    except Unsaid as error:
        unsaid.append((f"{name}.{check}", str(error)))
        return
    parameters = PARAMETERS.get(check)
    if parameters:
        told[check] = dict(zip(parameters, found.arguments, strict=False)) | found.keywords
    else:
        told[check] = found.arguments[0] if found.arguments else next(iter(found.keywords.values()), None)
