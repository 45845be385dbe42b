"""Each check has a positive, a negative and a borderline case, and says the same of them in every library."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from dpa_jupyter.quality.catalogue import catalogue
from tests.quality.checks.all_cases import SIDES, AnyCase, Pack, all_cases, edge_packs, library_packs
from tests.quality.libraries import LIBRARIES
from tests.quality.outcomes import Told, told_of

BESIDE_ARROW = ("pandas", "Polars", "Polars plan", "DuckDB", "Parquet")
WITHOUT_NAMES_OF_ZONES = frozenset({"DuckDB"})
"""They keep the moment and not the zone that it was written in."""


def outcome(pack: Pack, library: str, folder: Path) -> list[Told]:
    wanted = {case.check for case in pack.cases}
    checks = [check for check in catalogue() if check.id in wanted]
    return told_of(LIBRARIES[library](pack.table, folder), checks, **pack.cases[0].known)


@cache
def expected(pack: Pack) -> list[Told]:
    return outcome(pack, "Arrow", Path())


@pytest.mark.parametrize("library", BESIDE_ARROW)
@pytest.mark.parametrize("pack", library_packs(), ids=str)
def test_a_check_says_the_same_in_every_library(pack: Pack, library: str, tmp_path: Path) -> None:
    found, of_arrow = outcome(pack, library, tmp_path), expected(pack)
    if library in WITHOUT_NAMES_OF_ZONES:
        found, of_arrow = without_names_of_zones(found), without_names_of_zones(of_arrow)
    assert found == of_arrow


def without_names_of_zones(told: list[Told]) -> list[Told]:
    """Leave out the title that tells zones by their names; all else of it stays."""
    return [
        replace(each, finding={**each.finding, "title": ""})
        if each.check == "timezone_mix" and len(each.columns) > 1 and isinstance(each.finding, dict)
        else each
        for each in told
    ]


@pytest.mark.parametrize("pack", edge_packs(), ids=str)
def test_a_check_begins_to_speak_at_its_edge(pack: Pack) -> None:
    for case, names in zip(pack.cases, pack.names, strict=True):
        assert is_spoken_of(case, names, expected(pack)) == (case.side == "just"), case


def is_spoken_of(case: AnyCase, names: dict[str, str], told: list[Told]) -> bool:
    columns = set(names.values())
    of_check = [each.columns for each in told if each.check == case.check]
    return any(not about or columns & set(about) for about in of_check)


def test_libraries_are_asked_about_tables_in_which_each_check_speaks_and_of_rows_where_it_ever_does() -> None:
    at_edges, in_libraries = (
        {(each.check, bool(each.rows)) for pack in packs for each in expected(pack)}
        for packs in (edge_packs(), library_packs())
    )

    assert at_edges - in_libraries == set()
    assert {check.id for check in catalogue()} == {check for check, _ in in_libraries}


def test_each_check_has_a_positive_a_negative_and_a_borderline_case() -> None:
    had = {(case.check, case.side) for case in all_cases()}

    assert [f"{check.id}: {side}" for check in catalogue() for side in SIDES if (check.id, side) not in had] == []


def test_each_case_is_of_a_check_that_there_is() -> None:
    assert {case.check for case in all_cases()} <= {check.id for check in catalogue()}


def test_whole_numbers_beside_a_gap_are_whole_where_numpy_keeps_them_as_doubles_too() -> None:
    table = pa.table({"age": [20, 31, None, 47, 50, -999, -999] * 9, "id": [*range(60), None, None, 7]})

    assert told_of(table.to_pandas(), catalogue()) == told_of(table, catalogue())
