"""Each check has a case where it speaks, one where it does not, and its edge from both sides."""

from __future__ import annotations

import pytest

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.examine import examine
from tests.quality.checks.all_cases import all_cases
from tests.quality.checks.cases import engine_and_evidence
from tests.quality.checks.edges import EDGES, Edge, Table


def speaks(check: str, table: Table) -> bool:
    engine, evidence = engine_and_evidence({name: list(values) for name, values in table.items()})
    return bool(examine(engine, evidence, [each for each in catalogue() if each.id == check]))


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_a_check_begins_to_speak_at_its_edge(edge: Edge) -> None:
    assert (speaks(edge.check, edge.just), speaks(edge.check, edge.not_quite)) == (True, False)


def test_each_check_has_a_positive_a_negative_and_a_borderline_case() -> None:
    had = {(case.check, case.side) for case in all_cases()}
    lacking = [
        f"{check.id}: {side}"
        for check in catalogue()
        for side in ("positive", "negative", "just", "not quite")
        if (check.id, side) not in had
    ]

    assert lacking == []


def test_each_case_is_of_a_check_that_there_is() -> None:
    assert {case.check for case in all_cases()} <= {check.id for check in catalogue()}
