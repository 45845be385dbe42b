"""A difference as HTML and Markdown: what goes is struck out, what comes is underlined, whatever the colours are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dpa_jupyter.displays import Cell, ColumnDifference, DifferenceDisplay, RowDifference
from dpa_jupyter.frames.differences.wording import (
    MARKS,
    cell_word,
    column_words,
    difference_text,
    sample_sides,
    summary,
)
from dpa_jupyter.harmless import visible
from dpa_jupyter.notebook.view.escape import html_text, one_line
from dpa_jupyter.wording import counted

LONGEST_CELL = 60
COLUMNS_IN_SIGHT = 12
"""More columns than these are folded away."""


def changes_html(made: Iterable[DifferenceDisplay]) -> Iterator[str]:
    """Write differences that were made."""
    return (difference_html(shown, "Changed") for shown in made)


def difference_html(shown: DifferenceDisplay, word: str = "Difference") -> str:
    """Write a difference: what becomes of the whole, of its columns, and of some of its rows."""
    parts = [
        f"<p><b>{word}</b> <code><bdi>{_text(shown.name)}</bdi></code> {html_text(summary(shown))}</p>",
        *(f'<p class="dpa-caveat">{html_text(note)}</p>' for note in shown.notes),
        _columns_html(shown) if shown.columns else "",
        _rows_html(shown) if shown.sample_rows else "",
    ]
    return f'<div class="dpa-difference">{"".join(parts)}</div>'


def difference_markdown(shown: DifferenceDisplay) -> str:
    """Write a difference as lines that Markdown leaves alone."""
    text = visible(difference_text(shown)).replace("```", "`\u200b``")
    return f"**Changed**\n\n```diff\n{text}\n```"


def _columns_html(shown: DifferenceDisplay) -> str:
    rows = list(map(_column_html, shown.columns))
    head = _head(("column", "what becomes of it", "cells", "most frequent changes"))
    first = _table("Columns that change", head, rows[:COLUMNS_IN_SIGHT])
    rest = rows[COLUMNS_IN_SIGHT:]
    if not rest and not shown.more_columns:
        return first
    unlisted = f"<p>… and {counted(shown.more_columns, 'more column')}</p>" if shown.more_columns else ""
    words = counted(len(rest) + shown.more_columns, "more column")
    return f"{first}<details><summary>{words}</summary>{_table('', head, rest)}{unlisted}</details>"


def _column_html(column: ColumnDifference) -> str:
    name = column.name_before if column.name_after is None else column.name_after
    kind = "added" if column.name_before is None else "removed" if column.name_after is None else "changed"
    cells = "" if column.cells is None else f"{column.cells:,}"
    changes = "<br>".join(_change(before, after) for before, after in column.examples)
    return (
        f'<tr class="dpa-{kind}"><td dir="auto">{_marked(kind, _text(name or ""))}</td>'
        f"<td>{html_text(column_words(column))}</td>"
        f'<td class="dpa-number">{cells}</td><td dir="auto">{changes}</td></tr>'
    )


def _rows_html(shown: DifferenceDisplay) -> str:
    head = _head(("row", *(one_line(name, LONGEST_CELL) for name in shown.sample_columns)))
    by = f" (matched by {shown.matched_by})" if shown.matched_by else ""
    sides = sample_sides(shown)
    return _table(f"Some rows that change{by}", head, [_row_html(row, sides) for row in shown.sample_rows])


def _row_html(row: RowDifference, sides: Sequence[tuple[bool, bool]]) -> str:
    cells = "".join(f'<td dir="auto">{cell}</td>' for cell in _cells(row, sides))
    return f'<tr class="dpa-{row.change}"><td dir="auto">{_marked(row.change, _text(row.label))}</td>{cells}</tr>'


def _cells(row: RowDifference, sides: Sequence[tuple[bool, bool]]) -> Iterator[str]:
    """Write the cells of a row; those of a column that is only on one side come, or go, with it."""
    nothing: tuple[Cell, ...] = (None,) * len(sides)
    for before, after, changed, there in zip(
        row.before or nothing, row.after or nothing, row.changed, sides, strict=True
    ):
        old = f"<del>{_cell(before)}</del>" if row.before and there[0] else ""
        new = f"<ins>{_cell(after)}</ins>" if row.after and there[1] else ""
        if changed:
            yield _change(before, after)
        else:
            yield _cell(after) if old and new else old or new


def _change(before: Cell, after: Cell) -> str:
    return f"<del>{_cell(before)}</del> → <ins>{_cell(after)}</ins>"


def _cell(cell: Cell) -> str:
    return "<i>NA</i>" if cell is None else _text(cell_word(cell))


def _marked(kind: str, text: str) -> str:
    return f"<b>{MARKS[kind]}</b> {text}"


def _text(text: str) -> str:
    return html_text(one_line(text, LONGEST_CELL))


def _head(names: Sequence[str]) -> str:
    return "".join(f'<th scope="col" dir="auto">{html_text(name)}</th>' for name in names)


def _table(caption: str, head: str, rows: Sequence[str]) -> str:
    title = f"<caption>{html_text(one_line(caption, 200))}</caption>" if caption else ""
    return (
        f'<div class="dpa-wide"><table class="dpa-table">{title}'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
