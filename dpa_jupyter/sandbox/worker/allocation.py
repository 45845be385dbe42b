"""How this process asks the system for memory: as one that has run for a while, from the first line of code on."""

from __future__ import annotations

import ctypes

_TRIM_ABOVE, _EXTEND_BY, _MAP_ABOVE = -1, -2, -3
"""M_TRIM_THRESHOLD, M_TOP_PAD and M_MMAP_THRESHOLD of malloc.h."""
_LARGE = 32 << 20
"""The most that glibc takes: it comes to this by itself once a block of this size was given back."""
_KEPT = 2 * _LARGE


def allocate_as_if_warm() -> None:
    """Reuse freed blocks below 32 MB, and keep 64 MB of them at most, where the C library is glibc.

    A fresh process hands each block of more than 128 kB back to the system when it is freed, and pays for finding its
    pages anew when it is wanted again: code on large frames ran a tenth slower than in a kernel that has run for long.
    """
    allocator = getattr(ctypes.CDLL(None), "mallopt", None)
    if allocator is not None:
        for option, value in ((_MAP_ABOVE, _LARGE), (_TRIM_ABOVE, _KEPT), (_EXTEND_BY, _LARGE // 2)):
            allocator(option, value)
