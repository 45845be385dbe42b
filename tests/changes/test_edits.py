"""Two hundred random edits in a real shell: proposed, approved or refused, undone and redone, none kept in memory."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.json_types import JsonObject
from tests.support.same_frames import assert_same
from tests.support.scripted_assistant import Keyboard, carry_out, desk_of

EDITS_A_RUN = 20
MOST_REFUSED = 2
"""After one more in a run, nobody is asked any longer."""


def pandas_frame() -> pd.DataFrame:
    rows = 60
    frame = pd.DataFrame(
        {
            "whole": range(rows),
            "broken": np.where(np.arange(rows) % 7 == 0, np.nan, np.arange(rows) / 3),
            "text": ["ä", None, "b", "", "NA"] * 12,
            "kind": pd.Categorical(["x", "y", None] * 20, categories=["y", "x", "never"], ordered=True),
            "nullable": pd.array([1, None, 3] * 20, "Int64"),
            "small": np.arange(rows, dtype="int8"),
            "day": pd.date_range("2024-01-01", periods=rows, tz="Europe/Vienna"),
            "flag": [True, False] * 30,
        }
    )
    frame.attrs = {"source": "a test"}
    return frame


def pandas_edit(draw: random.Random) -> str:
    row, other = draw.randrange(1000), draw.randrange(1000)
    return draw.choice(
        [
            f"df.iloc[{row} % len(df), df.columns.get_loc('whole')] = {other}",
            f"df['broken'] = df['broken'] * {other} / 7",
            f"df.loc[df.index[{row} % len(df)], 'text'] = {chr(97 + row % 26)!r}",
            "df['text'] = df['text'].str.upper()",
            f"df = df.drop(index=df.index[{row} % len(df)])",
            f"df = df[df['whole'] % 11 != {row % 11}]",
            "df = df.sort_values(['flag', 'whole'], kind='stable')",
            "df = df.reset_index(drop=True)",
            f"df['new {row % 4}'] = df['whole'].astype('float32') / {1 + other % 9}",
            f"df = df.drop(columns=[c for c in df.columns if c == 'new {row % 4}'])",
            "df['small'] = df['small'].astype('int16' if df['small'].dtype == 'int8' else 'int8')",
            "df['nullable'] = df['nullable'].fillna(0)",
            f"df.loc[df.index[{row} % len(df)], 'nullable'] = pd.NA",
            "df['kind'] = df['kind'].cat.as_unordered()",
            "df = df[df.columns[::-1].tolist()]",
            f"df.index = pd.RangeIndex({row}, {row} + 2 * len(df), 2)",
            "df.index.name = None if df.index.name else 'row'",
            "df['day'] = df['day'].dt.tz_convert('Asia/Tokyo')",
            "df = pd.concat([df, df.iloc[:2]])",
            "df.loc[df['broken'].isna(), 'broken'] = -0.0",
        ]
    )


def polars_frame() -> pl.DataFrame:
    plain = pandas_frame().drop(columns="kind")
    plain.attrs = {}
    kinds = pl.Series("kind", ["x", "y", None] * 20, dtype=pl.Enum(["y", "x"]))
    return pl.from_pandas(plain).with_columns(kinds)


def polars_edit(draw: random.Random) -> str:
    row = draw.randrange(1000)
    return draw.choice(
        [
            f"df = df.with_columns(pl.col('whole') + {row})",
            f"df = df.filter(pl.col('whole') % 11 != {row % 11})",
            "df = df.with_columns(pl.col('text').str.to_uppercase())",
            "df = df.sort('flag', 'whole')",
            f"df = df.with_columns((pl.col('broken') / {1 + row % 5}).alias('new'))",
            "df = df.select(df.columns[::-1])",
            "df = pl.concat([df, df.head(2)])",
            "df = df.with_columns(pl.col('small').cast(pl.Int16))",
        ]
    )


def arrow_frame() -> pa.Table:
    return pa.table(
        {"whole": list(range(40)), "text": ["a", None, "b", ""] * 10, "broken": [1.5, None, -0.0, 2.0] * 10}
    )


def arrow_edit(draw: random.Random) -> str:
    row = draw.randrange(1000)
    return draw.choice(
        [
            f"df = df.slice({row % 3})",
            f"df = df.append_column('new {row}', df['whole'])",
            f"df = df.select(df.column_names[:{2 + row % 2}])",
            "df = pa.concat_tables([df, df.slice(0, 2)])",
        ]
    )


@dataclass
class Expected:
    """What the variable should be, now, before and after."""

    states: list[object]
    place: int = 0
    held: list[tuple[object, object]] = field(default_factory=list)
    """Objects that were the user's at some time, with how they were then."""

    @property
    def now(self) -> object:
        return self.states[self.place]

    def change(self, state: object) -> None:
        self.place += 1
        self.states[self.place :] = [state]

    def check(self, shell: InteractiveShell, *, hold: bool) -> None:
        present = shell.user_ns["df"]
        assert_same(present, self.now)
        if hold:
            self.held.append((present, self.now))


def after(code: str, frame: object) -> object:
    """Do the same to a copy, without the assistant."""
    copy = frame.copy() if isinstance(frame, pd.DataFrame) else frame
    space: dict[str, object] = {"df": copy, "pd": pd, "pl": pl, "pa": pa}
    exec(code, space)
    return space["df"]


def proposals(number: int, code: str, library: str) -> list[tuple[str, JsonObject]]:
    copy = "df = df.copy()\n" if library == "pandas" else ""
    source = f"whole_df, df = df, df\n{copy}{code}\nedited_{number}, df = df, whole_df\ndel whole_df"
    return [
        ("run_python", {"code": source, "frames": ["df"]}),
        ("propose_change", {"frame": f"edited_{number}", "name": "df"}),
    ]


def unwanted(library: str, number: int) -> str:
    """An edit like no other: nobody is asked twice about what they refused."""
    return {
        "pandas": f"df['unwanted {number}'] = 0",
        "polars": f"df = df.with_columns(pl.lit(0).alias('unwanted {number}'))",
        "pyarrow": f"df = df.append_column('unwanted {number}', df['whole'])",
    }[library]


def wander(shell: InteractiveShell, expected: Expected, draw: random.Random) -> None:
    """Undo and redo a few steps, somewhere."""
    for _ in range(draw.randrange(12)):
        if draw.random() < 0.6 and expected.place:
            steps = draw.randint(1, min(3, expected.place))
            assert shell.run_cell(f"%dpa undo {steps}").success
            expected.place -= steps
        elif expected.place < len(expected.states) - 1:
            assert shell.run_cell("%dpa redo").success
            expected.place += 1
        expected.check(shell, hold=draw.random() < 0.2)


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("library", "frame", "edit", "count"),
    [
        ("pandas", pandas_frame, pandas_edit, 100),
        ("polars", polars_frame, polars_edit, 60),
        ("pyarrow", arrow_frame, arrow_edit, 40),
    ],
)
def test_random_edits_are_applied_undone_and_redone_to_the_bit(
    loaded: InteractiveShell,
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    frame: Callable[[], object],
    edit: Callable[[random.Random], str],
    count: int,
) -> None:
    draw = random.Random(count)
    loaded.run_cell("%config Dpa.undo_memory = 0")
    loaded.user_ns["df"] = frame()
    expected = Expected([frame()])
    expected.check(loaded, hold=True)
    applied = 0
    while applied < count:
        answers, calls, last, refused = [], [], expected.now, 0
        for number in range(min(EDITS_A_RUN, count - applied)):
            granted = draw.random() < 0.9 or refused == MOST_REFUSED
            code = edit(draw) if granted else unwanted(library, applied)
            calls += proposals(number, code, library)
            state = after(code, last)
            if says_something(last, state):
                answers += ["y", "y" if granted else "not this one"]
                refused += not granted
                if granted:
                    expected.change(state)
                    last = state
            else:
                answers += ["y"]
            applied += 1
        monkeypatch.setattr(sys, "stdin", Keyboard("\n".join([*answers, ""])))
        carry_out(loaded, calls)
        expected.check(loaded, hold=draw.random() < 0.5)
        wander(loaded, expected, draw)
    assert expected.states
    for present, was in expected.held:
        assert_same(present, was)
    journal = desk_of(loaded)._journal_now()
    kept = {id(each): each for step in (*journal.done, *journal.undone) for each in (step.before, step.after)}
    assert sum(each.is_in_memory for each in kept.values()) <= 1 + len(expected.held)


def says_something(before: object, now: object) -> bool:
    """Tell whether there is anything to propose."""
    from dpa_jupyter.frames.differences.difference import difference, is_nothing
    from dpa_jupyter.frames.recognition import recognise

    first, second = recognise("df", before), recognise("df", now)
    assert first is not None
    assert second is not None
    return not is_nothing(difference(first, second))
