"""The process knows nothing of the kernel's, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import cast

import pyarrow as pa
import pytest

from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from tests.sandbox.support import exists, is_alive, run, value_of, wait_for_end, wait_for_file

WITH_SECRETS = """
import asyncio, json, os, sys
from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner

async def main():
    runner = ProcessCodeRunner()
    code = sys.argv[1]
    print(json.dumps((await runner.run(code, {}, CodeLimits())).value))
    await runner.close()

asyncio.run(main())
"""


def run_with_environment(code: str, folder: Path, **variables: str) -> object:
    """Run code by a runner in a process with these variables and this working directory, and return its value."""
    command = [sys.executable, "-c", WITH_SECRETS, code]
    environment = {**os.environ, **variables}
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=True, timeout=60)
    value: object = json.loads(done.stdout)
    return value


def open_descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_secrets_of_the_parent_are_absent(tmp_path: Path) -> None:
    code = "import os\n[str(dict(os.environ)), os.getppid()]"
    seen = run_with_environment(
        code, tmp_path, OPENAI_API_KEY="sk-123456", AWS_SECRET_ACCESS_KEY="sk-123456", MY_OWN_TOKEN="sk-123456"
    )
    assert "sk-123456" not in str(seen)
    assert "PATH" in str(seen)


def test_a_file_in_the_working_directory_does_not_pass_for_a_library(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('not numpy')")
    assert run_with_environment("np.add(1, 1)", tmp_path) == 2


async def test_it_has_a_session_a_folder_and_descriptors_of_its_own(own_runner: ProcessCodeRunner) -> None:
    code = """
import os, tempfile
def is_open(descriptor):
    try:
        return bool(os.fstat(descriptor))
    except OSError:
        return False
{"session": os.getsid(0) == os.getpid(), "folder": os.getcwd(), "temporary": tempfile.gettempdir(),
 "home": os.path.expanduser("~"), "stdin": os.fstat(0).st_rdev == os.stat("/dev/null").st_rdev,
 "open": [descriptor for descriptor in range(256) if is_open(descriptor)]}
"""
    seen = await value_of(own_runner, code)
    assert isinstance(seen, dict)
    assert seen["session"]
    assert seen["folder"] == seen["temporary"] == seen["home"] != str(Path.cwd())
    assert seen["stdin"] is True
    assert seen["open"] == [0, 1, 2, 3, 4, 5, 6]  # the standard three, requests, results, and its own status, twice
    await own_runner.close()
    assert not exists(seen["folder"])


async def test_the_main_module_is_the_codes_own(own_runner: ProcessCodeRunner) -> None:
    code = "import sys, dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\nsys.modules[P.__module__].P is P"
    assert await value_of(own_runner, code) is True
    assert await value_of(own_runner, "[name for name in globals() if not name.startswith('__')]") == [
        "sys",
        "dataclasses",
        "P",
    ]


async def begun(folder: str) -> None:
    """Wait until code has made the file "begun" in its folder."""
    await asyncio.to_thread(wait_for_file, f"{folder}/begun")


async def test_a_cancelled_run_leaves_no_process_and_no_folder(own_runner: ProcessCodeRunner) -> None:
    seen = await value_of(own_runner, "import os, time\n[os.getpid(), os.getcwd()]")
    assert isinstance(seen, list)
    process, folder = int(str(seen[0])), str(seen[1])
    running = asyncio.create_task(run(own_runner, "open('begun', 'w').close()\ntime.sleep(1000)"))
    await begun(folder)
    assert is_alive(process)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not is_alive(process)
    assert not exists(folder)
    assert "new process" in (await run(own_runner, "1")).printed


WITH_ENDLESS_CODE = """
import asyncio
import gc
from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner

async def main():
    runner = ProcessCodeRunner()
    code = "import os\\n[os.getpid(), os.getppid(), os.getcwd()]"
    print(*(await runner.run(code, {}, CodeLimits())).value, flush=True)
    await runner.run("while True: pass", {}, CodeLimits())

asyncio.run(main())
"""


async def test_worker_zygote_and_folder_go_with_the_process_that_started_them() -> None:
    command = [sys.executable, "-c", WITH_ENDLESS_CODE]
    parent = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker, zygote, folder = (await parent.stdout.readline()).decode().split()
    parent.kill()
    await parent.wait()
    for process in (worker, zygote):
        await asyncio.to_thread(wait_for_end, int(process))
    assert not exists(folder)


@pytest.mark.parametrize("killed", ["getpid", "getppid"], ids=["worker", "zygote"])
async def test_code_goes_on_after_earlier_code_where_a_process_was_killed_between_runs(
    own_runner: ProcessCodeRunner, killed: str
) -> None:
    code = f"import os\nkept = 1\n[os.getpid(), os.{killed}()]"
    worker, process = cast("list[int]", await value_of(own_runner, code))
    os.kill(process, signal.SIGKILL)
    await asyncio.to_thread(wait_for_end, worker)
    result = await run(own_runner, "kept + 1")
    assert (result.value, result.printed) == (2, "[this is a new process: the earlier step was run again]\n")


async def test_a_scratch_folder_goes_however_code_left_it(own_runner: ProcessCodeRunner) -> None:
    code = """
import os
folder = os.getcwd()
os.mkdir("shut")
open("shut/file", "w").close()
os.chmod("shut", 0)
for _ in range(700):
    os.mkdir("deep")
    os.chdir("deep")
folder
"""
    folder = await value_of(own_runner, code)
    assert isinstance(folder, str)
    await own_runner.close()
    assert not exists(folder)
    assert exists("/etc/passwd")


async def test_fifty_runs_at_once_over_several_runners() -> None:
    runners = [ProcessCodeRunner() for _ in range(5)]
    results = await asyncio.gather(*(value_of(runners[number % 5], f"{number} * 2") for number in range(50)))
    assert results == [number * 2 for number in range(50)]
    await asyncio.gather(*(one.close() for one in runners))


async def test_no_descriptor_is_left_open() -> None:
    async def all_kinds_of_runs() -> None:
        runner = ProcessCodeRunner()
        await run(runner, "1", df=pa.table({"x": [1]}))
        await run(runner, "import os\nos._exit(1)")
        await run(runner, "1")
        await runner.close()

    await all_kinds_of_runs()  # the first brings what stays open for good
    before = open_descriptors()
    await all_kinds_of_runs()
    assert open_descriptors() == before


async def test_closing_ends_a_run_that_is_under_way(own_runner: ProcessCodeRunner) -> None:
    folder = await value_of(own_runner, "import os, time\nos.getcwd()")
    running = asyncio.create_task(run(own_runner, "open('begun', 'w').close()\ntime.sleep(1000)"))
    await begun(str(folder))
    await own_runner.close()
    assert "the runner was closed" in (await running).error


async def test_a_runner_that_is_forgotten_takes_its_process_along() -> None:
    runner: ProcessCodeRunner | None = ProcessCodeRunner()
    assert runner is not None
    process = await value_of(runner, "import os\nos.getpid()")
    assert isinstance(process, int)
    assert is_alive(process)
    runner = None
    gc.collect()
    assert not is_alive(process)
