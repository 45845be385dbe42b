"""The statistics of a frame, column by column."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar, cast

from dpa_jupyter.displays import Cell, TableDisplay
from dpa_jupyter.findings import ColumnProfile, FrameProfile, Scalar, ValueCount
from dpa_jupyter.frames.card_statistics import could_not_be_read
from dpa_jupyter.frames.columns import find_columns
from dpa_jupyter.frames.distributed import drawn_here
from dpa_jupyter.frames.frame import Column, Frame
from dpa_jupyter.frames.halving import each_or_error
from dpa_jupyter.frames.scalars import short_scalar
from dpa_jupyter.frames.table import count_rows
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.profile_notes import IDENTIFIER, caveats, identifies, number
from dpa_jupyter.tools.profile_others import notes_on_others
from dpa_jupyter.tools.profile_query import Data, Measures, duplicate_rows, equal_columns, measure, most_frequent
from dpa_jupyter.tools.query_bounds import QueryBounds
from dpa_jupyter.tools.relevance import most_relevant_first
from dpa_jupyter.tools.tables import SHOWN_ROWS
from dpa_jupyter.tools.tool import Observation, ToolContext
from dpa_jupyter.wording import NO_MEANING, percent, rows_of

MOST_COLUMNS = 60
EXACT_ROWS = 5_000_000
"""Beyond, distinct values and quantiles are estimated, and duplicate rows are not looked for."""
DRAWN_CELLS = 5_000_000
"""Of a distributed frame are brought here."""
REPEATED = "repeat another row."
FEW_VALUES = 1_000
TOP = 5
MEAN_DIGITS, RANGE_DIGITS = 4, 10
"""Significant digits that a person is shown; whole numbers are never cut."""
MOST_SENTENCES = 20
LARGE_MEAN = 10**8
"""From here on, two decimals are more than the digits that are kept of other statistics."""
LARGEST_FLOAT = 2**53
"""Beyond, a float does not hold every integer."""

Result = TypeVar("Result")


@tool()
def profile(
    context: ToolContext, frame: str, columns: list[str] | None = None, about: str = "", skip: int = 0
) -> Observation:
    """Profile a frame: missing and distinct values, range, mean, quantiles, most frequent values, duplicate rows.

    Notes tell what would mislead: constant or nearly empty columns, numbers or dates kept as text, blank texts, words
    that stand for missing values, identifiers. At most 60 columns are told at once; where there are more, `next_skip`
    is the `skip` that gives the next ones, and notes tell which others have missing values or one value only.

    Args:
        context: The frames and the limits of the call.
        frame: The name of a frame.
        columns: The columns to profile; all if not given, and then rows are compared with each other.
        about: Words, such as a question; the columns that they name come first.
        skip: How many columns to pass over.
    """
    found = context.frames[frame]
    context.progress(f"profiling {frame}", None)
    told = profile_frame(found, columns, QueryBounds.of_call(context), about=about, skip=max(0, skip))
    return Observation(cast("Json", told), value=told, displays=(_display(told),), quality=quality_sentences(told))


def profile_frame(
    frame: Frame, names: Sequence[str] | None, bounds: QueryBounds, *, about: str = "", skip: int = 0
) -> FrameProfile:
    """Profile columns of a frame; one that can't be read says so and leaves the others alone.

    Of a distributed frame that is large, rows are profiled that were drawn by chance, which is said.

    Raises:
        ColumnNotFoundError: with what the name may have meant.
    """
    drawn = drawn_here(frame, DRAWN_CELLS)
    if drawn is None:
        return _profile_frame(frame, names, bounds, about=about, skip=skip)
    here, total = drawn
    told = _profile_frame(here, names, bounds, about=about, skip=skip)
    return told if told["rows"] == total else _as_sample(told, total)


def _as_sample(told: FrameProfile, total: int) -> FrameProfile:
    """Say what rows that stand for all of a frame say of it; whether those repeat each other says nothing."""
    note = f"Statistics rest on {told['rows']:,} rows of {total:,}, drawn by chance."
    notes = [note, *(each for each in told["notes"] if not each.endswith(REPEATED))]
    sampled: FrameProfile = {**told, "rows": total, "precision": "sampled", "duplicate_rows": None, "notes": notes}
    return sampled


def _profile_frame(
    frame: Frame, names: Sequence[str] | None, bounds: QueryBounds, *, about: str, skip: int
) -> FrameProfile:
    known = {column.name: column for column in frame.adapter.columns(frame.value)}
    wanted = list(known) if names is None else find_columns(known, names)
    page = most_relevant_first(wanted, about)[skip : skip + MOST_COLUMNS]
    chosen = [known[name] for name in page]
    rows = count_rows(frame)
    data = Data(frame, page, rows, bounds)
    exact = rows <= EXACT_ROWS
    measured = _each(chosen, lambda some: measure(data, some, exact=exact))
    top = _top(data, chosen, measured)
    whole = names is None and not skip
    duplicates = _duplicates(data, wanted, measured, rows) if exact and whole else None
    notes = [] if exact else [f"More than {EXACT_ROWS:,} rows: distinct values and quantiles are estimates."]
    if duplicates:
        notes.append(f"{rows_of(duplicates, rows)} {REPEATED}")
    if whole:
        notes.extend(notes_on_others(frame, [name for name in wanted if name not in set(page)], rows))
    repeated = _repeated(data, chosen, measured)
    told = FrameProfile(
        frame=frame.name,
        rows=rows,
        column_count=len(known),
        duplicate_rows=duplicates,
        columns=[
            _unreadable(column, found, rows)
            if isinstance(found, Exception)
            else _column(column, found, top.get(column.name, []), _read_notes(data, column, repeated), rows)
            for column, found in zip(chosen, measured, strict=True)
        ],
        more_columns=len(known) - len(chosen),
        precision="exact" if exact else "approximate",
        rows_used=rows,
        notes=notes,
    )
    if skip + len(page) < len(wanted):
        told["next_skip"] = skip + len(page)
    return told


def _each(columns: Sequence[Column], work: Callable[[Sequence[str]], Sequence[Result]]) -> list[Result | Exception]:
    return each_or_error([column.name for column in columns], work) if columns else []


def _top(data: Data, chosen: Sequence[Column], measured: Sequence[Measures | Exception]) -> dict[str, list[ValueCount]]:
    """Count the values of the columns that have few."""
    few = [
        (column, found)
        for column, found in zip(chosen, measured, strict=True)
        if not isinstance(found, Exception) and 0 < number(found, "distinct") <= FEW_VALUES
    ]
    counts = _each([column for column, _ in few], lambda some: most_frequent(data, some, TOP))
    return {
        column.name: [
            ValueCount(value=value, count=count, share=round(count / number(found, "present"), 6))
            for value, count in pairs
        ]
        for (column, found), pairs in zip(few, counts, strict=True)
        if not isinstance(pairs, Exception)
    }


def _duplicates(data: Data, columns: Sequence[str], measured: Sequence[Measures | Exception], rows: int) -> int | None:
    """Count repeated rows; where one column, or those at hand, tell all rows apart, the others need no look."""
    readable = [found for found in measured if not isinstance(found, Exception)]
    if not columns or len(readable) < len(measured):
        return None
    if rows and any(found.get("distinct") == rows for found in readable):
        return 0
    try:
        at_hand = duplicate_rows(data, data.columns)
        return duplicate_rows(data.of(columns), columns) if at_hand and len(data.columns) < len(columns) else at_hand
    except Exception:  # noqa: BLE001 - where one column can't be compared, whole rows can't
        return None


def _repeated(data: Data, chosen: Sequence[Column], measured: Sequence[Measures | Exception]) -> dict[str, str]:
    """Return the columns that hold what one before them holds, with its name."""
    alike: dict[str, list[str]] = {}
    for column, found in zip(chosen, measured, strict=True):
        if not isinstance(found, Exception) and number(found, "distinct") > 1:
            alike.setdefault(f"{column.type} {found}", []).append(column.name)
    repeated: dict[str, str] = {}
    for first, *others in alike.values():
        with suppress(Exception):  # what can't be compared is not said to be equal
            equal = equal_columns(data, first, others) if others else ()
            repeated |= dict.fromkeys(equal, first)
    return repeated


def _read_notes(data: Data, column: Column, repeated: Mapping[str, str]) -> list[str]:
    note, first = data.note(column.name), repeated.get(column.name)
    changed = [f"was read with a change: {note}"] if note else []
    return [*changed, f"holds the same as {first} in every row"] if first else changed


def _column(
    column: Column, measured: Measures, top: list[ValueCount], read_notes: Sequence[str], rows: int
) -> ColumnProfile:
    notes = [*read_notes, *caveats(measured, rows)]
    if identifies(measured, column.type, rows):
        notes.append(IDENTIFIER)
    missing = rows - number(measured, "present")
    quantiles = measured.get("quantiles")
    low, middle, high = quantiles if isinstance(quantiles, list) else (None, None, None)
    return ColumnProfile(
        name=column.name,
        type=column.type,
        native_type=column.native_type,
        missing=missing,
        missing_share=round(missing / rows, 6) if rows else 0.0,
        distinct=number(measured, "distinct") if "distinct" in measured else None,
        minimum=short_scalar(measured.get("minimum")),
        maximum=short_scalar(measured.get("maximum")),
        mean=_mean(measured),
        standard_deviation=_float(measured.get("standard_deviation")),
        quantile_25=_float(low),
        median=_float(middle),
        quantile_75=_float(high),
        zeros=number(measured, "zeros") if "zeros" in measured else None,
        negatives=number(measured, "negatives") if "negatives" in measured else None,
        top=top,
        notes=notes,
    )


def _mean(measured: Measures) -> float | None:
    """Return the mean; a whole one of integers with all its digits, and where a float can't hold it as an integer."""
    total, present = measured.get("total"), number(measured, "present")
    if total is None or not present:
        return _float(measured.get("mean"))
    whole, rest = divmod(int(cast("int", total)), present)
    if not rest:
        return whole if abs(whole) > LARGEST_FLOAT else float(whole)
    mean = int(cast("int", total)) / present
    return _float(mean) if abs(mean) < LARGE_MEAN else round(mean, 2)


def _unreadable(column: Column, error: Exception, rows: int) -> ColumnProfile:
    """Say that a column could not be profiled; nothing is known of it, and nothing is claimed."""
    told = _column(column, {"present": rows}, [], [], rows)
    told["notes"] = [could_not_be_read(error)]
    return told


def _float(value: object) -> float | None:
    """Round a statistic to ten significant digits, as values are; one that overflows is unknown."""
    return float(f"{value:.10g}") if isinstance(value, float) and math.isfinite(value) else None


def _display(told: FrameProfile) -> TableDisplay:
    names = ("column", "type", "missing", "distinct", "minimum", "median", "mean", "maximum", "most frequent")
    shown = told["columns"][:SHOWN_ROWS]
    cells: list[Sequence[Cell]] = [
        [column["name"] for column in shown],
        [column["type"] for column in shown],
        [percent(column["missing_share"]) for column in shown],
        [column["distinct"] for column in shown],
        _statistics([column["minimum"] for column in shown]),
        _statistics([column["median"] for column in shown], MEAN_DIGITS),
        _statistics([column["mean"] for column in shown], MEAN_DIGITS),
        _statistics([column["maximum"] for column in shown]),
        [_most_frequent(column) for column in shown],
    ]
    lines = tuple(zip(*cells, strict=True))
    return TableDisplay(
        f"Profile of {told['frame']}: {told['rows']:,} rows, {told['column_count']:,} columns",
        names,
        lines,
        total_rows=told["column_count"] if told["column_count"] > len(lines) else None,
    )


def _statistics(cells: Sequence[Scalar], digits: int = RANGE_DIGITS) -> list[Cell]:
    """Round a column of statistics; where not every cell is a number, all are written, with a dash for no meaning."""
    rounded = [_rounded(cell, digits) if isinstance(cell, float) else cell for cell in cells]
    numbers = all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in rounded)
    return rounded if numbers else [_written(cell) for cell in rounded]


def _rounded(amount: float, digits: int) -> float:
    if not math.isfinite(amount) or amount == 0:
        return amount
    return round(amount, max(0, digits - 1 - math.floor(math.log10(abs(amount)))))


def _written(cell: Scalar) -> str:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return NO_MEANING if cell is None else str(cell)
    text = f"{cell:,}".removesuffix(".0")
    return text if abs(cell) >= 10_000 else text.replace(",", "")  # years and the like have four digits


def _most_frequent(column: ColumnProfile) -> str:
    most = column["top"][0] if column["top"] else None
    return f"{_written(most['value'])} ({percent(most['share'])})" if most else NO_MEANING


def quality_sentences(told: FrameProfile) -> tuple[str, ...]:
    """Write what is wrong as sentences; that a column may be an identifier is nothing wrong."""
    sentences = list(told["notes"])
    for column in told["columns"]:
        wrong = [note for note in column["notes"] if note != IDENTIFIER]
        if column["missing"] and not any("no value" in note for note in wrong):
            wrong.insert(0, f"has no value in {rows_of(column['missing'], told['rows'])}")
        sentences.extend(f"{column['name']} {note}." for note in wrong)
    more = len(sentences) - MOST_SENTENCES
    return tuple(
        sentences[:MOST_SENTENCES] + ([f"{more:,} more caveats are in the profile's notes."] if more > 0 else [])
    )
