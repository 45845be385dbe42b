"""One way out."""

from __future__ import annotations

from dataclasses import dataclass

from dpa_jupyter.sandbox.layers import LayerName

PRELUDE = """
import ctypes, errno, mmap, os, signal, socket, struct, sys, threading, time
_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
def call(name, *arguments):
    kinds = {int: ctypes.c_long, bytes: ctypes.c_char_p}
    wide = [kinds.get(type(one), lambda other: other)(one) for one in arguments]
    result = _libc.syscall(ctypes.c_long(W["numbers"][name]), *wide)
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result
def let_in(name, *arguments):
    try:
        call(name, *arguments)
    except OSError as error:
        return "refused" if error.errno in (errno.EPERM, errno.EACCES, errno.ENOSYS) else "through"
    return "through"
def read(path):
    with open(path, "rb") as file:
        return file.read().decode("latin1")
"""
"""What the code of every escape may use: raw system calls, and `W`, where things are outside."""


@dataclass(frozen=True, slots=True)
class Escape:
    """Code that tries to get out.

    It got out if its value is "through", if the secret of the world outside is in anything that comes back, or if
    anything outside is not as it was: the outside is looked at, the code is not believed.
    """

    name: str
    code: str
    stopped_by: tuple[LayerName, ...] = ()
    """The layers each of which stops it alone."""
    otherwise: str = ""
    """What stops it where that is no layer that could be turned off."""
    needs_root: bool = False
    """Whether an ordinary user could not do it anyway."""
    seconds: float = 10.0
