"""What is told of a target, and which of its values means yes."""

from __future__ import annotations

import pytest

from dpa_jupyter.findings import Scalar
from dpa_jupyter.statistics.target import TargetError, read_target, share_or_mean
from tests.statistics.columns import variable


@pytest.mark.parametrize(
    ("values", "name", "positive", "said"),
    [
        (["No", "Yes", "No"], "churn", "Yes", False),
        ([0, 1, 1], "x", 1, False),
        ([False, True], "x", True, False),
        (["stayed", "Churned", "Churned"], "status", "Churned", False),
        (["Spam", "Ham", "Spam"], "spam", "Spam", False),
        (["red", "blue", "red"], "colour", "blue", True),
        ([3, 7, 7], "x", 7, True),
    ],
)
def test_the_value_that_means_yes_is_chosen_and_a_guess_is_said(
    values: list[object], name: str, positive: Scalar, said: bool
) -> None:
    target = read_target(variable(values), name)
    assert (target.kind, target.positive) == ("binary", positive)
    assert bool(target.notes) == said
    assert target.variable.codes.tolist() == [int(value == positive) for value in values]


@pytest.mark.parametrize("wanted", ["b", "B"])
def test_a_named_value_makes_any_column_binary(wanted: str) -> None:
    target = read_target(variable(["a", "b", "c", None]), "x", wanted)
    assert (target.kind, target.positive) == ("binary", "b")
    assert target.variable.values[0] == "not b"
    assert target.variable.codes.tolist() == [0, 1, 0, -1]


def test_numbers_can_be_named_as_text() -> None:
    assert read_target(variable([1, 2, 3]), "x", "2.0").positive == 2


def test_of_several_categories_the_most_common_can_be_told() -> None:
    target = share_or_mean(variable(["a", "b", "b", "c"]), "x")
    assert target.positive == "b"
    assert "b" in target.notes[0]


def test_what_is_the_same_in_all_rows_can_still_be_told() -> None:
    assert share_or_mean(variable([5, 5]), "x").kind == "numeric"
    assert share_or_mean(variable(["a", "a"]), "x").positive == "a"
    with pytest.raises(TargetError, match="no value 'b'"):
        share_or_mean(variable(["a", "c", "c"]), "x", "b")


@pytest.mark.parametrize("values", [[], [None, None], ["a", "a", None], [1, 1], ["2024-01-01", "2024-01-02"]])
def test_what_can_be_no_target_is_refused_in_words(values: list[object]) -> None:
    with pytest.raises(TargetError, match="'x'"):
        read_target(variable(values), "x")


def test_a_value_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(TargetError, match="a, b, c"):
        read_target(variable(["a", "b", "c"]), "x", "d")
