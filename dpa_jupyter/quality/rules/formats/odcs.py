"""Contracts of the Open Data Contract Standard 3.1, as YAML.

Source: "Schema" and "Data Quality" of the standard, v3.1.0, bitol-io.github.io/open-data-contract-standard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.formats.exchanged import (
    Read,
    Unsaid,
    Written,
    collected,
    mapped,
    refuse_all_but,
    refuse_moments,
    unwhole,
    whole,
)
from dpa_jupyter.quality.rules.moments import write_bound
from dpa_jupyter.quality.rules.plain_data import rule_from
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.rules import Rules
from dpa_jupyter.quality.rules.tests import (
    HasColumns,
    HasType,
    Length,
    Matches,
    NotMissing,
    Range,
    Refers,
    RowCount,
    Unique,
    Values,
)
from dpa_jupyter.quality.rules.yaml_text import plain_yaml

Object: TypeAlias = dict[str, object]
TYPES = {
    "integer": "integer", "number": "number", "text": "string", "boolean": "boolean", "date": "date",
    "datetime": "timestamp",
}  # fmt: skip
READ_TYPES = {theirs: ours for ours, theirs in TYPES.items()}
OPTIONS = {
    "at_least": "minimum",
    "more_than": "exclusiveMinimum",
    "at_most": "maximum",
    "less_than": "exclusiveMaximum",
}
OWN = ("name", "severity")


def write(rules: Rules, frame: str) -> Written:
    """Write a contract with one object."""
    properties: dict[str, Object] = {}
    table: Object = {"name": frame, "logicalType": "object"}
    unsaid = []
    for rule in rules:
        if isinstance(rule.test, HasColumns):
            properties |= {name: properties.get(name, {}) for name in rule.test.columns}
    for rule in rules:
        try:
            _say(rule, table, properties)
        except Unsaid as error:
            unsaid.append((rule.title, str(error)))
    table["properties"] = [{"name": name, **told} for name, told in properties.items()]
    contract = {
        "apiVersion": "v3.1.0", "kind": "DataContract", "id": frame, "version": "1.0.0", "status": "draft",
        "schema": [table],
    }  # fmt: skip
    return Written(plain_yaml(contract), tuple(unsaid))


def _say(rule: Rule, table: Object, properties: dict[str, Object]) -> None:
    refuse_all_but(rule, share="least")
    match rule.test:
        case NotMissing(column):
            _quality(properties.setdefault(column, {}), rule, {"metric": "nullValues"})
        case Unique((column,)):
            _quality(properties.setdefault(column, {}), rule, {"metric": "duplicateValues"})
        case Unique(columns):
            _quality(table, rule, {"metric": "duplicateValues", "arguments": {"properties": list(columns)}})
        case Values(column, values):
            _quality(properties.setdefault(column, {}), rule, _invalid("validValues", list(values)))
        case Matches(column, pattern):
            _quality(properties.setdefault(column, {}), rule, _invalid("pattern", whole(pattern)))
        case RowCount(least, most):
            _count(table, rule, least, most)
        case _:
            if rule.share is not None:
                raise Unsaid("a share of rows is said of metrics only, and there is none for this")
            _say_in_schema(rule, properties)


def _invalid(argument: str, value: object) -> Object:
    return {"metric": "invalidValues", "arguments": {argument: value}}


def _quality(where: Object, rule: Rule, told: Object) -> None:
    if rule.share is None:
        told |= {"mustBe": 0}
    else:
        told |= {"mustBeLessOrEqualTo": round(100 - 100 * rule.share.value, 6), "unit": "percent"}
    _append(where, rule, told)


def _count(table: Object, rule: Rule, least: int | None, most: int | None) -> None:
    if least is not None and most is not None:
        bounds: Object = {"mustBe": least} if least == most else {"mustBeBetween": [least, most]}
    else:
        bounds = {"mustBeGreaterOrEqualTo": least} if least is not None else {"mustBeLessOrEqualTo": most}
    _append(table, rule, {"metric": "rowCount", **bounds})


def _append(where: Object, rule: Rule, told: Object) -> None:
    own = {"description": rule.because} if rule.because else {}
    own |= {key: getattr(rule, key) for key in OWN if getattr(rule, key)}
    entries = where.setdefault("quality", [])
    assert isinstance(entries, list)
    entries.append({"type": "library", **told, **own})


def _say_in_schema(rule: Rule, properties: dict[str, Object]) -> None:
    match rule.test:
        case HasColumns(_, False, False):
            return
        case HasType(column, name):
            _typed(properties.setdefault(column, {}), TYPES[name])
        case Range():
            _range(rule.test, properties)
        case Length(column, least, most):
            told = properties.setdefault(column, {})
            _typed(told, "string")
            _options(told, {"minLength": least, "maxLength": most})
        case Refers(column, frame, to):
            if "." in to:
                raise Unsaid("there, a point ends the name of the object, and the column's has one")
            told = properties.setdefault(column, {})
            if "relationships" in told:
                raise Unsaid("one relationship is written for a column")
            told["relationships"] = [{"to": f"{frame}.{to}"}]
        case _:
            raise Unsaid(f"it has no word for {rule.test.kind!r} but a query of SQL")


def _typed(told: Object, logical_type: str) -> None:
    if told.setdefault("logicalType", logical_type) != logical_type:
        raise Unsaid(f"the column is said to be {told['logicalType']} there, and this needs {logical_type}")


def _options(told: Object, given: Mapping[str, object]) -> None:
    options = told.setdefault("logicalTypeOptions", {})
    assert isinstance(options, dict)
    if any(key in options for key, value in given.items() if value is not None):
        raise Unsaid("it has one such bound for a column")
    options |= {key: value for key, value in given.items() if value is not None}


def _range(test: Range, properties: dict[str, Object]) -> None:
    refuse_moments(test)
    given = {OPTIONS[key]: getattr(test, key) for key in OPTIONS if getattr(test, key) is not None}
    bounds = {key: write_bound(bound) for key, bound in given.items()}
    told = properties.setdefault(test.column, {})
    known = told.get("logicalType")
    is_text = any(isinstance(bound, str) for bound in bounds.values())
    fitting = ("date", "timestamp") if is_text else ("integer", "number")
    _typed(told, str(known) if known in fitting else fitting[1])
    _options(told, bounds)


def read(contract: Mapping[str, object]) -> Read:
    """Read the first object of a contract, as plain data."""
    return collected(_parts(contract), "ODCS")


Parts: TypeAlias = Iterator[tuple[str, list[Rule] | Exception]]


def _parts(contract: Mapping[str, object]) -> Parts:
    tables = _objects(contract.get("schema"))
    for other in tables[1:]:
        yield str(other.get("name")), Unsaid("a contract's first object is read; rules are of one frame")
    if contract.get("slaProperties"):
        yield "slaProperties", Unsaid("what is promised of a service is no rule of rows")
    if not tables:
        return
    table = tables[0]
    properties = _objects(table.get("properties"))
    if properties:
        yield from _attempt("properties", {"test": "columns", "columns": [each.get("name") for each in properties]})
    for entry in _objects(table.get("quality")):
        yield from _entry(str(table.get("name")), None, entry)
    key = _key(properties)
    if len(key) > 1:
        yield from _attempt("primaryKey", {"test": "unique", "columns": key})
    for each in properties:
        yield from _property(each, is_key=key == [each.get("name")])


def _key(properties: Sequence[Mapping[str, object]]) -> list[object]:
    """Return the columns of the primary key, of which an object has one, by their positions in it."""

    def position(told: Mapping[str, object]) -> int:
        found = told.get("primaryKeyPosition")
        return found if isinstance(found, int) else len(properties)

    return [each.get("name") for each in sorted(properties, key=position) if each.get("primaryKey") is True]


def _property(told: Mapping[str, object], *, is_key: bool) -> Parts:
    name = told.get("name")
    if told.get("required") or told.get("primaryKey"):
        yield from _attempt(f"{name}.required", {"test": "not_missing", "column": name})
    if told.get("unique") or is_key:
        yield from _attempt(f"{name}.unique", {"test": "unique", "columns": [name]})
    kind = told.get("logicalType")
    if kind is not None:
        ours = READ_TYPES.get(str(kind))
        yield from _attempt(
            f"{name}.logicalType", {"test": "type", "column": name, "type": ours} if ours else f"{kind!r} is not known"
        )
    options = told.get("logicalTypeOptions")
    yield from _options_read(name, options if isinstance(options, Mapping) else {})
    for relation in _objects(told.get("relationships")):
        frame, _, to = str(relation.get("to", "")).rpartition(".")
        yield from _attempt(f"{name}.relationships", {"test": "refers", "column": name, "frame": frame, "to": to})
    for entry in _objects(told.get("quality")):
        yield from _entry(str(name), name, entry)


def _options_read(name: object, options: Mapping[str, object]) -> Parts:
    bounds = {key: options[option] for key, option in OPTIONS.items() if option in options}
    if bounds:
        yield from _attempt(f"{name}.logicalTypeOptions", {"test": "range", "column": name, **bounds})
    lengths = {
        key: options[option]
        for key, option in (("at_least", "minLength"), ("at_most", "maxLength"))
        if option in options
    }
    if lengths:
        yield from _attempt(f"{name}.logicalTypeOptions", {"test": "length", "column": name, **lengths})
    if "pattern" in options:
        yield from _attempt(
            f"{name}.pattern", {"test": "matches", "column": name, "pattern": unwhole(str(options["pattern"]))}
        )
    for option in options:
        if option not in (*OPTIONS.values(), "minLength", "maxLength", "pattern"):
            yield f"{name}.{option}", Unsaid("there is no rule for this option")


def _entry(place: str, column: object, entry: Mapping[str, object]) -> Parts:
    name = f"{place}.{entry.get('metric') or entry.get('rule') or entry.get('type') or 'quality'}"
    try:
        told = _metric(column, entry)
    except Unsaid as error:
        yield name, error
        return
    for key, ours in (("name", "name"), ("severity", "severity"), ("description", "because")):
        value = entry.get(key)
        if isinstance(value, str) and (key != "severity" or value in ("critical", "high", "medium", "low", "note")):
            told[ours] = value
    yield from _attempt(name, told)


def _metric(column: object, entry: Mapping[str, object]) -> Object:
    arguments = entry.get("arguments")
    given = arguments if isinstance(arguments, Mapping) else {}
    match entry.get("metric"):
        case "rowCount":
            return {"test": "row_count", **_bounds(entry)}
        case "nullValues" if column is not None:
            return {"test": "not_missing", "column": column, **_share(entry)}
        case "duplicateValues":
            columns = [column] if column is not None else given.get("properties")
            return {"test": "unique", "columns": columns, **_share(entry)}
        case "invalidValues" if column is not None and "validValues" in given:
            return {"test": "values", "column": column, "values": given["validValues"], **_share(entry)}
        case "invalidValues" if column is not None and "pattern" in given:
            return {"test": "matches", "column": column, "pattern": unwhole(str(given["pattern"])), **_share(entry)}
    raise Unsaid("there is no rule for it; a query or a tool's own check is not run")


def _share(entry: Mapping[str, object]) -> Object:
    if entry.get("mustBe") == 0:
        return {}
    most = entry.get("mustBeLessOrEqualTo")
    if entry.get("unit") == "percent" and isinstance(most, int | float):
        return {"share": f"at least {round(100 - most, 6):g} %"}
    raise Unsaid("only 'mustBe: 0', or 'mustBeLessOrEqualTo' with the unit percent, is read")


def _bounds(entry: Mapping[str, object]) -> Object:
    between = entry.get("mustBeBetween")
    if isinstance(between, Sequence) and len(between) == 2:
        return {"at_least": between[0], "at_most": between[1]}
    more, less = entry.get("mustBeGreaterThan"), entry.get("mustBeLessThan")
    found = {
        "at_least": more + 1 if isinstance(more, int) else entry.get("mustBeGreaterOrEqualTo", entry.get("mustBe")),
        "at_most": less - 1 if isinstance(less, int) else entry.get("mustBeLessOrEqualTo", entry.get("mustBe")),
    }
    return {key: value for key, value in found.items() if value is not None}


def _objects(value: object) -> list[Mapping[str, object]]:
    if value is None:
        return []
    return [mapped(each, "each of them") for each in value] if isinstance(value, list) else [mapped(value, "it")]


def _attempt(name: str, told: Mapping[str, object] | str) -> Parts:
    if isinstance(told, str):
        yield name, Unsaid(told)
        return
    try:
        yield name, [rule_from(told)]
    except RuleError as error:
        yield name, Unsaid(str(error))
