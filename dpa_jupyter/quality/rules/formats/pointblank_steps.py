"""The steps of a validation with pointblank as plain data, which its YAML and its code both write.

Source: the YAML reference and the validation methods of pointblank 1.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.formats.exchanged import (
    Read,
    Unsaid,
    collected,
    refuse_all_but,
    refuse_gaps,
    refuse_moments,
    unwhole,
    whole,
)
from dpa_jupyter.quality.rules.moments import Bound
from dpa_jupyter.quality.rules.plain_data import rule_from
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.rules import Rules
from dpa_jupyter.quality.rules.tests import (
    Compare,
    HasColumns,
    Matches,
    NotMissing,
    NotValues,
    Operator,
    Range,
    RowCount,
    Unique,
    Values,
    columns_named,
)


@dataclass(frozen=True, slots=True)
class OtherColumn:
    """A column that another is compared with: `pb.col("start")`."""

    name: str


Step: TypeAlias = tuple[str, dict[str, object]]
METHODS: Mapping[Operator, str] = {
    ">": "col_vals_gt", ">=": "col_vals_ge", "<": "col_vals_lt", "<=": "col_vals_le", "==": "col_vals_eq",
    "!=": "col_vals_ne",
}  # fmt: skip
OPERATORS = {method: operator for operator, method in METHODS.items()}
_OPERATOR_OF: Mapping[str, Operator] = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
_BOUND_OF = {operator: key for key, operator in _OPERATOR_OF.items()}


def _refuse_none(_rule: Rule) -> None: ...


def steps_of(rules: Rules, refuse: Callable[[Rule], None] = _refuse_none) -> tuple[list[Step], list[tuple[str, str]]]:
    """Write rules as steps, and list those that can't be said, or that raise `Unsaid` in `refuse`."""
    steps: list[Step] = []
    unsaid = []
    for rule in rules:
        try:
            refuse_all_but(rule)
            refuse(rule)
            if isinstance(rule.test, Unique | NotValues):
                refuse_gaps(columns_named(rule.test), rules)
            steps += _steps(rule)
        except Unsaid as error:
            unsaid.append((rule.title, str(error)))
    return steps, unsaid


def _steps(rule: Rule) -> list[Step]:
    match rule.test:
        case NotMissing(column):
            return [("col_vals_not_null", {"columns": column})]
        case Unique(columns):
            return [("rows_distinct", {"columns_subset": list(columns)})]
        case Range():
            return _range(rule.test)
        case Values(column, values):
            return [("col_vals_in_set", {"columns": column, "set": [*values, None]})]
        case NotValues(column, values):
            return [("col_vals_not_in_set", {"columns": column, "set": list(values)})]
    return _more_steps(rule)


def _more_steps(rule: Rule) -> list[Step]:
    match rule.test:
        case Matches(column, pattern):
            return [("col_vals_regex", {"columns": column, "pattern": whole(pattern), "na_pass": True})]
        case Compare(column, operator, other):
            return [(METHODS[operator], {"columns": column, "value": OtherColumn(other), "na_pass": True})]
        case RowCount(least, most) if least == most:
            return [("row_count_match", {"count": least})]
        case HasColumns(columns, False, False):
            return [("col_exists", {"columns": list(columns)})]
    raise Unsaid(f"it has no step for {rule.test.kind!r} as it is meant here")


def _range(test: Range) -> list[Step]:
    refuse_moments(test)
    if test.at_least is not None and test.at_most is not None:
        bounds = {"left": _bound(test.at_least), "right": _bound(test.at_most)}
        return [("col_vals_between", {"columns": test.column, **bounds, "na_pass": True})]
    given = [(operator, getattr(test, key)) for key, operator in _OPERATOR_OF.items() if getattr(test, key) is not None]
    return [
        (METHODS[operator], {"columns": test.column, "value": _bound(bound), "na_pass": True})
        for operator, bound in given
    ]


def _bound(bound: Bound) -> object:
    if isinstance(bound, date):
        raise Unsaid("a date has to be of the very type of the column there, which a rule does not say")
    return bound


def rules_of(steps: Sequence[Step]) -> Read:
    """Read steps."""
    return collected(_parts(steps), "pointblank")


def _parts(steps: Sequence[Step]) -> Iterator[tuple[str, list[Rule] | Exception]]:
    for method, given in steps:
        try:
            yield method, list(_rules(method, given))
        except KeyError as error:
            yield method, Unsaid(f"it needs {error}")
        except RuleError as error:
            yield method, Unsaid(str(error))


def _rules(method: str, given: Mapping[str, object]) -> Iterator[Rule]:
    for key in ("pre", "segments", "active"):
        if given.get(key) not in (None, True):
            raise Unsaid(f"{key!r} is not read")
    if method in ("rows_distinct", "row_count_match"):
        yield rule_from(_of_table(method, given))
        return
    if method not in _READ:
        raise Unsaid("there is no rule for this step")
    named = given["columns"]
    columns = [named] if isinstance(named, str) else named
    if not isinstance(columns, list):
        raise Unsaid("a selector of columns is not read")
    if method == "col_exists":
        yield rule_from({"test": "columns", "columns": columns})
        return
    for column in columns:
        yield rule_from({"column": column, **_READ[method](given)})
        if _takes_gaps_for_faults(method, given):
            yield rule_from({"test": "not_missing", "column": column})


def _takes_gaps_for_faults(method: str, given: Mapping[str, object]) -> bool:
    if method == "col_vals_in_set":
        return None not in _set(given)
    return method != "col_vals_not_null" and not given.get("na_pass", False)


def _of_table(method: str, given: Mapping[str, object]) -> dict[str, object]:
    if method == "rows_distinct":
        if not given.get("columns_subset"):
            raise Unsaid("which columns there are is known only with the frame")
        return {"test": "unique", "columns": given["columns_subset"]}
    if given.get("inverse") or given.get("tol"):
        raise Unsaid("'tol' and 'inverse' are not read")
    return {"test": "row_count", "at_least": given["count"], "at_most": given["count"]}


def _set(given: Mapping[str, object]) -> list[object]:
    found = given["set"]
    if not isinstance(found, list):
        raise Unsaid("'set' is no list")
    return found


def _read_compared(method: str) -> Callable[[Mapping[str, object]], dict[str, object]]:
    operator = OPERATORS[method]

    def read(given: Mapping[str, object]) -> dict[str, object]:
        value = given["value"]
        if isinstance(value, OtherColumn):
            return {"test": "compare", "operator": operator, "other": value.name}
        if operator in _BOUND_OF:
            return {"test": "range", _BOUND_OF[operator]: value}
        return {"test": "values" if operator == "==" else "not_values", "values": [value]}

    return read


def _read_between(given: Mapping[str, object]) -> dict[str, object]:
    inclusive = given.get("inclusive") or [True, True]
    if not isinstance(inclusive, list) or len(inclusive) != 2:
        raise Unsaid("'inclusive' is a pair")
    low, high = "at_least" if inclusive[0] else "more_than", "at_most" if inclusive[1] else "less_than"
    return {"test": "range", low: given["left"], high: given["right"]}


_READ: Mapping[str, Callable[[Mapping[str, object]], dict[str, object]]] = {
    **{method: _read_compared(method) for method in OPERATORS},
    "col_vals_between": _read_between,
    "col_vals_not_null": lambda _: {"test": "not_missing"},
    "col_vals_in_set": lambda given: {"test": "values", "values": [each for each in _set(given) if each is not None]},
    "col_vals_not_in_set": lambda given: {
        "test": "not_values",
        "values": [each for each in _set(given) if each is not None],
    },
    "col_vals_regex": lambda given: {"test": "matches", "pattern": unwhole(str(given["pattern"]))},
    "col_exists": lambda given: {},
}
