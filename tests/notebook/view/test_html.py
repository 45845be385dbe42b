"""The saved run as HTML, and that nothing hostile lives in it."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from dpa_jupyter.events import Answered, Event, Notice, RunFinished, RunStarted
from dpa_jupyter.harmless import visible
from dpa_jupyter.messages import Usage
from dpa_jupyter.notebook.view.bundle import bundle
from dpa_jupyter.notebook.view.html import run_html
from dpa_jupyter.notebook.view.live_edits import LiveEdits
from dpa_jupyter.notebook.view.markdown import markdown_html
from dpa_jupyter.notebook.view.transcript import fold
from tests.notebook.view.any_events import HOSTILE, runs, texts
from tests.notebook.view.page import Page
from tests.support.scripted_run import DOT, churn

END = RunFinished("finished", "", 4, Usage(12_345, 890, None, None), 4.21)


@given(runs)
def test_any_run_is_harmless_html(events: list[Event]) -> None:
    page = Page(run_html(fold(events)))
    assert not re.search("[\x1b\u202a-\u202e\u2066-\u2069\u200b\ud800-\udfff]", page.text)


@given(st.lists(texts | st.text(alphabet="[]()<>!`*_|:-\n javscript&#;", max_size=80), max_size=6).map("\n".join))
@example("\n\n".join(HOSTILE))
def test_any_markdown_is_harmless_html(text: str) -> None:
    Page(f"<div>{markdown_html(text)}</div>")


@given(runs)
def test_every_fragment_that_is_sent_while_it_runs_is_harmless_too(events: list[Event]) -> None:
    edits = LiveEdits()
    for event in events:
        for edit in edits.of(event):
            assert re.fullmatch(r"[a-z0-9. >-]*", edit.place), "no word of data or model is in a selector"
            if edit.kind in ("put", "set", "swap"):
                Page(edit.what)


@given(runs)
def test_html_can_be_sent_and_saved(events: list[Event]) -> None:
    for text in bundle(fold(events)).values():
        text.encode("utf-8")


def test_a_run_reads_well_without_style() -> None:
    text = Page(run_html(fold([*churn(DOT), END]))).text
    for told in (
        "analyze churn in df",
        "df 7,043 × 20 pandas DataFrame",  # noqa: RUF001 - as it is written
        "prices ? × 4",  # noqa: RUF001 - as it is written
        "Warning This model does not report what it costs.",
        'find_drivers(frame="df", target="churn")',
        "26.5 % of the customers churned",
        "What goes with churn",
        "total_charges is missing in 11 of 7,043 rows",
        "Finished 4.2 s 4 steps, 6 tool calls 12,345 tokens in, 890 out cost unknown openai/gpt-5",
    ):
        assert told in text
    assert "unasked" not in text


def test_a_picture_and_a_table_are_there_once() -> None:
    html = run_html(fold([*churn(DOT), END]))
    assert html.count("data:image/png") == 1
    assert html.count("online_security") == 1


def test_many_steps_are_folded_into_one_line() -> None:
    from dpa_jupyter.events import ToolFinished, ToolStarted

    events: list[Event] = []
    for step in range(1, 31):
        events.append(ToolStarted(step, f"c{step}", "profile", {}))
        events.append(ToolFinished(step, f"c{step}", "profile", True, {}, (), (), (), 0.1))
    assert "<summary>30 steps, 30 tool calls</summary>" in run_html(fold(events))


def test_headings_of_an_answer_stay_below_those_of_the_notebook() -> None:
    assert "<h3>Big</h3>" in markdown_html("# Big")


def test_a_picture_of_an_answer_is_named_and_not_fetched() -> None:
    html = markdown_html("![chart](https://example.org/x.png)")
    assert "[picture: chart]" in html
    assert "example.org" not in html


def test_a_failure_is_told_with_what_there_is() -> None:
    text = Page(
        run_html(fold([RunStarted("ask", "ask", "m", ()), RunFinished("failed", "no key", 0, Usage(), 1.0)]))
    ).text
    assert "Failed no key" in text
    assert "tokens unknown" in text


def test_long_text_is_cut_where_it_is_not_the_answer() -> None:
    word = "w" * 100_000
    events: list[Event] = [RunStarted(word, "ask", word, ()), Notice("n"), Answered(word)]
    assert 100_000 < len(run_html(fold(events))) < 120_000


def test_what_is_hidden_is_made_visible_and_what_joins_letters_stays() -> None:
    assert visible("a\x1b[31m\u202eb") == "a\\x1b[31m\\u202eb"
    assert visible("👩\u200d🚀 क्\u200cष\ttab\r\n") == "👩\u200d🚀 क्\u200cष\ttab\n"
