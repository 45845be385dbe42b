"""Validations with pointblank as Python: written, and read by parsing."""

from __future__ import annotations

import ast

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.formats.exchanged import Read, Unsaid, Written
from dpa_jupyter.quality.rules.formats.pointblank_steps import OtherColumn, Step, rules_of, steps_of
from dpa_jupyter.quality.rules.formats.python_calls import PythonCall, called, calls_of, name_of, tree_of
from dpa_jupyter.quality.rules.rules import Rules

PARAMETERS = {
    "col_vals_between": ("columns", "left", "right", "inclusive", "na_pass"),
    "col_vals_in_set": ("columns", "set"),
    "col_vals_not_in_set": ("columns", "set"),
    "col_vals_regex": ("columns", "pattern", "na_pass"),
    "rows_distinct": ("columns_subset",),
    "row_count_match": ("count", "tol", "inverse"),
}
OTHERS = ("columns", "value", "na_pass")
AROUND = ("Validate", "interrogate", "get_tabular_report", "load_dataset", "Thresholds")


def write(rules: Rules, frame: str) -> Written:
    """Write a validation of the frame."""
    steps, unsaid = steps_of(rules)
    lines = [
        f"    .{method}({', '.join(f'{key}={_written(value)}' for key, value in given.items())})"
        for method, given in steps
    ]
    text = "\n".join(
        (
            "import pointblank as pb",
            "",
            "validation = (",
            f"    pb.Validate(data={frame})",
            *lines,
            "    .interrogate()",
            ")",
            "",
        )
    )
    return Written(text, tuple(unsaid))


def _written(value: object) -> str:
    return f"pb.col({value.name!r})" if isinstance(value, OtherColumn) else repr(value)


def read(text: str, source: str) -> Read:
    """Read the steps that follow `Validate(…)` in a text of Python.

    Raises:
        RuleError: there are none.
    """
    tree = tree_of(text, source)
    chains = [chain for node in ast.walk(tree) if isinstance(node, ast.Call) and (chain := _chain(node))]
    if next(calls_of(tree, "Validate"), None) is None:
        raise RuleError(f"{source} has no Validate(…)")
    steps: list[Step] = []
    unsaid: list[tuple[str, str]] = []
    for call in max(chains, key=len, default=[]):
        try:
            steps.append(_step(called(call)))
        except Unsaid as error:
            unsaid.append((name_of(call), str(error)))
    found = rules_of(steps)
    return Read(found.format, found.rules, (*unsaid, *found.unsaid))


def _chain(node: ast.Call) -> list[ast.Call]:
    """Return the steps of `Validate(…).a(…).b(…)`, in order; none where it begins with something else."""
    calls: list[ast.Call] = []
    here: ast.expr = node
    while isinstance(here, ast.Call):
        calls.append(here)
        here = here.func.value if isinstance(here.func, ast.Attribute) and name_of(here) != "Validate" else here.func
    if not calls or name_of(calls[-1]) != "Validate":
        return []
    return [call for call in reversed(calls) if name_of(call) not in AROUND]


def _step(call: PythonCall) -> Step:
    names = PARAMETERS.get(call.name, OTHERS)
    given = dict(zip(names, call.arguments, strict=False)) | call.keywords
    return call.name, {key: _value(value) for key, value in given.items()}


def _value(value: object) -> object:
    if isinstance(value, PythonCall):
        if value.name == "col" and len(value.arguments) == 1 and isinstance(value.arguments[0], str):
            return OtherColumn(value.arguments[0])
        raise Unsaid(f"`{value.name}(…)` is known only when it runs, and nothing of the file runs")
    return value
