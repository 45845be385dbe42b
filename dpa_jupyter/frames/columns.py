"""Finding a column by the name that somebody gave it."""

from __future__ import annotations

from collections.abc import Iterable

from dpa_jupyter.errors import ColumnNotFoundError


def find_column(frame_columns: Iterable[str], name: str) -> str:
    """Return the column of this name; case is ignored where that leaves no doubt.

    Raises:
        ColumnNotFoundError: with what the name may have meant.
    """
    known = list(frame_columns)
    if name in known:
        return name
    alike = [column for column in known if column.casefold() == name.strip().casefold()]
    if len(alike) == 1:
        return alike[0]
    raise ColumnNotFoundError.named(name, known)
