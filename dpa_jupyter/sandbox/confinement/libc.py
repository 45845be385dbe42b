"""System calls that Python has no function for."""

from __future__ import annotations

import ctypes
import os

_LIBRARY = ctypes.CDLL(None, use_errno=True)
_LIBRARY.syscall.restype = ctypes.c_long


def system_call(number: int, *arguments: int | bytes | None) -> int:
    """Make a system call; bytes are passed by their address.

    Raises:
        OSError: it was refused, with the kernel's reason.
    """
    # Without their width the variadic call would pass integers in half a register.
    wide = [ctypes.c_long(value) if isinstance(value, int) else ctypes.c_char_p(value) for value in arguments]
    result = _LIBRARY.syscall(ctypes.c_long(number), *wide)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return int(result)


def control_process(operation: int, *arguments: int) -> int:
    """Call `prctl`.

    Raises:
        OSError: it was refused, with the kernel's reason.
    """
    padded = [*arguments, 0, 0, 0, 0][:4]
    result = _LIBRARY.prctl(operation, *(ctypes.c_ulong(value) for value in padded))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return int(result)
