"""What JSON can hold, as a type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from typing_extensions import TypeAliasType

# Named by TypeAliasType, not by a plain alias, so that a validator can follow the recursion at run time.
Json = TypeAliasType("Json", "bool | int | float | str | list[Json] | tuple[Json, ...] | Mapping[str, Json] | None")
JsonObject: TypeAlias = Mapping[str, Json]
