"""A real IPython shell for each test, in a folder of its own."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

CHURN = Path(__file__).parents[2] / "notebooks" / "data" / "telco_churn.csv"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zygote: None) -> Iterator[InteractiveShell]:
    """Return a shell whose working folder is empty and whose settings are the defaults."""
    monkeypatch.chdir(tmp_path)
    shell = InteractiveShell(
        config=Config({"HistoryManager": {"enabled": False}}), ipython_dir=str(tmp_path / ".ipython")
    )
    yield shell
    assert shell.extension_manager is not None
    if "dpa_jupyter" in shell.extension_manager.loaded:
        shell.run_line_magic("unload_ext", "dpa_jupyter")
    atexit.unregister(shell.atexit_operations)


@pytest.fixture
def loaded(shell: InteractiveShell) -> InteractiveShell:
    """Return a shell that has the extension."""
    shell.run_line_magic("load_ext", "dpa_jupyter")
    return shell


@pytest.fixture
def churn(loaded: InteractiveShell) -> InteractiveShell:
    """Return a shell with the churn data as `df`."""
    import pandas as pd

    loaded.user_ns["df"] = pd.read_csv(CHURN)
    return loaded
