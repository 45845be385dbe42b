"""The column that is to be understood: what is told of it is a share, a mean, or how its categories are spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.findings import Scalar
from dpa_jupyter.sentence import sentence
from dpa_jupyter.statistics.variable import Categories, Moments, Numbers, Variable, counts, label

_YES = """
    yes y true t 1 positive pos churned churn left lost cancelled canceled closed exited bad default defaulted fraud
    fraudulent spam success successful converted bought clicked won survived died dead failed failure sick ill
"""
YES = frozenset(_YES.split())
"""Words that mean yes; a value that repeats the column's own name does too."""


class TargetError(ValueError):
    """This column, or this positive value, can't be a target; the text says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """A column to be understood."""

    kind: Literal["binary", "categorical", "numeric"]
    variable: Numbers | Categories
    """Where it is binary: 1 for the positive value, 0 for the other."""
    positive: Scalar = None
    notes: tuple[str, ...] = ()


def read_target(variable: Variable, name: str, positive: object = None) -> Target:
    """Decide what is told of a column; `positive` makes a binary target of any column that has the value.

    Raises:
        TargetError: it has fewer than two values, holds dates, or has no such value.
    """
    rows = counts(variable)
    used = np.flatnonzero(rows)
    if isinstance(variable, Moments):
        raise TargetError(
            sentence(
                "{name!r} holds dates, of which no share or mean can be told; compare periods by it instead", name=name
            )
        )
    if len(used) == 0:
        raise TargetError(sentence("{name!r} has no value in any row", name=name))
    if len(used) == 1:
        only = label(_value(variable, used[0]))
        raise TargetError(
            sentence("{name!r} is {any} in every row that has a value, so nothing can go with it", name=name, any=only)
        )
    if positive is not None:
        return _binary(variable, _place_of(variable, positive, name, used))
    if len(used) == 2:
        place, why = _positive_place(variable, name, used)
        return _binary(variable, place, why)
    return Target("numeric" if isinstance(variable, Numbers) else "categorical", variable)


def share_or_mean(variable: Variable, name: str, positive: object = None) -> Target:
    """Read a target of which one number can be told, even if it is the same in all rows.

    Of several categories it is the share of the most common.

    Raises:
        TargetError: it has no value, holds dates, or has no such value.
    """
    used = np.flatnonzero(counts(variable))
    if len(used) == 1 and not isinstance(variable, Moments) and positive is None:
        return Target("numeric", variable) if isinstance(variable, Numbers) else _binary(variable, int(used[0]))
    target = read_target(variable, name, positive)
    if target.kind != "categorical":
        return target
    place = int(np.argmax(counts(target.variable)))
    why = f"it has several values, and the share of the most common, {label(_value(target.variable, place))}, is told"
    return _binary(target.variable, place, why)


def _binary(variable: Numbers | Categories, place: int, why: str = "") -> Target:
    codes = np.where(variable.codes < 0, -1, variable.codes == place).astype(np.int32)
    used = np.flatnonzero(counts(variable))
    others = [_value(variable, other) for other in used if other != place]
    value = _value(variable, place)
    other: Scalar = others[0] if len(others) == 1 else f"not {label(value)}"
    return Target("binary", Categories(codes, (other, value), ordered=True), value, (why,) if why else ())


def _value(variable: Numbers | Categories, place: int | np.intp) -> Scalar:
    if isinstance(variable, Categories):
        return variable.values[int(place)]
    number = float(variable.values[place])
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _place_of(variable: Numbers | Categories, wanted: object, name: str, used: NDArray[np.intp]) -> int:
    """Find the value that is meant: the very one, or the only one that reads the same but for case."""
    text = label(wanted) if isinstance(wanted, bool | int | float | str) else str(wanted)
    names = {int(place): label(_value(variable, place)) for place in used}
    for form in (str, str.casefold, _number):
        found = [place for place, one in names.items() if form(one) == form(text)]
        if len(found) == 1:
            return found[0]
    shown = ", ".join(list(names.values())[:10])
    shown += " …" if len(names) > 10 else ""
    raise TargetError(sentence("{name!r} has no value {said!r}; values: {any}", name=name, said=text, any=shown))


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _positive_place(variable: Numbers | Categories, name: str, used: NDArray[np.intp]) -> tuple[int, str]:
    values = {int(place): _value(variable, place) for place in used}
    if isinstance(variable, Numbers):
        place = max(values)
        if set(values.values()) <= {0, 1}:
            return place, ""
        return place, f"of its two values the larger, {label(values[place])}, is taken as the positive one"
    meaning_yes = [place for place, value in values.items() if label(value).casefold() in YES]
    if len(meaning_yes) == 1:
        return meaning_yes[0], ""
    named = [place for place, value in values.items() if label(value).casefold() == name.casefold()]
    if len(named) == 1:
        return named[0], ""
    rows = counts(variable)
    place = min(values, key=lambda one: (rows[one], -one))
    return place, f"no value plainly means yes, so the rarer one, {label(values[place])}, is taken as the positive one"
