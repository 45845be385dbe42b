"""How much memory this process took since a moment: what DuckDB itself does not count against its limit, too."""

from __future__ import annotations

import os
from pathlib import Path

SPARE = 200_000_000
"""What the user's own code, or another tool, may take beside it."""
SHARE = 1.5
"""Times the limit: what DuckDB counts, and half as much that it does not."""


class MemoryWatch:
    """Tells whether much more memory is in use than when it was made; only Linux says so at every moment."""

    def __init__(self, limit: int) -> None:
        self._most = resident_bytes() + SHARE * limit + SPARE

    def is_over(self) -> bool:
        """Tell whether the memory in use passes what a statement may take."""
        return resident_bytes() > self._most


def resident_bytes() -> int:
    """Return the memory of this process that is not on disk, 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
