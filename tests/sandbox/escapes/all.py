"""Every escape, by theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.sandbox.escapes.channels import CHANNELS
from tests.sandbox.escapes.escape import Escape
from tests.sandbox.escapes.files import FILES
from tests.sandbox.escapes.frames import FRAMES
from tests.sandbox.escapes.interpreter import INTERPRETER
from tests.sandbox.escapes.kernel_calls import KERNEL_CALLS
from tests.sandbox.escapes.network import NETWORK
from tests.sandbox.escapes.processes import PROCESSES
from tests.sandbox.escapes.resources import RESOURCES

THEMES: Mapping[str, Sequence[Escape]] = {
    "files": FILES,
    "network": NETWORK,
    "processes": PROCESSES,
    "kernel": KERNEL_CALLS,
    "resources": RESOURCES,
    "results": CHANNELS,
    "frames": FRAMES,
    "Python": INTERPRETER,
}
ESCAPES = tuple(escape for escapes in THEMES.values() for escape in escapes)
QUICK_THEMES = ("files", "network", "processes")
QUICK = [escape for theme in QUICK_THEMES for escape in THEMES[theme]]
"""Those that the tests try against each layer alone; `tests.sandbox.escapes.table` does so with all of them."""
