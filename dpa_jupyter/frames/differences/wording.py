"""A difference in words: in a line, and in as many lines as it takes to judge it."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.displays import Cell, ColumnDifference, DifferenceDisplay, RowDifference

ARROW = "→"
MARKS = {"added": "+", "removed": "-", "changed": "~"}


def summary(shown: DifferenceDisplay) -> str:
    """Say in a line how rows, columns and cells change."""
    if shown.is_new:
        return f"new: {_count(shown.rows_after, 'row')}, {_count(shown.columns_after, 'column')}"
    parts = [_rows(shown), _columns(shown)]
    if shown.cells_changed:
        parts.append(f"{_count(shown.cells_changed, 'cell')} changed in {_count(shown.rows_changed, 'row')}")
    if shown.rows_moved:
        parts.append("rows in another order")
    if shown.columns_moved:
        parts.append("columns in another order")
    return "; ".join(parts)


def difference_text(shown: DifferenceDisplay) -> str:
    """Write a difference as plain lines: + is new, - goes, ~ changes."""
    return "\n".join(_lines(shown))


def column_words(column: ColumnDifference) -> str:
    """Say what becomes of a column, but for its cells."""
    if column.name_before is None:
        return f"added ({column.type_after})"
    if column.name_after is None:
        return f"removed ({column.type_before})"
    renamed = f"was {column.name_before}" if column.name_before != column.name_after else ""
    retyped = f"{column.type_before} {ARROW} {column.type_after}" if column.type_before != column.type_after else ""
    return ", ".join(filter(None, (renamed, retyped)))


def cell_word(cell: Cell) -> str:
    """Write a cell so that a text can't be taken for a number, nor the text NA for what is missing."""
    return "NA" if cell is None else repr(cell) if isinstance(cell, str) else str(cell)


def sample_sides(shown: DifferenceDisplay) -> list[tuple[bool, bool]]:
    """Tell of each sample column whether it is there before, and whether it is there after."""
    gone = {column.name_before for column in shown.columns if column.name_after is None}
    new = {column.name_after for column in shown.columns if column.name_before is None}
    return [(name not in new, name not in gone) for name in shown.sample_columns]


def _lines(shown: DifferenceDisplay) -> Iterator[str]:
    yield f"{shown.name}: {summary(shown)}"
    if shown.matched_by and shown.rows_before and shown.rows_after:
        yield f"rows are matched by {shown.matched_by}"
    yield from shown.notes
    if shown.columns:
        yield "columns"
        yield from map(_column_line, shown.columns)
        if shown.more_columns:
            yield f"  … and {_count(shown.more_columns, 'more column')}"
    if shown.sample_rows:
        yield "some rows"
        yield from (_row_line(shown, row) for row in shown.sample_rows)


def _column_line(column: ColumnDifference) -> str:
    name = column.name_before if column.name_after is None else column.name_after
    mark = MARKS["added" if column.name_before is None else "removed" if column.name_after is None else "changed"]
    cells = f"{_count(column.cells, 'cell')}: {_examples(column)}" if column.cells else ""
    return f"  {mark} {name}: {', '.join(filter(None, (column_words(column), cells)))}"


def _examples(column: ColumnDifference) -> str:
    return ", ".join(f"{cell_word(before)} {ARROW} {cell_word(after)}" for before, after in column.examples)


def _row_line(shown: DifferenceDisplay, row: RowDifference) -> str:
    if row.change == "changed":
        cells = [
            f"{name}: {cell_word(before)} {ARROW} {cell_word(after)}"
            for name, before, after, changed in zip(
                shown.sample_columns, row.before, row.after, row.changed, strict=True
            )
            if changed
        ]
    else:
        cells = [
            f"{name}: {cell_word(cell)}"
            for name, cell, there in zip(
                shown.sample_columns, row.before or row.after, sample_sides(shown), strict=True
            )
            if there[row.change == "added"]
        ]
    return f"  {MARKS[row.change]} row {row.label}: {', '.join(cells)}"


def _rows(shown: DifferenceDisplay) -> str:
    counts = {"added": shown.rows_added, "removed": shown.rows_removed}
    told = [f"{count:,} {word}" for word, count in counts.items() if count]
    if shown.rows_before == shown.rows_after and not told:
        return "rows not counted" if shown.rows_after is None else _count(shown.rows_after, "row")
    before, after = ("?" if rows is None else f"{rows:,}" for rows in (shown.rows_before, shown.rows_after))
    return f"{before} {ARROW} {after} rows{_bracketed(', '.join(told))}"


def _columns(shown: DifferenceDisplay) -> str:
    words = {
        "added": shown.columns_added,
        "removed": shown.columns_removed,
        "renamed": shown.columns_renamed,
        "retyped": shown.columns_retyped,
    }
    told = ", ".join(f"{count:,} {word}" for word, count in words.items() if count)
    if shown.columns_before == shown.columns_after:
        counted = _count(shown.columns_after, "column")
    else:
        counted = f"{shown.columns_before:,} {ARROW} {shown.columns_after:,} columns"
    return f"{counted}{_bracketed(told)}"


def _count(number: int | None, noun: str) -> str:
    if number is None:
        return f"an unknown number of {noun}s"
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _bracketed(text: str) -> str:
    return f" ({text})" if text else ""
