"""A target over time."""

from __future__ import annotations

import datetime as dt
import re
from typing import cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy import stats

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import Periods
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.compare_periods import compare_periods
from dpa_jupyter.wording import NO_MEANING
from tests.tools.kinds import DATA, MAKE, every_kind
from tests.tools.observed import findings, observe


async def periods(value: object, date: str, **arguments: Json) -> Periods:
    return await findings(compare_periods, value, Periods, date=date, **arguments)


def sales() -> pd.DataFrame:
    random = np.random.default_rng(0)
    days = pd.date_range("2023-01-01", "2024-06-30", freq="D")
    amount = (np.arange(len(days)) / 50 + random.normal(10, 1, len(days))).round(2)
    return pd.DataFrame({"day": days, "amount": amount, "paid": random.choice(["yes", "no"], len(days))})


@every_kind
@pytest.mark.parametrize("aggregate", ["sum", "mean", "median", "count"])
async def test_months_are_those_of_pandas_in_every_kind_of_frame(kind: str, aggregate: str) -> None:
    frame = sales()
    found = await periods(MAKE[kind](pa.Table.from_pandas(frame)), "day", target="amount", aggregate=aggregate)
    expected = frame.groupby(frame.day.dt.to_period("M").astype(str)).amount.agg(aggregate)
    assert found["period"] == "month"
    assert {one["period"]: one["value"] for one in found["periods"]} == pytest.approx(expected.to_dict(), rel=1e-5)
    assert [one["change"] for one in found["periods"]][1:] == pytest.approx(list(expected.pct_change())[1:], rel=1e-3)
    assert (found["highest"], found["lowest"]) == (expected.idxmax(), expected.idxmin())


async def test_a_trend_is_that_of_kendalls_tau() -> None:
    found = await periods(sales(), "day", target="amount")
    values = [one["value"] for one in found["periods"]]
    expected = stats.kendalltau(range(len(values)), values)
    assert (found["aggregate"], found["trend"]) == ("mean", "up")
    assert found["p_value"] == pytest.approx(expected.pvalue, rel=1e-3)
    assert (await periods(sales(), "day", target="paid"))["aggregate"] == "share"


async def test_dates_may_be_text_or_columns_of_numbers() -> None:
    flights = pq.read_table(DATA / "flights.parquet").slice(0, 26_000)
    parts = await periods(flights, "year,month,day", target="arr_delay", period="day")
    frame = flights.to_pandas()
    expected = frame.groupby(["year", "month", "day"]).arr_delay.mean()
    assert [one["value"] for one in parts["periods"]] == pytest.approx(list(expected), rel=1e-5)
    assert parts["more_periods"] == 0
    text = await periods(flights, "time_hour", period="month")
    assert sum(one["rows"] for one in text["periods"]) == 26_000


async def test_gaps_are_listed_and_periods_that_are_cut_are_said() -> None:
    frame = pd.DataFrame({"day": pd.to_datetime(["2024-01-10", "2024-01-20", "2024-03-05"]), "v": [1.0, 2.0, 4.0]})
    found = await periods(frame, "day", target="v", period="month")
    assert [(one["rows"], one["value"]) for one in found["periods"]] == [(2, 1.5), (0, None), (1, 4)]
    assert found["periods"][2]["change"] is None
    assert found["trend"] is None
    assert any("2024-01 begins before" in note for note in found["notes"])
    assert any("1 of 3 periods have no rows" in note for note in found["notes"])


async def test_one_wrong_date_centuries_away_does_no_harm() -> None:
    frame = pd.DataFrame({"day": [*pd.date_range("2024-01-01", periods=50), pd.Timestamp("1700-01-01")]})
    found = await periods(frame, "day", period="day")
    assert len(found["periods"]) == 51
    assert found["periods"][0]["period"] == "1700-01-01"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"date": "word"}, "no dates"),
        ({"date": "empty"}, "no row has a date|no dates"),
        ({"date": "day", "aggregate": "sum"}, "needs a target"),
        ({"date": "day", "target": "word", "aggregate": "median"}, "no number"),
        ({"date": "day", "target": "n", "aggregate": "share"}, "positive"),
        ({"date": "n,m"}, "no column 'm'"),
    ],
)
async def test_what_can_not_be_compared_is_refused_in_words(arguments: dict[str, Json], reason: str) -> None:
    days = ["2024-01-01", "2024-01-02", "2024-01-03"]
    table = pa.table({"day": days, "word": ["a", "b", "c"], "n": [1, 2, 3], "empty": pa.nulls(3, pa.date32())})
    with pytest.raises(ToolError, match=reason):
        await observe(compare_periods, table, **arguments)


async def test_a_person_is_shown_shares_in_percent_and_no_change_before_the_first_period() -> None:
    (table,) = (await observe(compare_periods, sales(), date="day", target="paid")).displays
    assert isinstance(table, TableDisplay)
    assert re.fullmatch(r"\d\d\.\d %", str(table.rows[0][2]))
    assert table.rows[0][3] == NO_MEANING
    assert re.fullmatch(r"[+-]\d+\.\d %", str(table.rows[1][3]))


async def test_where_values_may_be_negative_a_change_is_told_in_their_own_unit() -> None:
    frame = pd.DataFrame({"day": pd.date_range("2024-01-01", periods=3), "late": [-2.0, 0.5, 8.25]})
    seen = await observe(compare_periods, frame, date="day", target="late", period="day")
    told = cast("Periods", seen.content)["periods"]
    (table,) = seen.displays

    assert [(one["difference"], one["change"]) for one in told] == [(None, None), (2.5, None), (7.75, None)]
    assert isinstance(table, TableDisplay)
    assert [row[3] for row in table.rows] == [NO_MEANING, "+2.5", "+7.75"]


async def test_dates_of_many_centuries_are_told_by_century() -> None:
    days = pa.array(np.linspace(-719_162, 2_932_896, 3_000).astype(int), pa.int32()).cast(pa.date32())
    told = await periods(pa.table({"day": days}), "day")

    assert (told["period"], told["periods"][-1]["period"], told["more_periods"]) == ("century", "9900s", 40)
    assert sum(one["rows"] for one in told["periods"][:-1]) == pytest.approx(59 * 30, abs=3)


async def test_a_few_made_up_dates_do_not_change_the_length_of_periods() -> None:
    days = [*pd.date_range("2024-01-01", periods=400).date, dt.date(9999, 12, 31), dt.date(1, 1, 1)]
    told = await periods(pa.table({"day": days}), "day")

    assert told["period"] == "month"
    assert [one["period"] for one in told["periods"]] == [
        "0001-01",
        *pd.period_range("2024-01", "2025-02", freq="M").astype(str),
        "9999-12",
    ]
    assert told["periods"][1]["change"] is None
    assert told["periods"][-1]["change"] is None
