"""`%%dpa quality` in JupyterLab: the panel opens, a fix reaches the frame, and undo takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_quality_panel import in_the_kernel
from tests.support.browser import Lab, cell, open_notebook, run, wait_until_run

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SET_UP = """\
%load_ext dpa_jupyter
import pandas as pd
df = before = pd.DataFrame({
    "id": range(200),
    "city": ["Berlin", " Berlin ", "Paris", "London"] * 50,
    "sold": [3, 5, 8, 13] * 50,
    "reached": ["yes", "no", "n/a", "no"] * 50,
})"""
STATE = "int(df.city.str.contains(' ').sum()), int(before.city.str.contains(' ').sum()), df is before"


def test_a_fix_in_the_panel_that_the_verb_opens_mends_the_frame_and_undo_takes_it_back(
    page: Page, jupyter: Lab
) -> None:
    from playwright.sync_api import expect

    cells = [SET_UP, "%%dpa quality df", *(f"{STATE} # {place}" for place in range(3)), "%dpa undo", "%%dpa quality df"]
    open_notebook(page, jupyter, jupyter.write("verb.ipynb", cells))
    for place in (0, 1):
        run(page, place)
        wait_until_run(page, place)
    outputs = cell(page, 1).locator(".jp-OutputArea-output")
    expect(outputs.first).to_contain_text("scores 98 of 100; 2 findings to look at")
    panel = cell(page, 1).locator(".dpa-panel")
    expect(panel.locator(".dpa-stage")).to_contain_text("200 rows")
    assert in_the_kernel(page, 2) == "(50, 50, True)"

    panel.get_by_role("tab", name="Findings").click()
    panel.get_by_role("option", name="white space").click()
    panel.get_by_role("button", name="Apply", exact=True).click()
    expect(panel.get_by_role("status")).to_contain_text("Applied: Trim")
    assert in_the_kernel(page, 3) == "(0, 50, False)"

    run(page, 6)  # another panel on the mended frame
    wait_until_run(page, 6)
    other = cell(page, 6).locator(".dpa-panel")
    expect(other.get_by_role("listbox")).not_to_contain_text("white space")

    run(page, 5)
    wait_until_run(page, 5)
    expect(cell(page, 5).locator(".jp-OutputArea-output")).to_contain_text("undone: df: 200 rows")
    expect(panel.get_by_role("listbox")).to_contain_text("white space")
    assert in_the_kernel(page, 4) == "(50, 50, True)"
    other.get_by_role("option", name="no value").click()
    other.get_by_role("button", name="Apply", exact=True).click()
    expect(other).to_contain_text("df was assigned anew")
