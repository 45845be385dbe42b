"""The page about data quality."""

from __future__ import annotations

from pathlib import Path

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.drift.catalogue import drift_catalogue

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"


def test_the_page_names_each_check() -> None:
    names = [*(check.id for check in catalogue()), *(check.id for check in drift_catalogue())]
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in names if f"| `{name}` |" not in page] == []
