"""Columns of more different texts than are looked at: what is counted is exact, what is not says so."""

from __future__ import annotations

import pytest

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.examine import examine
from dpa_jupyter.quality.failing_rows import failing_rows
from dpa_jupyter.quality.finding import Finding
from tests.quality.checks.cases import engine_and_evidence

ROWS = 30_000
KEYS = [f"{place:06d}" for place in range(1, ROWS + 1)]


def found(check: str, texts: list[str]) -> Finding | None:
    engine, evidence = engine_and_evidence({"x": texts})
    findings = examine(engine, evidence, [each for each in catalogue() if each.id == check])
    return max(findings, key=lambda finding: finding.certainty, default=None)


def every(tenth: int, texts: list[str], wrong: str) -> list[str]:
    return [wrong.format(text) if place % tenth == 0 else text for place, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("check", "texts"),
    [
        ("encoding_error", every(10, KEYS, "MÃ¼ller {}")),
        ("html_or_escape", every(10, KEYS, "&amp; {}")),
        ("overflow_precision", every(10, KEYS, "{}.30000000000000004")),
        ("leading_zero_loss", [text.lstrip("0") if text.startswith("001") else text for text in KEYS]),
        ("thousands_or_decimal_comma", every(10, KEYS, "{},5")),
        ("whitespace", every(1500, KEYS, "{}\u3000")),
    ],
)
def test_what_has_a_pattern_is_counted_in_every_row(check: str, texts: list[str]) -> None:
    finding = found(check, texts)
    expected = {"leading_zero_loss": 1000, "whitespace": 20}.get(check, ROWS // 10)
    assert finding is not None
    assert finding.failed is not None
    assert (finding.failed.value, finding.failed.precision) == (expected, "exact")


def test_what_has_none_is_estimated_with_its_interval_and_the_score_goes_by_that() -> None:
    days = [f"{1800 + place // 366:04d}-{place // 31 % 12 + 1:02d}-{place % 31 + 1:02d}" for place in range(ROWS)]
    wrong = [f"{1800 + place % 400:04d}-{13 + place % 87:02d}-{place % 31 + 1:02d}" for place in range(ROWS)]
    texts = [wrong[place] if place % 10 == 0 else day for place, day in enumerate(days)]
    engine, evidence = engine_and_evidence({"x": texts})
    (finding,) = examine(engine, evidence, [each for each in catalogue() if each.id == "impossible_date"])

    assert finding.failed is not None
    assert finding.failed.precision == "sampled"
    assert finding.failed.low is not None
    assert finding.failed.high is not None
    assert finding.failed.low < finding.failed.value < finding.failed.high
    truth = sum(not _is_day(text) for text in texts)
    assert finding.failed.value == pytest.approx(truth, rel=0.25)
    (failing,) = failing_rows(engine, [finding], ROWS).by_severity
    assert failing.share == pytest.approx(truth / ROWS, rel=0.25)


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
