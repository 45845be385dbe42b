"""Which layers hold is found out by trying, and said; what can't be confined is not taken for confined."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.layers import ALL_LAYERS, LAYERS, LayerReport, LayerState
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from dpa_jupyter.sandbox.this_machine import layers_here
from dpa_jupyter.sandbox.worker_process import WorkerPlan, WorkerProcess
from tests.sandbox.escapes.users import can_become_another, with_open_python
from tests.sandbox.support import run

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these layers")

WITHOUT_A_CALL = """
import asyncio, errno, json, sys
from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.confinement.filter import filter_calls, refuse
from dpa_jupyter.sandbox.confinement.privileges import forbid_new_privileges
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner

async def main():
    runner = ProcessCodeRunner()
    report = await runner.layers()
    result = await runner.run("1 + 1", {}, CodeLimits())
    await runner.close()
    missing = [state.name for state in report.missing]
    print(json.dumps([missing, report.confined, report.sentence(), report.summary(), result.value]))

if sys.argv[1:]:
    forbid_new_privileges()
    filter_calls({sys.argv[1]: refuse(getattr(errno, sys.argv[2]))})
asyncio.run(main())
"""


@linux
def test_all_essential_layers_hold_here_and_are_named() -> None:
    report = layers_here()
    assert {state.name for state in report.states} == ALL_LAYERS
    assert report.confined, report.summary()
    assert report.summary().startswith("code is confined by own process group")
    assert report.sentence().startswith("It runs in a sandbox")


@linux
@pytest.mark.parametrize(
    ("call", "error", "layer"),
    [
        ("landlock_create_ruleset", "ENOSYS", "landlock"),
        ("landlock_create_ruleset", "EPERM", "landlock"),
        ("seccomp", "EPERM", "seccomp"),
    ],
)
def test_what_the_system_refuses_is_said_and_code_is_not_taken_for_confined(call: str, error: str, layer: str) -> None:
    command = [sys.executable, "-c", WITHOUT_A_CALL, call, error]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60)
    missing, confined, sentence, summary, value = json.loads(done.stdout)
    assert layer in missing
    assert not confined
    title = next(each.title for name, each in LAYERS.items() if name == layer)
    assert f"Missing: {title}" in sentence
    assert "not fully confined" in summary
    assert title in summary
    assert value == 2


class PlanWithoutScratch(WorkerPlan):
    """A plan whose worker can't begin."""

    def order(self, scratch: str) -> bytes:
        """Name a folder that is not there."""
        return super().order(f"{scratch}-gone")


@linux
async def test_a_process_that_can_not_confine_itself_says_why() -> None:
    plan = PlanWithoutScratch(zygote=None, folders=(), layers=ALL_LAYERS, seed=0)
    with pytest.raises(ToolError, match=r"did not confine itself: FileNotFoundError: .*No such file or directory"):
        await WorkerProcess.start(plan)


@linux
@pytest.mark.skipif(not can_become_another(), reason="only root has an unprivileged user to become")
def test_root_becomes_nobody_where_nobody_can_read_python() -> None:
    done = with_open_python([sys.executable, "-c", WITHOUT_A_CALL], Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[:2] == [[], True]


async def test_a_runner_tells_its_layers_before_it_runs_anything(runner: ProcessCodeRunner) -> None:
    report = await runner.layers()
    assert [state.name for state in report.states if state.name not in LAYERS] == []
    assert (await runner.layers()) is report
    assert (await run(runner, "1 + 1")).value == 2


async def test_a_closed_runner_has_no_layers() -> None:
    runner = ProcessCodeRunner()
    await runner.close()
    with pytest.raises(ToolError, match="closed"):
        await runner.layers()


def test_a_report_is_confined_only_if_every_essential_layer_is_there_and_holds() -> None:
    whole = LayerReport.of_all()
    assert whole.confined
    assert not LayerReport(()).confined
    for name, layer in LAYERS.items():
        others = tuple(state for state in whole.states if state.name != name)
        less = LayerReport((*others, LayerState(name, holds=False, detail="for a test")))
        assert less.confined is not layer.essential
        assert less.confines_less_than(whole)
        assert not whole.confines_less_than(less)
        assert LayerReport(others).confines_less_than(whole)
