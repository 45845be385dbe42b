"""A quality report where there is no kernel."""

from __future__ import annotations

import re

from dpa_jupyter.notebook.view.quality_report import (
    StaticReport,
    report_bundle,
    report_html,
    report_markdown,
    static_report,
)
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from tests.support.desks import desk, frame_of
from tests.support.wide_study import FailingStudy, wide_desk

EVIL = "<img src=x onerror=alert(1)> ![x](http://x) `b`"


def report_of(value: object, name: str = "df") -> FrameDesk:
    at = desk(value, lambda made: None, name)
    assert at.wait(60)
    return at


def test_a_report_says_the_score_why_and_what_to_do_in_every_form() -> None:
    import pandas as pd

    frame = pd.DataFrame({"city": ["Berlin", " Berlin ", "Paris", "London"] * 50})
    bundle = report_bundle(report_of(frame, "shops"))
    for form in bundle.values():
        words = re.sub(r"<[^>]+>", " ", form)
        for said in ("shops", "of 100", "white space", "Trim white space in city", "accuracy not assessed", "city"):
            assert said in words
    assert "<script" not in bundle["text/html"]
    assert "\n\n" not in bundle["text/html"]


def test_nothing_from_data_is_live() -> None:
    import pandas as pd

    frame = pd.DataFrame({EVIL: [" x ", "x", EVIL] * 40})
    report = static_report(report_of(frame, EVIL))
    assert "<img" not in report_html(report)
    assert "![x](" not in report_markdown(report)


def test_a_report_of_thousands_of_columns_is_small() -> None:
    at = wide_desk(5_000)
    assert at.wait(60)
    bundle = report_bundle(at)
    assert sum(map(len, bundle.values())) < 60_000
    assert "20 of 5,000" in bundle["text/plain"]


def test_a_report_that_failed_says_so() -> None:
    import pandas as pd

    at = FrameDesk(frame_of("df", pd.DataFrame({"a": [1]})), FailingStudy(), lambda value: None)
    assert at.wait(60)
    report: StaticReport = static_report(at)
    assert "Failed" in report_markdown(report)
    assert "the disk is on fire" in report_html(report)
