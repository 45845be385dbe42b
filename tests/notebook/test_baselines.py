"""Comparing with an earlier frame or a saved baseline as a user types it, without a language model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.notebook.completion import LineCompleter
from dpa_jupyter.notebook.grammar import parse
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from tests.support.desks import compared
from tests.support.scripted_assistant import desk_of


def shop(rows: int = 400, seed: int = 0) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "city": generator.choice(["Berlin", "Paris", "London"], rows),
            "amount": generator.normal(100, 10, rows).round(2),
            "email": [f"person{place}@example.org" for place in range(rows)],
        }
    )


def changed() -> pd.DataFrame:
    frame = shop(seed=1)
    frame["amount"] += 8
    frame.loc[:40, "city"] = "Rome"
    return frame


@pytest.fixture
def kernel(loaded: InteractiveShell) -> InteractiveShell:
    loaded.user_ns.update(old=shop(), df=changed(), twin=shop(seed=2))
    return loaded


def desk(shell: InteractiveShell) -> FrameDesk:
    panels = desk_of(shell)._panels
    assert panels is not None
    found = panels._open[-1][0]
    assert found.wait(60)
    return found


@pytest.mark.parametrize("line", ["%%dpa quality df --baseline old", "%%dpa --baseline=old quality df"])
def test_what_moved_since_an_earlier_frame_is_told_and_lowers_no_score(
    kernel: InteractiveShell, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    assert kernel.run_cell(line).success
    told = capsys.readouterr().out
    assert "scores 100 of 100" in told
    assert "city has 1 value that old does not have: Rome" in told
    assert "Against `old`: 3 findings of what moved beyond chance." in told
    quality = kernel.user_ns["_dpa"].quality
    assert any("amount is distributed differently than in old" in sentence for sentence in quality)


def test_a_frame_of_the_same_kind_has_not_moved(kernel: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    assert kernel.run_cell("%%dpa quality twin --baseline old").success
    assert "Against `old`: nothing moved beyond chance." in capsys.readouterr().out


def test_a_baseline_is_saved_listed_compared_with_in_another_kernel_and_forgotten(
    kernel: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert kernel.run_cell("%dpa baseline old as march").success
    assert "of email only counts, as they are sensitive" in capsys.readouterr().out
    (path,) = tmp_path.glob(".dpa/*/baselines/march.json")
    assert "@example.org" not in path.read_text()

    kernel.run_line_magic("reload_ext", "dpa_jupyter")
    del kernel.user_ns["old"]
    assert kernel.run_cell("%dpa quality baseline").success
    assert "old: 400 rows, 3 columns, score 100" in capsys.readouterr().out
    assert kernel.run_cell("%%dpa quality df --baseline march").success
    assert "city has 1 value that march does not have: Rome" in capsys.readouterr().out

    assert kernel.run_cell("%dpa baseline not march").success
    assert not path.exists()
    assert kernel.run_cell("%dpa baseline").success
    assert "no baseline is saved" in capsys.readouterr().out


def test_columns_that_the_user_marks_as_sensitive_are_not_kept(kernel: InteractiveShell, tmp_path: Path) -> None:
    kernel.run_cell("%dpa sensitive old.city")
    assert kernel.run_cell("%dpa baseline old").success
    (path,) = tmp_path.glob(".dpa/*/baselines/old.json")
    assert "Berlin" not in path.read_text()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%%dpa quality df --baseline odl", "there is no frame and no saved baseline 'odl'"),
        ("%dpa --baseline old analyze df", "--baseline is for quality"),
        ("%dpa baseline nothing as march", "there is no frame 'nothing'"),
        ("%dpa baseline old as ../march", "a baseline can't be called"),
        ("%dpa baseline not march", "no saved baseline 'march'"),
        ("%dpa baseline old since march", "save one with"),
    ],
)
def test_what_can_not_be_is_said_in_one_line(
    kernel: InteractiveShell, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    assert not kernel.run_cell(line).success
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert "Traceback" not in told.out + told.err


def test_a_damaged_baseline_is_said_so_and_kept_aside(
    kernel: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    kernel.run_cell("%dpa baseline old as march")
    (path,) = tmp_path.glob(".dpa/*/baselines/march.json")
    path.write_text("{")
    assert not kernel.run_cell("%%dpa quality df --baseline march").success
    assert "kept aside as march.damaged-1" in "".join(capsys.readouterr())
    assert path.with_name("march.damaged-1").read_text() == "{"


def test_the_panel_compares_with_the_other_frames_and_the_saved_baselines_of_now(kernel: InteractiveShell) -> None:
    kernel.run_cell("%dpa baseline old as march")
    kernel.run_cell("%%dpa quality df --baseline march")
    panel = desk(kernel)
    assert panel.overview()["baseline"] == "march"
    assert [each["name"] for each in panel.overview()["baselines"]] == ["old", "twin", "march"]
    kernel.user_ns["later"] = shop(seed=3)
    del kernel.user_ns["twin"]
    assert [each["name"] for each in panel.overview()["baselines"]] == ["old", "later", "march"]
    told = panel.compare("march")
    assert {column["name"] for column in told["columns"]} == {"city", "amount"}
    assert told["note"] == "Of 1 sensitive column only counts were saved."
    assert any("Rome" in card["title"] for card in told["drift"])
    (new,) = [card for card in panel.findings("", 0, 100)["rows"] if card["check"] == "new_category"]
    assert new["failed"] is not None
    assert new["failed"]["value"] == 41
    page = panel.rows(new["key"], 0, 50)
    assert {cells[0] for cells in page["cells"]} == {"Rome"}
    assert len(page["cells"]) == 41


def test_of_a_frame_and_a_saved_baseline_of_one_name_both_can_be_had(kernel: InteractiveShell) -> None:
    kernel.run_cell("%dpa baseline old")
    kernel.run_cell("%%dpa quality df")
    panel = desk(kernel)
    assert [each["name"] for each in panel.overview()["baselines"]] == ["old", "twin", "saved:old"]
    assert panel.compare("saved:old")["facts"] == compared(panel, "old")["facts"]


def test_what_became_of_the_score_is_drawn_and_told(
    kernel: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    kernel.run_cell("%%dpa quality df")
    kernel.run_cell("df = df.assign(city=df['city'].where(df.index % 3 > 0)); _ = 0")
    capsys.readouterr()
    kernel.run_cell("%%dpa quality df")
    told = capsys.readouterr().out
    assert "Score of 2 reports: █" in told
    assert "and in 0 % in the report before" in told
    card = desk(kernel).record("city")
    assert [point["missing"] for point in card["points"]] == [0.0, pytest.approx(134 / 400)]
    assert card["columns"] == ["city", "amount", "email"]
    assert len(card["alarms"]) == 1


def test_the_line_is_read_with_the_option_before_or_behind() -> None:
    for line in ("--baseline old quality df", "quality df --baseline old", "quality df --baseline=old"):
        read = parse(line, "")
        assert (read.request, read.verb, read.options["baseline"]) == ("quality df", "quality", "old")
    assert parse("analyze df --baseline old", "").request == "analyze df --baseline old"
    assert (parse("quality baseline df as march").command, parse("baseline").command) == ("baseline", "baseline")
    assert parse("baseline sales of the last four years").command is None


def test_tab_completes_frames_and_saved_baselines() -> None:
    completer = LineCompleter({"old": shop(5)}, list, lambda: ["march"])
    assert completer.complete("%%dpa quality df --baseline ") == ("", [("old", "frame"), ("march", "baseline")])
    assert completer.complete("%%dpa --baseline=ma") == ("ma", [("march", "baseline")])
