"""What a person at the desk sees, does and undoes, with the frame as it is at each point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dpa_jupyter.errors import ChangeError, ColumnNotFoundError, UserError
from dpa_jupyter.quality.desk.answers import FindingCard
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from tests.support.desks import compared, desk, frame_of
from tests.support.wide_study import FailingStudy, wide_desk

if TYPE_CHECKING:
    import pandas as pd


def shop() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {
            "id": range(200),
            "city": ["Berlin", " Berlin ", "Paris", "London"] * 50,
            "sold": [3.0, 5.0, 8.0, None] * 50,
            "reached": ["yes", "no", "n/a", "no"] * 50,
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta([place % 60 for place in range(200)], unit="D"),
        }
    )


def opened(**baselines: object) -> tuple[FrameDesk, list[pd.DataFrame]]:
    """Return a desk whose report is done, and the frames that it puts in the user's hands."""
    put: list[pd.DataFrame] = []
    opened_desk = desk(shop(), put.append, "shop", **baselines)  # type: ignore[arg-type]  # the study keeps them pandas
    assert opened_desk.wait(60)
    return opened_desk, put


def finding(at: FrameDesk, check: str) -> FindingCard:
    return next(card for card in at.findings("", 0, 100)["rows"] if card["check"] == check)


def spaces(frame: pd.DataFrame) -> int:
    return int(frame["city"].str.contains(" ").sum())


def said_na(frame: pd.DataFrame) -> int:
    return int((frame["reached"] == "n/a").sum())


def test_a_fix_is_previewed_applied_and_undone_and_the_source_never_changes() -> None:
    at, put = opened()
    fix = finding(at, "whitespace")["fixes"][0]["id"]
    preview = at.preview([fix])
    column = preview["columns"].index("city")
    assert {row["before"][column] for row in preview["rows"]} == {" Berlin "}
    assert {row["after"][column] for row in preview["rows"]} == {"Berlin"}
    assert not put
    assert [change["id"] for change in at.apply([fix])["changes"]] == [fix]
    assert spaces(put[-1]) == 0
    assert at.undo(fix)["changes"] == []
    assert put[-1].equals(shop())


def test_of_several_fixes_any_one_is_undone_alone() -> None:
    at, put = opened()
    trim = finding(at, "whitespace")["fixes"][0]["id"]
    empty = finding(at, "sentinel_string")["fixes"][0]["id"]
    at.apply([trim])
    at.wait(60)
    at.apply([empty])
    assert (spaces(put[-1]), said_na(put[-1])) == (0, 0)
    at.undo(trim)
    assert (spaces(put[-1]), said_na(put[-1])) == (50, 0)
    with pytest.raises(ChangeError):
        at.undo(trim)


def test_a_finding_has_the_same_name_when_it_is_found_again() -> None:
    at, _ = opened()
    before = finding(at, "whitespace")
    at.apply([before["fixes"][0]["id"]])
    assert at.wait(60)
    assert not [card for card in at.findings("", 0, 100)["rows"] if card["key"] == before["key"]]
    at.undo(before["fixes"][0]["id"])
    assert at.wait(60)
    assert finding(at, "whitespace")["key"] == before["key"]


def test_failing_rows_come_in_pages_with_the_columns_at_fault_first() -> None:
    at, _ = opened()
    card = finding(at, "whitespace")
    page = at.rows(card["key"], 40, 20)
    assert page["columns"][0] == "city"
    assert page["marked"] == ["city"]
    assert page["total"] is not None
    assert page["total"]["value"] == 50
    assert [cells[0] for cells in page["cells"]] == [" Berlin "] * 10
    assert page["positions"] == [4 * place + 1 for place in range(40, 50)]
    with pytest.raises(UserError):
        at.rows("never heard of", 0, 10)


@pytest.mark.parametrize("column", ["sold", "day", "id"])
def test_what_is_brushed_has_as_many_rows_as_its_bar(column: str) -> None:
    at, _ = opened()
    drawn = at.column(column)["distribution"]
    assert drawn is not None
    taken = [at.brush(column, low, high, []) for low, high in zip(drawn["edges"], drawn["edges"][1:], strict=False)]
    assert [each["rows"] and each["rows"]["value"] for each in taken] == drawn["counts"]


def test_values_are_brushed_one_by_one_and_counted_again_after_a_change() -> None:
    at, _ = opened()
    taken = at.brush("city", None, None, [" Berlin "])
    assert taken["rows"] is not None
    assert taken["rows"]["value"] == 50
    at.apply([finding(at, "whitespace")["fixes"][0]["id"]])
    page = at.rows(taken["key"], 0, 10)
    assert page["total"] is not None
    assert page["total"]["value"] == 0


def test_columns_are_searched_sorted_and_paged_with_the_unknown_last() -> None:
    at = wide_desk(5_000)
    assert at.wait(60)
    page = at.columns("missing", True, "feature_00", 10, 1_000)
    assert (page["total"], len(page["rows"])) == (100, 90)
    shares = [row["missing_share"] or 0.0 for row in page["rows"]]
    assert shares == sorted(shares, reverse=True)
    assert at.columns("place", True, "", 0, 1)["rows"][0]["name"] == "feature_4999"
    assert at.columns("place", False, "no such", 0, 10)["rows"] == []


def test_who_listens_hears_of_every_version_of_the_report() -> None:
    heard: list[int] = []
    at, _ = opened()
    at.on_change(heard.append)
    at.apply([finding(at, "whitespace")["fixes"][0]["id"]])
    assert at.wait(60)
    assert heard == sorted(heard)
    assert heard[-1] == at.overview()["version"]


def test_a_frame_that_can_not_be_measured_says_why_and_nothing_breaks() -> None:
    at = FrameDesk(frame_of("shop", shop()), FailingStudy(), lambda value: None)
    assert at.wait(60)
    overview = at.overview()
    assert overview["stage"] == "failed"
    assert overview["note"] == "RuntimeError: the disk is on fire"
    assert at.columns("name", False, "", 0, 10)["total"] == 0
    assert at.findings("", 0, 10)["rows"] == []
    with pytest.raises(ColumnNotFoundError):
        at.column("city")


def test_a_baseline_shows_what_is_new_gone_and_different() -> None:
    old = shop().drop(columns="day").assign(gone=1, city="Berlin", sold=lambda frame: frame["sold"] * 10)
    at, _ = opened(old=old)
    comparison = compared(at, "old")
    status = {column["name"]: column["status"] for column in comparison["columns"]}
    assert status == {"gone": "removed", "day": "added", "city": "changed", "sold": "changed"}
    assert any("white space" in title for title in comparison["appeared"])
    with pytest.raises(UserError):
        at.compare("other")
