"""Honest code works in the sandbox, and nothing warns."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from tests.sandbox.legitimate import IF_INSTALLED, SNIPPETS
from tests.sandbox.more_legitimate import MORE_SNIPPETS, SCIKIT_LEARN
from tests.sandbox.support import run

WARNINGS_ARE_ERRORS = (
    "import warnings\nwarnings.simplefilter('error')\nwarnings.simplefilter('ignore', ResourceWarning)\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("allowed")
    frame = pd.DataFrame({"x": range(100)})
    frame.to_csv(made / "data.csv", index=False)
    (made / "parts").mkdir()
    for part in range(4):
        frame[part * 25 : part * 25 + 25].to_parquet(made / "parts" / f"{part}.parquet")
    return made


def frame() -> pd.DataFrame:
    generator = np.random.default_rng(0)
    rows = 300
    return pd.DataFrame(
        {
            "k": [["a", "b", "c"][number % 3] for number in range(rows)],
            "i": range(rows),
            "x": generator.random(rows),
            "y": np.where(generator.random(rows) < 0.1, np.nan, 1.0),
            "t": pd.date_range("2024-01-01", periods=rows, freq="h"),
            "c": pd.Categorical([["a", "b", "c"][number % 3] for number in range(rows)]),
            "d": [number % 2 == 0 for number in range(rows)],
            "s": [f"name {number}" for number in range(rows)],
        }
    )


async def works(folder: Path, code: str) -> str:
    """Run a snippet in a fresh worker, and return what was wrong: as an error, a warning, or a value."""
    runner = ProcessCodeRunner([folder])
    small = frame()
    values = {"df": small, "pf": pl.from_pandas(small[["k", "x", "i"]]), "at": pa.Table.from_pandas(small[["k", "x"]])}
    body, _, last = f"{WARNINGS_ARE_ERRORS}DATA = {str(folder)!r}\n{code.strip()}".rpartition("\n")
    result = await run(runner, f"{body}\nbool({last})", **values)
    await runner.close()
    if result.ok and result.value is True and not result.printed:
        return ""
    return result.error or result.printed or repr(result.value)


@pytest.mark.parametrize("name", SNIPPETS)
async def test_honest_code_works(folder: Path, name: str) -> None:
    assert await works(folder, SNIPPETS[name]) == ""


@pytest.mark.parametrize("name", MORE_SNIPPETS)
async def test_more_honest_code_works(folder: Path, name: str) -> None:
    assert await works(folder, MORE_SNIPPETS[name]) == ""


@pytest.mark.parametrize("name", SCIKIT_LEARN)
async def test_honest_models_are_fitted(folder: Path, name: str) -> None:
    assert await works(folder, SCIKIT_LEARN[name]) == ""


@pytest.mark.parametrize("name", IF_INSTALLED)
async def test_honest_code_of_other_libraries_works(folder: Path, name: str) -> None:
    library, code = IF_INSTALLED[name]
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    assert await works(folder, code) == ""
