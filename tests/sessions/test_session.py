"""What is kept of a notebook's runs, and what survives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.displays import ColumnDifference, DifferenceDisplay, PictureDisplay, RowDifference, TableDisplay
from dpa_jupyter.errors import SessionError
from dpa_jupyter.events import (
    Answered,
    ApprovalAsked,
    ApprovalDecided,
    FrameMade,
    FrameMark,
    FrameNote,
    Lasting,
    ModelAnswered,
    Notice,
    RunFinished,
    RunStarted,
    TextWithdrawn,
    ToolFinished,
    ToolStarted,
    VariableChanged,
)
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import ToolCall, Usage
from dpa_jupyter.sessions.folder import new_session, sessions_of
from dpa_jupyter.sessions.record import VERSION, Record, from_line, to_line
from dpa_jupyter.sessions.session import Session
from dpa_jupyter.sessions.store import FileSessionStore, MemorySessionStore

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
JSON: st.SearchStrategy[Json] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8
)
TABLES = st.builds(
    TableDisplay, TEXT, st.tuples(TEXT, TEXT), st.lists(st.tuples(SCALARS, SCALARS), max_size=3).map(tuple), st.none()
)
PICTURES = st.builds(PictureDisplay, TEXT, TEXT, st.binary(max_size=20), st.integers(1, 9), st.integers(1, 9))
MARKS = st.builds(FrameMark, TEXT, st.none() | TEXT)
CHANGES = st.lists(
    st.builds(
        ColumnDifference, TEXT, st.none() | TEXT, TEXT, TEXT, st.integers(), st.tuples(st.tuples(SCALARS, SCALARS))
    ),
    max_size=2,
).map(tuple)
DIFFERENCES = st.builds(
    lambda columns, row: DifferenceDisplay(
        *("df", False, 1, 2, 1, 0, None, True, 1, 1, False, 0, "key a", columns, 0, ("a",)),
        (RowDifference("changed", "1", row, row, (True,)), RowDifference("added", "2", (), row, (False,))),
    ),
    CHANGES,
    st.tuples(SCALARS),
)
EVENTS: st.SearchStrategy[Lasting] = st.one_of(
    st.builds(RunStarted, TEXT, TEXT, TEXT, st.tuples(st.builds(FrameNote, TEXT, TEXT, st.none(), st.integers()))),
    st.builds(Notice, TEXT),
    st.builds(Answered, TEXT),
    st.builds(FrameMade, st.integers(), TEXT, TEXT, MARKS, st.lists(MARKS, max_size=2).map(tuple)),
    st.builds(VariableChanged, st.sampled_from(["applied", "undone"]), TEXT, TEXT, st.none(), TEXT, TEXT, TEXT),
    st.builds(
        ModelAnswered,
        st.integers(),
        TEXT,
        TEXT,
        st.tuples(st.builds(ToolCall, TEXT, TEXT, TEXT)),
        st.builds(Usage),
        st.floats(0, 9),
    ),
    st.builds(
        ToolFinished,
        step=st.integers(),
        content=JSON,
        displays=st.lists(TABLES | PICTURES | DIFFERENCES, max_size=2).map(tuple),
        frames=st.just(()),
        seconds=st.floats(0, 9),
    ),
)


@given(EVENTS)
def test_every_event_is_read_back_as_it_was(event: Lasting) -> None:
    record = Record(2, "run", 1.5, event)
    line = to_line(record)
    assert line.count(b"\n") == 1
    back = from_line(line)
    assert (back.run, back.at, back.event) == ("run", 1.5, event)


def test_a_key_without_an_end_masks_what_it_stands_in_and_nothing_more() -> None:
    rows: Json = {
        "preview": [["-----BEGIN RSA PRIVATE KEY-----MIIE", "next"]],
        "password": "hunter22",
        "again": "hunter22",
    }
    finished = ToolFinished(1, "call", "query_sql", True, rows, (), (), (), 0.0)
    line = to_line(Record(VERSION, "run", 0.0, finished))
    event = from_line(line).event
    assert isinstance(event, ToolFinished)
    assert line.endswith(b"}\n")
    assert event.content == {"preview": [["***", "next"]], "password": "***", "again": "***"}


@pytest.mark.parametrize("depth", [60, 220, 300, 5_000])
def test_what_is_nested_deeply_is_written_as_a_text(depth: int) -> None:
    nested: Json = "x"
    for _ in range(depth):
        nested = [nested]
    for event in (
        ToolStarted(1, "call", "plot", {"a": nested}),
        ToolFinished(1, "call", "plot", True, nested, (), (), (), 0.0),
    ):
        back = from_line(to_line(Record(VERSION, "run", 0.0, event))).event
        assert isinstance(back.arguments if isinstance(back, ToolStarted) else getattr(back, "content", None), str)


def test_half_a_surrogate_pair_does_not_break_the_log() -> None:
    arguments: dict[str, Json] = {"half \ud83d": ["\udc00", float("nan")], "whole": "\ud83d\ude00"}
    line = to_line(Record(2, "run", 0.0, ToolStarted(1, "call", "plot", arguments)))
    event = from_line(line).event
    assert isinstance(event, ToolStarted)
    assert isinstance(event.arguments, dict)
    assert event.arguments["whole"] == "😀"
    assert ["\ufffd", None] in event.arguments.values()


@given(EVENTS, st.data())
def test_a_damaged_line_is_reported_and_the_others_are_read(event: Lasting, data: st.DataObject) -> None:
    from tempfile import TemporaryDirectory

    whole = to_line(Record(2, "run", 0.0, event))
    cut = whole[: data.draw(st.integers(1, len(whole) - 2))]
    with TemporaryDirectory() as folder:
        path = Path(folder, "log.jsonl")
        path.write_bytes(whole + cut + b"\n" + whole)
        loaded = FileSessionStore(path).load()
    assert [record.event for record in loaded.records] == [event, event]
    assert len(loaded.damage) == 1
    assert "line 2" in loaded.damage[0]


def test_a_line_of_the_first_version_is_read_with_what_it_does_not_say_left_empty() -> None:
    asked = b'{"call_id":"c","tool":"run_python","question":"Run?","code":"1","kind":"approval_asked"}'
    decided = b'{"call_id":"c","granted":true,"decided_by":"user","reason":"","kind":"approval_decided"}'
    withdrawn = b'{"step":1,"reason":"cut off","kind":"text_withdrawn"}'
    lines = [b'{"version":1,"run":"r","at":1.5,"event":' + event + b"}" for event in (asked, decided, withdrawn)]
    assert [from_line(line).event for line in lines] == [
        ApprovalAsked("c", "run_python", "Run?", "1"),
        ApprovalDecided("c", granted=True, decided_by="user", reason=""),
        TextWithdrawn(1, "cut off"),
    ]


def test_a_question_is_read_back_with_all_that_it_says() -> None:
    table = TableDisplay("difference", ("a",), ((1,), (None,)))
    asked = ApprovalAsked(
        "c", "apply", "Apply?", "", "kernel", "to clean", "it changes df", ("df",), ("files: no",), (table,), True
    )
    assert from_line(to_line(Record(2, "r", 1.5, asked))).event == asked


def test_a_line_of_a_newer_version_is_refused_and_named() -> None:
    newer = f'"version":{VERSION + 1}'.encode()
    line = to_line(Record(VERSION, "run", 0.0, Notice("x"))).replace(f'"version":{VERSION}'.encode(), newer)
    with pytest.raises(SessionError, match="version"):
        from_line(line)


def test_a_line_of_the_first_version_still_loads() -> None:
    line = b'{"version":1,"run":"r","at":0.0,"event":{"text":"x","level":"info","kind":"notice"}}\n'
    loaded = from_line(line)
    assert (loaded.version, loaded.run, loaded.event) == (1, "r", Notice("x"))


KILLED = """
import os, sys
from pathlib import Path
from dpa_jupyter.events import Notice
from dpa_jupyter.sessions.session import Session
from dpa_jupyter.sessions.store import FileSessionStore
session = Session(FileSessionStore(Path(sys.argv[1])))
for number in range(1000):
    session.keep("run", Notice(str(number)))
    print(number, flush=True)
"""


def test_what_was_kept_survives_the_killing_of_the_process(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [int(next(process.stdout)) for _ in range(50)][-1]
        os.kill(process.pid, signal.SIGKILL)
    kept = [record.event for record in FileSessionStore(path).load().records]
    assert kept[: told + 1] == [Notice(str(number)) for number in range(told + 1)]


def test_where_nothing_can_be_written_the_session_goes_on_in_memory_and_says_so(tmp_path: Path) -> None:
    (tmp_path / ".dpa").write_text("a file where the folder should be")
    session = Session(new_session(tmp_path / "analysis.ipynb"))
    warning = session.keep("run", Notice("one"))
    assert warning is not None
    assert "can't be written" in warning
    assert session.keep("run", Notice("two")) is None
    assert isinstance(session.store, MemorySessionStore)
    assert [record.event for record in session.records("run")] == [Notice("one"), Notice("two")]


def test_sessions_lie_beside_their_notebook_in_the_order_they_were_begun(tmp_path: Path) -> None:
    notebook = tmp_path / "analysis.ipynb"
    begun = [new_session(notebook) for _ in range(3)]
    for store in begun:
        Session(store).keep("run", RunFinished("finished", "", 1, Usage(), 0.1))
    assert sessions_of(notebook) == [store.path for store in begun]
    assert sessions_of(tmp_path / "other.ipynb") == []
    assert begun[0].path.parent == tmp_path / ".dpa" / "analysis"
