"""The tool that draws a picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from dpa_jupyter.displays import PictureDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import ColumnType, Picture
from dpa_jupyter.frames.columns import find_column
from dpa_jupyter.json_types import Json
from dpa_jupyter.plots.labels import MINUS
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools.frame_variables import bounded, column_types, frame_variables
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.plotting.conditions import Condition, chosen_rows, in_words
from dpa_jupyter.tools.plotting.drawn import Wanted
from dpa_jupyter.tools.tool import Observation, ToolContext

if TYPE_CHECKING:
    from dpa_jupyter.statistics.aggregates import Aggregate
    from dpa_jupyter.tools.plotting.drawn import Drawn

Kind: TypeAlias = Literal["bar", "line", "histogram", "box", "scatter", "heatmap"]
MOST_POINTS = 30
LONGEST_TITLE = 160


@tool()
def plot(
    context: ToolContext,
    frame: str,
    kind: Kind,
    x: str,
    y: str | None = None,
    by: str | None = None,
    aggregate: Literal["count", "share", "mean", "median", "sum", "min", "max"] | None = None,
    filter: list[Condition] | None = None,  # noqa: A002 - the word that a model expects
    title: str | None = None,
) -> Observation:
    """Draw a picture of a frame, which the user sees; you get its numbers.

    bar and line: y, or the number of rows, for each group or period of x. histogram: how x is spread. box: quantiles
    of y for each group of x. scatter: y against x. heatmap: rows for each pair of groups of x and y, or what `by` is
    there. Numbers of many values are put in bands, dates in periods; nothing has to be grouped before.

    Args:
        context: The frames.
        frame: The name of a frame.
        kind: What to draw.
        x: The column along the axis: groups, a number or a date.
        y: The column that is told of each group, or the other number of a scatter.
        by: A column whose groups get colours; for a heatmap, the column that the shades tell of.
        aggregate: What is told of y; by itself the share of a yes/no column, the mean of a number.
        filter: Only rows that hold all of these.
        title: The title; one that says what is shown if not given.
    """
    if kind in ("scatter", "heatmap") and y is None:
        raise ToolError(sentence("a {said} needs 'y' as well", said=kind))
    types = column_types(context, frame)
    x, y, by = find_column(types, x), _found(types, y), _found(types, by)
    conditions = filter or []
    columns = [x, y, by, *(find_column(types, condition["column"]) for condition in conditions)]
    variables = frame_variables(context, frame, [column for column in columns if column is not None])
    notes = variables.sampling_notes()
    variables = replace(variables, table=chosen_rows(variables.table, conditions))
    if not variables.rows:
        raise ToolError(
            sentence("no row is left where {any}", any=in_words(conditions))
            if conditions
            else sentence("{name} has no rows", name=frame)
        )
    wanted = Wanted(variables, x, y, by, _one_line(title), in_words(conditions))
    return _observation(kind, _draw(kind, wanted, aggregate), notes)


def _one_line(title: str | None) -> str | None:
    """Return a title without characters that can't be seen."""
    spaced = " ".join((title or "")[:10_000].split())
    seen = "".join(char for char in spaced if char.isprintable())
    return f"{seen[: LONGEST_TITLE - 1]}…" if len(seen) > LONGEST_TITLE else seen or None


def _found(types: dict[str, ColumnType], column: str | None) -> str | None:
    return None if column is None else find_column(types, column)


def _draw(kind: Kind, wanted: Wanted, aggregate: Aggregate | None) -> Drawn:
    from dpa_jupyter.statistics.variable import Numbers
    from dpa_jupyter.tools.plotting import grouped, spread

    match kind:
        case "bar":
            return grouped.draw_bar(wanted, aggregate)
        case "line":
            return grouped.draw_line(wanted, aggregate)
        case "heatmap":
            return grouped.draw_heatmap(wanted, aggregate)
        case "box":
            return spread.draw_box(wanted)
        case "scatter":
            return spread.draw_scatter(wanted)
        case "histogram" if isinstance(wanted.variable(wanted.x), Numbers):
            return spread.draw_histogram(wanted)
        case "histogram":  # of categories and dates, that is their counts
            return grouped.draw_bar(replace(wanted, y=None), None)


def _observation(kind: Kind, drawn: Drawn, notes: list[str]) -> Observation:
    card = drawn.card
    caption = drawn.caption.replace(MINUS, "-")
    display = PictureDisplay(drawn.title, caption, card.png(), card.width, card.height)
    told = bounded([*notes, *drawn.notes])
    content = Picture(
        title=drawn.title,
        caption=caption,
        kind=kind,
        data=drawn.data[:MOST_POINTS],
        columns=drawn.columns,
        notes=told,
    )
    return Observation(content=cast("Json", content), value=content, displays=(display,), quality=tuple(told))
