"""The command line, with real kernels."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from dpa_jupyter.cli import main
from dpa_jupyter.events import Answered
from dpa_jupyter.sessions.folder import new_session
from dpa_jupyter.sessions.record import Record

CHURN = Path(__file__).parents[1] / "notebooks" / "data" / "telco_churn.csv"

pytestmark = pytest.mark.kernel


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of the test's own, with the churn data in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DPA_NOTEBOOK", "")  # so that what the command line sets is taken back
    shutil.copy(CHURN, tmp_path)
    return tmp_path


def test_a_task_leaves_an_executed_notebook_and_prints_the_answer(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["--task", "analyze churn in telco_churn", "telco_churn.csv", "--output", "out/churn.ipynb"])
    printed = capsys.readouterr()
    notebook = nbformat.read(folder / "out" / "churn.ipynb", as_version=4)
    assert status == 0
    assert "`contract`" in printed.out
    assert "find_drivers" in printed.err
    assert [cell.source.split()[0] for cell in notebook.cells] == ["%load_ext", "import", "%%dpa"]
    assert "../telco_churn.csv" in notebook.cells[1].source
    assert set(notebook.cells[2].outputs[0].data) == {"text/html", "text/markdown", "text/plain"}


def test_a_run_that_fails_says_why_and_leaves_the_notebook(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    status = main(["--task", "how many rows?", "--model", "openai/any", "--output", "out.ipynb"])
    assert status == 1
    assert "OPENAI_API_KEY" in capsys.readouterr().err.splitlines()[-1]
    assert (folder / "out.ipynb").exists()


@pytest.mark.parametrize(
    ("file", "said"), [("nowhere.csv", "there is no file 'nowhere.csv'"), ("notes.txt", "'notes.txt' can't be read")]
)
def test_a_file_that_can_not_be_read_is_named_and_nothing_is_run(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, said: str
) -> None:
    (folder / "notes.txt").write_text("hello")
    assert main(["--task", "x", file]) == 2
    assert said in capsys.readouterr().err
    assert not list(folder.glob("*.ipynb"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--task", " "], "--task is empty"),
        (["--task", "x", "--model", ""], "--model wants one name"),
        (["--task", "x", "--output", "."], "'.' is a folder"),
        (["--task", "x", "--output", "telco_churn.csv/out.ipynb"], "telco_churn.csv"),
    ],
)
def test_what_can_not_be_is_one_line_before_anything_is_run(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert not list(folder.glob("*.ipynb"))


def test_an_answer_of_an_earlier_run_is_never_told_for_one_that_failed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty.csv").write_text("")
    earlier = new_session(folder / "out.ipynb")
    earlier.append(Record(4, "old", 0.0, Answered("OLD \x1b[31mANSWER")))
    assert main(["--task", "how many rows?", "empty.csv", "--output", "out.ipynb"]) == 1
    assert capsys.readouterr().out == ""


def test_files_of_one_name_and_odd_names_become_frames_that_can_be_told_apart(folder: Path) -> None:
    files = ["2024 sales.csv", "a/class.csv", "b/class.csv", "pd.csv", "_x.csv"]
    for place in files:
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).write_text("x\n1\n")
    assert main(["--task", "how many rows are in df_class_2?", *files, "--output", "out.ipynb"]) == 0
    source = nbformat.read(folder / "out.ipynb", as_version=4).cells[1].source
    assert [line.split(" = ")[0] for line in source.splitlines()[2:]] == [
        "df_2024_sales",
        "df_class",
        "df_class_2",
        "df_pd",
        "df_x",
    ]
