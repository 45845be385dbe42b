"""Whether a JSON value has the shape that `findings` promises, before anything relies on it.

Observations pass through the log, are shortened by the history and may come from a third party's tool of the same name.
(pydantic would do this, but refuses `typing.TypedDict` before Python 3.12.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Literal,
    NotRequired,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

T = TypeVar("T")


def shaped(value: object, shape: type[T]) -> T | None:
    """Return the value as this type from `findings`, or None where it is something else."""
    return cast("T", value) if _fits(value, shape) else None


def _fits(value: object, shape: object) -> bool:
    if is_typeddict(shape):
        return _fits_fields(value, shape)
    origin, options = get_origin(shape), get_args(shape)
    if origin is Annotated:  # what the field would tell of the data
        return _fits(value, options[0])
    if origin in (Union, UnionType):
        return any(_fits(value, option) for option in options)
    if origin is Literal:
        return value in options
    if origin is list:
        return _is_list(value, options[0])
    if origin is tuple:
        return _is_tuple(value, options)
    return _is_plain(value, shape)


def _fits_fields(value: object, shape: object) -> bool:
    if not isinstance(value, Mapping):
        return False
    return all(
        _fits(value[name], get_args(kind)[0] if _may_miss(kind) else kind) if name in value else _may_miss(kind)
        for name, kind in _fields(shape).items()
    )


@cache
def _fields(shape: object) -> dict[str, object]:
    """Return the types of the fields; `__required_keys__` can't be relied on where annotations are kept as text."""
    return get_type_hints(shape, include_extras=True)


def _may_miss(kind: object) -> bool:
    return get_origin(kind) is NotRequired


def _is_list(value: object, of: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(_fits(item, of) for item in value)


def _is_tuple(value: object, of: tuple[object, ...]) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) == len(of)
        and all(_fits(item, kind) for item, kind in zip(value, of, strict=True))
    )


def _is_plain(value: object, shape: object) -> bool:
    if shape is float:  # JSON does not tell 1 from 1.0
        return isinstance(value, int | float) and not isinstance(value, bool)
    if shape is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return shape is object or (value is None if shape is NoneType else isinstance(value, cast("type", shape)))
