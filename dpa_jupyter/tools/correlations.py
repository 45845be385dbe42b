"""The tool that finds which columns go together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import Association, Associations, LeftOut
from dpa_jupyter.frames.positions import even_positions
from dpa_jupyter.json_types import Json
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools.frame_variables import FrameVariables, bounded, first_left_out, frame_variables, p_value
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.tool import Observation, ToolContext

if TYPE_CHECKING:
    from dpa_jupyter.statistics.associations import Pair
    from dpa_jupyter.statistics.variable import Variable

MOST_PAIRS = 30
MOST_COLUMNS = 150
"""Columns that are compared with each other; their pairs grow with the square."""
REDUNDANT = 0.95
"""Strength from which one column says hardly more than the other."""


@tool()
def correlations(context: ToolContext, frame: str, columns: list[str] | None = None) -> Observation:
    """Find which columns of a frame go together, strongest pairs first.

    Two numbers get Spearman's correlation (-1 to 1), two categories the bias-corrected Cramér's V, a number and a
    category the correlation ratio of ranks (both 0 to 1). P-values are corrected.

    Args:
        context: The frames and the progress.
        frame: The name of a frame.
        columns: The columns to compare with each other; all if not given.
    """
    if columns is not None and len(set(columns)) < 2:
        raise ToolError(sentence("'columns' needs at least two columns"))
    variables = frame_variables(context, frame, columns)
    usable, left_out, caveats = _usable(variables, asked_for=columns is not None)
    pairs, measured = _pairs(context, usable, variables.rows)
    caveats = [*variables.sampling_notes(), *caveats]
    if measured < variables.rows:
        caveats.append(f"measured on {measured:,} evenly spread rows of {variables.rows_total:,}")
    content = _findings(variables, pairs, left_out)
    content["precision"] = "sampled" if measured < variables.rows else variables.precision
    content["notes"] = bounded([*_redundant(pairs), *caveats])
    return Observation(
        content=cast("Json", content), value=content, displays=(_display(content),), quality=tuple(bounded(caveats))
    )


def _usable(variables: FrameVariables, *, asked_for: bool) -> tuple[dict[str, Variable], list[LeftOut], list[str]]:
    from dpa_jupyter.statistics.screening import reason_to_leave_out

    usable: dict[str, Variable] = {}
    left_out: list[LeftOut] = []
    notes: list[str] = []
    for name in [*variables.table.column_names, *variables.unreadable]:
        read = variables.read(name)
        variable = read.variable
        reason = read.reason if variable is None else reason_to_leave_out(name, variable, asked_for=asked_for)
        if len(usable) == MOST_COLUMNS:
            reason = f"only the first {MOST_COLUMNS} columns are compared; name the columns that matter"
        if variable is None or reason:
            left_out.append(LeftOut(column=name, reason=str(reason)))
        else:
            usable[name] = variable
            notes += [f"{name} {note}" for note in read.notes]
    return usable, left_out, notes


def _pairs(context: ToolContext, usable: dict[str, Variable], rows: int) -> tuple[list[Pair], int]:
    """Measure all pairs, strongest first, on as many rows as time allows; return how many."""
    import numpy as np

    from dpa_jupyter.statistics.associations import measured_pairs, rows_to_measure
    from dpa_jupyter.statistics.variable import at_rows

    measured = rows_to_measure(rows, len(usable))
    if measured < rows:
        picked = np.zeros(rows, dtype=bool)
        picked[even_positions(rows, measured)] = True
        usable = {name: at_rows(variable, picked) for name, variable in usable.items()}
    total = len(usable) * (len(usable) - 1) // 2
    pairs = []
    for done, pair in enumerate(measured_pairs(usable)):
        if done % 200 == 0:
            context.progress("comparing columns", min(done / total, 1.0))
        pairs.append(pair)
    return sorted(pairs, key=lambda pair: (-pair.effect.value, pair.first, pair.second)), measured


def _findings(variables: FrameVariables, pairs: Sequence[Pair], left_out: list[LeftOut]) -> Associations:
    from dpa_jupyter.statistics.correction import METHOD, corrected
    from dpa_jupyter.statistics.effect_size import SPEARMAN
    from dpa_jupyter.statistics.rounding import effect

    adjusted = corrected([pair.effect.p_value for pair in pairs])
    told = [
        Association(
            first=pair.first,
            second=pair.second,
            measure=pair.effect.measure,
            value=effect(pair.effect.value * (pair.effect.sign if pair.effect.measure == SPEARMAN else 1)),
            p_value=effect(pair.effect.p_value),
            p_adjusted=effect(p_adjusted),
            rows_used=pair.effect.rows,
        )
        for pair, p_adjusted in zip(pairs[:MOST_PAIRS], adjusted, strict=False)
    ]
    return Associations(
        frame=variables.frame,
        pairs=told,
        more_pairs=len(pairs) - len(told),
        left_out=first_left_out(left_out),
        correction=METHOD,
        precision=variables.precision,
        notes=[],
    )


def _redundant(pairs: Sequence[Pair]) -> list[str]:
    same = [f"{pair.first} and {pair.second} say the same in other words" for pair in pairs if pair.same]
    alike = [
        f"{pair.first} and {pair.second} go together so closely that one of them says hardly more than the other"
        for pair in pairs
        if not pair.same and pair.effect.value >= REDUNDANT
    ]
    return [*same, *alike]


def _display(found: Associations) -> TableDisplay:
    rows = tuple(
        (
            pair["first"],
            pair["second"],
            round(pair["value"], 3),
            p_value(pair["p_adjusted"]),
            pair["rows_used"],
            pair["measure"],
        )
        for pair in found["pairs"]
    )
    columns = ("column", "goes with", "strength", "p (corrected)", "rows", "measure")
    return TableDisplay("What goes together", columns, rows, len(rows) + found["more_pairs"])
