"""The page about data quality."""

from __future__ import annotations

from pathlib import Path

from dpa_jupyter.quality.catalogue import catalogue

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"


def test_the_page_names_each_check() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [check.id for check in catalogue() if f"| `{check.id}` |" not in page] == []
