"""Validations with pointblank as its YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dpa_jupyter.quality.rules.formats.exchanged import Read, Unsaid, Written, listed
from dpa_jupyter.quality.rules.formats.pointblank_steps import OtherColumn, Step, rules_of, steps_of
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.rules import Rules
from dpa_jupyter.quality.rules.tests import Compare
from dpa_jupyter.quality.rules.yaml_text import plain_yaml

_COLUMN = re.compile(r"""\s*(?:pb\.)?col\((?P<quote>["'])(?P<name>[^"'\\\x00-\x1f]+)(?P=quote)\)\s*""")


def write(rules: Rules, frame: str) -> Written:
    """Write a validation, of a file that is called as the frame; `yaml_interrogate(yaml, set_tbl=df)` takes another."""
    steps, unsaid = steps_of(rules, _refuse_code)
    plain = [{method: {key: _plain(value) for key, value in given.items()}} for method, given in steps]
    return Written(plain_yaml({"tbl": f"{frame}.csv", "tbl_name": frame, "steps": plain}), tuple(unsaid))


def _refuse_code(rule: Rule) -> None:
    """Refuse the name of another column that is not read back as it is, since it is written as code that runs there."""
    if isinstance(rule.test, Compare):
        found = _COLUMN.fullmatch(_code(rule.test.other))
        if found is None or found["name"] != rule.test.other:
            raise Unsaid("another column is written as code there, and this name has signs that would end its text")


def _code(name: str) -> str:
    return f'pb.col("{name}")'


def _plain(value: object) -> object:
    return {"python": _code(value.name)} if isinstance(value, OtherColumn) else value


def read(told: Mapping[str, object]) -> Read:
    """Read a validation, as plain data."""
    return rules_of([_step(each) for each in listed(told["steps"], "'steps'")])


def _step(told: object) -> Step:
    if isinstance(told, Mapping) and len(told) == 1:
        ((method, given),) = told.items()
        return str(method), {key: _value(value) for key, value in given.items()} if isinstance(given, Mapping) else {}
    return str(told)[:60], {}


def _value(value: object) -> object:
    if isinstance(value, Mapping) and set(value) == {"python"} and (found := _COLUMN.fullmatch(str(value["python"]))):
        return OtherColumn(found["name"])
    return value
