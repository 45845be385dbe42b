"""A bounded table as HTML, Markdown and aligned text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dpa_jupyter.displays import Cell, TableDisplay
from dpa_jupyter.notebook.view.escape import html_text, markdown_text, one_line
from dpa_jupyter.notebook.view.numbers import is_number, number_texts
from dpa_jupyter.wording import counted

MOST_ROWS = 20
MOST_COLUMNS = 30
LONGEST_CELL = 80
MISSING = "NA"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is shown."""

    name: str
    cells: tuple[str | None, ...]
    """Texts on one line; None where the value is missing."""
    numeric: bool


def shown_columns(table: TableDisplay) -> list[Column]:
    """Cut a table to what is shown, and write its cells."""
    rows = table.rows[:MOST_ROWS]
    return [
        _column(name, [row[place] if place < len(row) else None for row in rows])
        for place, name in enumerate(table.columns[:MOST_COLUMNS])
    ]


def caption(table: TableDisplay) -> str:
    """Name the table and say what of it is not shown."""
    total = len(table.rows) if table.total_rows is None else table.total_rows
    shown = min(len(table.rows), MOST_ROWS)
    more_columns = len(table.columns) - MOST_COLUMNS
    parts = [
        one_line(table.title, 200),
        f"{shown} of {counted(total, 'row')}" if total > shown else "",
        f"{counted(more_columns, 'more column')}" if more_columns > 0 else "",
    ]
    return " · ".join(part for part in parts if part)


def table_html(table: TableDisplay) -> str:
    """Write a table as HTML; numbers stand to the right."""
    columns = shown_columns(table)
    head = "".join(_head_cell(column) for column in columns)
    body = "".join(f"<tr>{cells}</tr>" for cells in _html_rows(columns))
    return (
        f'<div class="dpa-wide"><table class="dpa-table"><caption>{html_text(caption(table))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def table_markdown(table: TableDisplay) -> str:
    """Write a table as Markdown, with its caption above."""
    columns = shown_columns(table)
    if not columns:
        return f"**{markdown_text(caption(table))}**"
    lines = [
        [markdown_text(column.name) for column in columns],
        ["---:" if column.numeric else "---" for column in columns],
        *_rows([[MISSING if cell is None else markdown_text(cell) for cell in column.cells] for column in columns]),
    ]
    table_lines = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"**{markdown_text(caption(table))}**\n\n{table_lines}"


def table_text(table: TableDisplay) -> str:
    """Write a table as text in aligned columns, with its caption above."""
    columns = [_padded(column) for column in shown_columns(table)]
    lines = ["  ".join(cells).rstrip() for cells in _rows(columns)]
    return "\n".join([caption(table), *lines])


def _column(name: str, cells: Sequence[Cell]) -> Column:
    filled = [cell for cell in cells if cell is not None]
    numeric = bool(filled) and all(is_number(cell) for cell in filled)
    texts = number_texts(cells) if numeric else [one_line(str(cell), LONGEST_CELL) for cell in cells]
    kept = tuple(None if cell is None else text for cell, text in zip(cells, texts, strict=True))
    return Column(one_line(name, LONGEST_CELL), kept, numeric)


def _head_cell(column: Column) -> str:
    number = ' class="dpa-number"' if column.numeric else ""
    return f'<th scope="col" dir="auto"{number}>{html_text(column.name)}</th>'


def _html_rows(columns: Sequence[Column]) -> Iterator[str]:
    cells = [
        [
            "<td><i>NA</i></td>"
            if cell is None
            else f'<td class="dpa-number">{cell}</td>'
            if column.numeric
            else f'<td dir="auto">{html_text(cell)}</td>'
            for cell in column.cells
        ]
        for column in columns
    ]
    return map("".join, _rows(cells))


def _rows(columns: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    return zip(*columns, strict=True)


def _padded(column: Column) -> list[str]:
    texts = [column.name, *(MISSING if cell is None else cell for cell in column.cells)]
    width = max(map(text_width, texts))
    gaps = [" " * (width - text_width(text)) for text in texts]
    return [gap + text if column.numeric else text + gap for text, gap in zip(texts, gaps, strict=True)]


def text_width(text: str) -> int:
    """Count the places that text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(_place(character) for character in text)


def _place(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200c\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
