"""Views that show a run at its end, or not at all."""

from __future__ import annotations

import pytest

from dpa_jupyter.events import ApprovalAsked, ApprovalDecided, ToolStarted
from dpa_jupyter.notebook.view.static_view import QuietView, StaticView
from dpa_jupyter.notebook.view.view import Offer, View


@pytest.mark.parametrize("view", [StaticView(), QuietView()])
def test_nobody_is_asked_about_what_they_have_not_seen(view: View, capsys: pytest.CaptureFixture[str]) -> None:
    for event in (
        ToolStarted(1, "a", "run_python", {}),
        ToolStarted(1, "b", "run_python", {}),
        ApprovalAsked("a", "run_python", "Run this?", "1 + 1"),
        ApprovalDecided("a", granted=True, decided_by="user", reason=""),
        ApprovalAsked("b", "run_python", "Run that?", "2 \x1b[2K+ 2"),
    ):
        view.show(event)
    view.tick(now=True)
    assert capsys.readouterr().out == ""
    offer = Offer("b", "key", may_last=False, elsewhere="", answer=lambda answer, reason: None)
    assert view.offer(offer) == "never"
    assert capsys.readouterr().out == "Run that?\n  │ 2 \\x1b[2K+ 2\n\n"
