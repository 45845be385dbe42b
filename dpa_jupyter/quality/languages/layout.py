"""Python's source from syntax trees, broken into lines as a formatter would."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence

WIDTH = 100
INDENT = "    "
_X = ast.Name("x", ast.Load())
_CHAINED = 2
"""A chain of so many calls is broken before its dots."""


def source(node: ast.expr, depth: int = 0, *, before: int = 0, after: int = 0, inside: bool = False) -> str:
    """Write an expression, over several lines where it does not fit into one.

    Args:
        node: what to write.
        depth: how many times its line is indented.
        before: how many characters stand before it in its line.
        after: how many follow it in its last line.
        inside: whether it stands in brackets already, alone in its lines.
    """
    flat = ast.unparse(node)
    if len(INDENT) * depth + before + len(flat) + after <= WIDTH:
        return flat
    if inside and isinstance(node, ast.BinOp):
        return _joined(node, depth)
    if inside and _is_chain(links := _links(node)):
        return _chain(links, depth)
    return _broken(node, depth) or flat


def _broken(node: ast.expr, depth: int) -> str | None:
    """Write an expression over several lines, or return None where it can't be broken."""
    match node:
        case ast.Call(func=ast.Attribute()) if _is_chain(links := _links(node)):
            return _in_parentheses(_chain(links, depth + 1), depth)
        case ast.Call(func, arguments, keywords) if arguments or keywords:
            names = [*([""] * len(arguments)), *(f"{keyword.arg}=" for keyword in keywords)]
            return f"{source(func, depth)}({_listed([*arguments, *(each.value for each in keywords)], names, depth)})"
        case ast.BinOp():
            return _in_parentheses(_joined(node, depth + 1), depth)
        case ast.Compare(left, [sign], [right]):
            return f"{_operand(left, depth)} {_sign(ast.Compare(_X, [sign], [_X]))} {_operand(right, depth)}"
        case ast.UnaryOp(ast.Invert(), operand):
            return f"~{_operand(operand, depth)}"
        case ast.List(elements):
            return f"[{_listed(elements, [''] * len(elements), depth)}]"
        case ast.Dict(keys, values):
            return f"{{{_listed(values, [f'{ast.unparse(key)}: ' for key in keys if key is not None], depth)}}}"
        case _:
            return None


def _in_parentheses(written: str, depth: int) -> str:
    return f"(\n{INDENT * (depth + 1)}{written}\n{INDENT * depth})"


def _listed(parts: Sequence[ast.expr], names: Sequence[str], depth: int) -> str:
    inner = INDENT * (depth + 1)
    if len(parts) == 1 and not names[0]:
        return f"\n{inner}{source(parts[0], depth + 1, inside=True)}\n{INDENT * depth}"
    lines = (
        f"\n{inner}{name}{source(part, depth + 1, before=len(name), after=1, inside=not name)},"
        for part, name in zip(parts, names, strict=True)
    )
    return f"{''.join(lines)}\n{INDENT * depth}"


def _links(node: ast.expr) -> list[ast.expr]:
    """Return the ends of a chain of calls and attributes: a, a.b() and a.b().c()."""
    links = [node]
    while isinstance(links[-1], ast.Call | ast.Attribute | ast.Subscript):
        last = links[-1]
        links.append(last.func if isinstance(last, ast.Call) else last.value)
    return links[::-1]


def _is_chain(links: Sequence[ast.expr]) -> bool:
    return sum(isinstance(link, ast.Call) for link in links) >= _CHAINED


def _chain(links: Sequence[ast.expr], depth: int) -> str:
    """Write a chain of calls, a call to a line."""
    first, *rest = _calls(links)
    head = source(links[0], depth) if isinstance(links[0], ast.Name) else _operand(links[0], depth)
    return f"\n{INDENT * depth}".join([head + _tail(first, depth), *(_tail(call, depth) for call in rest)])


def _calls(links: Sequence[ast.expr]) -> Iterator[list[ast.expr]]:
    """Group the links of a chain, so that each group ends with a call or a subscript."""
    group: list[ast.expr] = []
    for link in links[1:]:
        group.append(link)
        if not isinstance(link, ast.Attribute):
            yield group
            group = []
    if group:
        yield group


def _tail(group: Sequence[ast.expr], depth: int) -> str:
    written = ""
    for link in group:
        match link:
            case ast.Attribute(_, name):
                written += f".{name}"
            case ast.Call(_, arguments, keywords):
                bare = ast.Call(ast.Name("", ast.Load()), arguments, keywords)
                written += source(bare, depth, before=len(written))
            case ast.Subscript(_, key):
                written += f"[{ast.unparse(key)}]"
    return written


def _joined(node: ast.BinOp, depth: int) -> str:
    """Write operands of the same operator below each other."""
    operands: list[ast.expr] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp) and type(left.op) is type(node.op):
        operands.append(left.right)
        left = left.left
    operands.append(left)
    sign = _sign(ast.BinOp(_X, node.op, _X))
    return f"\n{INDENT * depth}{sign} ".join(_operand(operand, depth) for operand in operands[::-1])


def _sign(of_names: ast.expr) -> str:
    return ast.unparse(of_names)[2:-2]


def _operand(node: ast.expr, depth: int) -> str:
    """Write a part of an operation, in parentheses unless it holds together by itself."""
    written = source(node, depth, before=2)
    holds = isinstance(node, ast.Call | ast.Attribute | ast.Name | ast.Constant | ast.Subscript | ast.List | ast.Dict)
    is_wrapped = isinstance(node, ast.BinOp) and written.startswith("(\n")
    return written if holds or is_wrapped else f"({written})"


def in_double_quotes(code: str) -> str:
    """Write the texts of source code as formatters do, and patterns as raw texts."""
    lines = code.splitlines(keepends=True)
    for token in reversed(list(tokenize.generate_tokens(io.StringIO(code).readline))):
        (row, start), (last, end) = token.start, token.end
        if token.type == tokenize.STRING and row == last and not token.string.startswith(('"""', "'''")):
            line = lines[row - 1]
            lines[row - 1] = line[:start] + _quoted(ast.literal_eval(token.string)) + line[end:]
    return "".join(lines)


def _quoted(value: object) -> str:
    if not isinstance(value, str):
        return repr(value)
    is_plain = value.isprintable() and '"' not in value
    if is_plain and "\\" in value and not value.endswith("\\"):
        return f'r"{value}"'
    inner = repr(f"{value}'")[1:-2]  # with an apostrophe in it, repr takes double quotes unless it has them, too
    return f'"{inner}"' if '"' not in value else repr(value)
