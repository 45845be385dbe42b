"""A whole report (findings merged, score, figures of columns) is the same wherever the frame is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.report import QualityReport
from tests.quality.checks.all_cases import Pack, library_packs
from tests.quality.libraries import LIBRARIES, OTHERS
from tests.quality.outcomes import Told, figures, report_of

LARGEST = sorted(library_packs(), key=lambda pack: len(pack.cases))[-1:]


@cache
def expected(pack: Pack) -> tuple[QualityReport, list[Told]]:
    return report_of(pack.table, catalogue())


@pytest.mark.parametrize("library", OTHERS)
@pytest.mark.parametrize("pack", LARGEST, ids=str)
def test_a_frame_full_of_faults_has_the_same_report_in_every_library(pack: Pack, library: str, tmp_path: Path) -> None:
    report, told = report_of(LIBRARIES[library](pack.table, tmp_path), catalogue())

    assert len(told) > 10
    assert told == expected(pack)[1]
    assert figures(report) == figures(expected(pack)[0])
