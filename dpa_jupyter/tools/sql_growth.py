"""A bar against SQL functions that make one huge value out of a small one.

DuckDB counts the memory of its tables and hash tables against the limit, and looks for an interrupt between vectors
of 2,048 rows. One call such as `repeat('x', 1000000000)` escapes both, and may take all memory of the kernel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dpa_jupyter.errors import ToolError
from dpa_jupyter.json_types import Json
from dpa_jupyter.sentence import sentence

SIZE_ARGUMENTS = {"repeat": 1, "lpad": 1, "rpad": 1, "list_resize": 1, "array_resize": 1, "bitstring": 1}
"""Functions, and the argument that says how large the value gets."""
SERIES = frozenset({"range", "generate_series"})
FORMATS = frozenset({"printf", "format"})
MOST = 10_000
"""Times the bytes of a short text and the rows of a vector, this is some 200 MB."""


def growth(function: Mapping[str, Json]) -> int:
    """Return how many times as large as its input the value of a function in a syntax tree can be, at most `MOST`.

    Raises:
        ToolError: it can be larger, or this can't be told.
    """
    name = str(function.get("function_name")).casefold()
    arguments = function.get("arguments", function.get("children"))
    given = [_constant(argument) for argument in arguments] if isinstance(arguments, list) else []
    if name in SIZE_ARGUMENTS:
        sizes = given[SIZE_ARGUMENTS[name] :][:1] or [None]
    elif name in SERIES:
        sizes = given
    elif name in FORMATS:
        sizes = [max(re.findall(r"\d+", given[0]), key=len, default="1")] if given and given[0] is not None else [None]
    else:
        return 1
    if any(size is None or not re.fullmatch(r"-?\d{1,5}", size) or int(size) > MOST for size in sizes):
        instead = f" As a table, FROM {name}(…) has no bounds." if name in SERIES else ""
        raise ToolError(
            sentence("{said} needs its size as a number up to {size:,} here.{any}", said=name, size=MOST, any=instead)
        )
    return max(1, *(int(size or 1) for size in sizes)) if sizes else 1


def _constant(argument: Json) -> str | None:
    """Return the text of a constant; DuckDB 2 writes trees a little differently from DuckDB 1."""
    expression = argument.get("expression", argument) if isinstance(argument, Mapping) else None
    if not isinstance(expression, Mapping) or expression.get("class") != "CONSTANT":
        return None
    literal = expression.get("literal", expression.get("value"))
    text = literal.get("text", literal.get("value")) if isinstance(literal, Mapping) else None
    return None if text is None else str(text)
