"""JupyterLab and Chromium, for tests that need eyes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

TOKEN = "tests"
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab."""

    address: str
    folder: Path

    def write(self, name: str, cells: Sequence[str]) -> str:
        """Write a notebook; a new name each time, since Lab keeps a kernel for each."""
        return write_notebook(self.folder / name, cells).name


def write_notebook(path: Path, cells: Sequence[str]) -> Path:
    """Write a notebook of code cells."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    written: list[dict[str, object]] = [
        {"cell_type": "code", "id": f"c{place}", "metadata": {}, "outputs": [], "execution_count": None, "source": cell}
        for place, cell in enumerate(cells)
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": written}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


@contextmanager
def lab(folder: Path, *, theme: Literal["light", "dark"] = "light") -> Iterator[Lab]:
    """Run JupyterLab on loopback, with no settings but ours."""
    port = _free_port()
    settings = folder / "home" / "settings"
    settings.mkdir(parents=True)
    (settings / "overrides.json").write_text(json.dumps(_overrides(theme)))
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    with (folder / "lab.log").open("wb") as log:
        process = subprocess.Popen(
            _command(port, notebooks, settings),
            env=_environment(folder / "home"),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", process)
            yield Lab(f"http://127.0.0.1:{port}", notebooks)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


@contextmanager
def chromium(folder: Path, *, width: int = 1400, height: int = 1000) -> Iterator[Page]:
    """Open an empty page in a fresh profile."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=CHROMIUM,
            headless=True,
            args=CHROMIUM_OPTIONS,
            viewport={"width": width, "height": height},
        )
        yield context.pages[0]
        context.close()


def open_notebook(page: Page, lab: Lab, name: str) -> None:
    """Open a notebook and wait for its kernel: Lab says "idle" before it is connected, and loses what is run then."""
    page.goto(f"{lab.address}/doc/tree/{name}?token={TOKEN}&reset", wait_until="domcontentloaded")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.evaluate(
        """async () => {
            await window.jupyterapp.restored;
            const panel = window.jupyterapp.shell.currentWidget;
            await panel.context.ready;
            await panel.sessionContext.ready;
            await panel.sessionContext.session?.kernel?.info;
        }"""
    )


def cell(page: Page, place: int) -> Locator:
    """Return a code cell."""
    return page.locator(".jp-Notebook .jp-CodeCell").nth(place)


def run(page: Page, place: int) -> None:
    """Run a cell and do not wait for it."""
    cell(page, place).locator(".cm-content").first.click()
    page.keyboard.press("Control+Enter")


def wait_until_run(page: Page, place: int) -> None:
    """Wait until a cell has its number."""
    prompt = cell(page, place).locator(".jp-InputPrompt").first
    page.wait_for_function(
        "node => /^\\[\\d+\\]/.test(node.innerText.trim())", arg=prompt.element_handle(), timeout=60_000
    )


def save(page: Page) -> None:
    """Save the notebook."""
    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.save()")


def choose_theme(page: Page, theme: Literal["light", "dark"]) -> None:
    """Change the colours."""
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", f"JupyterLab {theme.title()}"
    )
    page.wait_for_function("light => document.body.dataset.jpThemeLight === String(light)", arg=theme == "light")


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _overrides(theme: str) -> Mapping[str, object]:
    return {
        "@jupyterlab/apputils-extension:themes": {"theme": f"JupyterLab {theme.title()}"},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    }


def _command(port: int, notebooks: Path, settings: Path) -> list[str]:
    return [
        str(Path(sys.prefix) / "bin" / "jupyter-lab"),
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={notebooks}",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.expose_app_in_browser=True",
        f"--LabApp.app_settings_dir={settings}",
    ]


def _environment(home: Path) -> Mapping[str, str]:
    own = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "PYTHONPATH": REPOSITORY,
    }
    path = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, **{name: str(value) for name, value in own.items()}, "PATH": path}


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("JupyterLab did not start")
