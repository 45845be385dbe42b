"""What a check says of a table it says of the same table in every library."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from dpa_jupyter.quality.catalogue import catalogue
from tests.quality.checks.all_cases import AnyCase, all_cases
from tests.quality.libraries import LIBRARIES, OTHERS
from tests.quality.outcomes import Told, told_of


def outcome(case: AnyCase, library: str, folder: Path) -> list[Told]:
    checks = [check for check in catalogue() if check.id == case.check]
    return told_of(LIBRARIES[library](case.table, folder), checks)


@cache
def expected(case: AnyCase) -> list[Told]:
    return outcome(case, "Arrow", Path())


@pytest.mark.parametrize("library", OTHERS)
@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_a_check_says_the_same_in_every_library(case: AnyCase, library: str, tmp_path: Path) -> None:
    assert outcome(case, library, tmp_path) == expected(case)
