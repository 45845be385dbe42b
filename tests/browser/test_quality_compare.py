"""A frame beside an earlier one and over time, as a person sees it in JupyterLab."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.contrast import CONTRASTS
from tests.support.browser import Lab, cell, choose_theme, open_notebook, run, wait_until_run

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FRAMES = """\
%load_ext dpa_jupyter
import numpy as np, pandas as pd
rng = np.random.default_rng(0)
old = pd.DataFrame({
    "city": rng.choice(["Berlin", "Paris", "London"], 2_000),
    "amount": rng.normal(100, 10, 2_000).round(2),
    "note": ["good"] * 1_000 + ["fine"] * 1_000,
})
df = old.assign(amount=old["amount"] + 8, note=old["note"].where(old.index % 4 > 0))
df.loc[:150, "city"] = "Rome\""""
EARLIER = """\
df, later = df.assign(note=""), df
%dpa --quiet quality df
df = later
%dpa baseline old as march"""
COMPARED = "%%dpa quality df --baseline old"


def test_what_moved_and_what_became_of_the_score_is_seen_heard_and_legible(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    open_notebook(page, jupyter, jupyter.write("compared.ipynb", [FRAMES, EARLIER, COMPARED]))
    for place in (0, 1, 2):
        run(page, place)
        wait_until_run(page, place)
    panel = cell(page, 2).locator(".dpa-panel")
    expect(panel.locator(".dpa-stage")).to_contain_text("compared with old")
    expect(panel.get_by_role("listbox")).to_contain_text("is distributed differently than in old")

    panel.get_by_role("tab", name="Compare").click()
    chosen = panel.get_by_label("Compare with")
    expect(chosen).to_have_value("old")
    moved = panel.get_by_role("region", name="What moved")
    expect(moved).to_contain_text("city has 1 value that old does not have: Rome")
    trend = panel.get_by_role("img", name="Score in 2 reports")
    expect(trend).to_be_visible()
    panel.get_by_label("Missing values of").select_option("note")
    expect(panel.get_by_role("img", name="Missing in note")).to_be_visible()

    for theme in ("dark", "light"):
        choose_theme(page, theme)
        contrasts = panel.evaluate(CONTRASTS)
        assert {text: ratio for text, ratio in contrasts.items() if ratio < 4.5} == {}
    chosen.select_option("march")
    expect(moved).to_contain_text("than in march")
