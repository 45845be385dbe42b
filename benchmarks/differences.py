"""How long it takes to tell what differs between two frames of a million rows and 20 columns."""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np
import pandas as pd
import polars as pl

from dpa_jupyter.frames.differences.difference import difference
from dpa_jupyter.frames.differences.wording import summary
from dpa_jupyter.frames.recognition import recognise

ROWS = 1_000_000


def main() -> None:
    """Print seconds for each kind of change."""
    for name, (before, after) in cases().items():
        frames = recognise("df", before), recognise("df", after)
        assert frames[0] is not None
        assert frames[1] is not None
        begun = time.perf_counter()
        shown = difference(frames[0], frames[1])
        print(f"{name:24} {time.perf_counter() - begun:5.2f} s  by {shown.matched_by}: {summary(shown)}")


def cases() -> Mapping[str, tuple[object, object]]:
    frame = customers()
    edited = frame.copy()
    edited.loc[::1000, "number 0"] = -1
    keyless = frame.drop(columns=["id", "time"])
    fewer = frame["number 0"] > 10
    polars = pl.from_pandas(frame)
    return {
        "a thousand cells": (frame, edited),
        "rows out, index kept": (frame, frame[fewer]),
        "rows out, key": (frame, frame[fewer].reset_index(drop=True)),
        "rows out, no key": (keyless, keyless[fewer].reset_index(drop=True)),
        "sorted, no key": (keyless, keyless.sort_values("number 0").reset_index(drop=True)),
        "a column, Polars": (polars, polars.with_columns(pl.col("float 0").round(2))),
    }


def customers() -> pd.DataFrame:
    draw = np.random.default_rng(0)
    texts = np.array(["alpha", "beta", "gamma", None], dtype=object)
    return pd.DataFrame(
        {
            **{f"number {place}": draw.integers(0, 1000, ROWS) for place in range(6)},
            **{f"float {place}": draw.normal(size=ROWS) for place in range(6)},
            **{f"text {place}": pd.Series(draw.choice(texts, ROWS), dtype="string") for place in range(5)},
            "time": pd.date_range("2020-01-01", periods=ROWS, freq="s"),
            "kind": pd.Categorical(draw.choice(list("abc"), ROWS)),
            "id": [f"id-{number}" for number in range(ROWS)],
        }
    )


if __name__ == "__main__":
    main()
