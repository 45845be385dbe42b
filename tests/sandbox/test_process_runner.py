"""What code can do, and what comes back."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.errors import ToolError
from dpa_jupyter.sandbox.hand_over import LAZY_ROWS
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from tests.sandbox.support import fingerprint, memory_map, run, value_of


@pytest.mark.parametrize(
    ("frame", "type_name"),
    [
        (pd.DataFrame({"x": [1, 2]}), "pandas.DataFrame"),
        (pl.DataFrame({"x": [1, 2]}), "polars.DataFrame"),
        (pl.LazyFrame({"x": [1, 2]}), "polars.DataFrame"),
        (pa.table({"x": [1, 2]}), "pyarrow.Table"),
    ],
)
async def test_a_frame_appears_as_the_library_it_came_from(
    runner: ProcessCodeRunner, frame: object, type_name: str
) -> None:
    code = "kind = type(frame)\nkind.__module__.split('.')[0] + '.' + kind.__name__"
    assert await value_of(runner, code, frame=frame) == type_name


@pytest.mark.parametrize("library", ["pandas", "polars"])
async def test_writing_into_a_frame_changes_a_copy_and_the_copy_comes_back(
    runner: ProcessCodeRunner, library: str
) -> None:
    values = {"i": [1, 2, 3], "f": [1.0, None, 3.0], "s": ["a", None, "c"], "b": [True, False, True]}
    times = pd.to_datetime(["2020-01-01", "2021-01-01", "2022-01-01"])
    in_pandas = pd.DataFrame(
        {**values, "t": times, "z": times.tz_localize("Asia/Tokyo"), "c": pd.Categorical(list("xyz"))}
    )
    # The oldest Polars sets cells of moments and of categories wrongly, in any process.
    frame = in_pandas if library == "pandas" else pl.DataFrame(values)
    before = fingerprint(frame)
    set_cell = "df.loc[0, name] = df.loc[2, name]" if library == "pandas" else "df[0, name] = df[2, name]"
    result = await run(runner, f"for name in list(df.columns):\n    {set_cell}", df=frame)
    assert result.ok, result.error
    changed = result.frames["df"].to_pydict()
    assert changed["i"] == [3, 2, 3]
    assert changed["s"] == ["c", None, "c"]
    assert all(column[0] == column[2] for column in changed.values())
    assert fingerprint(frame) == before


async def test_only_new_and_changed_frames_come_back(runner: ProcessCodeRunner) -> None:
    frame = pd.DataFrame({"x": [3, 1, 2]})
    first = await run(runner, "same = kept\nmore = kept.assign(y=1)\n_private = more", kept=frame)
    second = await run(runner, "more.loc[0, 'y'] = 5", kept=frame)
    third = await run(runner, "more.sum(), kept.sum()\n1", kept=frame)
    assert set(first.frames) == {"more"}
    assert second.frames["more"].to_pydict() == {"x": [3, 1, 2], "y": [5, 1, 1]}
    assert not third.frames


async def test_frames_under_names_that_are_none_do_not_come_back(runner: ProcessCodeRunner) -> None:
    code = "table = pd.DataFrame({'x': [1]})\nglobals()['not a name'] = globals()[5] = table.copy()\nprint('\\ud800')"
    result = await run(runner, code)
    assert set(result.frames) == {"table"}
    assert result.printed == "\\ud800\n"
    await run(runner, "del globals()[5]")


async def test_variables_stay_and_a_made_frame_stays_as_it_was_made(runner: ProcessCodeRunner) -> None:
    made = await run(runner, "by_key = pd.DataFrame({'k': ['a', 'b'], 'v': [1, 2]}).set_index('k')\nfactor = 10")
    again = await value_of(runner, "int(by_key.loc['b', 'v']) * factor", by_key=made.frames["by_key"].to_pandas())
    assert made.frames["by_key"].to_pydict() == {"k": ["a", "b"], "v": [1, 2]}
    assert again == 20


async def test_a_frame_whose_content_changed_is_handed_over_anew(runner: ProcessCodeRunner) -> None:
    frame = pd.DataFrame({"x": [1, 2]})
    assert await value_of(runner, "int(moving['x'].sum())", moving=frame) == 3
    frame.loc[0, "x"] = 10
    assert await value_of(runner, "int(moving['x'].sum())", moving=frame) == 12
    frame.index = pd.Index([7, 8])
    assert await value_of(runner, "moving.index.tolist()", moving=frame) == [7, 8]


async def test_a_frame_is_mapped_and_not_copied(runner: ProcessCodeRunner) -> None:
    frame = pd.DataFrame({"x": range(1_000_000), "y": [0.5, float("nan")] * 500_000})
    code = "import os\n[os.getpid(), *(big[name].to_numpy().__array_interface__['data'][0] for name in big)]"
    found = await value_of(runner, code, big=frame)
    assert isinstance(found, list)
    maps = memory_map(int(str(found[0])))
    memfd = [[int(end, 16) for end in line.split()[0].split("-")] for line in maps if "memfd" in line]
    assert all(any(start <= address < end for start, end in memfd) for address in found[1:])


async def test_the_last_expression_is_the_value_or_the_frame_result(runner: ProcessCodeRunner) -> None:
    assert await value_of(runner, "{'a': [1, 2.5, None, np.int8(3)], 'b': float('nan')}") == {
        "a": [1, 2.5, None, 3],
        "b": None,
    }
    series = await run(runner, "pd.Series([1, 2], index=['a', 'b'], name='n')")
    assert series.frames["result"].to_pydict() == {"index": ["a", "b"], "n": [1, 2]}
    lazy = await run(runner, "pl.LazyFrame({'x': [1]})")
    assert lazy.frames["result"].to_pydict() == {"x": [1]}
    assert (await run(runner, "object")).printed == "<class 'object'>\n"


async def test_columns_that_arrow_has_no_type_for_go_as_text_and_that_is_said(runner: ProcessCodeRunner) -> None:
    frame = pd.DataFrame({"mixed": [1, "a", None], "complex": [1j, 2j, 3j], "x": [1, 2, 3]})
    result = await run(runner, "[odd['mixed'].tolist(), odd['complex'].tolist(), odd['x'].tolist()]", odd=frame)
    assert result.value == [["1", "a", None], ["1j", "2j", "3j"], [1, 2, 3]]
    assert "odd: columns that Arrow has no type for came as text: mixed, complex" in result.printed


async def test_nested_and_repeated_columns_come_back_flat_and_named_apart(runner: ProcessCodeRunner) -> None:
    code = "wide = pd.DataFrame([[1, {'k': 2}, pd.Period('2020-01')]], columns=['a', 'a', ('b', 'c')])"
    table = (await run(runner, code)).frames["wide"]
    assert table.column_names == ["a", "a_2", "b_c"]
    assert table.column("b_c").to_pylist() == ["2020-01"]
    assert "2" in str(table.column("a_2")[0])


async def test_open_figures_come_back_as_pictures(runner: ProcessCodeRunner) -> None:
    code = """
figure, axes = plt.subplots(figsize=(4, 2))
axes.bar(["a", "b"], [1, 2])
axes.set(title="Sales", xlabel="shop", ylabel="sales in EUR")
plt.show()
"""
    result = await run(runner, code)
    (picture,) = result.pictures
    assert picture.png.startswith(b"\x89PNG")
    assert picture.title == "Sales"
    assert "2 bar or shapes; sales in EUR over shop" in picture.alt_text
    assert 300 < picture.width < 500
    assert result.printed == ""
    assert (await run(runner, "1")).pictures == ()


async def test_a_traceback_shows_the_lines_of_the_code_and_nothing_else(runner: ProcessCodeRunner) -> None:
    await run(runner, "def share(frame):\n    return frame['no such column']")
    result = await run(runner, "x = 1\nshare(pd.DataFrame())")
    assert not result.ok
    lines = result.error.splitlines()
    assert [line.strip() for line in lines if not line.startswith("  <code")] == [
        "share(pd.DataFrame())",
        "return frame['no such column']",
        "KeyError: 'no such column'",
    ]


async def test_a_lazy_frame_of_too_many_rows_is_refused_with_the_way_out(runner: ProcessCodeRunner) -> None:
    frame = pl.LazyFrame({"x": pl.Series(range(10))}).join(pl.LazyFrame({"y": range(LAZY_ROWS // 5)}), how="cross")
    with pytest.raises(ToolError, match="query_sql first"):
        await run(runner, "1", big=frame)


async def test_a_scan_is_collected_up_to_the_limit(runner: ProcessCodeRunner, tmp_path: Path) -> None:
    file = tmp_path / "x.parquet"
    pl.DataFrame({"x": [1, 2, 3]}).write_parquet(file)
    assert await value_of(runner, "scan['x'].sum()", scan=pl.scan_parquet(file)) == 6


async def test_runs_of_one_runner_wait_for_each_other(runner: ProcessCodeRunner) -> None:
    await run(runner, "seen = []")
    await asyncio.gather(*(run(runner, f"seen += [{number}] * 2") for number in range(10)))
    seen = await value_of(runner, "seen")
    assert isinstance(seen, list)
    assert sorted(seen) == sorted(list(range(10)) * 2)
    assert seen[0::2] == seen[1::2]


async def test_the_event_loop_goes_on_while_code_runs(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    own_runner = ProcessCodeRunner([tmp_path])
    running = asyncio.create_task(run(own_runner, f"open({str(fifo)!r}).read()"))
    writer = await asyncio.to_thread(open, fifo, "w")  # only comes back when the code reads
    writer.write("the loop was free")
    writer.close()
    assert (await running).value == "the loop was free"
    await own_runner.close()


async def test_a_closed_runner_runs_nothing(own_runner: ProcessCodeRunner) -> None:
    assert await value_of(own_runner, "1") == 1
    await own_runner.close()
    with pytest.raises(ToolError, match="closed"):
        await run(own_runner, "1")
