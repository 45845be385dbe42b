"""What the user holds is never changed by code that tries: frames and their views, and what lies in their cells."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from sklearn.linear_model import LinearRegression

from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from tests.sandbox.support import run

ROWS = 60


@dataclass
class Model:
    """A plain object of the user's own."""

    weights: list[float] = field(default_factory=lambda: [1.0, 2.0])


@dataclass
class Held:
    """All that a user might hold at once; much of it shares memory."""

    objects: Mapping[str, object]

    @classmethod
    def new(cls) -> Held:
        numbers = np.arange(ROWS * 2, dtype=float).reshape(ROWS, 2)
        frame = pd.DataFrame(numbers, columns=["a", "b"], copy=False)
        lists, dicts, model = [[1, 2]] * ROWS, [{"x": 1}] * ROWS, Model()
        fitted = LinearRegression().fit(numbers, numbers[:, 0])
        cells = pd.DataFrame({"lists": lists, "dicts": dicts, "models": [model] * ROWS, "fitted": [fitted] * ROWS})
        cells.attrs["kept"] = [lists, model]
        polars = pl.DataFrame({"a": numbers[:, 0], "lists": [[1, 2]] * ROWS})
        arrow = pa.table({"a": numbers[:, 0], "text": ["x"] * ROWS})
        views = {
            "numbers": numbers,
            "view": numbers[::2, 1],
            "column": frame["a"],
            "part": frame[10:20],
            "array": frame["b"].to_numpy(),
            "index": frame.index,
            "series": polars["a"],
            "zero_copy": arrow.column("a").chunk(0).to_numpy(),
            "buffer": arrow.column("a").chunk(0).buffers()[1].to_pybytes(),
        }
        plain = {
            "lists": lists,
            "dicts": dicts,
            "model": model,
            "fitted": fitted,
            "nested": {"deep": [lists, {1: dicts}]},
        }
        return cls({"frame": frame, "cells": cells, "polars": polars, "arrow": arrow, **views, **plain})

    def content(self) -> dict[str, tuple[int, bytes]]:
        """Return of each object which one it is, and what is in it."""
        return {name: (id(value), pickle.dumps(value)) for name, value in self.objects.items()}


TRIES = {
    "by assignment": """
frame.iloc[:, :] = 0
frame['a'] += 1
polars[0, 'a'] = 9.0
cells.loc[:, 'lists'] = None
del cells['dicts']
""",
    "in place": """
frame.sort_values('a', ascending=False, inplace=True)
frame.drop(columns='b', inplace=True)
frame.fillna(0, inplace=True)
cells.rename(columns=str.upper, inplace=True)
cells.attrs.clear()
polars.insert_column(0, pl.Series('new', range(len(polars))))
""",
    "by what lies in the cells": """
for value in cells.iloc[0]:
    if isinstance(value, list):
        value.append(99)
    elif isinstance(value, np.ndarray):
        value = value.copy()
        value[:] = 99
    elif isinstance(value, dict):
        value['x'] = 99
    elif hasattr(value, '__dict__'):
        vars(value).clear()
""",
    "by views": """
import ctypes
array = frame['a'].to_numpy()
try:
    array.flags.writeable = True
    array[:] = -1
except ValueError:
    pass
try:
    polars['a'].to_numpy(writable=False)[:] = -1
except ValueError:
    pass
ctypes.memset(array.__array_interface__['data'][0], 255, array.nbytes)
""",
    "by the buffers of Arrow": """
import ctypes
for chunk in arrow.column('a').chunks:
    ctypes.memset(chunk.buffers()[1].address, 255, 8)
""",
    "by names that code was not given": """
for name in ('numbers', 'view', 'lists', 'dicts', 'model', 'fitted', 'nested'):
    globals()[name] = None
import gc
for found in gc.get_objects():
    if type(found) is list and found and found[0] == [1, 2]:
        found.clear()
""",
    "by fitting another model": """
from sklearn.linear_model import LinearRegression
fitted = LinearRegression().fit(frame[['a']], frame['b'])
cells['fitted'] = [fitted] * len(cells)
""",
}


@pytest.mark.parametrize("way", TRIES)
async def test_nothing_that_the_user_holds_changes(own_runner: ProcessCodeRunner, way: str) -> None:
    held = Held.new()
    before = held.content()
    frames = {name: held.objects[name] for name in ("frame", "cells", "polars", "arrow")}
    await run(own_runner, TRIES[way], **frames)
    await run(own_runner, "len(frame)", **frames)  # also after what the code left behind
    assert held.content() == before


async def test_a_frame_is_handed_over_as_it_is_also_after_code_tried(own_runner: ProcessCodeRunner) -> None:
    held = Held.new()
    frame = held.objects["frame"]
    await run(own_runner, "frame.iloc[:, :] = 0", frame=frame)
    seen = await run(own_runner, "float(again['a'].sum())", again=frame)
    assert isinstance(frame, pd.DataFrame)
    assert seen.value == frame["a"].sum()
