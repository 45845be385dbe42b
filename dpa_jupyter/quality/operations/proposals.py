"""Fixes that can be proposed, each of which says what it does and what it assumes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Literal as OneOf
from typing import TypeAlias

from dpa_jupyter.quality.expressions import (
    Column,
    Expression,
    Function,
    LastPresent,
    Literal,
    Lookup,
    Predicate,
    Repeats,
    Value,
    call,
)
from dpa_jupyter.quality.operation import (
    Action,
    Confidence,
    DropColumns,
    DropRows,
    Operation,
    RenameColumn,
    SetValues,
)

Case: TypeAlias = OneOf["lower", "upper", "title"]
Parsed: TypeAlias = OneOf["integer", "number", "boolean", "date", "datetime"]
EVERYWHERE = Literal(True)


def propose(title: str, action: Action, confidence: Confidence, reason: str) -> Operation:
    """Propose an action, under an id that is made of what it does alone: the same for the same in any session."""
    digest = hashlib.blake2b(repr(action).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return Operation(f"{action.kind}:{digest}", title, action, confidence, reason)


def trim(column: str) -> Operation:
    """Take white space off both ends of texts."""
    return _rewritten(column, "trim", f"Trim white space in `{column}`", "Space around a text is never meant.")


def change_case(column: str, case: Case, confidence: Confidence = "medium") -> Operation:
    """Write texts in one case."""
    words = {"lower": "in small letters", "upper": "in capitals", "title": "with a capital for each word"}[case]
    return _rewritten(column, case, f"Write `{column}` {words}", "Case tells nothing apart here.", confidence)


def _rewritten(
    column: str, function: OneOf["trim"] | Case, title: str, reason: str, confidence: Confidence = "high"
) -> Operation:
    own = Column(column)
    value = call(function, own)
    return propose(title, SetValues(column, call("not_equal", own, value), value), confidence, reason)


def unify(column: str, variants: Mapping[str, str], confidence: Confidence = "medium") -> Operation:
    """Write each variant of a value as the usual one."""
    title = f"Unify {len(variants)} spellings in `{column}`"
    return replace_values(column, variants, title, confidence, "They differ in writing, not in what they mean.")


def replace_values(
    column: str, pairs: Mapping[str, str] | Mapping[Value, Value], title: str, confidence: Confidence, reason: str
) -> Operation:
    """Replace some values of a column, each by the one that it stands for."""
    own = Column(column)
    where = call("is_in", own, *pairs)
    return propose(title, SetValues(column, where, Lookup(own, tuple(pairs.items()))), confidence, reason)


def make_missing(column: str, values: Sequence[Value], confidence: Confidence = "medium") -> Operation:
    """Make values that stand for none missing."""
    named = ", ".join(str(value) for value in values[:3]) + (" …" if len(values) > 3 else "")
    where = call("is_in", Column(column), *values)
    reason = "They say that there is no value."
    return propose(f"Make {named} missing in `{column}`", SetValues(column, where, Literal(None)), confidence, reason)


def parse(column: str, kind: Parsed, formats: Sequence[str] = (), confidence: Confidence = "medium") -> Operation:
    """Read texts as values of a type; those that are none become missing.

    Args:
        column: which.
        kind: of the values.
        formats: of dates and times, as strptime has them, of which the first that fits counts; ISO 8601 without any.
        confidence: high only where every text is known to be one.
    """
    functions: dict[Parsed, Function] = {
        "integer": "to_integer",
        "number": "to_number",
        "boolean": "to_boolean",
        "date": "to_date",
    }
    value = call(functions.get(kind, "to_datetime"), Column(column), *formats)
    action = SetValues(column, EVERYWHERE, value)
    return propose(f"Read `{column}` as {kind}", action, confidence, "What can't be read so becomes missing.")


def parse_numbers(column: str, *, thousands: str = "", decimal: str = ".", units: str = "") -> Operation:
    """Read texts such as 1.234,50 EUR as numbers.

    Args:
        column: which.
        thousands: what stands between thousands, if anything.
        decimal: what stands before decimal places.
        units: a regular expression of RE2 for what else stands beside the number, if anything.
    """
    value: Expression = Column(column)
    if units:
        value = call("replace_pattern", value, units, "")
    if thousands:
        value = call("replace", value, thousands, "")
    if decimal != ".":
        value = call("replace", value, decimal, ".")
    action = SetValues(column, EVERYWHERE, call("to_number", value))
    return propose(f"Read `{column}` as number", action, "medium", "What can't be read so becomes missing.")


def fill(column: str, value: Value, method: str, confidence: Confidence = "low") -> Operation:
    """Fill missing cells with one value, such as the median; the method says how it was come by."""
    action = SetValues(column, call("is_missing", Column(column)), Literal(value))
    return propose(f"Fill `{column}` with its {method}, {value}", action, confidence, "It is a guess for each row.")


def fill_forward(column: str) -> Operation:
    """Fill missing cells with the value of the nearest row before that has one."""
    action = SetValues(column, call("is_missing", Column(column)), LastPresent(column))
    return propose(
        f"Fill `{column}` from the rows before", action, "low", "It takes for granted that rows are in order."
    )


def repair(column: str, by: Expression, where: Predicate, source: str, confidence: Confidence = "medium") -> Operation:
    """Put what other columns say a cell should be, such as by `Lookup` of a key; where they say nothing, keep it."""
    known = call("and", where, call("not", call("is_missing", by)))
    return propose(f"Repair `{column}` by {source}", SetValues(column, known, by), confidence, "The others agree.")


def clip(column: str, least: Value = None, most: Value = None, confidence: Confidence = "low") -> Operation:
    """Bring numbers or times beyond a bound to the bound."""
    own = Column(column)
    beyond: list[Expression] = []
    value: Expression = own  # so that a cell which another operation makes missing stays so
    if most is not None:
        beyond.append(call("greater", own, most))
        value = call("if_else", beyond[-1], most, value)
    if least is not None:
        beyond.append(call("less", own, least))
        value = call("if_else", beyond[-1], least, value)
    between = " and ".join(str(bound) for bound in (least, most) if bound is not None)
    reason = "What is beyond is taken for a mistake that is large, not for another thing."
    return propose(f"Clip `{column}` at {between}", SetValues(column, call("or", *beyond), value), confidence, reason)


def deduplicate(columns: Sequence[str], confidence: Confidence = "medium") -> Operation:
    """Leave out rows that are like an earlier one in these columns."""
    named = ", ".join(f"`{name}`" for name in columns[:3]) + (" …" if len(columns) > 3 else "")
    action = DropRows(Repeats(tuple(columns)))
    return propose(f"Drop rows that repeat {named}", action, confidence, "The first of them stays.")


def drop_rows(where: Predicate, which: str, confidence: Confidence = "low") -> Operation:
    """Leave rows out."""
    return propose(f"Drop rows {which}", DropRows(where), confidence, "All that they tell is lost.")


def drop_columns(columns: Sequence[str], confidence: Confidence = "low") -> Operation:
    """Leave columns out."""
    named = ", ".join(f"`{name}`" for name in columns[:3]) + (" …" if len(columns) > 3 else "")
    return propose(f"Drop {named}", DropColumns(tuple(columns)), confidence, "All that they tell is lost.")


def rename(column: str, to: str) -> Operation:
    """Give a column another name."""
    return propose(
        f"Rename `{column}` to `{to}`", RenameColumn(column, to), "medium", "Code that names it must change."
    )
