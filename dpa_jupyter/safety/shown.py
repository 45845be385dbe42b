"""Events as they are shown, and so as a saved notebook keeps them: without secrets.

What the user is asked about, and code, are shown whole: a mask there could hide what a yes would run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from dpa_jupyter.displays import CodeDisplay, TableDisplay
from dpa_jupyter.events import ApprovalAsked, Event, PromptBuilt, ToolStarted
from dpa_jupyter.redaction import MASK, SHORTEST_SECRET, masked
from dpa_jupyter.safety.classification.column_names import hinted

Shown = TypeVar("Shown")
WHOLE = (ApprovalAsked, PromptBuilt, ToolStarted, CodeDisplay)
"""The prompt is not shown at all."""


def without_secrets(event: Event) -> Event:
    """Return an event as it may be shown."""
    return _masked(event)


def _masked(value: Shown) -> Shown:
    """Mask every text in a value of ours; what has none stays the same object."""
    told: object = value
    if isinstance(value, WHOLE):
        return value
    if isinstance(value, str):
        told = masked(value) if len(value) >= SHORTEST_SECRET else value
    elif isinstance(value, TableDisplay):
        told = replace(value, title=masked(value.title), rows=tuple(_row(value.columns, row) for row in value.rows))
    elif isinstance(value, tuple | list):
        parts = [_masked(part) for part in value]
        told = tuple(parts) if isinstance(value, tuple) else parts
    elif isinstance(value, Mapping):
        told = {name: _masked(part) for name, part in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        now = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        changed = {name: new for name, part in now.items() if (new := _masked(part)) != part}
        told = replace(value, **changed) if changed else value
    return cast("Shown", told)


def _row(columns: tuple[str, ...], row: tuple[Shown, ...]) -> tuple[Shown | str, ...]:
    return tuple(
        MASK if cell and isinstance(cell, str) and "SECRET" in hinted(column) else _masked(cell)
        for column, cell in zip(columns, row, strict=False)
    )
