"""Text and numbers that can be drawn and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.plots.labels import MINUS, axis_label, drawable, number, tick_labels, wrapped


@given(st.text(max_size=300), st.integers(2, 60), st.integers(1, 3))
def test_any_text_becomes_a_few_short_lines_that_can_be_seen(text: str, width: int, lines: int) -> None:
    shown = wrapped(text, width, lines).split("\n")
    assert len(shown) <= lines
    assert all(len(line) <= width and (line.isprintable()) for line in shown)


def test_what_the_font_has_not_is_shown_as_missing() -> None:
    assert drawable("a\x00\u202eb 漢 \n c") == "ab □ c"
    assert drawable("x" * 500) == "x" * 199 + "…"


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ("distance_km", "distance (km)"),
        ("monthly_charges", "monthly charges"),
        ("priceUsd", "price (US$)"),
        ("km", "km"),
        ("", ""),
        ("$x_1$", "$x 1$"),
    ],
)
def test_a_unit_in_a_name_is_put_in_brackets(column: str, shown: str) -> None:
    assert axis_label(column) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (7043, "7,043"),
        (0.26537, "0.265"),
        (-3.98, f"{MINUS}3.98"),
        (12_345.6, "12,346"),
        (2.5e7, "25M"),
        (1e-7, f"1e{MINUS}07"),
        (0, "0"),
    ],
)
def test_numbers_are_written_for_the_eye(value: float, shown: str) -> None:
    assert number(value) == shown


def test_shares_are_written_in_percent() -> None:
    assert [number(share, percent=True) for share in (0, 0.2654, 0.5, 1)] == ["0 %", "26.5 %", "50 %", "100 %"]


@pytest.mark.parametrize(
    ("ticks", "shown"),
    [
        ([0, 2.5, 5], ["0.0", "2.5", "5.0"]),
        ([0, 1_000, 2_000], ["0", "1,000", "2,000"]),
        ([0, 2e6, 2.5e6], ["0", "2M", "2.5M"]),
        ([], []),
    ],
)
def test_ticks_of_one_axis_have_one_form(ticks: list[float], shown: list[str]) -> None:
    assert tick_labels(ticks) == shown


def test_ticks_of_shares_have_as_many_digits_as_they_need() -> None:
    assert tick_labels([0, 0.125, 0.25], percent=True) == ["0.0 %", "12.5 %", "25.0 %"]
