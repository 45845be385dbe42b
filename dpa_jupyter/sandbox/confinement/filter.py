"""The system call filter: rules become a program of the kernel's packet filter (classic BPF).

Instructions and offsets are those of linux/bpf_common.h and linux/seccomp.h. Of an argument only the low 32 bits are
compared, since the kernel cuts what is an `int` to it: a filter that compares all 64 lets `AF_INET | 1 << 32` through.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Mapping, Sequence

from dpa_jupyter.sandbox.confinement.libc import system_call
from dpa_jupyter.sandbox.confinement.numbers import LAST_KNOWN, call_numbers

_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_FIRST_X32_CALL = 0x40000000
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_NUMBER_OFFSET, _ARCHITECTURE_OFFSET, _ARGUMENT_OFFSET = 0, 4, 16
_LOAD, _AND, _RETURN = 0x20, 0x54, 0x06
_JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ABOVE, _JUMP_ANY_BIT = 0x15, 0x35, 0x25, 0x45


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value & 0xFFFFFFFF)


def _argument(index: int) -> bytes:
    return _instruction(_LOAD, _ARGUMENT_OFFSET + 8 * index)


def refuse(code: int = errno.EPERM) -> bytes:
    """End with this error number; 0 says that all went well, and does nothing."""
    return _instruction(_RETURN, _REFUSE | code)


def allow() -> bytes:
    """End with leave."""
    return _instruction(_RETURN, _ALLOW)


def only(argument: int, values: Sequence[int], otherwise: bytes | None = None) -> bytes:
    """Allow these values of an argument."""
    tests = [_instruction(_JUMP_EQUAL, value, 0, 1) + allow() for value in values]
    return _argument(argument) + b"".join(tests) + (otherwise or refuse())


def but(argument: int, ends: Mapping[bytes, Sequence[int]]) -> bytes:
    """Allow an argument, but end so with these values of it."""
    tests = [_instruction(_JUMP_EQUAL, value, 0, 1) + end for end, values in ends.items() for value in values]
    return _argument(argument) + b"".join(tests) + allow()


def only_with_bit(argument: int, bit: int) -> bytes:
    """Allow an argument that has this bit."""
    return _argument(argument) + _instruction(_JUMP_ANY_BIT, bit, 0, 1) + allow() + refuse()


def unless_masked(argument: int, mask: int, value: int) -> bytes:
    """Refuse an argument whose bits under a mask are these."""
    test = _instruction(_JUMP_EQUAL, value, 0, 1) + refuse()
    return _argument(argument) + _instruction(_AND, mask) + test + allow()


def only_pair(first: int, second: int, mask: int, otherwise: bytes) -> bytes:
    """Allow this first argument together with this second one under a mask."""
    after = _argument(1) + _instruction(_AND, mask) + _instruction(_JUMP_EQUAL, second, 0, 1) + allow() + otherwise
    return _argument(0) + _instruction(_JUMP_EQUAL, first, 1, 0) + otherwise + after


def filter_calls(rules: Mapping[str, bytes]) -> None:
    """Put a filter on all threads of this process for good.

    Raises:
        OSError: the kernel can't, may not, or is of an architecture that is not known.
    """
    program = filter_program(rules)
    buffer = ctypes.create_string_buffer(program, len(program))
    description = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    system_call(call_numbers()["seccomp"], _SET_MODE_FILTER, _ALL_THREADS, description)


def filter_program(rules: Mapping[str, bytes]) -> bytes:
    """Return the instructions.

    Raises:
        OSError: this architecture is not known.
    """
    numbers, architecture = call_numbers(), _ARCHITECTURES.get(platform.machine())
    if architecture is None:
        raise OSError(errno.ENOSYS, f"the numbers of system calls on {platform.machine()} are not known")
    parts = [
        _instruction(_LOAD, _ARCHITECTURE_OFFSET),
        _instruction(_JUMP_EQUAL, architecture, 1, 0) + _instruction(_RETURN, _KILL),
        _instruction(_LOAD, _NUMBER_OFFSET),
        _instruction(_JUMP_AT_LEAST, _FIRST_X32_CALL, 0, 1) + _instruction(_RETURN, _KILL),
        _instruction(_JUMP_ABOVE, LAST_KNOWN, 0, 1) + refuse(errno.ENOSYS),
    ]
    for name, rule in rules.items():
        if name in numbers:
            parts.append(_instruction(_JUMP_EQUAL, numbers[name], 0, len(rule) // 8) + rule)
    return b"".join([*parts, allow()])


def is_filtered() -> bool:
    """Try what must be refused, with arguments that do nothing where it is not."""
    numbers = call_numbers()
    no_new_process = _is_refused(numbers["clone"], 0x0800)  # signal handlers without memory: invalid in any case
    no_program = _is_refused(numbers["execve"], None, None, None)
    no_namespace = _is_refused(numbers["unshare"], 0)
    no_ring = _is_refused(numbers["io_uring_setup"], 0, None)
    return no_new_process and no_program and no_namespace and no_ring and not _has_socket(numbers["socket"])


def _is_refused(number: int, *arguments: int | None) -> bool:
    try:
        system_call(number, *arguments)
    except OSError as error:
        return error.errno in (errno.EPERM, errno.EACCES)
    return False


def _has_socket(number: int) -> bool:
    udp_over_ip4 = (2, 2, 0)
    try:
        os.close(system_call(number, *udp_over_ip4))
    except OSError:
        return False
    return True
