"""Changes in a real shell: asked for, shown, recorded, taken back; and nothing without a yes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.events import FrameMade, VariableChanged
from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.notebook.commands import _runs
from dpa_jupyter.result import Result
from tests.support.same_frames import assert_same
from tests.support.scripted_assistant import Keyboard, carry_out, desk_of

LESS: list[tuple[str, JsonObject]] = [
    ("query_sql", {"sql": "SELECT * FROM df WHERE tenure > 5", "name": "less"}),
    ("propose_change", {"frame": "less", "name": "df", "reason": "new customers are left out"}),
]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have the user type these lines."""
    return lambda text: monkeypatch.setattr(sys, "stdin", Keyboard(text))


def result(shell: InteractiveShell) -> Result:
    found = shell.user_ns["_dpa"]
    assert isinstance(found, Result)
    return found


def observations(shell: InteractiveShell, tool: str) -> list[object]:
    return [action.observation for step in result(shell).steps for action in step.actions if action.tool == tool]


def test_a_change_is_shown_asked_for_made_and_taken_back(
    churn: InteractiveShell, types: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    before = churn.user_ns["df"]
    types("y\n")
    carry_out(churn, LESS)
    assert len(churn.user_ns["df"]) == 5672
    told = capsys.readouterr().out
    assert "Change the variable df?" in told
    assert "“new customers are left out” (the model's words)" in told
    assert "the variable df; what it is now is kept, and `%dpa undo` puts it back" in told
    assert "7,043 → 5,672 rows (1,371 removed)" in told
    churn.run_cell("%dpa undo")
    assert churn.user_ns["df"] is before
    assert capsys.readouterr().out.strip() == "undone: df: 7,043 → 5,672 rows (1,371 removed); 20 columns"
    churn.run_cell("%dpa redo")
    assert len(churn.user_ns["df"]) == 5672


def test_a_refusal_changes_nothing_and_its_reason_reaches_the_model(
    churn: InteractiveShell, types: Callable[[str], None]
) -> None:
    before = churn.user_ns["df"]
    types("keep the new ones\n")
    carry_out(churn, LESS)
    assert churn.user_ns["df"] is before
    assert "keep the new ones" in str(observations(churn, "propose_change"))


def test_where_nobody_can_answer_nothing_is_changed(churn: InteractiveShell) -> None:
    before = churn.user_ns["df"]
    carry_out(churn, LESS)
    assert churn.user_ns["df"] is before
    assert "nobody is here who could approve it" in str(observations(churn, "propose_change"))
    assert not churn.run_cell("%dpa undo").success


def test_in_the_mode_read_only_nobody_is_asked_and_nothing_changed(
    churn: InteractiveShell, types: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    before = churn.user_ns["df"]
    churn.run_cell("%config Dpa.mode = 'read-only'")
    types("y\n")
    carry_out(churn, LESS)
    assert churn.user_ns["df"] is before
    assert "the mode is read-only" in str(observations(churn, "propose_change"))
    assert "Change the variable df?" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("meddle", "said"),
    [
        ("df.iloc[0, 5] = 99", "was written into"),
        ("df = df.copy()", "was assigned anew"),
        ("del df", "was assigned anew"),
    ],
)
def test_what_was_made_for_other_data_is_not_applied(
    churn: InteractiveShell, monkeypatch: pytest.MonkeyPatch, meddle: str, said: str
) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard("y\n", lambda: exec(meddle, churn.user_ns)))
    carry_out(churn, LESS)
    assert said in str(observations(churn, "propose_change"))
    assert len(churn.user_ns.get("df", "")) in (0, 7043)


def test_the_log_and_the_result_tell_what_was_made_from_what_and_what_was_changed(
    churn: InteractiveShell, types: Callable[[str], None]
) -> None:
    types("y\n")
    carry_out(churn, LESS)
    made = result(churn).lineage["less"]
    assert (made.tool, made.run) == ("query_sql", result(churn).run)
    assert made.arguments == LESS[0][1]
    assert [parent.name for parent in made.parents] == ["df"]
    (change,) = result(churn).changes
    assert (change.action, change.name, change.source) == ("applied", "df", "less")
    assert (change.before, change.after) == (made.parents[0].fingerprint, made.fingerprint)
    assert None not in (change.before, change.after, made.at)
    churn.run_cell("%dpa undo")
    ((*_, last),), damage = _runs(desk_of(churn)._desk())
    assert isinstance(last.event, VariableChanged)
    assert (last.event.action, last.event.after, damage) == ("undone", change.before, [])


def test_a_frame_of_python_code_knows_its_parents(churn: InteractiveShell, types: Callable[[str], None]) -> None:
    churn.user_ns["prices"] = pd.DataFrame({"contract": ["One year"], "price": [1.0]})
    types("y\n")
    carry_out(churn, [("run_python", {"code": "both = df.merge(prices, on='contract')"})])
    (event,) = [record.event for record in result(churn).records if isinstance(record.event, FrameMade)]
    assert sorted(parent.name for parent in event.parents) == ["df", "prices"]


def test_what_the_user_did_meanwhile_is_put_aside_only_by_force_and_comes_back(
    churn: InteractiveShell, types: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    before = churn.user_ns["df"]
    types("y\n")
    carry_out(churn, LESS)
    churn.run_cell("df = df.head(3)")
    own = churn.user_ns["df"]
    assert not churn.run_cell("%dpa undo").success
    assert "df was assigned anew since the change. `%dpa undo force`" in capsys.readouterr().err
    assert churn.user_ns["df"] is own
    churn.run_cell("%dpa undo force")
    assert churn.user_ns["df"] is before
    churn.run_cell("%dpa undo list")
    assert "(undone) df: your own assignment" in capsys.readouterr().out
    churn.run_cell("%dpa redo all")
    assert churn.user_ns["df"] is own


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("model", "is no frame but a dict"),
        ("_private", "belongs to Python or IPython"),
        ("print", "belongs to Python or IPython"),
        ("Out", "belongs to Python or IPython"),
        ("get_ipython", "belongs to Python or IPython"),
        ("not a name", "can't be the name of a variable"),
        ("class", "can't be the name of a variable"),
    ],
)
def test_a_name_that_is_no_frames_is_refused_before_anyone_is_asked(
    churn: InteractiveShell, types: Callable[[str], None], name: str, said: str
) -> None:
    churn.user_ns["model"] = {"a": 1}
    present = churn.user_ns.get(name)
    types("y\n")
    carry_out(churn, [LESS[0], ("propose_change", {"frame": "less", "name": name})])
    assert said in str(observations(churn, "propose_change"))
    assert churn.user_ns.get(name) is present


def test_a_frame_that_was_cut_says_so_in_the_question(
    churn: InteractiveShell, types: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    churn.run_cell("%config Dpa.row_limit = 10")
    types("n\n")
    carry_out(churn, LESS)
    assert "less holds only the first 10 rows of the result: the row limit cut it." in capsys.readouterr().out


def test_a_frame_that_changes_nothing_is_not_asked_about(churn: InteractiveShell) -> None:
    before = churn.user_ns["df"]
    carry_out(
        churn,
        [
            ("query_sql", {"sql": "SELECT * FROM df", "name": "same"}),
            ("propose_change", {"frame": "same", "name": "df"}),
        ],
    )
    assert "nothing to change" in str(observations(churn, "propose_change"))
    assert churn.user_ns["df"] is before


@pytest.mark.parametrize("command", ["undo 3", "undo everything", "redo 0"])
def test_a_number_of_steps_that_there_is_not_is_a_mistake(
    churn: InteractiveShell, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert not churn.run_cell(f"%dpa {command}").success
    assert "takes a number from 1 to 1, all, force, list" in capsys.readouterr().err


def test_unloading_lets_go_of_what_was_kept(churn: InteractiveShell, types: Callable[[str], None]) -> None:
    churn.run_cell("%config Dpa.undo_memory = 0")
    types("y\n")
    carry_out(churn, LESS)
    churn.run_line_magic("reload_ext", "dpa_jupyter")
    gc.collect()
    assert not churn.run_cell("%dpa undo").success


def treasures() -> dict[str, object]:
    """Objects of a user, some of which share memory or hold others."""
    numbers = np.arange(1000.0)
    base = pd.DataFrame({"x": np.arange(200), "y": np.linspace(0, 1, 200), "s": ["a", "b"] * 100})
    lists = pd.DataFrame({"lists": [[1, 2], [3]] * 5, "dicts": [{"a": [1]}, {"b": 2}] * 5})
    base.attrs = {"notes": ["kept"]}
    return {
        "df": base,
        "alias": base,
        "view": base.iloc[10:50],
        "over": pd.DataFrame(numbers.reshape(-1, 2), columns=["left", "right"], copy=False),
        "numbers": numbers,
        "lists": lists,
        "polar": pl.from_pandas(base),
        "lazy": pl.from_pandas(base).lazy(),
        "table": pa.Table.from_pandas(base),
        "settings": {"limit": 3},
        "names": ["x", "y"],
    }


MUTATIONS = [
    "df['x'] = -1",
    "df.loc[:, 'y'] = 0",
    "df.iloc[0, 0] = 99",
    "df.drop(columns='s', inplace=True)",
    "df.index.name = 'hacked'",
    "df.columns.name = 'hacked'",
    "df.attrs['notes'] = 1",
    "view.iloc[:, 0] = -5",
    "over.iloc[:, 0] = -5.0",
    "over.to_numpy(copy=False)[:] = 7",
    "np.asarray(over['left']).setflags(write=True); np.asarray(over['left'])[:] = 7",
    "lists['lists'].iloc[0].append(9)",
    "lists['dicts'].iloc[0]['a'] = 'hacked'",
    "polar[0, 'x'] = 99",
    "polar.insert_column(0, pl.Series('new', [1] * 200))",
    "polar.to_numpy()[:] = 0",
    "import ctypes; ctypes.memset(table['y'].chunk(0).buffers()[1].address, 0, 100)",
]


def assert_untouched(space: dict[str, object], objects: dict[str, object], were: dict[str, object]) -> None:
    for name, known in objects.items():
        assert space[name] is known
        if isinstance(known, np.ndarray):
            assert known.tobytes() == np.asarray(were[name]).tobytes()
        elif isinstance(known, pl.LazyFrame):
            assert_same(known.collect(), were["polar"])
        elif isinstance(known, dict | list):
            assert known == were[name]
        else:
            assert_same(known, were[name])


@pytest.mark.timeout(180)
def test_nothing_of_the_users_changes_whatever_code_and_tools_do(
    loaded: InteractiveShell, types: Callable[[str], None]
) -> None:
    objects, were = treasures(), treasures()
    loaded.user_ns.update(objects)
    code: list[tuple[str, JsonObject]] = [
        ("run_python", {"code": mutation, "frames": ["df", "view", "over", "lists", "polar", "table"]})
        for mutation in MUTATIONS
    ]
    reading: list[tuple[str, JsonObject]] = [
        ("list_frames", {}),
        *(("describe_frame", {"frame": name}) for name in ("df", "lists", "lazy", "table")),
        *(("profile", {"frame": name}) for name in ("df", "over", "polar")),
        ("document_frame", {"frame": "view"}),
        ("find_drivers", {"frame": "df", "target": "s"}),
        ("compare_segments", {"frame": "df", "target": "y", "by": ["s"]}),
        ("correlations", {"frame": "over"}),
        ("plot", {"frame": "df", "kind": "histogram", "x": "y"}),
        ("query_sql", {"sql": "UPDATE df SET x = 0"}),
        ("query_sql", {"sql": "SELECT x + 1 AS x, y, s FROM df", "name": "more"}),
        ("propose_change", {"frame": "more", "name": "made"}),
        ("propose_change", {"frame": "df", "name": "stolen"}),
    ]
    types("y\n" * (len(code) + 1))
    carry_out(loaded, [*code, *reading])
    assert_untouched(loaded.user_ns, objects, were)
    assert "stolen" not in loaded.user_ns
    made = loaded.user_ns["made"]
    made.loc[:, "x"] = -1
    made.index.name = "mine"
    for name in ("df", "polar", "table", "lists"):
        carry_out(
            loaded,
            [
                ("query_sql", {"sql": f"SELECT * FROM {name} LIMIT 3", "name": "few"}),
                ("propose_change", {"frame": "few", "name": name}),
            ],
        )
    assert_untouched(loaded.user_ns, objects, were)


def test_a_frame_that_took_a_place_can_be_written_to_and_its_forerunner_stays(
    churn: InteractiveShell, types: Callable[[str], None]
) -> None:
    before = churn.user_ns["df"]
    was = before.copy()
    types("y\n")
    carry_out(churn, LESS)
    churn.run_cell("df['tenure'] = 0; df.iloc[0, 0] = 'x'; df.index.name = 'n'; df.columns.name = 'c'")
    churn.run_cell("%dpa undo")
    assert churn.user_ns["df"] is before
    assert_same(before, was)
