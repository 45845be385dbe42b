"""A schema of pandera as plain data, which its YAML and its code both write.

Source: `pandera.io` and the built-in checks of pandera 0.35.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.formats.exchanged import (
    ANYTHING,
    Read,
    Unsaid,
    collected,
    mapped,
    refuse_all_but,
    refuse_gaps,
    refuse_moments,
    unwhole,
    whole,
)
from dpa_jupyter.quality.rules.moments import Bound, write_bound
from dpa_jupyter.quality.rules.plain_data import rule_from
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.rules import Rules
from dpa_jupyter.quality.rules.tests import (
    HasColumns,
    HasType,
    Length,
    Matches,
    NotMissing,
    NotValues,
    Range,
    Unique,
    Values,
)

Schema: TypeAlias = dict[str, object]
TYPES = {"integer": "int64", "text": "str", "boolean": "bool"}
"""Others are exact there: a datetime64[ns] is no datetime64[us], a float no int."""
READ_TYPES = {
    "int64": "integer", "Int64": "integer", "int": "integer", "int32": "integer", "float64": "number",
    "float": "number", "Float64": "number", "float32": "number", "str": "text", "string": "text", "object": "text",
    "bool": "boolean", "boolean": "boolean", "date": "date",
}  # fmt: skip
_BOUNDS = {
    "at_least": "greater_than_or_equal_to", "more_than": "greater_than", "at_most": "less_than_or_equal_to",
    "less_than": "less_than",
}  # fmt: skip
KEPT = (
    "dtype",
    "nullable",
    "unique",
    "required",
    "coerce",
    "title",
    "description",
    "metadata",
    "regex",
    "default",
    "checks",
)


SWITCHES: Mapping[str, object] = {"nullable": True, "unique": False, "required": False}
SCHEMA_SWITCHES: Mapping[str, object] = {"strict": False, "ordered": False}
"""With what each of them asks for nothing, as which it is taken where it is neither true nor false."""


def schema_of(rules: Rules) -> tuple[Schema, list[tuple[str, str]]]:
    """Write rules as a schema, and list those that can't be said."""
    columns: dict[str, dict[str, object]] = {}
    schema: Schema = {"columns": columns}
    unsaid = []
    for rule in sorted(rules, key=lambda each: isinstance(each.test, HasColumns)):
        try:
            refuse_all_but(rule)
            if isinstance(rule.test, Unique) and len(rule.test.columns) > 1:
                refuse_gaps(rule.test.columns, rules)
            _say(rule, schema, columns)
        except Unsaid as error:
            unsaid.append((rule.title, str(error)))
    return schema, unsaid


def _column() -> dict[str, object]:
    return {"nullable": True, "required": False}


def _say(rule: Rule, schema: Schema, columns: dict[str, dict[str, object]]) -> None:
    match rule.test:
        case HasColumns():
            _say_columns(rule.test, schema, columns)
        case NotMissing(column):
            columns.setdefault(column, _column())["nullable"] = False
        case Unique((column,)):
            columns.setdefault(column, _column())["unique"] = True
        case Unique(names):
            if "unique" in schema:
                raise Unsaid("it has one set of columns that are together unique")
            schema["unique"] = list(names)
        case HasType(column, name):
            if name not in TYPES:
                raise Unsaid(f"its types are exact: it has no word for any {name}")
            columns.setdefault(column, _column())["dtype"] = TYPES[name]
        case _:
            column, checks = _checks(rule)
            own = columns.setdefault(column, _column())
            if any(check in own for check in checks):
                raise Unsaid("it has each check once for a column")
            own |= checks


def _say_columns(test: HasColumns, schema: Schema, columns: dict[str, dict[str, object]]) -> None:
    if (test.in_order or test.no_others) and not set(columns) <= set(test.columns):
        raise Unsaid("its order, and that there are no others, is said of all columns that any rule names")
    known = {name: columns.pop(name, _column()) | {"required": True} for name in test.columns}
    others = dict(columns)
    columns.clear()
    columns |= {**known, **others}
    if test.in_order and len(test.columns) > 1:
        schema["ordered"] = True
    if test.no_others:
        schema["strict"] = True


def _checks(rule: Rule) -> tuple[str, dict[str, object]]:
    match rule.test:
        case Range():
            refuse_moments(rule.test)
            given = {name: getattr(rule.test, key) for key, name in _BOUNDS.items()}
            return rule.test.column, {name: _bound(bound) for name, bound in given.items() if bound is not None}
        case Values(column, values):
            return column, {"isin": list(values)}
        case NotValues(column, values):
            return column, {"notin": list(values)}
        case Matches(column, pattern):
            return column, {"str_matches": whole(pattern)}
        case Length(column, least, most):
            return column, {"str_length": {"min_value": least, "max_value": most}}
    raise Unsaid(f"a schema has no check for {rule.test.kind!r}")


def _bound(bound: Bound) -> object:
    if isinstance(bound, int | float):
        return bound
    raise Unsaid(f"a schema in a file compares with numbers, not with {write_bound(bound)}")


def rules_of(schema: Mapping[str, object]) -> Read:
    """Read a schema."""
    return collected(_parts(schema), "pandera")


def _parts(schema: Mapping[str, object]) -> Iterator[tuple[str, list[Rule] | Exception]]:
    schema, odd = _switched(schema, SCHEMA_SWITCHES)
    columns = {}
    for name, told in mapped(schema.get("columns") or {}, "'columns'").items():
        columns[name], of_column = _switched(told, SWITCHES) if isinstance(told, Mapping) else (told, [])
        odd += [f"{name}.{key}" for key in of_column]
    for key in odd:
        yield key, Unsaid("only true and false are read")
    required = [name for name, told in columns.items() if not isinstance(told, Mapping) or told.get("required", True)]
    if required or schema.get("strict"):
        in_order, only = bool(schema.get("ordered")), schema.get("strict") is True
        yield from _attempt(
            "columns", {"test": "columns", "columns": required, "in_order": in_order, "no_others": only}
        )
    if names := schema.get("unique"):
        yield from _attempt("unique", {"test": "unique", "columns": names})
    for key in ("checks", "index", "dtype"):
        if schema.get(key):
            yield key, Unsaid(f"{key!r} of the whole schema is not read")
    for name, told in columns.items():
        yield from _column_parts(name, told)


def _switched(told: Mapping[str, object], neutral: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    """Take switches that are neither true nor false for what asks for nothing, and name them."""
    given = {key: value for key, value in told.items() if key not in neutral or value is not None}
    odd = [key for key in neutral if key in given and not isinstance(given[key], bool)]
    return given | {key: neutral[key] for key in odd}, odd


def _column_parts(name: str, told: object) -> Iterator[tuple[str, list[Rule] | Exception]]:
    if not isinstance(told, Mapping):
        yield name, Unsaid("a column is an object")
        return
    if told.get("regex"):
        yield name, Unsaid("a pattern for names of columns is not read")
        return
    if not told.get("nullable", False):
        yield from _attempt(name, {"test": "not_missing", "column": name})
    if told.get("unique"):
        yield from _attempt(name, {"test": "unique", "columns": [name]})
    if dtype := told.get("dtype"):
        found = READ_TYPES.get(str(dtype), "datetime" if str(dtype).startswith("datetime64") else None)
        yield from _attempt(
            name, {"test": "type", "column": name, "type": found} if found else f"the type {dtype!r} is not known"
        )
    checks = told.get("checks")
    given = {**(checks if isinstance(checks, Mapping) else {}), **told}
    if checks and not isinstance(checks, Mapping):
        yield name, Unsaid("'checks' is no object")
    yield from _range_part(name, given)
    for check, value in given.items():
        if check not in (*KEPT, *_BOUNDS.values()):
            yield from _attempt(f"{name}.{check}", _read_check(name, str(check), value))


def _range_part(name: str, given: Mapping[str, object]) -> Iterator[tuple[str, list[Rule] | Exception]]:
    bounds = {key: given[check] for key, check in _BOUNDS.items() if check in given}
    if bounds:
        yield from _attempt(name, {"test": "range", "column": name, **bounds})


def _read_check(column: str, check: str, value: object) -> Mapping[str, object] | str:
    given = value if isinstance(value, Mapping) else {}
    match check:
        case "isin" | "notin":
            kind = "values" if check == "isin" else "not_values"
            return {"test": kind, "column": column, "values": given.get("value", value) if given else value}
        case "in_range":
            if not all(isinstance(given.get(key, True), bool) for key in ("include_min", "include_max")):
                return "whether its ends are included is not true or false"
            low = "at_least" if given.get("include_min", True) else "more_than"
            high = "at_most" if given.get("include_max", True) else "less_than"
            return {"test": "range", "column": column, low: given.get("min_value"), high: given.get("max_value")}
        case "equal_to" | "not_equal_to":
            return {"test": "values" if check == "equal_to" else "not_values", "column": column, "values": [value]}
        case "str_matches":  # `re.match`: from the start, and to the end only where the pattern says so
            if "|" in str(value) and unwhole(str(value)) != str(value)[4:-2]:
                return {"test": "matches", "column": column, "pattern": f"(?:{value}){ANYTHING}"}
            return {"test": "matches", "column": column, "pattern": unwhole(f"^{str(value).removeprefix('^')}")}
        case "str_contains":
            return {"test": "matches", "column": column, "pattern": unwhole(str(value))}
        case "str_length":
            return {
                "test": "length",
                "column": column,
                "at_least": given.get("min_value"),
                "at_most": given.get("max_value"),
            }
    return f"there is no rule for the check {check!r}"


def _attempt(name: str, told: Mapping[str, object] | str) -> Iterator[tuple[str, list[Rule] | Exception]]:
    if isinstance(told, str):
        yield name, Unsaid(told)
        return
    try:
        yield name, [rule_from({key: value for key, value in told.items() if value is not None})]
    except RuleError as error:
        yield name, Unsaid(str(error))
