"""What the user allowed for the rest of a session: kept in memory only, gone with the session or the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the extension loads with this module, and without the events
    from dpa_jupyter.events import Capability


class Grants:
    """The kinds of calls that were allowed: a tool, for one capability."""

    def __init__(self) -> None:
        self._given: set[tuple[Capability, str]] = set()

    def give(self, capability: Capability, tool: str) -> None:
        """Remember a yes."""
        self._given.add((capability, tool))

    def holds(self, capability: Capability, tool: str) -> bool:
        """Tell whether there was one."""
        return (capability, tool) in self._given

    def listed(self) -> list[str]:
        """List what was allowed, in words."""
        return [f"{tool} ({capability})" for capability, tool in sorted(self._given)]
