"""The limits of one run hold."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from dpa_jupyter.sandbox.confinement.limits import FILE_BYTES, OPEN_FILES
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from dpa_jupyter.sandbox.watch import THREAD_COUNT, is_filling
from tests.sandbox.support import LIMITS, run, value_of

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")


@linux
async def test_memory_is_limited_and_its_lack_is_an_exception_of_the_code(own_runner: ProcessCodeRunner) -> None:
    small = replace(LIMITS, memory_bytes=256 << 20)
    result = await run(own_runner, "held = b'x'\nmuch = np.ones(1 << 28)", small)
    assert not result.ok
    assert "MemoryError" in result.error
    assert (await run(own_runner, "len(held)", small)).value == 1


@linux
async def test_shared_memory_is_limited_too(own_runner: ProcessCodeRunner) -> None:
    small = replace(LIMITS, memory_bytes=64 << 20)
    result = await run(own_runner, "import mmap\nmmap.mmap(-1, 8 << 30)", small)
    assert not result.ok
    assert "Error" in result.error


@linux
async def test_code_can_not_raise_the_memory_limit(own_runner: ProcessCodeRunner) -> None:
    code = "import resource\nresource.getrlimit(resource.RLIMIT_DATA)"
    limits = await value_of(own_runner, code)
    assert isinstance(limits, list)
    assert limits[0] == limits[1] != resource.RLIM_INFINITY


async def test_files_and_descriptors_are_limited(runner: ProcessCodeRunner) -> None:
    too_long = f"open('f', 'wb').truncate({FILE_BYTES} + 1)"
    assert "File too large" in (await run(runner, too_long)).error
    too_many = f"files = [open('/dev/null') for _ in range({OPEN_FILES})]"
    assert "Too many open files" in (await run(runner, too_many)).error


def test_processor_time_is_limited_even_if_nobody_watches() -> None:
    code = (
        "from dpa_jupyter.sandbox.confinement.limits import ProcessLimits\n"
        "from dpa_jupyter.sandbox.code_runner import CodeLimits\n"
        "limits = ProcessLimits()\nlimits.limit_process()\nlimits.limit_run(CodeLimits(seconds=0))\nwhile True: pass"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == -signal.SIGXCPU


async def test_printed_text_is_cut_with_a_notice(runner: ProcessCodeRunner) -> None:
    result = await run(runner, "print('x' * 5000)\nprint('end')\n3", replace(LIMITS, output_bytes=1000))
    assert result.value == 3
    assert result.printed == "x" * 1000 + "\n[cut: 1,000 of 5,005 bytes are shown]"


async def test_what_a_program_below_python_prints_is_seen_too(runner: ProcessCodeRunner) -> None:
    code = "import os, sys\nos.write(1, b'one ')\nos.write(2, b'two ')\nprint('three', file=sys.stderr)"
    assert (await run(runner, code)).printed == "one two three\n"


async def test_a_frame_that_is_too_large_is_left_out_and_that_is_said(runner: ProcessCodeRunner) -> None:
    code = "import pyarrow as pa\nsmall = pa.table({'x': [1]})\nlarge = pa.table({'x': range(10_000)})"
    result = await run(runner, code, replace(LIMITS, result_bytes=10_000))
    assert result.ok
    assert set(result.frames) == {"small"}
    assert "large: not given back" in result.printed


async def test_a_value_that_is_too_large_is_no_value(runner: ProcessCodeRunner) -> None:
    assert (await run(runner, "list(range(1_000_000))")).value is None
    assert (await run(runner, "10 ** 1000")).value is None
    assert len((await run(runner, "['x' * 20_000] * 900")).error) > 0
    nested = "nested = []\nfor _ in range(100): nested = [nested]\nnested"
    assert (await run(runner, nested)).value is None
    endless = "endless = []\nendless.append(endless)\nendless"
    assert (await run(runner, endless)).value is None


async def test_only_so_many_frames_and_pictures_come_back(runner: ProcessCodeRunner) -> None:
    code = """
import pyarrow as pa
for number in range(100):
    globals()[f"frame_{number}"] = pa.table({"x": [number]})
for number in range(20):
    plt.figure(figsize=(1, 1))
"""
    result = await run(runner, code)
    assert result.ok, result.error
    assert len(result.frames) == 64
    assert len(result.pictures) == 16
    assert "too many frames" in result.printed
    assert "too many pictures" in result.printed


@linux
async def test_threads_are_limited_also_for_root(own_runner: ProcessCodeRunner) -> None:
    code = f"""
import threading, time
threading.stack_size(32_768)
stop = threading.Event()
for _ in range({THREAD_COUNT} + 100):
    threading.Thread(target=stop.wait, daemon=True).start()
time.sleep(10)
"""
    result = await run(own_runner, code)
    assert "threads" in result.error or "can't start new thread" in result.error


def test_a_disk_that_fills_up_is_noticed_however_it_fills() -> None:
    limits = replace(LIMITS, scratch_bytes=1 << 30)
    assert is_filling(100 << 30, 40 << 30, limits)
    assert not is_filling(100 << 30, 60 << 30, limits)
    assert not is_filling(1 << 30, 0, limits)  # as much as it may write
    assert not is_filling(40 << 30, 100 << 30, limits)
