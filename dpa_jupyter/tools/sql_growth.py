"""A bar against SQL that makes one huge value out of a small one.

DuckDB counts the memory of its tables and hash tables against the limit, and looks for an interrupt between vectors
of 2,048 rows. One call such as `repeat('x', 1000000000)` escapes both, and may take all memory of the kernel. So it is
reckoned from the syntax tree how many times as large as the data any value of the statement can get; what grows
between two vectors is looked at while the statement runs, in `memory_watch`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from dpa_jupyter.errors import ToolError
from dpa_jupyter.json_types import Json
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools import sql_functions as functions

MOST = 10_000
"""Times the bytes of a short text and the rows of a vector, this is some 200 MB."""
MOST_EACH_TIME = 4
"""Where a statement feeds on its own rows: enough for a path to get longer, and then memory is looked at each time."""
ALL_COLUMNS = 100
"""As how many columns a star counts."""
_BYTES_QUOTED, _BYTES_OF_ENTRY = 6, 16
Node: TypeAlias = Mapping[str, Json]


def check_growth(tree: Json) -> None:
    """Refuse a statement whose values could get too large.

    Raises:
        ToolError: they could, or it can't be told.
    """
    for node in nodes(tree):
        if node.get("type") == "RECURSIVE_CTE_NODE" and _growth(node) > MOST_EACH_TIME:
            raise ToolError(
                sentence("in WITH RECURSIVE query_sql makes no values that grow so fast; join two texts at most.")
            )
        if _name(node) in functions.REDUCING and _growth(node) > 1:
            raise ToolError(
                sentence(
                    "{said} may not make larger values here; array_to_string joins a list's texts.", said=_name(node)
                )
            )
        if _name(node) in functions.TRANSFORMING and (other := _other_column(node)):
            raise ToolError(
                sentence(
                    "a lambda may use the entries of its list only, not {said}; unnest the list instead.",
                    said=str(other),
                )
            )
        if node.get("class") == "WINDOW" and _name(node) in functions.GATHERING:
            raise ToolError(
                sentence("{said} has no OVER (…) here: each row would hold all others; use GROUP BY.", said=_name(node))
            )
    if _growth(tree) > MOST:
        raise ToolError(sentence("query_sql does not make values that large; repeat, join, pad and format less."))


def nodes(tree: Json) -> Iterator[Node]:
    """Walk over all objects of a syntax tree."""
    waiting: list[Json] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _growth(tree: Json) -> int:
    """Return how many times as large as the data a value can be: each function may be given what another one made."""
    chained: set[int] = set()
    grown = 1
    for node in nodes(tree):
        if node.get("type") == "TABLE_FUNCTION":  # it makes rows, one at a time
            chained.add(id(node.get("function")))
        if node.get("class") == "FUNCTION" and id(node) not in chained:
            grown *= _of_function(node, chained)
    return grown


def _of_function(node: Node, chained: set[int]) -> int:
    name = _name(node)
    if name in functions.JOINING:
        return max(1, _joined(node, chained))
    if name in functions.QUOTING:
        return _BYTES_QUOTED
    if name in functions.SPLITTING:
        return _BYTES_OF_ENTRY
    if name in functions.SIZES:
        return _sized(name, _texts(node)[functions.SIZES[name] :][:1] or [None])
    if name in functions.SERIES:
        return _sized(name, _texts(node))
    if name in functions.FORMATS:
        return _formatted(name, _texts(node))
    if name in functions.REPLACING | functions.SEPARATED:
        return _replaced(name, _texts(node))
    return 1


def _other_column(node: Node) -> str | None:
    """Return a column that a lambda uses beside its own parameters: a list of n entries may be n times in its value."""
    own = {name for part in nodes(dict(node)) if part.get("class") == "LAMBDA" for name in _parameters(part)}
    bodies = [part.get("expr") for part in nodes(dict(node)) if part.get("class") == "LAMBDA"]
    used = [_first_name(part) for body in bodies for part in nodes(body) if part.get("class") == "COLUMN_REF"]
    return next((name for name in used if name not in own), None)


def _parameters(part: Node) -> list[str]:
    return [_first_name(given) for given in nodes(part.get("lhs")) if given.get("class") == "COLUMN_REF"]


def _first_name(column: Node) -> str:
    names = column.get("column_names")
    return str(names[0]) if isinstance(names, list) and names else ""


def _joined(node: Node, chained: set[int]) -> int:
    """Count the values that are put together; a || b || c is a chain of two calls, and of three values."""
    count = 0
    for argument in _arguments(node):
        if _name(node) == _name(argument) == "||":
            chained.add(id(argument))
            count += _joined(argument, chained)
        elif any(part.get("class") == "STAR" for part in nodes(dict(argument))):
            count += ALL_COLUMNS
        elif _constant(argument) is None:
            count += 1
    return count


def _sized(name: str, sizes: list[str | None]) -> int:
    if any(size is None or not re.fullmatch(r"-?\d{1,5}", size) or int(size) > MOST for size in sizes):
        instead = f" As a table, FROM {name}(…) has no bounds." if name in functions.SERIES else ""
        raise ToolError(
            sentence("{said} needs its size as a number up to {size:,} here.{any}", said=name, size=MOST, any=instead)
        )
    return max(1, *(int(size or 1) for size in sizes)) if sizes else 1


def _formatted(name: str, texts: list[str | None]) -> int:
    template = texts[0] if texts else None
    if template is None:
        return _sized(name, [None])
    values = template.count("{") + template.count("%")
    return max(1, values) * _sized(name, [max(re.findall(r"\d+", template), key=len, default="1")])


def _replaced(name: str, texts: list[str | None]) -> int:
    """Reckon with the new text at each place where the old one may stand, or between the parts of a list."""
    if name in functions.SEPARATED:
        return 1 + len((texts[1:] or [""])[0] or "")
    if len(texts) < 3:
        return 1
    old, new = texts[1:3]
    if new is None:
        raise ToolError(sentence("{said} needs the new text as a constant here; join texts with ||.", said=name))
    return 1 + len(new) if name == "regexp_replace" else max(1, math.ceil(len(new) / len(old or " ")))


def _name(node: Node) -> str:
    return str(node.get("function_name") or "").casefold()


def _arguments(node: Node) -> list[Node]:
    """Return the arguments of a function; DuckDB 2 writes trees a little differently from DuckDB 1."""
    given = node.get("arguments", node.get("children"))
    wrapped = [argument for argument in given if isinstance(argument, dict)] if isinstance(given, list) else []
    inner = [argument.get("expression", argument) for argument in wrapped]
    return [argument for argument in inner if isinstance(argument, dict)]


def _texts(node: Node) -> list[str | None]:
    return [_constant(argument) for argument in _arguments(node)]


def _constant(expression: Node) -> str | None:
    """Return the text of a constant."""
    if expression.get("class") != "CONSTANT":
        return None
    literal = expression.get("literal", expression.get("value"))
    text = literal.get("text", literal.get("value")) if isinstance(literal, Mapping) else None
    return None if text is None else str(text)
