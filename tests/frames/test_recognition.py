from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Never

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.errors import FrameNotFoundError
from dpa_jupyter.frames.recognition import frames_in, recognise


class Touched(BaseException):
    """Raised by whatever runs code of an object that should only be looked at."""


def touched() -> Never:
    raise Touched


def hostile() -> tuple[object, object]:
    """Make an object that must not be asked anything, and its class, which must not be asked either.

    Both are made here, out of the sight of pytest, which asks what it finds in a module.
    """
    trap = property(lambda _: touched())
    asked = {
        name: lambda *_: touched()
        for name in ("__getattribute__", "__getattr__", "__eq__", "__hash__", "__repr__", "__bool__", "__len__")
    }
    checks = {name: lambda *_: touched() for name in ("__instancecheck__", "__subclasscheck__")}
    kind = type("HostileType", (type,), {**asked, **checks, "__mro__": trap})
    hostile_class = type.__call__(kind, "Hostile", (), {**asked, "__class__": trap})
    return object.__new__(hostile_class), hostile_class


class OwnFrame(pd.DataFrame):
    """A library's own kind of DataFrame."""


class Mimic:
    """An object that claims to be a DataFrame."""

    __class__ = property(lambda _: pd.DataFrame)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (pd.DataFrame(), "pandas DataFrame"),
        (OwnFrame(), "pandas DataFrame"),
        (pl.DataFrame(), "Polars DataFrame"),
        (pl.LazyFrame(), "Polars LazyFrame"),
        (pa.table({}), "PyArrow Table"),
    ],
)
def test_frames_are_recognised_by_their_type(value: object, kind: str) -> None:
    frame = recognise("df", value)

    assert frame is not None
    assert frame.value is value
    assert (frame.name, frame.adapter.type_name) == ("df", kind)


@pytest.mark.parametrize(
    "value", [None, 1, "df", pd.Series([1]), pl.Series([1]), pd.DataFrame, pd, Mimic(), {"a": [1]}]
)
def test_other_objects_are_not_frames(value: object) -> None:
    assert recognise("value", value) is None


def test_no_code_of_an_object_runs() -> None:
    trap, trap_class = hostile()

    assert list(frames_in({"trap": trap, "type": trap_class, "df": pd.DataFrame()})) == ["df"]


def test_private_names_and_those_of_the_shell_are_skipped() -> None:
    frame = pd.DataFrame()

    assert list(frames_in({"_": frame, "_7": frame, "__x": frame, "Out": frame, "In": frame, "df": frame})) == ["df"]


def test_two_names_of_one_object_are_both_listed_as_that_object() -> None:
    frame = pd.DataFrame()
    catalog = frames_in({"df": frame, "other": pd.DataFrame(), "again": frame})

    assert list(catalog) == ["df", "other", "again"]
    assert catalog["again"].value is catalog["df"].value is frame


def test_a_new_frame_never_takes_the_place_of_another() -> None:
    catalog = frames_in({"df": pd.DataFrame({"a": [1]})})

    added = catalog.add(pd.DataFrame(), "df")

    assert added.name == "df_2"
    assert list(catalog) == ["df", "df_2"]


def test_an_unknown_frame_gets_a_suggestion() -> None:
    with pytest.raises(FrameNotFoundError, match="Did you mean 'flights'"):
        frames_in({"flights": pd.DataFrame()})["flihgts"]


def test_looking_for_frames_imports_no_library() -> None:
    code = """
import sys
from dpa_jupyter.frames.recognition import frames_in
import dpa_jupyter.frames.references, dpa_jupyter.frames.card_cache, dpa_jupyter.frames.database
assert len(frames_in({"a": 1, "b": object(), "c": sys})) == 0
heavy = {"pandas", "polars", "pyarrow", "duckdb", "numpy"} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", code], check=True)


class Overriding(pd.DataFrame):
    """A library's own kind of DataFrame, whose code must not run before it is asked for."""

    def __len__(self) -> int:
        raise Touched

    @property
    def dtypes(self) -> Never:
        raise Touched


def test_a_frame_of_an_own_class_is_read_without_running_its_code() -> None:
    frame = recognise("own", Overriding({"x": [1, 2, 3]}))
    assert frame is not None
    assert frame.adapter.row_count(frame.value) == 3
    assert [column.name for column in frame.adapter.columns(frame.value)] == ["x"]
    assert frame.adapter.batches(frame.value, None, None).read_all().to_pydict() == {"x": [1, 2, 3]}
    assert frame.adapter.fingerprint(frame.value) == frame.adapter.fingerprint(pd.DataFrame({"x": [1, 2, 3]}))


def test_each_level_of_an_index_has_the_type_of_its_own_values() -> None:
    index = pd.MultiIndex.from_arrays(
        [pd.Index(["a", "b"], dtype=object), pd.Index([date(2024, 1, 1), date(2024, 1, 2)], dtype=object)],
        names=["who", "when"],
    )
    frame = recognise("df", pd.DataFrame({"x": [1, 2]}, index=index))
    assert frame is not None
    assert [column.type for column in frame.adapter.columns(frame.value)] == ["text", "date", "integer"]
