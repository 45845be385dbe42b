"""A worker that was started on its own, where processes can't be forked from one that is warm."""

from __future__ import annotations

import sys

from dpa_jupyter.sandbox.confinement.descriptors import Channels
from dpa_jupyter.sandbox.worker.life import live

if __name__ == "__main__":
    control, results, parent = map(int, sys.argv[1:])
    live(Channels(control, results, output=1), parent)
