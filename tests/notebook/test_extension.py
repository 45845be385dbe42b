"""Loading and unloading."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter import load_ipython_extension, unload_ipython_extension

HEAVY = (
    "litellm",
    "pandas",
    "polars",
    "duckdb",
    "matplotlib",
    "ipywidgets",
    "anywidget",
    "pyarrow",
    "numpy",
    "pydantic",
    "scipy",
    "dpa_jupyter.events",  # with all that builds on them: their classes take longer to make than the rest to load
)
LOAD = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter import load_ipython_extension, unload_ipython_extension
shell = InteractiveShell.instance()
before = set(sys.modules)
shell.run_cell("%load_ext dpa_jupyter")
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def test_loading_is_silent_and_brings_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD], check=True, capture_output=True, text=True)
    (printed,) = done.stdout.splitlines()
    assert done.stderr == ""
    names = json.loads(printed)
    assert not {*names, *(name.partition(".")[0] for name in names)} & set(HEAVY)


def hooks(shell: InteractiveShell) -> list[object]:
    """List everything in a shell that an extension might change."""
    manager = shell.input_transformer_manager
    return [
        list(manager.cleanup_transforms),
        list(manager.line_transforms),
        list(manager.token_transformers),
        list(shell.configurables),
        list(shell.Completer.custom_matchers),
        {event: list(callbacks) for event, callbacks in shell.events.callbacks.items()},
        {kind: dict(magics) for kind, magics in shell.magics_manager.magics.items()},
        dict(shell.magics_manager.registry),
        set(shell.user_ns),
    ]


def test_unloading_restores_every_hook(shell: InteractiveShell) -> None:
    before = hooks(shell)
    load_ipython_extension(shell)
    assert hooks(shell) != before
    unload_ipython_extension(shell)
    assert hooks(shell) == before


def test_loading_twice_and_reloading_leave_one_of_each(shell: InteractiveShell) -> None:
    shell.run_line_magic("load_ext", "dpa_jupyter")
    once = [len(each) if isinstance(each, list) else None for each in hooks(shell)]
    load_ipython_extension(shell)
    shell.run_line_magic("reload_ext", "dpa_jupyter")
    assert [len(each) if isinstance(each, list) else None for each in hooks(shell)] == once


def test_a_bad_setting_in_the_environment_is_one_line(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DPA_MAX_STEPS", "many")
    shell.run_cell("%load_ext dpa_jupyter")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("UsageError: DPA_MAX_STEPS='many' is not allowed")


def test_a_bad_setting_in_the_configuration_is_one_line(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.config.Dpa.timeout = -1
    shell.run_cell("%load_ext dpa_jupyter")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("UsageError: a setting of c.Dpa is not allowed")
    assert "timeout" in line


def test_config_lists_and_sets_the_settings(loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    loaded.run_cell("%config Dpa.max_steps = 7")
    loaded.run_cell("%dpa config max_steps")
    assert "max_steps = 7" in capsys.readouterr().out
