"""A panel and its variable, which it changes through the journal, and only while it is what the panel shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.errors import ChangeError
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.safety.audit_log import read_audit
from tests.support.scripted_assistant import carry_out, desk_of


@pytest.fixture
def opened(loaded: InteractiveShell) -> Iterator[FrameDesk]:
    """Return the desk of a panel on `df`."""
    loaded.user_ns["df"] = pd.DataFrame({"id": range(200), "city": ["Berlin", " Berlin ", "Paris", "London"] * 50})
    loaded.user_ns["before"] = loaded.user_ns["df"]
    loaded.run_cell("%%dpa quality df")
    panels = desk_of(loaded)._panels
    assert panels is not None
    ((desk, _),) = panels._open
    yield desk
    desk.wait(30)


def fix_of(desk: FrameDesk) -> str:
    assert desk.wait(30)
    (fix,) = [fix["id"] for found in desk.findings("white", 0, 10)["rows"] for fix in found["fixes"]]
    return fix


def test_an_applied_fix_is_a_change_that_undo_and_redo_know_and_the_panel_follows(
    loaded: InteractiveShell, opened: FrameDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    before = loaded.user_ns["before"]
    opened.apply([fix_of(opened)])
    assert " Berlin " not in set(loaded.user_ns["df"]["city"])
    assert " Berlin " in set(before["city"])
    loaded.run_cell("%dpa undo")
    assert loaded.user_ns["df"] is before
    assert opened.overview()["changes"] == []
    loaded.run_cell("%dpa redo")
    assert [change["title"] for change in opened.overview()["changes"]] == ["Trim white space in `city`"]
    opened.undo(opened.overview()["changes"][0]["id"])
    assert loaded.user_ns["df"] is before
    assert "50 cells changed" in capsys.readouterr().out
    records = [record.event for runs in desk_of(loaded)._session_now().runs for record in runs]
    assert [event.action for event in records if event.kind == "variable_changed"] == [
        *("applied", "undone", "redone", "applied")
    ]


def test_what_was_assigned_or_written_since_is_not_overwritten(loaded: InteractiveShell, opened: FrameDesk) -> None:
    fix = fix_of(opened)
    loaded.user_ns["df"].loc[0, "city"] = "Rome"
    with pytest.raises(ChangeError, match="written into since"):
        opened.apply([fix])
    loaded.run_cell("df = df.head(10)")
    with pytest.raises(ChangeError, match="assigned anew since"):
        opened.apply([fix])
    assert len(loaded.user_ns["df"]) == 10


def test_a_click_is_on_record_and_read_only_holds_for_it(
    loaded: InteractiveShell, opened: FrameDesk, tmp_path: Path
) -> None:
    fix = fix_of(opened)
    loaded.run_cell("%config Dpa.mode = 'read-only'")
    with pytest.raises(ChangeError, match="read-only"):
        opened.apply([fix])
    assert loaded.user_ns["df"] is loaded.user_ns["before"]
    loaded.run_cell("%config Dpa.mode = 'ask'")
    opened.apply([fix])
    (log,) = tmp_path.glob(".dpa/**/audit.log")
    entries = [entry for entry in read_audit(log).entries if entry.tool == "quality panel"]
    assert [(entry.granted, entry.decided_by) for entry in entries] == [(False, "policy"), (True, "user")]


def test_sensitive_columns_are_told_as_the_user_marks_them_with_the_privacy_level(loaded: InteractiveShell) -> None:
    mails = [f"anna.{number}@example.org" for number in range(100)]
    loaded.user_ns["df"] = pd.DataFrame({"contact": mails, "backup": mails, "size": range(100)})
    loaded.run_cell("%config Dpa.sensitive = {'backup': False, 'size': True}")
    loaded.run_cell("%%dpa quality df")
    panels = desk_of(loaded)._panels
    assert panels is not None
    score = panels._open[-1][0].overview()["score"]
    assert score is not None
    told = dict(score["verdicts"])["Sensitive values"]
    assert told == "`contact`: EMAIL, `size`: MARKED, looked at by privacy level samples"


@pytest.mark.parametrize(("request_line", "opened"), [("quality df", 1), ("quality @df", 1), ("quality of it", 0)])
def test_a_frame_that_is_named_has_its_panel_at_once_whatever_the_model_does(
    loaded: InteractiveShell, request_line: str, opened: int
) -> None:
    loaded.user_ns["df"] = pd.DataFrame({"id": range(200)})
    loaded.run_cell("%config Dpa.display = 'widget'")
    carry_out(loaded, [], request_line)
    panels = desk_of(loaded)._panels
    assert panels is not None
    assert len(panels._open) == opened
    for desk, _ in panels._open:
        desk.wait(30)
