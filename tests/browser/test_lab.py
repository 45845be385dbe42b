"""A run as a person sees it in JupyterLab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.contrast import CONTRASTS
from tests.support.browser import Lab, cell, choose_theme, open_notebook, run, save, wait_until_run

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

IMPORT = "from pathlib import Path\nfrom tests.support import scripted_run as s\n"

WORDS = """root => [...root.querySelectorAll(":scope > :not(style)")]
    .flatMap(node => node.textContent.split(/\\s+/)).filter(Boolean)"""


def test_a_run_streams_while_it_goes_on_and_leaves_a_page_that_needs_no_kernel(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    shown = "_ = s.show(lambda run: s.paused(s.churn(s.DOT), run, Path('the gate')))"
    name = jupyter.write("streams.ipynb", [IMPORT + shown])
    open_notebook(page, jupyter, name)
    run(page, 0)
    output = cell(page, 0).locator(".dpa-run")
    expect(output.locator(".dpa-answer strong").first).to_have_text("26.5 % of the customers churned")
    expect(output.locator(".dpa-footer")).to_contain_text("Working")
    assert output.locator(".dpa-pictures img").count() == 1
    assert output.locator(".dpa-tables table").count() == 1
    live = output.locator(".dpa-answer li").all_inner_texts()
    (jupyter.folder / "the gate").touch()
    wait_until_run(page, 0)
    expect(output.locator(".dpa-footer")).to_contain_text("Finished")
    assert output.locator(".dpa-answer li").all_inner_texts() == live
    seen = output.evaluate(WORDS)
    save(page)

    saved = json.loads((jupyter.folder / name).read_text(encoding="utf-8"))
    assert "widget" not in json.dumps(saved["cells"][0]["outputs"])
    saved["metadata"]["kernelspec"]["name"] = "gone"
    (jupyter.folder / "reopened.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    page.goto(f"{jupyter.address}/doc/tree/reopened.ipynb?reset")
    reopened = cell(page, 0).locator(".jp-OutputArea-output section")  # not trusted: Lab takes the style out
    expect(reopened).to_be_visible(timeout=20_000)
    assert reopened.evaluate(WORDS) == seen


def test_the_stop_button_reaches_python_while_the_cell_runs(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    shown = "_ = s.show(lambda run: s.paused(s.churn(s.DOT), run, Path('never there')))"
    name = jupyter.write("stops.ipynb", [IMPORT + shown, "print('alive')"])
    open_notebook(page, jupyter, name)
    run(page, 0)
    cell(page, 0).get_by_role("button", name="Stop").click()
    wait_until_run(page, 0)
    expect(cell(page, 0).locator(".dpa-footer")).to_contain_text("Stopped")
    expect(cell(page, 0).locator(".dpa-error")).to_have_text("Stopped by the user")
    run(page, 1)
    wait_until_run(page, 1)
    expect(cell(page, 1).locator(".jp-OutputArea-output")).to_have_text("alive")


def test_a_page_that_is_loaded_again_while_a_run_goes_on_shows_all_of_it(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    shown = "_ = s.show(lambda run: s.paused(s.churn(s.DOT), run, Path('never there')))"
    name = jupyter.write("reloads.ipynb", [IMPORT + shown])
    open_notebook(page, jupyter, name)
    run(page, 0)
    answer = cell(page, 0).locator(".dpa-answer")
    expect(answer).to_contain_text("customer who left")
    save(page)
    before = cell(page, 0).locator(".dpa-run").inner_text()
    page.goto(f"{jupyter.address}/doc/tree/{name}")
    expect(answer).to_contain_text("customer who left", timeout=20_000)
    assert cell(page, 0).locator(".dpa-run").inner_text().split("Working")[0] == before.split("Working")[0]
    cell(page, 0).get_by_role("button", name="Stop").click()
    expect(cell(page, 0).locator(".dpa-footer")).to_contain_text("Stopped")


def test_the_finished_run_is_legible_in_light_and_dark_and_on_a_narrow_page(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    name = jupyter.write("colours.ipynb", [IMPORT + "_ = s.show(lambda run: s.churn(s.DOT))"])
    open_notebook(page, jupyter, name)
    run(page, 0)
    wait_until_run(page, 0)
    output = cell(page, 0).locator(".dpa-run")
    expect(output.locator(".dpa-footer")).to_contain_text("Finished")
    for details in output.locator("details").all():
        details.evaluate("node => { node.open = true; }")
    for theme in ("dark", "light"):
        choose_theme(page, theme)
        contrasts = output.evaluate(CONTRASTS)
        assert len(contrasts) > 40
        assert {text: ratio for text, ratio in contrasts.items() if ratio < 3.0} == {}
    page.set_viewport_size({"width": 600, "height": 1000})
    assert output.evaluate("node => node.scrollWidth <= node.clientWidth && innerWidth >= document.body.scrollWidth")
    page.set_viewport_size({"width": 1400, "height": 1000})


def test_a_change_is_shown_beside_the_answer_legible_in_light_and_dark(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    name = jupyter.write("changes.ipynb", [IMPORT + "_ = s.show(lambda run: s.changed())"])
    open_notebook(page, jupyter, name)
    run(page, 0)
    wait_until_run(page, 0)
    shown = cell(page, 0).locator(".dpa-changes .dpa-difference")
    expect(shown).to_be_visible()
    expect(shown).to_contain_text("3 rows (1 added, 1 removed); 3 → 4 columns (1 added)")
    assert shown.locator(".dpa-changed del").all_inner_texts()[:2] == ["5", "NA"]
    assert shown.locator("tr.dpa-added ins").count() == 4
    for theme in ("dark", "light"):
        choose_theme(page, theme)
        contrasts = shown.evaluate(CONTRASTS)
        assert len(contrasts) > 15
        assert {text: ratio for text, ratio in contrasts.items() if ratio < 3.0} == {}
