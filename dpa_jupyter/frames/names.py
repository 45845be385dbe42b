"""Column names as every reader knows them: strings, never empty, each one once."""

from __future__ import annotations

from collections.abc import Iterable


def unique_names(labels: Iterable[object]) -> tuple[str, ...]:
    """Turn any column labels into names that are unique even where case is ignored, as SQL ignores it.

    A repeated name gets the next free number ("x", "x_2"), the levels of a tuple are joined ("mean_age").
    """
    taken: set[str] = set()
    names = []
    for label in labels:
        name = label_text(label)
        free, number = name, 1
        while free.casefold() in taken:
            number += 1
            free = f"{name}_{number}"
        taken.add(free.casefold())
        names.append(free)
    return tuple(names)


def label_text(label: object) -> str:
    """Write a label as text that any library and any encoding can hold."""
    if isinstance(label, tuple):
        return "_".join(label_text(part) for part in label if part != "") or "column"
    try:
        text = str(label)
    except Exception:  # noqa: BLE001 - a label may be any object, and its text any code
        text = type(label).__name__
    # Lone surrogates can't be encoded, and a NUL ends a name in C.
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "�") or "column"
