"""The verbs quality and clean as a user types them, without a language model."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import nbformat
import pandas as pd
import polars as pl
import pytest
from IPython.core.interactiveshell import InteractiveShell

from tests.notebook.test_front_ends import by_nbclient
from tests.support.same_frames import assert_same
from tests.support.scripted_assistant import Keyboard

SET_UP = """\
%load_ext dpa_jupyter
import pandas as pd
df = before = pd.DataFrame({"id": range(200), "city": ["Berlin", " Berlin ", "Paris", "London"] * 50})"""


def shop() -> dict[str, list[object]]:
    return {
        "id": [*range(200)],
        "city": ["Berlin", " Berlin ", "Paris", "London"] * 50,
        "reached": ["yes", "no", "n/a", "no"] * 50,
    }


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have the user type these lines."""
    return lambda text: monkeypatch.setattr(sys, "stdin", Keyboard(text))


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_clean_proposes_what_is_beyond_doubt_and_undo_takes_it_back(
    loaded: InteractiveShell, types: Callable[[str], None], capsys: pytest.CaptureFixture[str], library: type
) -> None:
    before = loaded.user_ns["df"] = library(shop())
    types("y\n")
    assert loaded.run_cell("%dpa clean df").success
    told = capsys.readouterr().out
    assert "Change the variable df?" in told
    assert "Trim white space in city" in told
    assert "df` is mended by 2 fixes: 100 cells changed" in told
    after = loaded.user_ns["df"]
    assert type(after) is type(before)
    assert set(after["city"]) == {"Berlin", "Paris", "London"}
    assert "n/a" not in set(after["reached"])
    assert_same(before, library(shop()))
    assert loaded.user_ns["_dpa"].lineage["df_clean"].parents[0].name == "df"
    loaded.run_cell("%dpa undo")
    assert loaded.user_ns["df"] is before


def test_clean_of_a_column_leaves_the_others_alone(loaded: InteractiveShell, types: Callable[[str], None]) -> None:
    loaded.user_ns["df"] = pd.DataFrame(shop())
    types("y\n")
    assert loaded.run_cell("%dpa clean city in df").success
    assert set(loaded.user_ns["df"]["city"]) == {"Berlin", "Paris", "London"}
    assert "n/a" in set(loaded.user_ns["df"]["reached"])


def test_a_no_or_nobody_leaves_the_frame_as_it_was_and_the_answer_says_so(
    loaded: InteractiveShell, types: Callable[[str], None]
) -> None:
    before = loaded.user_ns["df"] = pd.DataFrame(shop())
    types("keep the spaces\n")
    loaded.run_cell("%dpa clean df")
    assert loaded.user_ns["df"] is before
    assert "proposed and not made" in loaded.user_ns["_dpa"].text
    assert "keep the spaces" in loaded.user_ns["_dpa"].text
    loaded.run_cell("%dpa --mode read-only clean df")
    assert loaded.user_ns["df"] is before


def test_what_is_wrong_in_the_index_keeps_nobody_from_mending_the_rest(
    loaded: InteractiveShell, types: Callable[[str], None]
) -> None:
    loaded.user_ns["df"] = pd.DataFrame(shop()).set_index("city")
    types("y\n")
    assert loaded.run_cell("%dpa clean df").success
    assert "n/a" not in set(loaded.user_ns["df"]["reached"])
    assert " Berlin " in set(loaded.user_ns["df"].index)
    assert "Left for you to decide: `city` has white space" in loaded.user_ns["_dpa"].text


@pytest.mark.parametrize("verb", ["quality", "clean"])
def test_of_a_frame_without_rows_nothing_good_or_bad_is_said(loaded: InteractiveShell, verb: str) -> None:
    loaded.user_ns["df"] = pd.DataFrame(shop()).head(0)
    assert loaded.run_cell(f"%dpa {verb} df").success
    assert "is clean" not in loaded.user_ns["_dpa"].text
    assert "rows**" in loaded.user_ns["_dpa"].text


def test_a_clean_frame_is_said_to_be_clean(loaded: InteractiveShell) -> None:
    loaded.user_ns["df"] = pd.DataFrame({"size": [1.5, 2.25, 3.0, 2.75] * 30, "colour": ["red", "blue", "green"] * 40})
    loaded.run_cell("%dpa --quiet clean df")
    assert "nothing to mend" in loaded.user_ns["_dpa"].text


def test_a_target_is_looked_at_where_it_is_named(loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    left = ["no"] * 196 + ["yes"] * 4
    loaded.user_ns["df"] = pd.DataFrame({**shop(), "Churned": left, "refund": [word == "yes" for word in left]})
    assert loaded.run_cell("%%dpa quality df --target churned").success
    assert "The target `Churned` has the class" in loaded.user_ns["_dpa"].text
    assert "`refund` may give the target `Churned` away" in loaded.user_ns["_dpa"].text
    assert "Trim white space" in loaded.user_ns["_dpa"].text
    assert "has the class" in capsys.readouterr().out.partition("Data quality of df")[2]
    assert loaded.run_cell("%%dpa quality df").success
    assert "target" not in loaded.user_ns["_dpa"].text
    loaded.run_cell("%%dpa quality df --target churnt")
    assert "no column 'churnt'. Did you mean 'Churned'" in loaded.user_ns["_dpa"].text


def test_in_a_terminal_the_whole_report_is_printed_once_and_quiet_prints_none(
    loaded: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded.user_ns["df"] = pd.DataFrame(shop())
    assert loaded.run_cell("%%dpa quality df").success
    told = capsys.readouterr().out
    assert told.count("Data quality of df (200 ") == 1
    assert "<section" not in told
    assert "Deducted from 100" in told
    assert loaded.user_ns["_dpa"].quality[1] == "city has white space at the ends of texts (50 rows)."
    assert loaded.run_cell("%%dpa --quiet quality df").success
    assert "Data quality" not in capsys.readouterr().out


@pytest.mark.kernel
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of jupyter_client and its transport, when a kernel ends
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_where_nobody_looks_on_the_report_stays_in_the_notebook_and_nothing_is_changed(tmp_path: Path) -> None:
    cells = [SET_UP, "%%dpa quality df", "%dpa clean df", "df is before"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, tmp_path / "it.ipynb")
    done = by_nbclient(tmp_path / "it.ipynb")
    bundles = [cast("Mapping[str, str]", output["data"]) for output in done.cells[1].outputs if "data" in output]
    assert "scores 98 of 100" in bundles[0]["text/markdown"]
    assert "Data quality of" in bundles[1]["text/html"]
    assert not any("widget-view" in mime for bundle in bundles for mime in bundle)
    assert done.cells[3].outputs[0]["data"]["text/plain"] == "True"
