"""Expectation suites of Great Expectations 1, as JSON.

Source: the expectation gallery and `ExpectationSuite.to_json_dict` of Great Expectations 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeAlias

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.formats.exchanged import (
    Read,
    Unsaid,
    Written,
    collected,
    listed,
    mapped,
    refuse_all_but,
    refuse_moments,
    unwhole,
    whole,
)
from dpa_jupyter.quality.rules.moments import write_bound
from dpa_jupyter.quality.rules.plain_data import rule_from
from dpa_jupyter.quality.rules.row_expressions import column_text
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.rules import Rules
from dpa_jupyter.quality.rules.tests import (
    Compare,
    HasColumns,
    HasType,
    Length,
    Matches,
    NotMissing,
    NotValues,
    Range,
    RowCount,
    Unique,
    Values,
    columns_named,
)

Said: TypeAlias = tuple[str, dict[str, object]]
OURS = "dpa_jupyter"
"""The key of `meta` that holds a rule's name, severity and reason."""
TYPES = {
    "integer": ["int", "int8", "int16", "int32", "int64", "Int64", "INTEGER", "BIGINT", "IntegerType", "LongType"],
    "number": [
        "int", "int64", "Int64", "float", "float32", "float64", "Float64", "INTEGER", "BIGINT", "DOUBLE", "DECIMAL",
    ],
    "text": ["str", "string", "object", "TEXT", "VARCHAR", "StringType"],
    "boolean": ["bool", "boolean", "BOOLEAN", "BooleanType"],
    "date": ["date", "DATE", "DateType"],
    "datetime": ["datetime64", "datetime64[ns]", "datetime64[us]", "Timestamp", "TIMESTAMP", "TimestampType"],
}  # fmt: skip


def write(rules: Rules, frame: str) -> Written:
    """Write a suite."""
    expectations, unsaid = [], []
    whole_columns = {rule.test.column for rule in rules if isinstance(rule.test, NotMissing) and not rule.where}
    for rule in rules:
        try:
            expectations.append(_expectation(_of_present_values(rule, whole_columns)))
        except RuleError as error:
            unsaid.append((rule.title, str(error)))
    suite = {"name": frame, "expectations": expectations, "meta": {"great_expectations_version": "1.0.0"}}
    return Written(json.dumps(suite, ensure_ascii=False, indent=2) + "\n", tuple(unsaid))


def _of_present_values(rule: Rule, whole_columns: AbstractSet[str]) -> Rule:
    """Leave out that missing values do not count, which goes without saying there.

    Raises:
        Unsaid: a share is one of all rows, and there one of the values alone.
    """
    if isinstance(rule.test, NotMissing) or not (rule.where or rule.share):
        return rule
    columns = columns_named(rule.test)
    if rule.share and isinstance(rule.test, Unique):
        raise Unsaid("there a value that stands twice counts twice in a share")
    if rule.where and rule.where == _present(columns):
        return replace(rule, where="")
    if rule.share and not rule.where and not {*columns} <= whole_columns:
        raise Unsaid(f"there a share is one of the values that are there; say 'where {_present(columns)}'")
    return rule


def _present(columns: Sequence[str]) -> str:
    return " and ".join(f"not missing({column_text(name)})" for name in columns)


def _expectation(rule: Rule) -> dict[str, object]:
    refuse_all_but(rule, share="least")
    kind, arguments = _said(rule)
    if rule.share is not None:
        arguments["mostly"] = rule.share.value
    own = {key: getattr(rule, key) for key in ("name", "severity", "because") if getattr(rule, key)}
    return {"type": kind, "kwargs": arguments, "meta": {OURS: own}}


def _said(rule: Rule) -> Said:
    match rule.test:
        case NotMissing(column):
            return "expect_column_values_to_not_be_null", {"column": column}
        case Unique((column,)):
            return "expect_column_values_to_be_unique", {"column": column}
        case Unique(columns):
            skip = {"ignore_row_if": "any_value_is_missing"}
            return "expect_compound_columns_to_be_unique", {"column_list": list(columns), **skip}
        case Range():
            return "expect_column_values_to_be_between", _range(rule.test)
        case Values(column, values):
            return "expect_column_values_to_be_in_set", {"column": column, "value_set": list(values)}
        case NotValues(column, values):
            return "expect_column_values_to_not_be_in_set", {"column": column, "value_set": list(values)}
        case Matches(column, pattern):
            return "expect_column_values_to_match_regex", {"column": column, "regex": whole(pattern)}
        case Length(column, least, most):
            bounds = {"min_value": least, "max_value": most}
            return "expect_column_value_lengths_to_be_between", {"column": column, **bounds}
    return _said_of_more(rule)


def _said_of_more(rule: Rule) -> Said:
    match rule.test:
        case HasType(column, name):
            return "expect_column_values_to_be_in_type_list", {"column": column, "type_list": TYPES[name]}
        case Compare(column, operator, other):
            return _pair(column, operator, other)
        case RowCount(least, most):
            return "expect_table_row_count_to_be_between", {"min_value": least, "max_value": most}
        case HasColumns(columns, True, True):
            return "expect_table_columns_to_match_ordered_list", {"column_list": list(columns)}
        case HasColumns(columns, False, only):
            return "expect_table_columns_to_match_set", {"column_set": list(columns), "exact_match": only}
    raise Unsaid(f"it has no expectation for {rule.test.kind!r}")


def _range(test: Range) -> dict[str, object]:
    refuse_moments(test)
    low = test.at_least if test.at_least is not None else test.more_than
    high = test.at_most if test.at_most is not None else test.less_than
    return {
        "column": test.column,
        "min_value": None if low is None else write_bound(low),
        "max_value": None if high is None else write_bound(high),
        "strict_min": test.more_than is not None,
        "strict_max": test.less_than is not None,
    }


def _pair(column: str, operator: str, other: str) -> Said:
    skip = {"ignore_row_if": "either_value_is_missing"}
    if operator == "==":
        return "expect_column_pair_values_to_be_equal", {"column_A": column, "column_B": other, **skip}
    if operator == "!=":
        raise Unsaid("it can't say that two columns differ")
    first, second = (column, other) if operator in (">", ">=") else (other, column)
    arguments = {"column_A": first, "column_B": second, "or_equal": operator in (">=", "<="), **skip}
    return "expect_column_pair_values_a_to_be_greater_than_b", arguments


def read(suite: Mapping[str, object]) -> Read:
    """Read a suite, as plain data."""
    return collected(_parts(suite), "Great Expectations")


def _parts(suite: Mapping[str, object]) -> Iterator[tuple[str, list[Rule] | Exception]]:
    for each in listed(suite["expectations"], "'expectations'"):
        name = "an expectation"
        try:
            told = mapped(each, "an expectation")
            name = str(told.get("type", told.get("expectation_type", name)))
            yield name, [_rule(name, mapped(told.get("kwargs", {}), "'kwargs'"), told)]
        except (RuleError, KeyError) as error:
            reason = f"it needs {error}" if isinstance(error, KeyError) else str(error)
            yield name, Unsaid(reason)


def _rule(name: str, given: Mapping[str, object], told: Mapping[str, object]) -> Rule:
    if name not in _READ:
        raise Unsaid("there is no rule for this expectation")
    for key in ("row_condition", "condition_parser"):
        if given.get(key):
            raise Unsaid(f"{key!r} is a condition that is not read")
    rule = _READ[name](given)
    mostly = given.get("mostly")
    if isinstance(mostly, int | float) and mostly < 1:
        rule |= {"share": f"at least {mostly * 100:.10g} %", **_of_what(rule)}
    meta = told.get("meta")
    own = meta.get(OURS) if isinstance(meta, Mapping) else None
    if isinstance(own, Mapping):
        rule |= {key: own[key] for key in ("name", "severity", "because") if key in own}
    return rule_from({key: value for key, value in rule.items() if value is not None})


def _of_what(rule: Mapping[str, object]) -> dict[str, object]:
    """Return what a share is one of: a missing value counts for a row only where it is what is asked about."""
    if rule["test"] == "not_missing":
        return {}
    if rule["test"] == "unique":
        raise Unsaid("in a share of unique values, each of two that are alike counts there, and the second one here")
    columns = [rule[key] for key in ("column", "other") if key in rule]
    return {"where": _present([str(column) for column in columns])}


Reader: TypeAlias = Callable[[Mapping[str, object]], dict[str, object]]


def _read_range(given: Mapping[str, object]) -> dict[str, object]:
    low = "more_than" if given.get("strict_min") else "at_least"
    high = "less_than" if given.get("strict_max") else "at_most"
    return {"test": "range", "column": given["column"], low: given.get("min_value"), high: given.get("max_value")}


def _read_pair(given: Mapping[str, object]) -> dict[str, object]:
    operator = ">=" if given.get("or_equal") else ">"
    return {"test": "compare", "column": given["column_A"], "operator": operator, "other": given["column_B"]}


def _read_types(given: Mapping[str, object]) -> dict[str, object]:
    names = given.get("type_list") or [given.get("type_")]
    for ours, theirs in TYPES.items():
        if names == theirs or names == [ours] or (isinstance(names, list) and len(names) == 1 and names[0] in theirs):
            return {"test": "type", "column": given["column"], "type": ours}
    raise Unsaid(f"the types {names} are none of {', '.join(TYPES)}")


def _read_count(given: Mapping[str, object]) -> dict[str, object]:
    return {"test": "row_count", "at_least": given.get("min_value"), "at_most": given.get("max_value")}


_READ: Mapping[str, Reader] = {
    "expect_column_values_to_not_be_null": lambda given: {"test": "not_missing", "column": given["column"]},
    "expect_column_values_to_be_unique": lambda given: {"test": "unique", "columns": [given["column"]]},
    "expect_compound_columns_to_be_unique": lambda given: {"test": "unique", "columns": given["column_list"]},
    "expect_column_values_to_be_between": _read_range,
    "expect_column_values_to_be_in_set": lambda given: {
        "test": "values", "column": given["column"], "values": given["value_set"],
    },
    "expect_column_values_to_not_be_in_set": lambda given: {
        "test": "not_values", "column": given["column"], "values": given["value_set"],
    },
    "expect_column_values_to_match_regex": lambda given: {
        "test": "matches", "column": given["column"], "pattern": unwhole(str(given["regex"])),
    },
    "expect_column_value_lengths_to_be_between": lambda given: {
        "test": "length", "column": given["column"],
        "at_least": given.get("min_value"), "at_most": given.get("max_value"),
    },
    "expect_column_value_lengths_to_equal": lambda given: {
        "test": "length", "column": given["column"], "at_least": given["value"], "at_most": given["value"],
    },
    "expect_column_values_to_be_in_type_list": _read_types,
    "expect_column_values_to_be_of_type": _read_types,
    "expect_column_pair_values_a_to_be_greater_than_b": _read_pair,
    "expect_column_pair_values_to_be_equal": lambda given: {
        "test": "compare", "column": given["column_A"], "operator": "==", "other": given["column_B"],
    },
    "expect_table_row_count_to_be_between": _read_count,
    "expect_table_row_count_to_equal": lambda given: {
        "test": "row_count", "at_least": given["value"], "at_most": given["value"],
    },
    "expect_table_columns_to_match_ordered_list": lambda given: {
        "test": "columns", "columns": given["column_list"], "in_order": True, "no_others": True,
    },
    "expect_table_columns_to_match_set": lambda given: {
        "test": "columns", "columns": given["column_set"], "no_others": given.get("exact_match") is not False,
    },
    "expect_column_to_exist": lambda given: {"test": "columns", "columns": [given["column"]]},
}  # fmt: skip
