"""Sensitive columns of types in which values hide: floats, decimals, lists, durations, and types that few know."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dpa_jupyter.frames.recognition import frames_in
from dpa_jupyter.json_types import Json
from dpa_jupyter.safety.privacy.masking import Masker
from dpa_jupyter.safety.privacy.samples import Samples
from dpa_jupyter.safety.privacy.vault import Vault
from dpa_jupyter.safety.sensitive_columns import Sensitivity, SensitivityScan

PHONES = [15550109999 + 7 * number for number in range(20)]
CARDS = [4111111111111111, 5500000000000004, 6011000000000004, 4012888888881881, 4222222222222] * 4
MONTHS = pa.array([(1, 2, 3), (4, 5, 6), None], pa.month_day_nano_interval())
ENDS = pa.RunEndEncodedArray.from_arrays([2, 3], ["Zwqone", "Zwqtwo"])


def looked_at(frame: object, **marks: bool) -> Sensitivity:
    return SensitivityScan().look(frames_in({"df": frame}).values(), marks)


def masker(frame: object, **marks: bool) -> Masker:
    return Masker(Vault(), looked_at(frame, **marks).values)


@pytest.mark.parametrize("kind", [float, Decimal])
def test_whole_numbers_are_known_for_what_they_are_though_one_is_missing(kind: type) -> None:
    frame = pd.DataFrame({"phone": [None, *map(kind, PHONES)], "card": [None, *map(kind, CARDS)]})
    found = looked_at(frame)
    assert (found.kind_of("phone"), found.kind_of("card")) == ("PHONE", "CARD")
    told = Masker(Vault(), found.values)
    for value in (PHONES[3], CARDS[1]):
        assert told.number(float(value)) != value
        assert str(value) not in told.text(f"it is {value}, or {float(value)!r}, or +{value}.")
    assert "15550110" not in told.text(frame.to_string())


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame({"hidden": [["Zwqone"], ["Zwqtwo", "Zwqthree"], None]}),
        pl.DataFrame({"hidden": [{"a": "Zwqone", "b": ["Zwqtwo"]}, None]}),
        pl.DataFrame({"hidden": [dt.timedelta(days=8319), dt.timedelta(seconds=1)]}),
        pl.DataFrame({"hidden": [b"Zwqone"]}),
        pd.DataFrame({"hidden": [["Zwqone"], ["Zwqtwo", "Zwqthree"]]}),
        pd.DataFrame({"hidden": [{"Zwqone"}, object()]}),
        pa.table({"hidden": pa.array([["Zwqone"], ["Zwqtwo"]], pa.list_view(pa.string()))}),
        pa.table({"hidden": ENDS}),
        pa.table({"hidden": MONTHS}),
        pa.table({"hidden": pa.array([Decimal("831.25"), None], pa.decimal256(60, 2))}),
    ],
    ids=[
        "lists",
        "structs",
        "durations",
        "bytes",
        "pandas lists",
        "objects",
        "list views",
        "runs",
        "months",
        "decimals",
    ],
)
def test_a_marked_column_is_masked_whatever_its_type(frame: object) -> None:
    found = looked_at(frame, hidden=True)
    assert found.kind_of("hidden") == "MARKED"
    vault = Vault()
    rows: Json = {"columns": ["hidden", "free"], "preview": [[["Zwqfour", 12], "Zwqone"], [{"a": "Zwqfour"}, 1]]}
    told = str(Samples(Masker(vault, found.values), vault, found.kind_of).of("query_sql", rows))
    assert "Zwqfour" not in told
    assert "12" not in told
    assert "Zwqone" not in told or "Zwqone" not in str(frame)


@pytest.mark.parametrize("form", ["{!r}", "{:.6f}", "{:.4f}", "{:.6g}", "{:.6e}"])
def test_a_number_is_known_again_with_its_sign_and_as_libraries_print_it(form: str) -> None:
    degrees = [-122.41941551, 37.77492951, -73.98513062, 40.75883481]
    told = masker(pd.DataFrame({"longitude": degrees}), longitude=True)
    for value in degrees:
        assert form.format(value).lstrip("-") not in told.text(f"at {form.format(value)} it is")
        assert told.number(value) != value


def test_frames_that_are_printed_tell_no_coordinate() -> None:
    frame = pd.DataFrame({"longitude": [-122.41941551, -73.98513062], "n": [1, 2]})
    told = masker(frame)
    for printed in (str(frame), str(pl.DataFrame(frame)), str(frame.to_numpy()), frame.to_csv()):
        assert not {"122.41", "73.98"} & {
            word.strip("-[ ")[:6] for word in told.text(printed).replace(",", " ").split()
        }


def test_a_value_of_five_digits_is_masked_as_a_number_and_in_a_text() -> None:
    told = masker(pd.DataFrame({"salary": [31842, 99120]}), salary=True)
    assert str(told.number(31842)) == told.text("31842") != "31842"


def test_what_only_looks_like_a_placeholder_is_masked() -> None:
    told = masker(pd.DataFrame({"who": ["Alice Smithson", "Zwqone"]}), who=True)
    assert "Smithson" not in told.text("this is <Alice_Smithson_1> and <ann_1> ann@example.org")
    assert "Zwqone" not in told.text("<Zwqone_1>")
    again = told.text(told.text("ann@example.org"))
    assert again == "<EMAIL_1>"
