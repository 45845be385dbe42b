"""What JSON can hold, as a type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from typing_extensions import TypeAliasType

# Named by TypeAliasType, not by a plain alias, so that a validator can follow the recursion at run time.
Json = TypeAliasType("Json", "bool | int | float | str | list[Json] | tuple[Json, ...] | Mapping[str, Json] | None")
JsonObject: TypeAlias = Mapping[str, Json]


def depth_of(value: Json) -> int:
    """Count how many lists and objects are around the innermost value, without a call for each."""
    depth = 0
    level: list[Json] = [value]
    while level := [part for one in level for part in _parts(one)]:
        depth += 1
    return depth


def _parts(value: Json) -> Iterable[Json]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()
