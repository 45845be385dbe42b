"""Names and values are data: whatever they hold, an answer shows them and does nothing with them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dpa_jupyter.errors import ToolError
from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.models.offline import wording
from tests.models.offline.churn_findings import column, driver, drivers, profile
from tests.models.offline.talks import Talk, asked, by_hand, talk

HOSTILE = [
    "<script>alert(1)</script>",
    "](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "`` ` ```js",
    "a|b|c",
    "line\nbreak\r\n# heading",
    "\x1b[31mred\x1b[0m",
    "\u202egnp.exe",
    "$x^2$ & &lt; *b* __c__ ~~d~~",
    "[link][1]",
    "<https://evil.example>",
    "\\",
    "",
    " ",
]


def checked(name: str) -> JsonObject:
    """Return a quality report in which each text is this one."""
    fix: JsonObject = {
        "id": "x.1.1",
        "action": "set_values",
        "confidence": "high",
        "title": f"Mend `{name}`",
        "reason": name,
    }
    finding: JsonObject = {
        "id": "x.1",
        "check": "x",
        "dimension": "validity",
        "severity": "medium",
        "columns": [name],
        "failed": 3,
        "share": 0.0075,
        "certainty": 0.9,
        "title": f"`{name}` holds {name}",
        "why": name,
        "examples": [name],
        "fixes": [fix],
    }
    return {
        "frame": "df",
        "rows": 400,
        "column_count": 1,
        "score": 90,
        "dimensions": [{"dimension": "accuracy", "score": None}],
        "action": "clean",
        "reason": name,
        "findings": [finding, {**finding, "severity": "note", "fixes": []}],
        "more_findings": 0,
        "rules": [],
        "precision": "exact",
        "rows_used": 400,
        "about": name,
    }


async def said_of(name: str, verb: str) -> Talk:
    found = profile(column(name, values=(name, "No")), column("churn", missing=3), notes=(name,))
    goes_with = drivers(
        "churn", driver(name, groups=((name, 0.5), ("x", 0.25)), leak=None), driver("other", leak=name), positive=name
    )
    document = {
        "frame": "df",
        "rows": 400,
        "column_count": 1,
        "grain": name,
        "keys": [[name]],
        "columns": [
            {
                "name": name,
                "type": "text",
                "meaning": name,
                "values": name,
                "missing": name,
                "role": "text",
                "notes": [name],
            }
        ],
        "notes": [name],
    }
    tools = {
        "profile": found,
        "find_drivers": goes_with,
        "document_frame": document,
        "plot": ToolError(name),
        "quality": checked(name),
        "clean": ToolError(name),
    }
    column_asked = {"analyze": "churn", "explain": name}.get(verb)
    return await talk([asked(f"{verb} {name} in df", verb=verb, column=column_asked)], by_hand(tools))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("verb", ["analyze", "quality", "document", "explain", "clean", "ask"])
async def test_no_name_or_value_becomes_markup(name: str, verb: str) -> None:
    told = await said_of(name, verb)
    for text in (told.answer, *told.thoughts):
        shown = MarkdownIt("js-default", {"html": True, "linkify": False}).enable("table").render(text)
        assert re.findall(r"<(?:script|a |img|h\d|del|s>)", shown) == []
        assert all(char == "\n" or char.isprintable() for char in text)
        assert "<b>" not in shown


@given(st.text(max_size=80))
def test_a_name_in_a_code_span_is_shown_whole(name: str) -> None:
    shown = MarkdownIt().renderInline(wording.code(name))
    assert shown.startswith("<code>")
    assert shown.endswith("</code>")
    assert shown.count("<") == 2


@given(st.text(max_size=80))
def test_somebody_elses_sentence_never_becomes_markup(text: str) -> None:
    shown = MarkdownIt("js-default", {"html": True, "linkify": False}).renderInline(wording.prose(text))
    assert "<" not in shown


@given(st.text(max_size=80) | st.integers() | st.floats() | st.booleans() | st.none())
def test_a_value_is_text_or_one_code_span(value: str | float | bool | None) -> None:
    shown = MarkdownIt("js-default", {"html": True, "linkify": False}).renderInline(wording.value(value))
    assert re.sub(r"^<code>([^<]*)</code>$", r"\1", shown).count("<") == 0
