"""How soon the quality panel is there and how smoothly it scrolls, in JupyterLab in Debian's Chromium.

    bash benchmarks/run quality_panel

Times are taken from the clock that page and kernel share: from the key press that runs `%%dpa quality df`, on a million
rows of 20 mixed columns, to the first columns and to the whole report; for a panel of 5,000 columns from the message of
the kernel that shows it to the second frame after it stands in the page; and between frames while it scrolls.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tests.browser.panels import SET_UP, WIDE
from tests.support.browser import Lab, cell, chromium, lab, open_notebook, run, wait_until_run

if TYPE_CHECKING:
    from playwright.sync_api import Page, WebSocket

LARGE = """\
%load_ext dpa_jupyter
from benchmarks.quality import mixed_table
df, small = mixed_table(1_000_000, 0).to_pandas(), mixed_table(1_000, 0).to_pandas()"""
ASK = "%%dpa quality {}"
STEPS, PIXELS = 120, 400
WATCH = """() => {
    window.seen = {};
    const look = () => {
        const panel = document.querySelectorAll(".dpa-panel");
        const stage = panel.length ? panel[panel.length - 1].querySelector(".dpa-stage")?.textContent ?? "" : "";
        const first = /sample|checking|rows in/.test(stage) ? "columns" : null;
        for (const name of [panel.length && "panel", first, /rows in/.test(stage) && "whole"])
            if (name && !(name in window.seen)) window.seen[name] = Date.now();
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""
PAINTED = """() => new Promise(done => {
    const look = () => document.querySelector(".dpa-panel .dpa-score, .dpa-panel .dpa-list")
        ? requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now()))) : requestAnimationFrame(look);
    look();
})"""
SCROLL = """([node, steps, pixels]) => new Promise(done => {
    const frames = [];
    let last = performance.now();
    const step = () => {
        const now = performance.now();
        frames.push(now - last);
        last = now;
        node.scrollTop += pixels;
        frames.length < steps ? requestAnimationFrame(step) : done(frames.slice(2));
    };
    requestAnimationFrame(step);
})"""


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        lab(Path(folder)) as jupyter,
        chromium(Path(folder) / "chromium") as page,
    ):
        for name, milliseconds in large_frame(page, jupyter).items():
            print(f"1,000,000 rows x 20 columns: {name:28}{milliseconds / 1000:8.2f} s")
        print(f"5,000 columns: first paint after the kernel answered{first_paint(page, jupyter) / 1000:8.2f} s")
        frames = scrolled(page)
        worst, middle = max(frames), statistics.median(frames)
        print(f"5,000 columns: between frames while it scrolls      {middle:8.1f} ms (worst {worst:.1f} ms)")


def large_frame(page: Page, jupyter: Lab) -> dict[str, float]:
    """Return the milliseconds from the key press to what is seen, in a kernel that did this once on a small frame."""
    open_notebook(page, jupyter, jupyter.write("large.ipynb", [LARGE, ASK.format("small"), ASK.format("df")]))
    for place in (0, 1):
        run(page, place)
        wait_until_run(page, place)
    cell(page, 1).evaluate("node => node.querySelector('.jp-OutputArea').remove()")
    page.evaluate(WATCH)
    begun = time.time() * 1000
    run(page, 2)
    wait_until_run(page, 2)
    page.wait_for_function("() => 'whole' in window.seen")
    seen = cast("dict[str, float]", page.evaluate("() => window.seen"))
    return {name: moment - begun for name, moment in seen.items()}


def first_paint(page: Page, jupyter: Lab) -> float:
    """Return the milliseconds from the message that shows a panel of 5,000 columns to the panel."""
    shown: list[float] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: shown.append(time.time() * 1000) if _shows(frame) else None)

    page.on("websocket", listen)
    open_notebook(page, jupyter, jupyter.write("wide.ipynb", [SET_UP, WIDE]))
    run(page, 0)
    wait_until_run(page, 0)
    run(page, 1)
    painted = float(page.evaluate(PAINTED))
    return painted - shown[0]


def _shows(frame: str | bytes) -> bool:
    data = frame.encode() if isinstance(frame, str) else frame
    return b"application/vnd.jupyter.widget-view+json" in data


def scrolled(page: Page) -> list[float]:
    """Return the milliseconds between frames while the columns scroll by."""
    panel = page.locator(".dpa-panel")
    panel.get_by_role("tab", name="Columns").click()
    grid = panel.get_by_role("grid").element_handle()
    return cast("list[float]", page.evaluate(SCROLL, [grid, STEPS, PIXELS]))


if __name__ == "__main__":
    main()
