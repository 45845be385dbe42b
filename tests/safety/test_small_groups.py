"""Groups that are left out, so that nobody in them can be made out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.safety.privacy.small_groups import SMALLEST_GROUP, withheld, withheld_crossed

ROWS = st.integers(0, 40)


@given(st.lists(ROWS, max_size=12))
def test_what_is_left_out_can_t_be_had_from_the_total(rows: list[int]) -> None:
    out = withheld(rows)
    assert all(place in out for place, count in enumerate(rows) if 0 < count < SMALLEST_GROUP)
    _assert_hidden([rows[place] for place in range(len(rows))], out)


@given(st.lists(st.lists(ROWS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_of_two_columns_nor_from_the_totals_of_either(table: list[list[int]]) -> None:
    cells = [(line, place, count) for line, counts in enumerate(table) for place, count in enumerate(counts) if count]
    rows = [count for *_, count in cells]
    out = withheld_crossed(rows, [(str(line), str(place)) for line, place, _ in cells])
    for axis in (0, 1):
        for value in {cell[axis] for cell in cells}:
            line = [number for number, cell in enumerate(cells) if cell[axis] == value]
            _assert_hidden([rows[number] for number in line], {line.index(number) for number in line if number in out})


def _assert_hidden(rows: list[int], out: set[int]) -> None:
    """Several are left out, of enough rows, or else all there are."""
    hidden = [rows[place] for place in out]
    everything = len(hidden) == sum(count > 0 for count in rows)
    assert not hidden or everything or (len(hidden) >= 2 and sum(hidden) >= SMALLEST_GROUP)
