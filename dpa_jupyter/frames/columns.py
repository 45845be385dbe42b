"""Finding a column by the name that somebody gave it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dpa_jupyter.errors import ColumnNotFoundError


def find_columns(frame_columns: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return the columns of these names, each once.

    Raises:
        ColumnNotFoundError: as `find_column` does.
    """
    known = dict.fromkeys(frame_columns)
    return list(dict.fromkeys(name if name in known else find_column(known, name) for name in names))


def find_column(frame_columns: Collection[str], name: str) -> str:
    """Return the column of this name; case is ignored where that leaves no doubt.

    Raises:
        ColumnNotFoundError: with what the name may have meant.
    """
    if name in frame_columns:
        return name
    alike = [column for column in frame_columns if column.casefold() == name.strip().casefold()]
    if len(alike) == 1:
        return alike[0]
    raise ColumnNotFoundError.named(name, frame_columns)
