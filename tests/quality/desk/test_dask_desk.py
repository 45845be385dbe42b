"""A Dask frame at the desk: measured, previewed, mended and mended back, as a plan throughout."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.quality.assessment import assess
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.quality.desk.kept_study import KeptStudy
from tests.support.dask_frames import as_it_is, in_partitions

pytest.importorskip("dask.dataframe", reason="the oldest versions are tested without Dask")
CITIES = ["Berlin", "Paris", "Rome ", "Oslo"] * 25


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with as_it_is():
        yield


def words(frame: object) -> list[object]:
    known = recognise("df", frame)
    assert known is not None
    assert known.adapter.type_name == "Dask DataFrame"
    found: list[object] = known.adapter.batches(frame, ["city"], None).read_all().column("city").to_pylist()
    return found


def test_a_fix_of_a_dask_frame_is_previewed_applied_and_undone() -> None:
    put: list[object] = []
    frame = recognise("df", in_partitions(pd.DataFrame({"city": CITIES}), 4))
    assert frame is not None
    desk = FrameDesk(frame, KeptStudy(), put.append)
    assert desk.wait(60)
    (card,) = [card for card in desk.findings("", 0, 100)["rows"] if card["check"] == "whitespace"]
    fix = card["fixes"][0]["id"]

    shown = desk.preview([fix])
    assert shown["cells"] is not None
    assert shown["cells"]["value"] == 25

    desk.apply([fix])
    assert words(put[-1]) == [city.strip() for city in CITIES]

    desk.undo(fix)
    assert words(put[-1]) == CITIES


def test_a_dask_frame_is_assessed_and_cleaned_from_python_alone() -> None:
    found = assess(in_partitions(pd.DataFrame({"city": CITIES}), 4))

    assert [finding.check for finding in found.findings if finding.severity != "note"] == ["whitespace"]
    assert words(found.clean()) == [city.strip() for city in CITIES]
    assert "def clean(df: pd.DataFrame)" in found.code("pandas")
