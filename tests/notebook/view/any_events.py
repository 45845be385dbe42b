"""Events that a run might emit on its worst day: any order, hostile text in every place that text can be."""

from __future__ import annotations

from hypothesis import strategies as st

from dpa_jupyter.displays import (
    CodeDisplay,
    ColumnDifference,
    DifferenceDisplay,
    PictureDisplay,
    RowDifference,
    TableDisplay,
    TextDisplay,
)
from dpa_jupyter.events import (
    Answered,
    ApprovalAsked,
    ApprovalDecided,
    Event,
    FrameMade,
    FrameMark,
    FrameNote,
    Instructed,
    ModelAnswered,
    Notice,
    PromptBuilt,
    RunFinished,
    RunStarted,
    StepStarted,
    TextStreamed,
    TextWithdrawn,
    ToolFinished,
    ToolProgressed,
    ToolStarted,
    VariableChanged,
)
from dpa_jupyter.messages import ToolCall, Usage
from tests.support.scripted_run import DOT

HOSTILE = (
    "<script>alert(1)</script>",
    "</style></section><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "[a](javascript:alert(1))",
    "![a](https://example.org/?q=secret)",
    "[a]: javascript:alert(1)\n\n[a]",
    "<javascript:alert(1)>",
    "\x1b[31mred\x1b[0m",
    "\u202egnirts\u202c \u2066\u200b",
    "\ud800 lone",
    "a\n\n\nb\n  \n\tc",
    "```\n<b>\n\nx\n```",
    "| a | b |\n|---|--:|\n| <i> | `|` |",
    "&lt;script&gt; &#106;",
    "w" * 2_000,
    "سلام 👩\u200d🚀 日本語",
    "",
)
texts = st.sampled_from(HOSTILE) | st.text(max_size=60)
cells = st.none() | st.booleans() | st.integers() | st.floats() | texts
numbers = st.integers(1, 4)
names = st.sampled_from(["c1", "c2", "<b>c3</b>"])
json = st.recursive(
    cells, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)


@st.composite
def _tables(draw: st.DrawFn) -> TableDisplay:
    columns = draw(st.lists(texts, max_size=4))
    rows = draw(st.lists(st.tuples(*[cells for _ in columns]), max_size=4))
    return TableDisplay(draw(texts), tuple(columns), tuple(rows), draw(st.none() | st.integers(0, 10**6)))


@st.composite
def _differences(draw: st.DrawFn) -> DifferenceDisplay:
    names = draw(st.lists(texts, max_size=3))
    row = st.tuples(*[cells for _ in names])
    marks = st.tuples(*[st.booleans() for _ in names])
    count = st.none() | st.integers(0, 10**6)
    return DifferenceDisplay(
        name=draw(texts),
        is_new=draw(st.booleans()),
        rows_before=draw(count),
        rows_after=draw(count),
        rows_added=draw(count),
        rows_removed=draw(count),
        rows_changed=draw(count),
        rows_moved=draw(st.booleans()),
        columns_before=draw(st.integers(0, 9)),
        columns_after=draw(st.integers(0, 9)),
        columns_moved=draw(st.booleans()),
        cells_changed=draw(count),
        matched_by=draw(texts),
        columns=draw(st.lists(_column_differences, max_size=20).map(tuple)),
        more_columns=draw(st.integers(0, 3)),
        sample_columns=tuple(names),
        sample_rows=draw(
            st.lists(
                st.builds(RowDifference, st.just("changed"), texts, row, row, marks)
                | st.builds(RowDifference, st.just("added"), texts, st.just(()), row, marks)
                | st.builds(RowDifference, st.just("removed"), texts, row, st.just(()), marks),
                max_size=4,
            ).map(tuple)
        ),
        notes=draw(some_texts),
    )


some_texts = st.lists(texts, max_size=2).map(tuple)
_changes = st.lists(st.tuples(cells, cells), max_size=2).map(tuple)
_column_differences = (
    st.builds(ColumnDifference, texts, texts, texts, texts, st.integers(0, 9), _changes)
    | st.builds(ColumnDifference, texts, st.none(), texts, st.none(), st.none())
    | st.builds(ColumnDifference, st.none(), texts, st.none(), texts, st.none())
)
displays = (
    _tables()
    | st.builds(PictureDisplay, texts, texts, st.just(DOT), st.just(10), st.just(10))
    | st.builds(CodeDisplay, st.sampled_from(["python", "sql"]), texts)
    | st.builds(TextDisplay, texts, texts)
    | _differences()
)
frames = st.lists(st.builds(FrameNote, texts, texts, st.none() | st.integers(0), st.integers(0)), max_size=8).map(tuple)
usages = st.builds(
    Usage, st.none() | st.integers(0), st.none() | st.integers(0), st.none(), st.none() | st.floats(0, 9)
)
calls = st.lists(st.builds(ToolCall, names, texts, texts), max_size=2).map(tuple)
seconds = st.floats(0, 10**5)
marks = st.builds(FrameMark, texts, st.none() | texts)

events: st.SearchStrategy[Event] = st.one_of(
    st.builds(RunStarted, texts, texts, texts, frames),
    st.builds(PromptBuilt, st.just(()), st.none() | some_texts),
    st.builds(Notice, texts, st.sampled_from(["info", "warning"])),
    st.builds(StepStarted, numbers),
    st.builds(Instructed, numbers, texts),
    st.builds(TextStreamed, numbers, st.sampled_from(["text", "thinking"]), texts),
    st.builds(TextWithdrawn, numbers, texts),
    st.builds(ModelAnswered, numbers, texts, texts, calls, usages, seconds),
    st.builds(ToolStarted, numbers, names, texts, json),
    st.builds(ToolProgressed, names, texts, st.none() | st.floats(0, 1)),
    st.builds(
        ApprovalAsked,
        names,
        texts,
        texts,
        texts,
        purpose=texts,
        because=texts,
        touches=some_texts,
        gaps=some_texts,
        displays=st.lists(displays, max_size=2).map(tuple),
        may_last=st.booleans(),
    ),
    st.builds(
        ApprovalDecided,
        names,
        st.booleans(),
        st.sampled_from(["user", "policy"]),
        texts,
        st.sampled_from(["once", "session"]),
    ),
    st.builds(
        ToolFinished,
        numbers,
        names,
        texts,
        st.booleans(),
        json,
        st.lists(displays, max_size=3).map(tuple),
        some_texts,
        frames,
        seconds,
    ),
    st.builds(FrameMade, numbers, names, texts, marks, st.lists(marks, max_size=2).map(tuple)),
    st.builds(
        VariableChanged, st.sampled_from(["applied", "undone"]), texts, st.none(), st.none(), texts, texts, names
    ),
    st.builds(Answered, texts),
    st.builds(RunFinished, st.sampled_from(["finished", "stopped", "failed"]), texts, numbers, usages, seconds),
)
runs = st.lists(events, max_size=20)
