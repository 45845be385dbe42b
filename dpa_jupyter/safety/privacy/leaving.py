"""Arguments of a call as they may leave for a program that is not ours, such as an MCP server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from dpa_jupyter.models.wire_record import WireRequest

RecordFor: TypeAlias = Callable[[str, WireRequest], None]
"""Puts on record what is about to leave, and for whom."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the model said, at the privacy level in force; `Outgoing` makes it, and nothing else is sent."""

    arguments: str
    """JSON, with placeholders for what the level does not let out."""
    record: RecordFor
