"""What has to hold of a score, whatever the findings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.quality.finding import Dimension, Severity
from dpa_jupyter.quality.score import CAP, Failing, Score, ScoredColumn, score

COLUMNS = (ScoredColumn("a", "text"), ScoredColumn("b", "number", 2.0), ScoredColumn("c", "datetime"))
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
DIMENSIONS: tuple[Dimension, ...] = (
    *("completeness", "uniqueness", "validity"),
    *("consistency", "timeliness", "accuracy"),
)


PLACES = st.tuples(st.sampled_from(["a", "b", "c", None]), st.sampled_from(DIMENSIONS), st.sampled_from(SEVERITIES))


def failing_rows() -> st.SearchStrategy[list[Failing]]:
    """Draw shares of distinct rows: those of a place, which may have all four severities, add up to 1 at most."""
    shares = st.dictionaries(PLACES, st.sampled_from([0.001, 0.1, 0.25]), max_size=8)
    return shares.map(
        lambda drawn: [Failing(*place, share, share, share, ("check",)) for place, share in drawn.items()]
    )


def scored(failing: list[Failing], *, has_critical: bool = False) -> Score:
    found = score(COLUMNS, failing, has_critical=has_critical)
    assert found is not None
    return found


def test_a_clean_table_has_100_points_and_no_deductions() -> None:
    found = scored([])

    assert (found.value, found.low, found.high, found.deductions) == (100, 100, 100, ())
    assert found.dimensions["accuracy"] is None
    assert found.dimensions["completeness"] == 100


def test_there_is_nothing_to_score_without_columns() -> None:
    assert score([], []) is None


@given(failing_rows(), st.booleans())
def test_a_score_lies_from_0_to_100_and_its_deductions_add_up(failing: list[Failing], has_critical: bool) -> None:
    found = scored(failing, has_critical=has_critical)

    assert -1e-9 <= found.value <= (CAP if has_critical else 100)
    assert sum(deduction.points for deduction in found.deductions) == pytest.approx(100 - found.value)
    assert all(deduction.points >= 0 for deduction in found.deductions)
    assert all(-1e-9 <= column.value <= 100 for column in found.columns)


@given(failing_rows(), st.randoms())
def test_the_order_of_findings_does_not_matter(failing: list[Failing], random: object) -> None:
    shuffled = sorted(failing, key=lambda _: getattr(random, "random")())  # noqa: B009 - a random of Hypothesis

    assert scored(shuffled).value == pytest.approx(scored(failing).value)


@given(failing_rows(), st.integers(0, 1000), st.floats(0, 1))
def test_more_failing_cells_never_raise_a_score(failing: list[Failing], place: int, more: float) -> None:
    if not failing:
        return
    chosen = failing[place % len(failing)]
    beside = sum(each.share for each in failing if (each.column, each.dimension) == (chosen.column, chosen.dimension))
    worse = replace(chosen, share=chosen.share + more * (1 - beside))
    changed = [worse if each is chosen else each for each in failing]

    assert scored(changed).value <= scored(failing).value + 1e-9


@given(failing_rows(), st.sampled_from(DIMENSIONS), st.sampled_from(["a", "b", "c", None]))
def test_a_new_fault_never_raises_a_score(failing: list[Failing], dimension: Dimension, column: str | None) -> None:
    beside = sum(each.share for each in failing if (each.column, each.dimension) == (column, dimension))
    fault = Failing(column, dimension, "low", max(0.0, 1 - beside), 0.0, 0.0)

    assert scored([*failing, fault]).value <= scored(failing).value + 1e-9
    assert scored(failing, has_critical=True).value <= scored(failing).value


@given(failing_rows(), failing_rows(), st.floats(0.05, 0.95))
def test_cells_that_fail_in_parts_of_the_rows_weigh_by_their_rows(
    first: list[Failing], second: list[Failing], part: float
) -> None:
    """Without rows that fail as a whole, which multiply, a table's score is the mean of those of its parts."""
    parts = [[each for each in some if each.column is not None] for some in (first, second)]
    whole = [
        replace(each, share=each.share * size)
        for some, size in zip(parts, (part, 1 - part), strict=True)
        for each in some
    ]

    mean = scored(parts[0]).value * part + scored(parts[1]).value * (1 - part)
    # Timeliness of what has no times counts as validity, in which no more than all rows can fail.
    assert scored(whole).value >= mean - 1e-6
    if all(each.dimension != "timeliness" for each in whole):
        assert scored(whole).value == pytest.approx(mean)


def test_a_critical_finding_caps_a_score_and_the_cap_is_told() -> None:
    found = scored([Failing("a", "validity", "critical", 0.01, 0.01, 0.01)], has_critical=True)

    assert found.value == CAP
    assert found.is_capped
    assert found.deductions[0].dimension is None


def test_points_are_told_to_be_for_what_they_are_lost_for_and_for_nothing_else() -> None:
    places: list[tuple[Dimension, str]] = [("validity", "format"), ("completeness", "gaps"), ("timeliness", "late")]
    found = scored([Failing("a", dimension, "high", 0.1, 0.1, 0.1, (check,)) for dimension, check in places])

    told = {deduction.dimension: deduction.checks for deduction in found.deductions}
    assert told == {"validity": ("format", "late"), "completeness": ("gaps",)}


def test_a_heavier_column_counts_for_more() -> None:
    light, heavy = (scored([Failing(name, "validity", "high", 0.5, 0.5, 0.5)]).value for name in ("a", "b"))

    assert heavy < light


def test_a_sampled_share_gives_an_interval() -> None:
    found = scored([Failing("a", "validity", "high", 0.5, 0.4, 0.6)])

    assert found.low < found.value < found.high
