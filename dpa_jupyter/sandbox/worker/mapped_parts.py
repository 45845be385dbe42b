"""Memory that lies in several parts appears as one, for reading only."""

from __future__ import annotations

import ctypes
import mmap
import os
from collections.abc import Sequence

_FIXED = 0x10
"""MAP_FIXED of Linux: exactly there, in the place of what is mapped."""


def map_parts(descriptors: Sequence[int]) -> mmap.mmap:
    """Map the contents of these one behind the other, and close them.

    Raises:
        OSError: there is no room for them.
    """
    try:
        if len(descriptors) == 1:
            return mmap.mmap(descriptors[0], 0, access=mmap.ACCESS_READ)
        lengths = [os.fstat(descriptor).st_size for descriptor in descriptors]
        region = mmap.mmap(-1, sum(lengths), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)
        _fill(region, descriptors, lengths)
        return region
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _fill(region: mmap.mmap, descriptors: Sequence[int], lengths: Sequence[int]) -> None:
    """Put each file into its place; all lengths but the last are multiples of a page."""
    import pyarrow as pa

    map_there = ctypes.CDLL(None, use_errno=True).mmap
    map_there.restype = ctypes.c_void_p
    address: int = pa.py_buffer(region).address
    flags = mmap.MAP_SHARED | _FIXED
    for descriptor, length in zip(descriptors, lengths, strict=True):
        place = (ctypes.c_void_p(address), ctypes.c_size_t(length), mmap.PROT_READ, flags, descriptor, ctypes.c_long(0))
        if map_there(*place) != address:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
        address += length
