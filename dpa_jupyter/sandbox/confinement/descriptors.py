"""What a process has open: its own channels, and nothing that it inherited."""

from __future__ import annotations

import fcntl
import os
import resource
from dataclasses import dataclass

CONTROL, RESULTS = 3, 4
"""Behind the standard three."""
_OUT_OF_THE_WAY = 100


@dataclass(frozen=True, slots=True)
class Channels:
    """The descriptors by which a worker speaks with the kernel."""

    control: int
    results: int
    output: int


def keep_only(channels: Channels) -> Channels:
    """Close every other descriptor, read nothing from the terminal, and print into the channel."""
    given = (channels.control, channels.results, channels.output)
    control, results, output = (fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, _OUT_OF_THE_WAY) for number in given)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(control, CONTROL, inheritable=False)
    os.dup2(results, RESULTS, inheritable=False)
    os.closerange(RESULTS + 1, highest_descriptor())
    return Channels(CONTROL, RESULTS, 1)


def highest_descriptor() -> int:
    """Return how high a descriptor of this process may be."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return 1 << 20 if most == resource.RLIM_INFINITY else most


def are_closed(beyond: int) -> bool:
    """Tell whether nothing is open beyond the given descriptor but what we opened to look."""
    try:
        return all(int(number) <= beyond + 1 for number in os.listdir("/dev/fd"))  # noqa: PTH208 - names are enough
    except OSError:
        return False
