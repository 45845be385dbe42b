"""A target compared between groups of rows."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from scipy import stats

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import Segments
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.compare_segments import compare_segments
from tests.tools.kinds import MAKE, churn, every_kind
from tests.tools.observed import findings, observe


async def segments(value: object, by: list[str], **arguments: Json) -> Segments:
    return await findings(compare_segments, value, Segments, by=list(by), **arguments)


@every_kind
async def test_shares_are_those_of_pandas_in_every_kind_of_frame(kind: str) -> None:
    found = await segments(MAKE[kind](churn()), ["contract"], target="churn")
    frame = churn().to_pandas()
    expected = (frame.churn == "Yes").groupby(frame.contract).mean().sort_values(ascending=False).round(4)
    assert {group["group"]: group["value"] for group in found["groups"]} == expected.to_dict()
    assert [group["group"] for group in found["groups"]] == list(expected.index)
    assert (found["measure"], found["positive"], found["overall"]) == ("share", "Yes", 0.2654)
    chi_square = stats.chi2_contingency(pd.crosstab(frame.contract, frame.churn))
    assert found["test"] == "chi-square test"
    assert found["p_value"] == pytest.approx(chi_square.pvalue, rel=1e-3)


async def test_means_by_two_columns_are_those_of_pandas() -> None:
    frame = churn().to_pandas()
    found = await segments(frame, ["contract", "internet_service"], target="total_charges")
    expected = frame.groupby(["contract", "internet_service"]).total_charges.agg(["count", "mean"])
    means = {f"{first} · {second}": mean for (first, second), _, mean in expected.itertuples()}
    assert {group["group"]: group["value"] for group in found["groups"]} == pytest.approx(means, rel=1e-5)
    assert sorted(group["rows"] for group in found["groups"]) == sorted(expected["count"])
    assert found["test"] == "Kruskal-Wallis test"
    assert found["rows_used"] == 7032
    assert found["notes"] == ["11 of 7,043 rows have no total_charges and are left out"]


async def test_rows_are_counted_where_there_is_no_target() -> None:
    found = await segments(churn(), ["contract", "churn"])
    assert (found["measure"], found["overall"]) == ("count", None)
    assert sum(group["rows"] for group in found["groups"]) == 7043
    assert found["effect"] == pytest.approx(0.4098)


async def test_numbers_make_bands_dates_make_periods_and_many_groups_are_cut() -> None:
    frame = pd.DataFrame(
        {"n": range(500), "d": pd.date_range("2024-01-01", periods=500), "w": [f"w{n % 50}" for n in range(500)]}
    )
    assert len((await segments(frame, ["n"]))["groups"]) == 5
    assert (await segments(frame, ["d"], target="n"))["groups"][0]["group"] == "2025-05"
    many = await segments(frame, ["w"], target="n")
    assert (len(many["groups"]), many["more_groups"]) == (30, 20)


async def test_a_group_of_one_row_has_no_interval_for_its_mean() -> None:
    found = await segments(pa.table({"g": ["a", "b", "b"], "v": [1, 2, 4]}), ["g"], target="v")
    assert found["groups"][1] == {"group": "a", "rows": 1, "value": 1, "low": None, "high": None}
    assert (found["effect"], found["test"]) == (None, None)


async def test_of_several_categories_the_most_common_is_told_unless_one_is_named() -> None:
    found = await segments(churn(), ["churn"], target="contract")
    assert found["positive"] == "Month-to-month"
    assert "most common" in found["notes"][0]
    assert (await segments(churn(), ["churn"], target="contract", positive="two year"))["positive"] == "Two year"


@pytest.mark.parametrize(
    ("by", "target", "reason"),
    [
        ([], None, "one or two"),
        (["a", "b", "c"], None, "one or two"),
        (["nested"], None, "can't make groups"),
        (["empty"], "a", "no row"),
        (["A"], "nested", "can't be a target"),
    ],
)
async def test_what_can_not_be_compared_is_refused_in_words(by: list[str], target: str | None, reason: str) -> None:
    table = pa.table({"a": [1, 2], "b": [1, 1], "c": [1, 2], "nested": [[1], [2]], "empty": pa.nulls(2)})
    with pytest.raises(ToolError, match=reason):
        await observe(compare_segments, table, by=list(by), target=target)


async def test_a_person_is_shown_shares_in_percent() -> None:
    (table,) = (await observe(compare_segments, churn(), by=["contract"], target="churn")).displays
    assert isinstance(table, TableDisplay)
    assert table.columns == ("contract", "rows", "share of Yes", "95 % interval")
    assert table.rows[0] == ("Month-to-month", 3875, "42.7 %", "41.2 to 44.3 %")
