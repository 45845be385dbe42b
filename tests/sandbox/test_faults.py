"""Whatever code does to its process is a result, and the next run works."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dpa_jupyter.sandbox.layers import ALL_LAYERS
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from dpa_jupyter.sandbox.steps import AGAIN_COUNT
from tests.sandbox.support import LIMITS, is_alive, run, state_of, value_of, wait_for_end

RESULTS = """
import os
results = 4
"""
"""Code that knows the pipe by which results go back."""

FAULTS = {
    "os._exit": ("import os\nos._exit(7)", "exit code 7"),
    "abort": ("import os\nos.abort()", "Aborted"),
    "segmentation fault": ("import ctypes\nctypes.string_at(0)", "Segmentation fault"),
    "killing itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "killed"),
    "stopping itself": ("import os, signal\nwhile True: os.kill(os.getpid(), signal.SIGSTOP)", "longer than the 0.5 s"),
    "endless loop": ("while True: pass", "longer than the 0.5 s"),
    "endless loop without signals": (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\nwhile True: pass",
        "longer than the 0.5 s",
    ),
    "endless printing": ("while True: print('x' * 10_000)", "printed far more"),
    "closed descriptors": ("import os\nos.closerange(0, 256)", "closed its channels"),
    "garbage as a result": (RESULTS + "os.write(results, b'garbage' * 10)", "does not begin as one"),
    "a flood of results": (RESULTS + "while True: os.write(results, bytes(10_000))", "does not begin as one"),
    "a header that promises too much": (
        RESULTS + "os.write(results, b'DPA1' + b'\\xff' * 4)\nwhile True: pass",
        "does not begin as one",
    ),
    "a header that is no JSON": (RESULTS + "os.write(results, b'DPA1\\x02\\0\\0\\0{]')", "no JSON"),
    "a header that never ends": (
        RESULTS + "os.write(results, b'DPA1\\x09\\0\\0\\0{')\nwhile True: pass",
        "longer than",
    ),
}

RAISED = {
    "SystemExit": ("import sys\nsys.exit(3)", "SystemExit: 3"),
    "KeyboardInterrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "no Python": ("x = = 1", "SyntaxError"),
    "endless recursion": ("def f(): f()\nf()", "RecursionError"),
    "an exception without a text": (
        "class E(Exception):\n    def __str__(self): raise ValueError\nraise E",
        "exception str() failed",
    ),
    "a very long message": ("raise ValueError('x' * 10**7)", "[cut]"),
    "a repr that raises": ("class R:\n    def __repr__(self): return 1 / 0\nR()", "ZeroDivisionError"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_ends_the_process_is_told_and_the_next_run_starts_anew(
    own_runner: ProcessCodeRunner, fault: str
) -> None:
    code, reason = FAULTS[fault]
    limits = replace(LIMITS, seconds=0.5) if "longer than" in reason else LIMITS
    result = await run(own_runner, f"kept = 1\n{code}", limits)
    assert not result.ok
    assert reason in result.error
    after = await run(own_runner, "'kept' in globals()")
    assert after.ok
    assert after.value is False
    assert "new process" in after.printed


async def test_what_went_well_before_the_process_was_lost_is_run_again(own_runner: ProcessCodeRunner) -> None:
    frame = pd.DataFrame({"x": [1, 2, 3]})
    await run(own_runner, "import random\ndrawn = (random.random(), np.random.rand())\nprint('first')")
    await run(own_runner, "larger = df.assign(y=df['x'] * 10)", df=frame)
    await run(own_runner, "broken = 1\nraise ValueError", df=frame)
    before = await value_of(own_runner, "[*drawn, int(larger['y'].sum())]")
    assert not (await run(own_runner, "import os\nos.abort()")).ok
    again = await run(own_runner, "[*drawn, int(larger['y'].sum())]", df=frame)
    assert again.value == before
    assert again.printed == "[this is a new process: the 3 earlier steps were run again]\n"
    assert not again.frames
    assert await value_of(own_runner, "'broken' in globals()") is False


async def test_steps_that_took_too_long_are_not_run_again(own_runner: ProcessCodeRunner) -> None:
    for number in range(AGAIN_COUNT + 1):
        await run(own_runner, f"kept = {number}")
    await run(own_runner, "import os\nos.abort()")
    after = await run(own_runner, "'kept' in globals()")
    assert after.value is False
    assert f"is gone, since it had more than {AGAIN_COUNT} steps" in after.printed


async def test_steps_that_fail_when_they_are_run_again_are_given_up(own_runner: ProcessCodeRunner) -> None:
    await run(own_runner, "kept = 1")
    code = "import os, pathlib\nif not os.environ.get('SEEN'): os.environ['SEEN'] = '1'"
    await run(own_runner, f"{code}\npathlib.Path('begun').touch()\nsecond = os.getpid()")
    pinned = await value_of(own_runner, "second")
    await run(own_runner, f"assert second == {pinned}, 'another process'\nthird = 1")
    await run(own_runner, "import os\nos.abort()")
    after = await run(own_runner, "'kept' in globals()")
    assert after.value is False
    assert "its step 4 failed" in after.printed


@pytest.mark.parametrize("fault", RAISED)
async def test_what_code_raises_is_told_and_its_variables_stay(runner: ProcessCodeRunner, fault: str) -> None:
    code, reason = RAISED[fault]
    result = await run(runner, f"kept = {fault!r}\n{code}")
    assert not result.ok
    assert reason in result.error
    assert len(result.error) < 6_000
    if "SyntaxError" not in reason:
        assert await value_of(runner, "kept") == fault


async def test_nothing_goes_on_between_runs(own_runner: ProcessCodeRunner) -> None:
    code = """
import itertools, os, threading
seen = []
threading.Thread(target=lambda: [seen.append(1) for _ in itertools.count()], daemon=True).start()
os.getpid()
"""
    process = int(str(await value_of(own_runner, code)))
    while state_of(process) != "T":  # signals arrive in their own time
        os.sched_yield()
    assert await value_of(own_runner, "len(seen) > 0") is True


async def test_a_forged_reply_is_only_a_claim_and_what_follows_it_is_refused(own_runner: ProcessCodeRunner) -> None:
    forged = """
import json, struct
header = json.dumps({"ok": True, "error": "", "notes": [], "value": "forged", "frames": [], "pictures": [], "held": []})
os.write(results, b"DPA1" + struct.pack("<I", len(header)) + header.encode())
"""
    assert (await run(own_runner, RESULTS + forged)).value == "forged"
    await run(own_runner, "1")  # reads what the true reply left in the pipe, or that it was cut
    after = await run(own_runner, "'results' in globals()")
    assert after.ok


async def test_a_frame_that_is_no_arrow_stream_is_refused(own_runner: ProcessCodeRunner) -> None:
    forged = """
import json, struct
frames = [{"name": "evil", "bytes": 1000}]
header = json.dumps({"ok": True, "error": "", "notes": [], "value": 1, "frames": frames, "pictures": [], "held": []})
os.write(results, b"DPA1" + struct.pack("<I", len(header)) + header.encode() + bytes(range(250)) * 4)
"""
    result = await run(own_runner, RESULTS + forged)
    assert not result.ok
    assert "no proper Arrow stream" in result.error


async def test_closing_the_standard_streams_does_not_silence_later_code(own_runner: ProcessCodeRunner) -> None:
    await run(own_runner, "import sys\nsys.stdout.close()")
    assert (await run(own_runner, "print('here')")).printed == "here\n"
    await run(own_runner, "import sys\nsys.stdout = None")
    assert (await run(own_runner, "print('here')")).printed == "here\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forbids it")
@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("import multiprocessing\nmultiprocessing.Pool(2)", "threads can"),
        ("from concurrent.futures import ProcessPoolExecutor as P\nP(1).submit(abs, 1)", "threads can"),
        ("import subprocess\nsubprocess.run(['ls'])", "no program can be started"),
        ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "there is no network"),
        ("pd.read_csv('http://127.0.0.1:9/x.csv')", "there is no network"),
        ("open('/etc/passwd')", "only the allowed folders can be read"),
    ],
)
async def test_what_is_not_there_is_told_with_what_is(runner: ProcessCodeRunner, code: str, advice: str) -> None:
    assert advice in (await run(runner, code)).error


async def test_no_process_can_be_started(runner: ProcessCodeRunner) -> None:
    for code in (
        "import os\nos.fork()",
        "import subprocess\nsubprocess.run(['true'])",
        "import os\nassert os.system('true') == 0",
    ):
        assert not (await run(runner, code)).ok


async def test_a_forked_process_goes_down_with_its_worker_where_forking_can_not_be_forbidden(tmp_path: Path) -> None:
    runner = ProcessCodeRunner([tmp_path], only_layers_for_tests=ALL_LAYERS - {"seccomp"})
    code = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open("daemon", "w").write(str(os.getpid()))
    time.sleep(1000)
while not os.path.exists("daemon") or not open("daemon").read():
    time.sleep(0.01)
int(open("daemon").read())
"""
    daemon = await value_of(runner, code)
    assert isinstance(daemon, int)
    assert is_alive(daemon)
    await runner.close()
    await asyncio.to_thread(wait_for_end, daemon)


async def test_a_fork_of_the_code_does_not_answer_in_its_place() -> None:
    runner = ProcessCodeRunner(only_layers_for_tests=ALL_LAYERS - {"seccomp"})
    code = "import os\nforked = os.fork()\n'child' if forked == 0 else 'parent'"
    assert await value_of(runner, code) == "parent"
    assert await value_of(runner, "os.waitpid(forked, 0)[1]") == 0
    await runner.close()
