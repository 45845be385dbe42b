"""The keys of two frames, compared before anybody joins them: what matches, what repeats, what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import ColumnType, JoinCheck, Joined, JoinOther, JoinSide
from dpa_jupyter.frames.columns import find_columns
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.json_types import Json
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.join_keys import Keys, compared
from dpa_jupyter.tools.query_bounds import QueryBounds
from dpa_jupyter.tools.tool import Observation, ToolContext
from dpa_jupyter.wording import counted, rows_of

KEY_ENDINGS = ("id", "key", "code", "number", "no")
"""Of names of columns that tell rows apart."""


@dataclass(frozen=True, slots=True)
class _Side:
    frame: Frame
    key: tuple[str, ...]


@tool()
def join_check(
    context: ToolContext, left: str, right: str, on: list[str] | None = None, right_on: list[str] | None = None
) -> Observation:
    """Compare the keys of two frames before a join, without joining them: matches, repeats, orphans, rows of the join.

    Tells for each side the rows, keys that are missing or repeat and rows without a match; how many rows each kind of
    join would have; whether it is one to one or fans out; and whether the types of the keys differ.

    Args:
        context: The frames and the limits of the call.
        left: The name of the first frame.
        right: The name of the second frame.
        on: The columns of the key; if not given, a column that both have and that looks like one.
        right_on: The columns of the key in the second frame, where they have other names there, in the same order.
    """
    first, second = _sides(context, left, right, on, right_on)
    context.progress(f"comparing the keys of {left} and {right}", None)
    keys = compared((first.frame, first.key), (second.frame, second.key), QueryBounds.of_call(context))
    told = _told(first, second, keys)
    return Observation(cast("Json", told), value=told, displays=(_display(told),), quality=tuple(_sentences(told)))


def _sides(
    context: ToolContext, left: str, right: str, on: Sequence[str] | None, right_on: Sequence[str] | None
) -> tuple[_Side, _Side]:
    first, second = context.frames[left], context.frames[right]
    ours, others = (
        {column.name: column.type for column in each.adapter.columns(each.value)} for each in (first, second)
    )
    key = list(on) if on else [_guessed(left, right, ours, others)]
    other = list(right_on) if right_on else key
    if len(other) != len(key):
        raise ToolError(sentence("'on' and 'right_on' need as many columns each"))
    return _Side(first, tuple(find_columns(ours, key))), _Side(second, tuple(find_columns(others, other)))


def _guessed(left: str, right: str, ours: dict[str, ColumnType], others: dict[str, ColumnType]) -> str:
    shared = [name for name in ours if name in others]
    likely = [name for name in shared if name.casefold().endswith(KEY_ENDINGS)]
    if len(shared) == 1 or likely:
        return (likely or shared)[0]
    raise ToolError(
        sentence(
            "it is not clear by which columns {name} and {name_right} are joined; give 'on'",
            name=left,
            name_right=right,
        )
    )


def _told(first: _Side, second: _Side, keys: Keys) -> JoinCheck:
    pairs = keys.common
    return JoinCheck(
        frame=first.frame.name,
        key=list(first.key),
        types=list(keys.types[0]),
        side=keys.sides[0],
        other=JoinOther(
            frame=second.frame.name,
            key=list(second.key),
            types=list(keys.types[1]),
            side=keys.sides[1],
            joined=Joined(
                common_keys=pairs.keys,
                inner_rows=pairs.rows,
                left_rows=pairs.rows + _alone(keys.sides[0]),
                right_rows=pairs.rows + _alone(keys.sides[1]),
                full_rows=pairs.rows + _alone(keys.sides[0]) + _alone(keys.sides[1]),
                relation=pairs.relation,
                fan_out=round(pairs.rows / pairs.left_rows, 4) if pairs.left_rows else None,
                compared_as=keys.compared_as,
            ),
        ),
        precision="exact",
    )


def _alone(side: JoinSide) -> int:
    return side["orphans"] + side["missing"]


def _display(told: JoinCheck) -> TableDisplay:
    other = told["other"]
    first, second, joined = told["side"], other["side"], other["joined"]
    lines: list[tuple[str, int | str, int | str]] = [
        ("key", ", ".join(told["key"]), ", ".join(other["key"])),
        ("type", ", ".join(told["types"]), ", ".join(other["types"])),
        ("rows", first["rows"], second["rows"]),
        ("rows without a key", first["missing"], second["missing"]),
        ("different keys", first["distinct"], second["distinct"]),
        ("keys that repeat", first["repeated"], second["repeated"]),
        ("most rows of a key", first["most_rows"], second["most_rows"]),
        ("rows without a match", first["orphans"], second["orphans"]),
        ("keys in both", joined["common_keys"], joined["common_keys"]),
        ("rows of the inner join", joined["inner_rows"], joined["inner_rows"]),
        ("rows of a join that keeps all", joined["left_rows"], joined["right_rows"]),
    ]
    rows = tuple((name, _written(ours), _written(others)) for name, ours, others in lines)
    return TableDisplay(
        f"Join of {told['frame']} and {other['frame']}: {joined['relation']}", ("", told["frame"], other["frame"]), rows
    )


def _written(amount: int | str) -> str:
    return f"{amount:,}" if isinstance(amount, int) else amount


def _sentences(told: JoinCheck) -> list[str]:
    """Write what would go wrong in a join."""
    other = told["other"]
    joined = other["joined"]
    found = []
    if joined["compared_as"] == "text":
        found.append(f"The keys of {told['frame']} and {other['frame']} are of different types and compared as text.")
    for name, side in ((told["frame"], told["side"]), (other["frame"], other["side"])):
        if side["missing"]:
            found.append(f"{name} has no key in {rows_of(side['missing'], side['rows'])}.")
        if side["orphans"]:
            found.append(f"{rows_of(side['orphans'], side['rows'])} of {name} find no match.")
    if joined["relation"] == "many to many":
        found.append(f"The keys repeat on both sides: the inner join has {counted(joined['inner_rows'], 'row')}.")
    return found
