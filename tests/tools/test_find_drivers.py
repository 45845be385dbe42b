"""What goes with a target, on real and on odd data."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy import stats

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import Driver, Drivers
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.find_drivers import find_drivers
from dpa_jupyter.wording import NO_MEANING
from tests.tools.contexts import context_of
from tests.tools.kinds import DATA, MAKE, churn, every_kind, frame_of
from tests.tools.observed import findings, observe


async def drivers(value: object, target: str, **arguments: Json) -> Drivers:
    return await findings(find_drivers, value, Drivers, target=target, **arguments)


def by_column(found: Drivers) -> dict[str, Driver]:
    return {driver["column"]: driver for driver in found["drivers"]}


async def test_churn_goes_with_contract_tenure_and_the_services() -> None:
    found = await drivers(churn(), "churn")
    assert (found["target_type"], found["positive"], found["rows"]) == ("binary", "Yes", 7043)
    strongest = [driver["column"] for driver in found["drivers"]]
    assert strongest[0] == "contract"
    assert set(strongest[:5]) == {"contract", "tenure", "online_security", "tech_support", "internet_service"}
    assert set(strongest[-2:]) == {"female", "phone_service"}
    assert not any(driver["leak"] for driver in found["drivers"])
    assert found["notes"] == ["11 of 7,043 rows have no total_charges and are left out of its comparison"]


async def test_every_number_is_what_pandas_gives() -> None:
    frame = churn().to_pandas()
    found = await drivers(frame, "churn")
    left = frame.churn == "Yes"
    assert found["overall"] == round(left.mean(), 4)
    told = by_column(found)
    contract = told["contract"]
    shares = left.groupby(frame.contract).agg(["size", "mean"])
    assert {group["group"]: (group["rows"], group["value"]) for group in contract["groups"]} == {
        str(name): (int(rows), round(mean, 4)) for name, rows, mean in shares.itertuples()
    }
    table = pd.crosstab(frame.contract, frame.churn)
    assert contract["p_value"] == pytest.approx(stats.chi2_contingency(table).pvalue, rel=1e-3)
    for group in told["tenure"]["groups"]:
        low, high = map(int, group["group"].split(" to "))
        inside = frame.tenure.between(low, high)
        assert (group["rows"], group["value"]) == (inside.sum(), round(left[inside].mean(), 4))
    charges = frame.dropna(subset="total_charges")
    kruskal = stats.kruskal(*(part for _, part in charges.groupby("churn").total_charges))
    assert told["total_charges"]["effect"] == pytest.approx(
        ((kruskal.statistic - 1) / (len(charges) - 2)) ** 0.5, rel=1e-3
    )
    assert (told["total_charges"]["rows_used"], told["total_charges"]["missing"]) == (7032, 11)


@every_kind
async def test_every_kind_of_frame_gives_the_same(kind: str) -> None:
    assert await drivers(MAKE[kind](churn()), "churn") == await drivers(churn(), "churn")


async def test_the_order_of_rows_and_the_names_of_values_do_not_matter() -> None:
    frame = churn().to_pandas()
    plain = by_column(await drivers(frame, "churn"))
    shuffled = frame.sample(frac=1, random_state=1)
    renamed = shuffled.assign(contract=frame.contract.map({"One year": "z", "Two year": "a", "Month-to-month": "m"}))
    changed = by_column(await drivers(renamed, "churn"))
    for column, driver in plain.items():
        assert changed[column]["effect"] == pytest.approx(driver["effect"], abs=1e-4)
        assert changed[column]["p_value"] == pytest.approx(driver["p_value"], rel=1e-3)


async def test_directions_are_told() -> None:
    told = by_column(await drivers(churn(), "churn"))
    assert told["tenure"]["direction"] == "down"
    assert told["senior_citizen"]["direction"] == "up"
    assert told["monthly_charges"]["direction"] == "mixed"
    assert told["contract"]["direction"] is None


async def test_a_delay_goes_with_the_delay_before_it() -> None:
    flights = pq.read_table(DATA / "flights.parquet").slice(0, 40_000)
    found = await drivers(flights, "arr_delay")
    assert found["target_type"] == "numeric"
    assert found["drivers"][0]["column"] == "dep_delay"
    assert {"column": "year", "reason": "it is 2013 in every row"} in found["left_out"]
    delays = flights["arr_delay"].to_pandas()
    assert found["target_missing"] == delays.isna().sum()
    assert found["overall"] == pytest.approx(delays.mean(), rel=1e-5)


async def test_a_shape_that_neither_rises_nor_falls_is_found() -> None:
    x = np.random.default_rng(0).normal(size=2_000)
    frame = pd.DataFrame({"x": x, "noise": x[::-1], "y": x**2 + np.random.default_rng(1).normal(size=2_000) / 5})
    bowl = by_column(await drivers(frame, "y"))["x"]
    assert bowl["effect"] > 0.8
    assert bowl["direction"] == "mixed"
    assert bowl["measure"].endswith("in bands")


async def test_the_hour_of_a_time_is_found() -> None:
    times = pd.date_range("2024-01-01", periods=3_000, freq="37min")
    frame = pd.DataFrame(
        {"when": times, "load": np.where(times.hour < 8, 1.0, 5.0) + np.random.default_rng(0).random(3_000)}
    )
    when = by_column(await drivers(frame, "load"))["when"]
    assert when["measure"].endswith("by hour of the day")


async def test_noise_is_not_taken_for_a_driver() -> None:
    random = np.random.default_rng(3)
    noise = {f"n{place}": random.normal(size=500) for place in range(100)}
    words = {f"c{place}": random.choice(list("abcdef"), 500) for place in range(99)}
    found = await drivers(pd.DataFrame({**noise, **words, "y": random.integers(0, 2, 500)}), "y")
    assert len(found["drivers"]) == 25
    assert min(driver["p_adjusted"] for driver in found["drivers"]) > 0.01
    assert any("174 weakest" in note for note in found["notes"])


async def test_identifiers_constants_and_empty_columns_are_left_out_with_the_reason() -> None:
    frame = churn().to_pandas().head(300)
    frame = frame.assign(customerID=range(300), name=[f"N {place}" for place in range(300)], empty=None, one=1.5)
    reasons = {left["column"]: left["reason"] for left in (await drivers(frame, "churn"))["left_out"]}
    assert "identifier" in reasons["customerID"]
    assert "300 different values" in reasons["name"]
    assert "no value" in reasons["empty"]
    assert "1.5 in every row" in reasons["one"]
    asked = await drivers(frame, "churn", columns=["customerID", "tenure"])
    assert {driver["column"] for driver in asked["drivers"]} == {"customerID", "tenure"}


async def test_leaks_are_flagged_and_said() -> None:
    frame = churn().to_pandas()
    found = await drivers(frame.assign(left=(frame.churn == "Yes").astype(int)), "churn")
    assert found["drivers"][0]["column"] == "left"
    assert found["drivers"][0]["leak"]
    assert any(note.startswith("left may give churn away") for note in found["notes"])


async def test_several_categories_can_be_understood_or_one_of_them() -> None:
    found = await drivers(churn(), "contract")
    assert (found["target_type"], found["overall"], found["positive"]) == ("categorical", None, None)
    assert found["drivers"][0]["column"] == "tenure"
    assert "→" in found["drivers"][0]["groups"][0]["group"]
    one = await drivers(churn(), "contract", positive="Two year")
    assert (one["target_type"], one["positive"]) == ("binary", "Two year")


async def test_missing_values_that_tell_are_noted() -> None:
    frame = churn().to_pandas()
    asked = frame.tenure.where(frame.churn == "Yes").where(frame.index % 10 > 0, frame.tenure)
    notes = (await drivers(frame.assign(asked=asked), "churn"))["notes"]
    assert any("where asked is missing" in note for note in notes)


@pytest.mark.parametrize("target", [["a"] * 10, [None] * 10, ["a"] + [None] * 9, [[1]] * 10])
async def test_a_target_that_can_not_be_one_is_refused_in_words(target: list[object]) -> None:
    with pytest.raises(ToolError, match="'y'"):
        await observe(find_drivers, pa.table({"x": range(10), "y": pa.array(target)}), target="y")


async def test_an_unknown_column_gets_a_suggestion() -> None:
    with pytest.raises(ToolError, match="Did you mean 'churn'"):
        await observe(find_drivers, churn(), target="churned")


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 9, 25])
async def test_odd_columns_of_few_rows_never_break_it(rows: int) -> None:
    frame = pd.DataFrame(
        {
            "y": [place % 2 for place in range(rows)],
            "one_member": ["b"] + ["a"] * (rows - 1) if rows else [],
            "infinite": [math.inf, -math.inf, 1.0, 2.0, math.nan][:rows] + [1.0] * (rows - 5),
            "decimal": [Decimal(place) / 7 for place in range(rows)],
            "huge": [2**62 + place for place in range(rows)],
            "tiny": [place * 5e-324 for place in range(rows)],
            "flag": [place % 3 == 0 for place in range(rows)],
            "when": pd.date_range("2024-01-01", periods=rows),
            "span": pd.to_timedelta(range(rows), "D"),
            "category": pd.Categorical(["x"] * rows, ["x", "never"]),
            "nested": [[place] for place in range(rows)],
            "words": [f"<b>{'w' * 10_000}{place}" for place in range(rows)],
        }
    )
    if rows < 2:
        with pytest.raises(ToolError):
            await drivers(frame, "y")
        return
    found = await drivers(frame, "y")
    columns = {driver["column"] for driver in found["drivers"]} | {left["column"] for left in found["left_out"]}
    assert columns == set(frame.columns) - {"y"}
    for driver in found["drivers"]:
        assert 0 <= driver["low"] <= driver["effect"] <= driver["high"] <= 1
        assert 0 <= driver["p_value"] <= driver["p_adjusted"] <= 1
        assert all(len(group["group"]) <= 200 for group in driver["groups"])


async def test_columns_that_no_time_is_left_for_are_said() -> None:
    context = replace(context_of([frame_of(churn())]), time_limit=0.0)
    found = (await find_drivers.call({"frame": "df", "target": "churn"}, context)).content
    assert "time was up before the last 19 columns" in str(found)


async def test_the_person_gets_a_table() -> None:
    (table,) = (await observe(find_drivers, churn(), target="churn")).displays
    assert isinstance(table, TableDisplay)
    assert table.rows[0][:4] == ("contract", 0.41, "0.387 to 0.433", NO_MEANING)


async def test_a_column_that_can_not_be_read_is_left_out_and_spoils_no_other() -> None:
    plan = pl.LazyFrame({"g": ["a", "b"] * 20, "x": range(40), "y": ["no"] * 15 + ["yes"] * 25})
    broken = plan.with_columns(bad=pl.col("g").cast(pl.Int64))

    found = await drivers(broken, "y")

    assert [driver["column"] for driver in found["drivers"]] == ["x", "g"]
    (left_out,) = found["left_out"]
    assert left_out["column"] == "bad"
    assert left_out["reason"].startswith("it could not be read")


@every_kind
async def test_a_mark_that_is_there_or_not_goes_with_the_target_by_its_presence(kind: str) -> None:
    random = np.random.default_rng(0)
    outcome = random.random(300) < 0.4
    marked = np.where(random.random(300) < 0.8, outcome, random.random(300) < 0.5)
    table = pa.table({"y": outcome, "mark": [1 if there else None for there in marked]})

    (driver,) = (await drivers(MAKE[kind](table), "y"))["drivers"]

    assert driver["measure"].endswith("by whether it has a value")
    assert {group["group"]: group["rows"] for group in driver["groups"]} == {
        "a value": int(marked.sum()),
        "no value": int((~marked).sum()),
    }
    assert (driver["missing"], driver["leak"]) == (0, None)


async def test_of_thousands_of_columns_the_strongest_are_told_and_all_are_corrected_for() -> None:
    random = np.random.default_rng(0)
    noise = random.normal(size=(2_000, 60))
    frame = pd.DataFrame(noise.T).rename(columns=str).assign(y=random.normal(size=60))
    frame["1999"] = frame["y"] + random.normal(size=60)

    found = await drivers(frame, "y")

    effects = [driver["effect"] for driver in found["drivers"]]
    assert found["drivers"][0]["column"] == "1999"
    assert (len(effects), effects) == (25, sorted(effects, reverse=True))
    assert found["drivers"][1]["p_adjusted"] > 0.05 > found["drivers"][1]["p_value"]
    assert "the 1,975 weakest of 2,000 columns are not listed" in found["notes"]
