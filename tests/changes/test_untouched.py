"""What code left alone comes back as it was, whatever kind it is of; what code changed is as code left it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import cast

import pandas as pd
import pytest

from dpa_jupyter.frames.likeness import in_likeness_of
from dpa_jupyter.frames.pandas_form import formed
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.sandbox.pandas_table import pandas_table
from dpa_jupyter.sandbox.worker.frames_out import flat_table
from dpa_jupyter.tools.untouched import with_untouched
from tests.changes.kinds import columns, frames
from tests.support.same_frames import assert_same

KINDS = frames()
EDITS = [
    "df[('new', 'n') if df.columns.nlevels == 2 else 'new'] = 7",
    "df = df.iloc[1:]",
    "df = df.iloc[[3, 1, 0]]",
    "df = df.iloc[::-1].iloc[:, ::-1]",
    "df = pd.concat([df, df.iloc[:2]])",
    "df = df.reset_index(drop=True).iloc[2:].reset_index(drop=True)",
    "df.isetitem(1, 5)",
]


def edited(code: str, frame: pd.DataFrame) -> pd.DataFrame | None:
    """Do it to a copy; None where pandas itself can't."""
    space: dict[str, object] = {"df": frame.copy(), "pd": pd}
    try:
        exec(code, space)
    except (IndexError, pd.errors.DuplicateLabelError):
        return None
    return cast("pd.DataFrame", space["df"])


def through_the_sandbox(parent: pd.DataFrame, code: str) -> object:
    """Let code do it to what it is given of a frame, and return what would be put in the frame's place."""
    met = pandas_table(parent)[0].to_pandas(split_blocks=True)
    made = edited(code, met)
    assert made is not None
    back = recognise("made", formed(flat_table("made", made)[0]))
    assert back is not None
    return with_untouched(parent, in_likeness_of(parent, replace(back, is_faithful=True)))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("code", EDITS)
def test_what_code_left_alone_is_as_it_was(name: str, code: str) -> None:
    parent, untouched = deepcopy(KINDS[name]), deepcopy(KINDS[name])
    expected = edited(code, deepcopy(KINDS[name]))
    if expected is None or (name == "repeated labels" and "reset_index" in code):
        pytest.skip("pandas can't do this, or does it otherwise, where labels repeat")
    assert_same(through_the_sandbox(parent, code), expected)
    assert_same(parent, untouched)


@pytest.mark.parametrize(
    ("name", "code", "dtype"),
    [
        ("object texts", "df['c'] = df['c'].astype('string')", "string"),
        ("object integers", "df['c'] = df['c'].astype('Int64')", "Int64"),
        ("dates", "df['c'] = pd.to_datetime(df['c'])", "datetime64"),
        ("interval", "df['c'] = 1", "int64"),
        ("zoned", "df['c'] = df['c'].dt.tz_convert('Asia/Tokyo')", "Asia/Tokyo"),
    ],
)
def test_a_type_that_code_gave_stays(name: str, code: str, dtype: str) -> None:
    made = through_the_sandbox(deepcopy(KINDS[name]), code)
    assert dtype in str(cast("pd.DataFrame", made)["c"].dtype)


@pytest.mark.parametrize("name", ["mixed", "dicts", "lists", "tuples", "object texts"])
def test_of_a_column_of_objects_only_the_cells_are_new_that_code_changed(name: str) -> None:
    made = cast("pd.DataFrame", through_the_sandbox(deepcopy(KINDS[name]), "df.loc[0, 'c'] = 'changed'"))
    assert made["c"].tolist() == ["changed", *columns()[name].tolist()[1:]]
    assert list(map(type, made["c"])) == [str, *map(type, columns()[name].tolist()[1:])]


def test_rows_that_can_not_be_known_again_are_taken_as_they_come() -> None:
    parent = pd.DataFrame({"c": pd.Series([1, "1", 2, "2"], dtype=object), "k": [0, 0, 1, 1]})
    made = through_the_sandbox(parent, "df = df.iloc[2:].reset_index(drop=True)")
    assert cast("pd.DataFrame", made)["c"].tolist() == ["2", "2"]
