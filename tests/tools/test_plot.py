"""Pictures: what they show, what they say, and that nothing in the data can break them."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from io import BytesIO
from math import inf, nan

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from dpa_jupyter.displays import PictureDisplay
from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import Picture
from dpa_jupyter.json_types import Json
from dpa_jupyter.models.offline.shapes import shaped
from dpa_jupyter.tools.plot import plot
from tests.tools.kinds import DATA, MAKE, churn, every_kind
from tests.tools.observed import findings, observe

KINDS: list[dict[str, Json]] = [
    {"kind": "bar", "x": "contract", "y": "churn"},
    {"kind": "bar", "x": "payment_method", "y": "monthly_charges", "by": "internet_service"},
    {"kind": "bar", "x": "tenure"},
    {"kind": "line", "x": "tenure", "y": "total_charges", "aggregate": "median"},
    {"kind": "line", "x": "tenure", "y": "churn", "by": "contract"},
    {"kind": "histogram", "x": "monthly_charges"},
    {"kind": "histogram", "x": "tenure", "by": "churn"},
    {"kind": "histogram", "x": "contract"},
    {"kind": "box", "x": "contract", "y": "monthly_charges"},
    {"kind": "box", "x": "monthly_charges"},
    {"kind": "scatter", "x": "tenure", "y": "total_charges"},
    {"kind": "scatter", "x": "tenure", "y": "total_charges", "by": "contract"},
    {"kind": "heatmap", "x": "contract", "y": "internet_service"},
    {"kind": "heatmap", "x": "tenure", "y": "payment_method", "by": "churn"},
]


BOTH = "churn == 'Yes' and tenure > 5"


async def picture(value: object, **arguments: Json) -> PictureDisplay:
    (display,) = (await observe(plot, value, **arguments)).displays
    assert isinstance(display, PictureDisplay)
    return display


async def told(value: object, **arguments: Json) -> Picture:
    return await findings(plot, value, Picture, **arguments)


@pytest.mark.parametrize("arguments", KINDS)
async def test_every_kind_makes_a_small_sharp_opaque_picture_with_words(arguments: dict[str, Json]) -> None:
    observation = await observe(plot, churn(), **arguments)
    (display,) = observation.displays
    assert isinstance(display, PictureDisplay)
    image = Image.open(BytesIO(display.png))
    assert image.size == (2 * display.width, 2 * display.height)
    assert "transparency" not in image.info
    assert len(display.png) < 60_000
    assert image.convert("RGB").getpixel((2, 2)) == (252, 252, 250)
    assert len(set(image.convert("RGB").resize((80, 40)).tobytes())) > 8
    assert len(display.alt_text) > 40
    found = shaped(observation.content, Picture)
    assert found
    assert 0 < len(found["data"]) <= 30
    assert all(len(row) == len(found["columns"]) for row in found["data"])


@every_kind
async def test_every_kind_of_frame_gives_the_same_picture(kind: str) -> None:
    displays = [await picture(frame, kind="bar", x="contract", y="churn") for frame in (MAKE[kind](churn()), churn())]
    assert len({hashlib.sha256(display.png).hexdigest() for display in displays}) == 1


async def test_bars_show_the_numbers_of_pandas_highest_first() -> None:
    found = await told(churn(), kind="bar", x="contract", y="churn")
    frame = churn().to_pandas()
    expected = (frame.churn == "Yes").groupby(frame.contract).agg(["size", "mean"]).sort_values("mean", ascending=False)
    assert found["data"] == [[name, rows, round(mean, 4)] for name, rows, mean in expected.itertuples()]
    assert found["title"] == "Share of churn = Yes by contract"
    assert "Month-to-month: 42.7 %; One year: 11.3 %; Two year: 2.8 %. Overall 26.5 %." in found["caption"]


@pytest.mark.parametrize("aggregate", ["sum", "mean", "median", "min", "max", "count"])
async def test_every_aggregate_is_that_of_pandas(aggregate: str) -> None:
    found = await told(churn(), kind="bar", x="contract", y="total_charges", aggregate=aggregate)
    expected = churn().to_pandas().groupby("contract").total_charges.agg(aggregate)
    assert {row[0]: row[2] for row in found["data"]} == pytest.approx(expected.to_dict(), rel=1e-5)
    assert found["notes"] == ["11 of 7,043 rows have no value in one of these columns and are left out"]


async def test_a_line_goes_over_periods_of_time_in_their_order() -> None:
    flights = pq.read_table(DATA / "flights.parquet").slice(0, 20_000)
    found = await told(flights, kind="line", x="time_hour", y="arr_delay")
    days = [str(row[0]) for row in found["data"]]
    assert days == sorted(days)
    assert days[0] == "2013-01-01"


async def test_a_histogram_counts_every_row_it_draws() -> None:
    found = await told(churn(), kind="histogram", x="monthly_charges")
    charges = churn().to_pandas().monthly_charges
    assert sum(int(row[2] or 0) for row in found["data"]) == len(charges)
    low, high, rows = found["data"][0]
    assert rows == ((charges >= low) & (charges < high)).sum()


@pytest.mark.parametrize("shape", [{"kind": "scatter", "x": "n", "y": "n"}, {"kind": "histogram", "x": "n"}])
async def test_groups_that_are_not_drawn_are_not_taken_for_missing_values(shape: dict[str, Json]) -> None:
    frame = pa.table({"n": range(80), "g": [None, *"abcdefg" * 11, "a", "a"]})
    first, second = (await told(frame, by="g", **shape))["notes"]
    assert first == "1 of 80 rows have no value in one of these columns and are left out"
    assert second.endswith("are not")


async def test_too_many_points_are_shown_by_how_dense_they_are_or_drawn_in_part() -> None:
    frame = pd.DataFrame({"x": np.arange(9_000.0), "y": np.arange(9_000.0) % 97, "g": ["a", "b", "c"] * 3_000})
    assert "drawn" not in str((await told(frame, kind="scatter", x="x", y="y"))["notes"])
    assert "5,000 of 9,000 rows are drawn" in str((await told(frame, kind="scatter", x="x", y="y", by="g"))["notes"])


@pytest.mark.parametrize(
    ("conditions", "rows"),
    [
        ([{"column": "tenure", "op": "<", "value": 12}], "tenure < 12"),
        ([{"column": "Churn", "op": "==", "value": "Yes"}, {"column": "tenure", "op": ">", "value": 5}], BOTH),
        ([{"column": "contract", "op": "in", "value": ["One year", "Two year"]}], "contract != 'Month-to-month'"),
        ([{"column": "contract", "op": "not in", "value": ["One year"]}], "contract != 'One year'"),
        ([{"column": "total_charges", "op": "is missing"}], "total_charges.isna()"),
        ([{"column": "total_charges", "op": "is not missing"}], "total_charges.notna()"),
        ([{"column": "monthly_charges", "op": ">=", "value": "70.5"}], "monthly_charges >= 70.5"),
        ([{"column": "tenure", "op": "!=", "value": 1}], "tenure != 1"),
    ],
)
async def test_conditions_choose_the_rows_that_pandas_chooses(conditions: list[Json], rows: str) -> None:
    found = await told(churn(), kind="bar", x="contract", filter=conditions)
    assert sum(int(row[1] or 0) for row in found["data"]) == len(churn().to_pandas().query(rows))


@pytest.mark.parametrize("value", [2**53 + 1, str(2**53 + 1)])
@pytest.mark.parametrize("op", ["==", ">=", "in"])
async def test_conditions_tell_large_whole_numbers_apart(op: str, value: Json) -> None:
    frame = pd.DataFrame({"id": [2**53, 2**53 + 1], "x": ["a", "b"]})
    given: Json = [value] if op == "in" else value
    found = await told(frame, kind="bar", x="x", filter=[{"column": "id", "op": op, "value": given}])
    assert [row[0] for row in found["data"]] == ["b"]


async def test_conditions_on_whole_numbers_take_any_number() -> None:
    frame = pd.DataFrame({"n": pd.array([1, 200], "uint8"), "x": ["a", "b"]})
    for op, value, chosen in (("<", 300, ["a", "b"]), (">", 1.5, ["b"]), ("==", 1.0, ["a"]), (">", -1e300, ["a", "b"])):
        found = await told(frame, kind="bar", x="x", filter=[{"column": "n", "op": op, "value": value}])
        assert sorted(str(row[0]) for row in found["data"]) == chosen


async def test_conditions_on_dates_and_flags_take_what_json_can_hold() -> None:
    frame = pd.DataFrame({"d": pd.date_range("2024-01-01", periods=10, tz="Europe/Berlin"), "f": [True, False] * 5})
    found = await told(
        frame,
        kind="bar",
        x="f",
        filter=[{"column": "d", "op": ">=", "value": "2024-01-03"}, {"column": "f", "op": "==", "value": True}],
    )
    assert found["data"] == [["true", 4, 4]]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"kind": "bar", "x": "no_such"}, "no column"),
        ({"kind": "scatter", "x": "tenure"}, "needs 'y'"),
        ({"kind": "scatter", "x": "tenure", "y": "contract"}, "is no number"),
        ({"kind": "bar", "x": "contract", "y": "churn", "aggregate": "median"}, "has no median"),
        ({"kind": "bar", "x": "contract", "aggregate": "mean"}, "needs a column"),
        ({"kind": "bar", "x": "contract", "y": "tenure", "aggregate": "share"}, "no share"),
        (
            {"kind": "bar", "x": "contract", "filter": [{"column": "tenure", "op": "<", "value": "x"}]},
            "can't be compared",
        ),
        ({"kind": "bar", "x": "contract", "filter": [{"column": "tenure", "op": "==", "value": None}]}, "is missing"),
        ({"kind": "bar", "x": "contract", "filter": [{"column": "tenure", "op": "<"}]}, "is missing"),
        ({"kind": "bar", "x": "contract", "filter": [{"column": "tenure", "op": ">", "value": 999}]}, "no row is left"),
        ({"kind": "pie", "x": "contract"}, "must be 'bar'"),
    ],
)
async def test_what_can_not_be_drawn_is_refused_in_words(arguments: dict[str, Json], reason: str) -> None:
    with pytest.raises(ToolError, match=reason):
        await observe(plot, churn(), **arguments)


HOSTILE = [
    "$\\frac{1}{0}$",
    "a\x00\x1b[31mb",
    "\u202eevil",
    "漢字かな",
    "👩‍👩‍👧",
    "x" * 10_000,
    "<script>",
    "",
    "a\nb",
    "_^{",
    "%s {0}",
]


COLUMN = "\x1b[31m$_^{<b>漢\u202e"
SHAPES: list[dict[str, Json]] = [
    {"kind": "bar", "x": COLUMN, "y": "n", "by": COLUMN},
    {"kind": "line", "x": COLUMN, "y": "n"},
    {"kind": "histogram", "x": "n", "by": COLUMN},
    {"kind": "box", "x": COLUMN, "y": "n"},
    {"kind": "scatter", "x": "n", "y": "m", "by": COLUMN},
    {"kind": "heatmap", "x": COLUMN, "y": COLUMN},
]


@pytest.mark.parametrize("shape", SHAPES)
async def test_no_text_in_the_data_breaks_a_picture(shape: dict[str, Json]) -> None:
    frame = pa.table({COLUMN: HOSTILE * 2, "n": range(2 * len(HOSTILE)), "m": range(2 * len(HOSTILE))})
    display = await picture(frame, **shape)
    assert display.png.startswith(b"\x89PNG")
    assert len(display.alt_text) < 5_000


@pytest.mark.parametrize("title", HOSTILE)
async def test_no_title_breaks_a_picture(title: str) -> None:
    display = await picture(pa.table({"n": [1, 2]}), kind="bar", x="n", title=title)
    assert display.title.isprintable()
    assert 0 < len(display.title) <= 160


@pytest.mark.parametrize(
    "values",
    [
        [1.0],
        [0.0, 0.0],
        [inf, 1.0, nan],
        [1e308, -1e308],
        [5e-324, 1e-300],
        [-1.0, -2.0, -3.0],
        [1e15, 1e15 + 1],
        [2**62],
    ],
)
@pytest.mark.parametrize("kind", ["bar", "line", "histogram", "box", "scatter", "heatmap"])
async def test_no_number_breaks_a_picture(kind: str, values: list[float]) -> None:
    frame = pd.DataFrame({"x": values, "y": values[::-1]})
    y = {"y": "y"} if kind != "histogram" else {}
    try:
        await picture(frame, kind=kind, x="x", **y, **({"aggregate": "mean"} if kind in ("bar", "line") else {}))
    except ToolError as refusal:
        assert "nothing to draw" in str(refusal)  # noqa: PT017 - either is right


async def test_many_pictures_can_be_drawn_at_once() -> None:
    alone = await picture(churn(), **KINDS[0])
    together = await asyncio.gather(*(picture(churn(), **KINDS[0]) for _ in range(6)))
    assert {display.png for display in together} == {alone.png}


def test_the_users_own_settings_of_matplotlib_neither_change_nor_are_changed() -> None:
    code = """
import asyncio, hashlib, sys
from tests.tools.test_plot import KINDS, churn, picture
if sys.argv[1] == "own":
    import matplotlib.style
    matplotlib.style.use("dark_background")
    matplotlib.rcParams.update({"text.usetex": True, "font.family": "no such font", "font.size": 40,
        "axes.grid": True, "lines.linewidth": 9, "axes.labelpad": 40, "figure.dpi": 30, "xtick.labelsize": 30})
import matplotlib
before = repr(matplotlib.rcParams.copy())
for arguments in KINDS[1::5]:
    print(arguments["kind"], hashlib.sha256(asyncio.run(picture(churn(), **arguments)).png).hexdigest())
assert repr(matplotlib.rcParams.copy()) == before
assert sys.argv[1] == "own" or "matplotlib.pyplot" not in sys.modules
"""
    runs = [
        subprocess.run([sys.executable, "-c", code, whose], capture_output=True, text=True, check=True).stdout
        for whose in ("own", "plain")
    ]
    assert runs[0].splitlines() == runs[1].splitlines()
