"""The quality panel as a person uses it in JupyterLab, without touching a mouse where keys will do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.contrast import CONTRASTS
from tests.browser.panels import SET_UP, SHOW, SPACES, STREAM, WIDE
from tests.support.browser import Lab, cell, choose_theme, open_notebook, run, save, wait_until_run

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser


def shown(page: Page, jupyter: Lab, name: str, *cells: str) -> Locator:
    """Open a notebook, run its first two cells, and return the panel of the second."""
    open_notebook(page, jupyter, jupyter.write(name, [SET_UP, *cells]))
    for place in (0, 1):
        run(page, place)
        wait_until_run(page, place)
    return cell(page, 1).locator(".dpa-panel")


def in_the_kernel(page: Page, place: int) -> str:
    """Run a cell again and return what it says."""
    run(page, place)
    wait_until_run(page, place)
    return cell(page, place).locator(".jp-OutputArea-output").inner_text()


def test_a_finding_is_found_understood_mended_and_undone_by_keyboard(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    panel = shown(page, jupyter, "mends.ipynb", SHOW, SPACES, f"# again\n{SPACES}", f"# and again\n{SPACES}")
    findings = panel.get_by_role("listbox")
    expect(findings.get_by_role("option")).not_to_have_count(0)
    assert in_the_kernel(page, 2) == "(50, 200)"

    panel.get_by_role("tab", name="Findings").focus()
    page.keyboard.press("Tab")  # the search
    page.keyboard.press("Tab")
    expect(findings).to_be_focused()
    page.keyboard.type("white")  # by its words
    expect(findings.locator("[aria-selected=true]")).to_contain_text("white space")
    expect(panel.locator(".dpa-finding h4")).to_contain_text("city has white space")
    expect(panel.locator(".dpa-rows td.dpa-marked").first).to_have_text("·Berlin·")
    expect(panel.locator(".dpa-pager")).to_contain_text("of 50 rows")

    page.keyboard.press("Enter")  # into the finding
    page.keyboard.press("Tab")  # its best fix
    page.keyboard.press("Tab")
    expect(panel.get_by_role("button", name="Preview")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel.locator(".dpa-difference del").first).to_contain_text("·Berlin·")
    expect(panel.locator(".dpa-difference ins").first).to_contain_text("Berlin")
    assert in_the_kernel(page, 2) == "(50, 200)"

    panel.get_by_role("button", name="Apply", exact=True).focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_role("status")).to_contain_text("Applied: Trim")
    expect(findings).not_to_contain_text("white space")
    assert in_the_kernel(page, 3) == "(0, 200)"

    panel.get_by_role("tab", name="Changes").click()
    code = panel.get_by_role("region", name="Code for pandas")
    expect(code).to_contain_text("def clean(df: pd.DataFrame) -> pd.DataFrame:\n    cleaned =")
    panel.get_by_role("button", name="Copy").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    panel.get_by_role("tab", name="Findings").click()

    panel.get_by_role("button", name="Undo").first.focus()
    page.keyboard.press("Enter")
    expect(findings).to_contain_text("white space")
    assert in_the_kernel(page, 4) == "(50, 200)"


def test_a_table_of_thousands_of_columns_keeps_few_rows_in_the_page(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    panel = shown(page, jupyter, "wide.ipynb", WIDE)
    panel.get_by_role("tab", name="Columns").click()
    grid = panel.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", "5001")
    grid.focus()
    for keys, name in (("End", "feature_0000"), ("Control+End", "feature_4999"), ("Control+Home", "feature_0000")):
        page.keyboard.press(keys)
        expect(grid.get_by_role("rowheader", name=name)).to_be_visible()
        assert grid.locator(".dpa-grid-row").count() < 40
    grid.evaluate("node => { node.scrollTop = 85_000 }")
    expect(grid.get_by_role("rowheader", name="feature_2501")).to_be_visible()
    assert panel.locator("*").count() < 1_500
    panel.get_by_label("Search columns").fill("4711")
    expect(grid).to_have_attribute("aria-rowcount", "2")
    expect(grid.get_by_role("rowheader", name="feature_4711")).to_be_visible()


def test_two_panels_go_their_own_ways(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    first = shown(page, jupyter, "two.ipynb", SHOW, "panel")
    run(page, 2)
    wait_until_run(page, 2)
    second = cell(page, 2).locator(".dpa-panel")
    second.get_by_role("tab", name="Columns").click()
    expect(second.get_by_role("grid")).to_be_visible()
    expect(first.get_by_role("listbox")).to_be_visible()
    ids = page.evaluate("() => [...document.querySelectorAll('.dpa-panel [id]')].map(node => node.id)")
    assert len(ids) == len(set(ids))


def test_rows_are_picked_from_a_distribution_by_keyboard(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    panel = shown(page, jupyter, "brush.ipynb", SHOW)
    panel.get_by_role("tab", name="Columns").click()
    panel.get_by_role("grid").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(panel.locator(".dpa-column h4")).to_contain_text("sold")
    panel.get_by_role("slider", name="Least value").focus()
    page.keyboard.press("End")
    expect(panel.locator(".dpa-picked")).to_contain_text("50 rows where")
    expect(panel.locator(".dpa-picked td.dpa-marked").first).to_have_text("13")


def test_the_panel_is_legible_in_light_and_dark_and_on_a_narrow_page(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    panel = shown(page, jupyter, "legible.ipynb", SHOW)
    expect(panel.locator(".dpa-rows")).to_be_visible()
    for theme in ("dark", "light"):
        choose_theme(page, theme)
        contrasts = panel.evaluate(CONTRASTS)
        assert len(contrasts) > 30
        assert {text: ratio for text, ratio in contrasts.items() if ratio < 4.5} == {}
    page.set_viewport_size({"width": 600, "height": 1000})
    assert panel.evaluate("node => node.scrollWidth <= node.clientWidth && innerWidth >= document.body.scrollWidth")
    page.set_viewport_size({"width": 1400, "height": 1000})


def test_the_panel_fills_while_its_cell_runs_and_a_saved_page_needs_no_kernel(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    name = jupyter.write("streams_quality.ipynb", [SET_UP, STREAM])
    open_notebook(page, jupyter, name)
    run(page, 0)
    wait_until_run(page, 0)
    run(page, 1)
    panel = cell(page, 1).locator(".dpa-panel")
    expect(panel.locator(".dpa-stage")).to_contain_text("measuring", timeout=30_000)
    panel.get_by_role("tab", name="Columns").click()
    expect(panel.get_by_role("rowheader", name="feature_0004")).to_be_visible()
    (jupyter.folder / "the quality gate").touch()
    wait_until_run(page, 1)
    expect(panel.locator(".dpa-stage")).to_contain_text("made up")
    expect(panel.get_by_role("tab", name="Columns")).to_have_attribute("aria-selected", "true")
    save(page)

    saved = json.loads((jupyter.folder / name).read_text(encoding="utf-8"))
    saved["metadata"]["kernelspec"]["name"] = "gone"
    (jupyter.folder / "reopened_quality.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    page.goto(f"{jupyter.address}/doc/tree/reopened_quality.ipynb?reset")
    report = cell(page, 1).locator(".jp-OutputArea-output section")
    expect(report).to_contain_text("Data quality of wide", timeout=20_000)
    expect(report).to_contain_text("feature_0003")
