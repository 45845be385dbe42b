"""The text of cells that no column type can hold."""

from __future__ import annotations

from collections.abc import Iterable

MIXED = "mixed values, read as text"


def cell_text(cell: object) -> str | None:
    """Write one cell as text, or return None for a missing one; a cell that can't be written tells its type."""
    if cell is None:
        return None
    try:
        text = str(cell)
        if text in {"nan", "NaT", "<NA>"} and not isinstance(cell, str):
            return None
    except Exception:  # noqa: BLE001 - a cell may be any object, and its text any code
        return f"<{type(cell).__name__}>"
    return text.encode("utf-8", "replace").decode("utf-8")


def typed_text(cell: object) -> str | None:
    """Write one cell as text with its type, so that 1 and "1" differ."""
    text = cell_text(cell)
    return None if text is None else f"{type(cell).__name__}:{text}"


def cell_texts(cells: Iterable[object], *, typed: bool = False) -> list[str | None]:
    """Write many cells."""
    write = typed_text if typed else cell_text
    return [write(cell) for cell in cells]
