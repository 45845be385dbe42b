"""The panel's side in the kernel, asked as a browser asks."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any, is_typeddict

from dpa_jupyter.quality.desk import answers
from dpa_jupyter.quality.desk.desk import QualityDesk
from dpa_jupyter.widgets import quality_panel
from dpa_jupyter.widgets.quality_panel import QualityPanel
from tests.support.wide_study import wide_desk

SOURCE = Path(quality_panel.__file__).parent / "js" / "source" / "quality"


class Recorded(QualityPanel):
    """Keeps what it would send."""

    def __init__(self, desk: QualityDesk) -> None:
        self.sent: list[dict[str, Any]] = []
        super().__init__(desk, lambda: {"text/plain": "the whole report"})

    def send(self, content: dict[str, Any], buffers: object = None) -> None:
        self.sent.append(content)

    def answer(self, method: str, **parameters: object) -> dict[str, Any]:
        asked = {"type": "ask", "id": 7, "method": method, "parameters": parameters}
        self._handle_custom_msg(asked, [])
        return self.sent[-1]


def panel() -> Recorded:
    desk = wide_desk(300)
    assert desk.wait(60)
    return Recorded(desk)


def test_a_question_is_answered_under_its_own_number() -> None:
    answer = panel().answer("columns", sort="place", descending=False, search="", skip=100, limit=100)
    assert (answer["type"], answer["id"]) == ("answer", 7)
    assert [answer["value"]["skip"], len(answer["value"]["rows"])] == [100, 100]


def test_what_is_not_to_be_asked_or_fails_is_refused_in_words() -> None:
    asked = panel()
    assert "run the cell again" in asked.answer("__init__")["reason"]
    assert "run the cell again" in asked.answer("on_change")["reason"]
    assert asked.answer("undo", fix="x")["reason"] == "this fix is not applied, so there is nothing to undo"
    assert asked.answer("column", nonsense=1)["type"] == "refusal"
    asked._handle_custom_msg({"type": "something else"}, [])
    assert asked.sent[-1]["type"] == "refusal"


def test_what_is_painted_first_comes_with_the_panel() -> None:
    first = panel().first
    assert first["overview"]["frame"] == "wide"
    assert len(first["columns"]["rows"]) == quality_panel.FIRST_COLUMNS


def test_a_front_end_without_widgets_has_the_report() -> None:
    bundle, _ = panel()._repr_mimebundle_() or ({}, {})
    assert bundle["text/plain"] == "the whole report"
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_both_sides_have_the_same_words_for_every_answer() -> None:
    there = dict(
        re.findall(r"export interface (\w+)[^{]*\{\n(.*?)\n\}", (SOURCE / "answers.ts").read_text(), re.DOTALL)
    )
    for name, kind in inspect.getmembers(answers, is_typeddict):
        if name in ("ColumnPage", "FindingPage"):
            name = "Page"
        assert re.findall(r"^  (\w+)\??:", there[name], re.MULTILINE) == list(kind.__annotations__), name


def test_the_browser_asks_as_the_desk_is_asked() -> None:
    asked = re.findall(r'link\.ask(?:<\w+>)?\("(\w+)"(?:, \{ (.*?) \})?\)', (SOURCE / "desk.ts").read_text())
    assert {method for method, _ in asked} == quality_panel._QUESTIONS
    for method, parameters in asked:
        given = re.findall(r"(?:^|, )(\w+)", parameters) if parameters else []
        known = list(inspect.signature(getattr(QualityDesk, method)).parameters)[1:]
        assert method == "brush" or given == known
