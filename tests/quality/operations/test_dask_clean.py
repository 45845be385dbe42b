"""Fixes of a Dask frame are carried out on each partition, and give what they give of a pandas frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
import pytest

from dpa_jupyter.errors import ChangeError
from dpa_jupyter.quality.expressions import Column, LastPresent, Literal, Repeats, call
from dpa_jupyter.quality.operation import DropRows, Operation, SetValues
from dpa_jupyter.quality.operations.apply import apply
from tests.quality.operations.wrongs import OPERATIONS, operation, pandas_frame, rows_of
from tests.support.dask_frames import Watched, as_it_is, in_partitions

pytest.importorskip("dask.dataframe", reason="the oldest versions are tested without Dask")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with as_it_is():
        yield


def computed(frame: object) -> pd.DataFrame:
    import dask.dataframe as dd

    assert isinstance(frame, dd.DataFrame)
    made: pd.DataFrame = frame.compute()
    return made


def types_of(frame: object) -> dict[object, str]:
    import dask.dataframe as dd

    assert isinstance(frame, dd.DataFrame)
    return {name: str(kind) for name, kind in frame.dtypes.items()}


@pytest.mark.parametrize(
    "operations", [OPERATIONS, *([each] for each in OPERATIONS)], ids=["all", *(e.id for e in OPERATIONS)]
)
@pytest.mark.parametrize("partitions", [1, 3])
def test_a_dask_frame_becomes_what_a_pandas_frame_becomes(operations: Sequence[Operation], partitions: int) -> None:
    frame = pandas_frame()

    mended = apply(in_partitions(frame, partitions), operations)

    assert rows_of(computed(mended)) == rows_of(apply(frame, operations))


def test_types_are_the_same_in_all_partitions_and_known_before_any_is_computed() -> None:
    def part(number: int) -> pd.DataFrame:
        return pd.DataFrame({"x": [1, number], "flag": [True, False], "text": pd.Series(["1.5", " 2"], dtype="string")})

    watched = Watched(part)
    unknown = operation("unknown", SetValues("x", call("equal", Column("x"), 2), Literal(None)))
    unsaid = operation("unsaid", SetValues("flag", call("equal", Column("x"), 2), Literal(None)))
    sign = operation("sign", SetValues("x", call("less", Column("x"), 0), call("absolute", Column("x"))))

    mended = apply(watched.frame(range(4)), [unknown, unsaid, sign])

    assert watched.made == 0
    found = computed(mended)
    assert found.dtypes.astype(str).to_dict() == {"x": "Int64", "flag": "boolean", "text": "string"}
    assert types_of(mended) == found.dtypes.astype(str).to_dict()
    assert found["x"].isna().sum() == found["flag"].isna().sum() == 1


@pytest.mark.parametrize("columns", [("x",), ("x", "y"), ("y",)])
def test_rows_that_repeat_one_of_another_partition_are_left_out_when_it_is_computed(columns: tuple[str, ...]) -> None:
    def part(number: int) -> pd.DataFrame:
        return pd.DataFrame({"x": [1.0, number, None, None], "y": pd.Series([" a", None, "b", "b"], dtype="string")})

    watched = Watched(part)
    present = call("and", call("not", call("is_missing", Column(columns[0]))), Repeats(columns))
    trim = operation("trim", SetValues("y", Literal(True), call("trim", Column("y"))))
    for where in (Repeats(columns), present) if len(columns) == 1 else (Repeats(columns),):
        repeated = operation("repeated", DropRows(where))
        whole = pd.concat(map(part, range(5)))

        mended = apply(watched.frame(range(5)), [repeated, trim])

        assert watched.made == 0
        assert rows_of(computed(mended)) == rows_of(apply(whole, [repeated, trim]))
        watched.made = 0


def test_what_looks_at_rows_of_other_partitions_is_refused_in_a_line() -> None:
    forward = operation("fill", SetValues("city", call("is_missing", Column("city")), LastPresent("city")))

    with pytest.raises(ChangeError, match=r"looks at rows of other partitions: use .* ffill\(\)"):
        apply(in_partitions(pandas_frame()), [forward])
