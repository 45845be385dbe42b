"""Which groups are too small to be told of, so that nobody in them can be made out."""

from __future__ import annotations

from collections.abc import Sequence

SMALLEST_GROUP = 5
"""The usual threshold of statistical offices for frequency tables is 3 to 5 (Hundepool et al., Statistical
Disclosure Control, 2012, 5.2)."""


def withheld(rows: Sequence[int]) -> set[int]:
    """Return the places of the groups to leave out.

    All that are smaller than the threshold, and then the smallest of the others until those left out are at least two
    and together as many rows: one group alone could be had from the total and the rest (complementary suppression).
    """
    by_size = sorted((count, place) for place, count in enumerate(rows) if count > 0)
    out: set[int] = set()
    total = 0
    for count, place in by_size:
        enough = len(out) >= 2 and total >= SMALLEST_GROUP
        if count >= SMALLEST_GROUP and (not out or enough):
            break
        out.add(place)
        total += count
    return out


def withheld_crossed(rows: Sequence[int], groups: Sequence[tuple[str, str]]) -> set[int]:
    """Return the places of the groups to leave out where each is one of two columns' values.

    In each row and column of that table, too, those left out are at least two and together as many rows: the totals of
    either column alone may be known from elsewhere.
    """
    out: set[int] = set()
    margins = {(axis, group[axis]) for group in groups for axis in (0, 1)}
    lines = [[place for place, group in enumerate(groups) if group[axis] == value] for axis, value in sorted(margins)]
    grown = withheld(rows)
    while grown - out:
        out |= grown
        for line in lines:
            inside = [place for place in line if place in out]
            rest = sorted((rows[place], place) for place in line if place not in out)
            while inside and rest and (len(inside) < 2 or sum(rows[place] for place in inside) < SMALLEST_GROUP):
                inside.append(rest.pop(0)[1])
            grown = grown | set(inside)
    return out
