"""Questions to the user in JupyterLab: by buttons in the cell, and of a run in the background from another cell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.asking import asks, says, set_up
from tests.support.browser import Lab, cell, open_notebook, run, save, wait_until_run
from tests.support.openai_server import OpenAIServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ASK = "%%dpa median charge by contract in df"
IN_THE_BACKGROUND = "%%dpa --background --out later median charge by contract in df"


def told(server: OpenAIServer) -> str:
    """Return what the model was told last."""
    return str(json.loads(server.requests[-1].body)["messages"][-1]["content"])


def test_a_question_is_answered_by_a_button_by_a_reason_and_from_another_cell(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    script = [asks(), says("Done."), asks("2 + 2"), says("A pity."), asks("3 + 3"), says("Later.")]
    with OpenAIServer(script) as server:
        cells = [set_up(server.url), ASK, ASK, IN_THE_BACKGROUND, "%dpa approve", "later.text"]
        name = jupyter.write("asks.ipynb", cells)
        open_notebook(page, jupyter, name)
        run(page, 0)
        wait_until_run(page, 0)

        run(page, 1)
        question = cell(page, 1).locator(".dpa-question")
        expect(question).to_contain_text("Run this Python code on df?", timeout=60_000)
        expect(question).to_contain_text('df.groupby("contract")["charge"].median()')
        expect(question).to_contain_text("copies of df; your own frames never change")
        expect(cell(page, 1).locator(".dpa-footer")).to_contain_text("Waiting for your answer")
        assert not cell(page, 1).locator(".jp-Stdin-input").count()
        question.get_by_role("button", name="Allow once").click()
        wait_until_run(page, 1)
        expect(cell(page, 1).locator(".dpa-answer")).to_have_text("Done.")
        assert "80.5" in told(server)

        run(page, 2)
        why = cell(page, 2).get_by_label("Why not")
        why.fill("the data is old")
        why.press("Enter")
        wait_until_run(page, 2)
        assert "the user did not allow this: the data is old" in told(server)

        run(page, 3)
        wait_until_run(page, 3)
        expect(cell(page, 3).locator(".dpa-leave")).to_contain_text("%dpa approve 1")
        run(page, 4)
        wait_until_run(page, 4)
        expect(cell(page, 3).locator(".dpa-answer")).to_have_text("Later.")
        run(page, 5)
        wait_until_run(page, 5)
        expect(cell(page, 5).locator(".jp-OutputArea-output")).to_contain_text("Later.")
    save(page)
    saved = (jupyter.folder / name).read_text(encoding="utf-8")
    assert "data-key" not in saved
    assert "You allowed it once" in saved
    assert "You refused it: the data is old" in saved


def test_a_question_is_answered_on_a_page_that_was_loaded_again(page: Page, jupyter: Lab) -> None:
    from playwright.sync_api import expect

    with OpenAIServer([asks(), says("Done.")]) as server:
        name = jupyter.write("asks_again.ipynb", [set_up(server.url), ASK])
        open_notebook(page, jupyter, name)
        run(page, 0)
        wait_until_run(page, 0)
        run(page, 1)
        button = cell(page, 1).get_by_role("button", name="Allow once")
        expect(button).to_be_enabled(timeout=60_000)
        save(page)
        page.goto(f"{jupyter.address}/doc/tree/{name}")
        expect(button).to_be_enabled(timeout=20_000)
        button.click()
        expect(cell(page, 1).locator(".dpa-answer")).to_have_text("Done.", timeout=20_000)
        assert "80.5" in told(server)
