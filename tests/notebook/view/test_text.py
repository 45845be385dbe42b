"""The saved run as Markdown and as plain text."""

from __future__ import annotations

import io
import re
from html import escape

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.events import Event, RunFinished
from dpa_jupyter.messages import Usage
from dpa_jupyter.notebook.view.escape import markdown_text
from dpa_jupyter.notebook.view.numbers import number_texts, seconds_text
from dpa_jupyter.notebook.view.tables import shown_columns, table_markdown, table_text, text_width
from dpa_jupyter.notebook.view.terminal_view import TerminalView
from dpa_jupyter.notebook.view.text import run_markdown, run_text
from dpa_jupyter.notebook.view.transcript import fold
from tests.notebook.view.any_events import cells, runs, texts
from tests.support.scripted_run import ANSWER, DOT, DRIVERS, churn


@given(runs)
def test_markdown_is_harmless_in_a_renderer_that_lets_everything_through(events: list[Event]) -> None:
    lenient = MarkdownIt("commonmark", {"html": True}).enable("table")
    lenient.validateLink = lambda url: True  # type: ignore[method-assign]  # the way that its documentation shows
    tokens = lenient.parse(run_markdown(fold(events)))
    every = [*tokens, *(child for token in tokens for child in token.children or ())]
    assert not {token.type for token in every} & {"html_block", "html_inline", "image"}
    links = [str(token.attrs["href"]) for token in every if token.type == "link_open"]
    assert all(re.match(r"(https?://|mailto:)", link, re.IGNORECASE) for link in links)


@given(runs)
def test_plain_text_brings_no_terminal_codes(events: list[Event]) -> None:
    out = io.StringIO()
    view = TerminalView(out)
    for event in events:
        view.show(event)
    view.close()
    for text in (run_text(fold(events)), out.getvalue()):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_an_innocent_answer_is_left_as_it_is_in_markdown() -> None:
    assert ANSWER.rstrip() in run_markdown(fold(churn(DOT)))


def test_data_is_escaped_in_markdown_only_where_it_has_a_meaning_there() -> None:
    assert [markdown_text(text) for text in ("0.41", "-1.5", "2024-01-01", "a b")] == [
        "0.41",
        "-1.5",
        "2024-01-01",
        "a b",
    ]
    for text in (
        "1. a",
        "- a",
        "+ a",
        "---",
        "===",
        "# a",
        "> a",
        "*a*",
        "_a_",
        "a|b",
        "~~a~~",
        "`a`",
        "<b>",
        "&amp;",
        "7) x",
    ):
        html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"before\n{markdown_text(text)}")
        assert html == f"<p>before\n{escape(text)}</p>\n"
        assert MarkdownIt("commonmark").render(markdown_text(text)) == f"<p>{escape(text)}</p>\n"


def test_a_table_as_text_is_aligned_and_its_numbers_stand_to_the_right() -> None:
    table = TableDisplay("T", ("name", "value"), (("a", 1.5), ("日本", 12345.25), (None, None)), total_rows=30)
    assert table_text(table).splitlines() == [
        "T · 3 of 30 rows",
        "name      value",
        "a          1.50",
        "日本  12,345.25",
        "NA           NA",
    ]


@given(st.lists(st.tuples(texts, cells), min_size=1, max_size=5))
def test_a_table_of_anything_has_one_line_for_each_row(rows: list[tuple[str, bool | int | float | str | None]]) -> None:
    table = TableDisplay("T", ("a|b", "<c>"), tuple(rows))
    lines = table_text(table).split("\n")
    assert len(lines) == 2 + len(rows)
    assert all(len(line) <= 200 for line in lines)
    rendered = MarkdownIt("commonmark").enable("table").render(table_markdown(table))
    assert rendered.count("<tr>") == 1 + len(rows)
    assert rendered.count("<td") == 2 * len(rows)


def test_a_table_is_bounded_in_rows_columns_and_cells() -> None:
    names = tuple(f"c{number}" for number in range(50))
    table = TableDisplay("T", names, tuple(("x" * 1_000,) * 50 for _ in range(100)))
    columns = shown_columns(table)
    assert (len(columns), len(columns[0].cells), len(columns[0].cells[0] or "")) == (30, 20, 80)
    assert "20 of 100 rows · 20 more columns" in table_text(table)


def test_numbers_keep_their_digits_and_share_their_decimals() -> None:
    assert number_texts([0.1 + 0.2, 12345.678, -3.0, None, float("nan"), 1e-300]) == [
        "0.30",
        "12,345.68",
        "-3.00",
        "",
        "nan",
        "1e-300",
    ]
    assert number_texts([21.9207, 3.55802, -0.223223, 5.0]) == ["21.9207", "3.5580", "-0.2232", "5.0000"]
    assert number_texts([1234.5, 0.0123]) == ["1234.500", "0.012"]


def test_thousands_are_set_apart_in_a_whole_column_or_not_at_all() -> None:
    assert number_texts([2023, 2024]) == ["2023", "2024"]
    assert number_texts([681, 3175, 51108]) == ["681", "3,175", "51,108"]
    assert number_texts([7043, 10**400]) == ["7,043", "about 2^1328"]


def test_durations_are_told_as_people_do() -> None:
    assert [seconds_text(seconds) for seconds in (0.04, 9.96, 59.7, 3_725)] == [
        "0.0 s",
        "10.0 s",
        "1 min 00 s",
        "1 h 02 min",
    ]


def test_the_width_of_text_is_that_of_a_terminal() -> None:
    assert (text_width("abc"), text_width("日本"), text_width("e\u0301")) == (3, 4, 1)


def test_a_terminal_gets_everything_once_and_in_order() -> None:
    out = io.StringIO()
    view = TerminalView(out)
    for event in [*churn(DOT), RunFinished("finished", "", 4, Usage(), 4.2)]:
        view.show(event)
    view.close()
    text = out.getvalue()
    assert text.count(ANSWER.strip()) == 1
    assert table_text(DRIVERS) in text
    assert "[picture: Share of churned customers by contract. Bar chart of" in text
    assert text.index("find_drivers(") < text.index("What goes with churn") < text.index(ANSWER.strip())
    assert text.endswith("Finished · 4.2 s · 4 steps, 6 tool calls · tokens unknown · cost unknown · openai/gpt-5\n")
