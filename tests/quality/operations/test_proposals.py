from __future__ import annotations

import polars as pl
import pytest

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.expressions import Column, Lookup, Value, call
from dpa_jupyter.quality.operation import DropRows, Operation, SetValues
from dpa_jupyter.quality.operations import proposals
from dpa_jupyter.quality.operations.apply import apply
from dpa_jupyter.quality.operations.preview import counted, kinds_in, preview
from tests.quality.operations.wrongs import rows_of

FIXES: list[tuple[Operation, list[Value], list[Value], int]] = [
    (proposals.trim("x"), [" a", "b", None], ["a", "b", None], 1),
    (proposals.change_case("x", "title"), ["ann lee", "Bo", None], ["Ann Lee", "Bo", None], 1),
    (proposals.unify("x", {"NY": "New York", "N.Y.": "New York"}), ["NY", "N.Y.", "LA"], ["New York", "New York", "LA"], 2),
    (proposals.make_missing("x", ["n/a", "-"]), ["n/a", "a", "-", None], [None, "a", None, None], 2),
    (proposals.make_missing("x", [-999]), [-999, 1], [None, 1], 1),
    (proposals.parse("x", "integer"), ["1", " 2", "x", None], [1, 2, None, None], 3),
    (proposals.parse("x", "boolean"), ["yes", "N", "?"], [True, False, None], 3),
    (proposals.parse_numbers("x", thousands=".", decimal=",", units="(?i)eur"), ["1.234,5 EUR", "2", "?"], [1234.5, 2.0, None], 3),
    (proposals.fill("x", 2.5, "median"), [1.5, None, 3.5], [1.5, 2.5, 3.5], 1),
    (proposals.fill_forward("x"), [None, 1, None, 2], [None, 1, 1, 2], 1),
    (proposals.clip("x", 0, 100), [-1, 50, 200, None], [0, 50, 100, None], 2),
    (proposals.clip("x", most=1.5), [1.0, 2.0], [1.0, 1.5], 1),
    (proposals.deduplicate(["x"]), [1, 1, None, None, 2], [1, None, 2], 2),
    (proposals.drop_rows(call("is_missing", Column("x")), "without `x`"), [1, None], [1], 1),
    (proposals.repair("x", Lookup(Column("key"), ((0, "a"), (1, "b"))), call("not_equal", Column("x"), "a"), "`key`"), ["c", "b", "z"], ["a", "b", "z"], 1),
]  # fmt: skip


def frame_of(values: list[Value]) -> pl.DataFrame:
    return pl.DataFrame({"key": range(len(values)), "x": values})


@pytest.mark.parametrize(("operation", "values", "mended", "affected"), FIXES)
def test_a_fix_does_what_its_preview_and_its_count_say(
    operation: Operation, values: list[Value], mended: list[Value], affected: int
) -> None:
    source = frame_of(values)
    frame = recognise("df", source)
    assert frame is not None
    engine = DuckDBEngine(frame)
    *_, evidence = engine.evidence(lambda _, __: None)
    kinds = kinds_in(evidence)

    (known,) = counted(engine, [operation], kinds)

    assert rows_of(apply(source, [operation]))["x"] == mended
    assert known.affected is not None
    assert known.affected.value == affected
    assert isinstance(operation.action, SetValues | DropRows)
    shown = preview(engine, operation.action, kinds, ["key"])
    assert shown.num_rows == affected
    if "value" in shown.column_names:
        changed = dict(zip(shown["position"].to_pylist(), shown["value"].to_pylist(), strict=True))
        assert [changed.get(place, value) for place, value in enumerate(values)] == mended


def test_dropped_and_renamed_columns_have_no_rows_to_count() -> None:
    fixes = [proposals.drop_columns(["key"]), proposals.rename("x", "y")]
    frame = recognise("df", frame_of([1]))
    assert frame is not None

    assert counted(DuckDBEngine(frame), fixes, {"key": "integer", "x": "integer"}) == fixes
    assert rows_of(apply(frame_of([1]), fixes)) == {"y": [1]}


def test_an_id_is_the_same_for_the_same_fix_and_another_for_another() -> None:
    again = [proposals.trim("x"), proposals.trim("y"), proposals.clip("x", 0), proposals.clip("x", 1)]

    assert proposals.trim("x").id == again[0].id
    assert len({operation.id for operation in again}) == len(again)
