"""What the sandbox costs: a fresh worker, the hand-over of a large frame, the same code there and here, and memory.

Run with `uv run python -m benchmarks.sandbox`. The machine should be quiet: two cores are busy for about a minute.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner

ROWS = 10_000_000
REPEATS = 20
LIMITS = CodeLimits(memory_bytes=8 << 30)
CODES = {
    "groupby mean": "df.groupby('k')['x'].mean().sum()",
    "filter and count": "int((df['x'] > 0.5).sum())",
    "sum by category": "df.groupby('c', observed=True)['i'].sum().sum()",
}


def main() -> None:
    asyncio.run(measure())


async def measure() -> None:
    runner = ProcessCodeRunner()
    started = time.perf_counter()
    report = await runner.layers()
    print(f"cold start, once a kernel:       {time.perf_counter() - started:8.2f} s")
    print(report.summary())
    await runner.close()
    fresh = [await one_fresh() for _ in range(REPEATS)]
    print(f"1 + 1 in a fresh worker:         {show(fresh)}")
    frame = wide_frame()
    size = frame.memory_usage(deep=True).sum() / 1e6
    again = await many_steps()
    print(f"1 + 1 as a further step:         {show(again)}")
    print(f"\nframe of {len(frame):,} rows and {frame.shape[1]} columns, {size:,.0f} MB")
    print(f"{'':20}{'first use':>12}{'later uses':>34}{'in the kernel':>34}{'ratio':>8}{'memory':>14}")
    for name, code in CODES.items():
        await one_code(name, code, frame)


async def one_fresh() -> float:
    """Return the seconds from nothing but the warm zygote to the answer."""
    await asyncio.sleep(0.1)  # as between two requests: the zygote has its next worker ready
    runner = ProcessCodeRunner()
    started = time.perf_counter()
    result = await runner.run("1 + 1", {}, LIMITS)
    seconds = time.perf_counter() - started
    assert result.value == 2, result.error
    await runner.close()
    return seconds


async def many_steps() -> list[float]:
    """Return the seconds of steps in a worker that runs already: what every step costs above its code."""
    runner = ProcessCodeRunner()

    async def step() -> None:
        assert (await runner.run("1 + 1", {}, LIMITS)).value == 2

    await step()
    seconds = [await timed(step) for _ in range(REPEATS)]
    await runner.close()
    return seconds


async def one_code(name: str, code: str, value: pd.DataFrame) -> None:
    recognised = recognise("df", value)
    assert recognised is not None
    frame: Frame = recognised
    runner = ProcessCodeRunner()
    process = int(str((await runner.run("import os\nos.getpid()", {}, LIMITS)).value))
    before = private_megabytes(process)

    async def use() -> None:
        result = await runner.run(code, {"df": frame}, LIMITS)
        assert result.ok, result.error

    started = time.perf_counter()
    await use()
    first = time.perf_counter() - started
    held = private_megabytes(process) - before
    there, here = [], []
    compiled = compile(code, "<code>", "eval")
    for _ in range(REPEATS):  # in turns, so that both meet the same machine
        there.append(await timed(use))
        here.append(timed_here(lambda: eval(compiled, {"df": value})))
    await runner.close()
    ratio = statistics.median(there) / statistics.median(here)
    print(f"{name:20}{first:10.2f} s{show(there):>34}{show(here):>34}{ratio:8.2f}{held:11,.0f} MB")


async def timed(use: Callable[[], object]) -> float:
    started = time.perf_counter()
    await use()  # type: ignore[misc]  # it is a coroutine function
    return time.perf_counter() - started


def timed_here(use: Callable[[], object]) -> float:
    started = time.perf_counter()
    use()
    return time.perf_counter() - started


def show(seconds: list[float]) -> str:
    middle, best, worst = statistics.median(seconds), min(seconds), max(seconds)
    return f"{middle * 1e3:8.1f} ms ({best * 1e3:.1f} to {worst * 1e3:.1f})"


def private_megabytes(process: int) -> float:
    """Read the memory of a process without what it maps of frames and files."""
    resident, mapped = (int(field) for field in Path(f"/proc/{process}/statm").read_text().split()[1:3])
    return (resident - mapped) * 4096 / 1e6


def wide_frame() -> pd.DataFrame:
    generator = np.random.default_rng(0)
    words = np.array([f"name {number}" for number in range(1_000)], dtype=object)
    start = np.datetime64("2020-01-01", "us")
    return pd.DataFrame(
        {
            "k": generator.integers(0, 1_000, ROWS),
            "i": generator.integers(0, 1 << 40, ROWS),
            "x": generator.normal(size=ROWS),
            "y": np.where(generator.random(ROWS) < 0.1, np.nan, 1.5),
            "t": start + generator.integers(0, 10**12, ROWS).astype("timedelta64[us]"),
            "u": start + generator.integers(0, 10**12, ROWS).astype("timedelta64[us]"),
            "c": pd.Categorical.from_codes(
                generator.integers(0, 50, ROWS), pd.Index([f"c{number}" for number in range(50)])
            ),
            "d": pd.Categorical.from_codes(generator.integers(0, 5, ROWS), pd.Index(list("abcde"))),
            "s": pd.array(words[generator.integers(0, 1_000, ROWS)], dtype="str"),
            "w": pd.array(words[generator.integers(0, 1_000, ROWS)], dtype="str"),
        }
    )


if __name__ == "__main__":
    main()
