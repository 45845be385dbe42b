"""Which layers hold on this machine, for who asks without running code."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from dpa_jupyter.sandbox.layers import ALL_LAYERS, LayerReport
from dpa_jupyter.sandbox.operating_system import require_support
from dpa_jupyter.sandbox.worker_process import WorkerPlan, WorkerProcess


def layers_here() -> LayerReport:
    """Start a worker without libraries, let it confine itself and look, and end it; takes about a fifth of a second.

    Raises:
        ToolError: code can't be run on this machine.
    """
    require_support()
    with ThreadPoolExecutor(1) as pool:  # the calling thread may have a loop that runs
        return pool.submit(asyncio.run, _look()).result()


async def _look() -> LayerReport:
    worker = await WorkerProcess.start(WorkerPlan(zygote=None, folders=(), layers=ALL_LAYERS, seed=0))
    worker.kill()
    await asyncio.to_thread(worker.remove)
    return worker.report
