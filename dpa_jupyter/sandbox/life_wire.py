"""What the zygote tells of one worker's life: that it began, and how it ended."""

from __future__ import annotations

import struct

STARTED = struct.Struct("<i")
"""The process id; a descriptor of the process comes with it."""
ENDED = struct.Struct("<i")
"""The exit code, negative for a signal."""
