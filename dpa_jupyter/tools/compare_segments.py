"""The tool that compares a target between groups of rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, cast

from dpa_jupyter.displays import Cell, TableDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import GroupRate, Scalar, Segments
from dpa_jupyter.frames.columns import find_column
from dpa_jupyter.json_types import Json
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools.frame_variables import FrameVariables, bounded, column_types, frame_variables, interval
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.tool import Observation, ToolContext
from dpa_jupyter.wording import NO_MEANING, percent_cell, percent_interval

if TYPE_CHECKING:
    from dpa_jupyter.statistics.effect_size import Effect
    from dpa_jupyter.statistics.variable import Categories

MOST_GROUPS = 30
ROWS = "rows"
"""What the target is called where rows are counted."""


@tool()
def compare_segments(
    context: ToolContext, frame: str, by: list[str], target: str | None = None, positive: Scalar = None
) -> Observation:
    """Compare a target between groups of rows: the share of its positive value, its mean, or the number of rows.

    Groups come from one or two columns: categories as they are, numbers of many values in bands, dates in periods.
    Gives 95 % intervals, a test over all groups and an effect size from 0 to 1.

    Args:
        context: The frames.
        frame: The name of a frame.
        by: One or two columns that make the groups.
        target: The column to compare; rows are counted if not given.
        positive: The value of the target whose share is told; chosen, and said, if not given.
    """
    types = column_types(context, frame)
    names = list(dict.fromkeys(find_column(types, name) for name in by))
    if len(names) not in (1, 2):
        raise ToolError(sentence("'by' needs one or two columns"))
    target = find_column(types, target) if target is not None else None
    variables = frame_variables(context, frame, [*names, *([target] if target else [])])
    made = [_groups(variables, name) for name in names]
    content = _compared(variables, names, made, target, positive) if target else _counted(variables, names, made)
    content["notes"] = bounded([*variables.sampling_notes(), *content["notes"], *_notes(variables, names, made)])
    return Observation(
        content=cast("Json", content), value=content, displays=(_display(content),), quality=tuple(content["notes"])
    )


def _groups(variables: FrameVariables, name: str) -> Categories:
    from dpa_jupyter.statistics.grouping import segments

    variable = variables.read(name).variable
    if variable is None:
        raise ToolError(sentence("{name!r} can't make groups: {any}", name=name, any=variables.read(name).reason))
    return segments(variable)


def _together(made: list[Categories]) -> Categories:
    from dpa_jupyter.statistics.grouping import crossed

    return made[0] if len(made) == 1 else crossed(*made)


def _compared(
    variables: FrameVariables, by: list[str], made: list[Categories], target_name: str, positive: Scalar
) -> Segments:
    from dpa_jupyter.statistics import rounding
    from dpa_jupyter.statistics.effect_size import effect_size
    from dpa_jupyter.statistics.group_rates import overall, rates
    from dpa_jupyter.statistics.grouping import common_levels
    from dpa_jupyter.statistics.variable import at_rows, present

    groups, target = _together(made), variables.share_or_mean(target_name, positive)
    known = present(target.variable)
    both = known & present(groups)
    if not both.any():
        raise ToolError(sentence("no row has a value of {name} and of {names}", name=target_name, names=[*by]))
    groups, target = at_rows(groups, both), replace(target, variable=at_rows(target.variable, both))
    shares = target.kind == "binary"
    by_group = rates(target, groups)
    missing = int((~known).sum())
    without = [f"{missing:,} of {variables.rows:,} rows have no {target_name} and are left out"] if missing else []
    return Segments(
        frame=variables.frame,
        target=target_name,
        by=by,
        measure="share" if shares else "mean",
        positive=target.positive,
        rows=variables.rows_total,
        rows_used=int(both.sum()),
        overall=(rounding.share if shares else rounding.amount)(overall(target)),
        groups=by_group.told(by_group.highest_first()[:MOST_GROUPS], shares=shares),
        more_groups=max(0, len(by_group.names) - MOST_GROUPS),
        **_tested(effect_size(common_levels(groups), target.variable)),
        notes=[*without, *target.notes],
    )


def _counted(variables: FrameVariables, by: list[str], made: list[Categories]) -> Segments:
    import numpy as np

    from dpa_jupyter.statistics.effect_size import effect_size
    from dpa_jupyter.statistics.grouping import common_levels
    from dpa_jupyter.statistics.variable import at_rows, counts, label, present

    groups = _together(made)
    rows = counts(groups)
    largest = [int(place) for place in np.argsort(-rows, kind="stable") if rows[place]]
    both = present(groups)
    effect = effect_size(*(common_levels(at_rows(one, both)) for one in made)) if len(made) == 2 else None
    return Segments(
        frame=variables.frame,
        target=ROWS,
        by=by,
        measure="count",
        positive=None,
        rows=variables.rows_total,
        rows_used=int(rows.sum()),
        overall=None,
        groups=[
            GroupRate(
                group=label(groups.values[place]), rows=int(rows[place]), value=float(rows[place]), low=None, high=None
            )
            for place in largest[:MOST_GROUPS]
        ],
        more_groups=max(0, len(largest) - MOST_GROUPS),
        **_tested(effect),
        notes=[],
    )


class _Tested(TypedDict):
    measure_of_effect: str | None
    effect: float | None
    test: str | None
    p_value: float | None


def _tested(effect: Effect | None) -> _Tested:
    from dpa_jupyter.statistics import rounding

    if effect is None:
        return _Tested(measure_of_effect=None, effect=None, test=None, p_value=None)
    return _Tested(
        measure_of_effect=effect.measure,
        effect=rounding.effect(effect.value),
        test=effect.test,
        p_value=rounding.effect(effect.p_value),
    )


def _notes(variables: FrameVariables, by: list[str], made: list[Categories]) -> list[str]:
    notes = []
    for name, groups in zip(by, made, strict=True):
        notes += [f"{name} {note}" for note in variables.read(name).notes]
        if missing := int((groups.codes < 0).sum()):
            notes.append(f"{missing:,} of {variables.rows:,} rows have no {name} and are left out")
    return notes


def _display(found: Segments) -> TableDisplay:
    by = " and ".join(found["by"])
    if found["measure"] == "count":
        rows: tuple[tuple[Cell, ...], ...] = tuple((group["group"], group["rows"]) for group in found["groups"])
        return TableDisplay(f"Rows by {by}", (by, "rows"), rows, len(rows) + found["more_groups"])
    shares = found["measure"] == "share"
    what = f"share of {found['positive']}" if shares else "mean"
    rows = tuple(_share_row(group) if shares else _mean_row(group) for group in found["groups"])
    columns = (by, "rows", what, "95 % interval")
    return TableDisplay(f"{found['target']} by {by}", columns, rows, len(rows) + found["more_groups"])


def _share_row(group: GroupRate) -> tuple[Cell, ...]:
    return (group["group"], group["rows"], percent_cell(group["value"]), percent_interval(group["low"], group["high"]))


def _mean_row(group: GroupRate) -> tuple[Cell, ...]:
    return (group["group"], group["rows"], group["value"], interval(group["low"], group["high"]) or NO_MEANING)
