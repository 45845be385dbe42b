"""Rules as JSON has them, and back: field by field, so that a new test needs no line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from typing import get_type_hints

from dpa_jupyter.errors import suggestion
from dpa_jupyter.json_types import Json
from dpa_jupyter.quality.finding import SEVERITIES, Severity
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import Bound, Moment, Span, read_bound, without_zone, write_bound
from dpa_jupyter.quality.rules.rule import Rule, Share
from dpa_jupyter.quality.rules.tests import TESTS, Operator, Scalar, Test, TypeName

COMMON = ("where", "share", "severity", "name", "because")
"""What every rule may have besides its test."""


class KeyedError(RuleError):
    """What is wrong with the value of a key of a rule."""

    def __init__(self, text: str, key: str | None = None) -> None:
        super().__init__(text)
        self.key = key


def rule_from(told: Mapping[str, object]) -> Rule:
    """Read a rule.

    Raises:
        KeyedError: it can't be; it says which key, and what may be meant.
    """
    test = _test_of(told)
    names = [field.name for field in fields(test)]
    for key in told:
        if key not in (*names, *COMMON, "test"):
            raise KeyedError(f"{key!r} is no key of {test.kind!r}.{suggestion(str(key), (*names, *COMMON))}", key)
    given: dict[str, object] = {}
    hints = get_type_hints(test)
    for field in fields(test):
        if field.name in told:
            given[field.name] = _read(field.name, told[field.name], _READERS[hints[field.name]])
        elif field.default is MISSING:
            raise KeyedError(f"{test.kind!r} needs the key {field.name!r}", "test")
    common = {key: _read(key, told[key], _COMMON_READERS.get(key, _text)) for key in COMMON if key in told}
    try:
        return Rule(test(**given), **common)  # type: ignore[arg-type]  # read by the types of the fields
    except KeyedError:
        raise
    except RuleError as error:
        raise KeyedError(str(error), "test") from None


def as_plain(rule: Rule) -> dict[str, Json]:
    """Write a rule, without what is as it comes."""
    test = rule.test
    told: dict[str, Json] = {"test": test.kind}
    for field in fields(test):
        value = getattr(test, field.name)
        if field.default is MISSING or value != field.default:
            told[field.name] = _plain(value)
    for key in COMMON:
        value = getattr(rule, key)
        if value not in ("", None) and (key, value) != ("severity", "high"):
            told[key] = str(value)
    return told


def _test_of(told: Mapping[str, object]) -> type[Test]:
    if "test" not in told:
        raise KeyedError(f"a rule needs the key 'test': one of {', '.join(TESTS)}")
    kind = told["test"]
    if not isinstance(kind, str) or kind not in TESTS:
        raise KeyedError(f"there is no test {kind!r}.{suggestion(str(kind), TESTS)} Tests: {', '.join(TESTS)}", "test")
    return TESTS[kind]


def _read(key: str, value: object, reader: Callable[[object], object]) -> object:
    try:
        return reader(value)
    except RuleError as error:
        raise KeyedError(f"{key}: {error}", key) from None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise RuleError(f"a text is wanted, not {value!r}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_text(value),)
    if not isinstance(value, Sequence):
        raise RuleError(f"a list of names is wanted, not {value!r}")
    return tuple(map(_text, value))


def _scalar(value: object) -> Scalar:
    if isinstance(value, date):
        return str(write_bound(without_zone(value)))
    if not isinstance(value, bool | int | float | str):
        raise RuleError(f"a value is wanted, not {value!r}")
    return value


def _scalars(value: object) -> tuple[Scalar, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise RuleError(f"a list of values is wanted, not {value!r}")
    return tuple(map(_scalar, value))


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise RuleError(f"a whole number is wanted, not {value!r}")
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise RuleError(f"true or false is wanted, not {value!r}")
    return value


def _span(value: object) -> Span:
    return Span.read(_text(value))


def _share(value: object) -> Share:
    return Share.read(_text(value))


def _severity(value: object) -> Severity:
    if value not in SEVERITIES:
        raise RuleError(f"{value!r} is no severity; it is one of {', '.join(SEVERITIES)}")
    return value


_COMMON_READERS: Mapping[str, Callable[[object], object]] = {"share": _share, "severity": _severity}

_READERS: Mapping[object, Callable[[object], object]] = {
    str: _text,
    tuple[str, ...]: _texts,
    tuple[Scalar, ...]: _scalars,
    Bound | None: read_bound,
    int | None: _count,
    bool: _switch,
    Span: _span,
    Operator: _text,
    TypeName: _text,
}


def _plain(value: object) -> Json:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Span):
        return str(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    assert isinstance(value, Moment | date)
    return write_bound(value)
