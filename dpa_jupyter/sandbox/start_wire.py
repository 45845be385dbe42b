"""The two messages with which a worker begins: what it is to confine itself to, and which layers it found to hold.

Both are sent before any code ran. `Order`: `length (u32) | JSON` down the socket; the layers: `MAGIC | length (u32) |
JSON` up the pipe of the results.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from dpa_jupyter.sandbox.layers import ALL_LAYERS, LayerName, LayerState
from dpa_jupyter.sandbox.wire import MAGIC, PREFIX, TEXT_LENGTH, WireError


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is told when it starts."""

    scratch: str
    folders: tuple[str, ...]
    """That code may read beside Python's own."""
    layers: frozenset[LayerName]
    seed: int
    """For the generators of random numbers that a process has from the start: to run code again gives the same."""

    def encode(self) -> bytes:
        """Return the JSON of this order."""
        return json.dumps({**asdict(self), "layers": sorted(self.layers)}).encode()

    @classmethod
    def decode(cls, data: bytes) -> Order:
        """Read an order that `encode` made."""
        given = json.loads(data)
        return cls(given["scratch"], tuple(given["folders"]), frozenset(given["layers"]), given["seed"])


def encode_states(states: Sequence[LayerState]) -> bytes:
    """Return prefix and JSON of the layers."""
    data = json.dumps([asdict(state) for state in states]).encode()
    return PREFIX.pack(MAGIC, len(data)) + data


def read_states(data: bytes) -> tuple[LayerState, ...]:
    """Read what `encode_states` made, each layer once.

    Raises:
        WireError: it is something else.
    """
    try:
        states = tuple(LayerState(**state) for state in json.loads(data))
    except (ValueError, TypeError, RecursionError) as error:
        raise WireError("the process did not tell its layers") from error
    proper = all(
        state.name in ALL_LAYERS and isinstance(state.holds, bool) and len(str(state.detail)) <= TEXT_LENGTH
        for state in states
    )
    if not proper or len({state.name for state in states}) < len(states):
        raise WireError("the process did not tell its layers properly")
    return states
