"""What the kernel says of this process, also after files of /proc can't be opened any more."""

from __future__ import annotations

import os


class OwnStatus:
    """Sizes and capabilities of this process; it has to be made before the process confines itself."""

    def __init__(self) -> None:
        self._descriptor = os.open("/proc/self/status", os.O_RDONLY | os.O_CLOEXEC)

    def held_bytes(self, field: str) -> int:
        """Read a size such as `VmData`, in bytes."""
        return int(self._field(field).split()[0]) << 10

    def has_capabilities(self) -> bool:
        """Tell whether this process has, or may take, any capability."""
        return any(int(self._field(name), 16) for name in ("CapEff", "CapPrm", "CapInh", "CapAmb"))

    def _field(self, name: str) -> str:
        text = os.pread(self._descriptor, 1 << 14, 0).decode("ascii", "replace")
        return text.partition(f"\n{name}:")[2].partition("\n")[0]
