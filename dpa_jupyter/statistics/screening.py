"""Columns of which no statistics are worth making: empty, constant, identifiers, free text."""

from __future__ import annotations

import re

import numpy as np

from dpa_jupyter.statistics.variable import Categories, Numbers, Variable, counts, label

FEWEST_ROWS = 20
"""In fewer rows, values that are all different say nothing of what a column is."""
UNIQUE_TEXT = 0.5
"""Share of different values from which text is no category: most groups would have one row."""

_NAMES = r"id|ids|uuid|guid|key|index|idx|row|nr|no|number"
_IDENTIFIER = re.compile(rf"(?:^|[\W_])(?:{_NAMES})$|^unnamed: \d+$|^rowid$", re.IGNORECASE)
_CAMEL = re.compile(r"[a-z](?:ID|Id|Key|Uuid|Index|No|Nr)$")


def reason_to_leave_out(
    name: str, variable: Variable, *, asked_for: bool = False, presence_tells: bool = False
) -> str | None:
    """Say why a column is not worth looking at, or return None.

    One that was asked for may be an identifier; where `presence_tells`, one value that only some rows have is worth it.
    """
    rows = counts(variable)
    used = np.flatnonzero(rows)
    present = int(rows.sum())
    if len(used) == 0:
        return "it has no value in any row"
    everywhere = present == len(variable.codes)
    if len(used) == 1:
        if presence_tells and not everywhere:
            return None
        value = variable.values[used[0]]
        shown = str(value)[:10] if isinstance(value, np.datetime64) else label(value)
        return f"it is {shown} in every row{'' if everywhere else ' that has a value'}"
    if asked_for or present < FEWEST_ROWS:
        return None
    if isinstance(variable, Categories) and len(used) > UNIQUE_TEXT * present:
        return f"it has {len(used):,} different values in {present:,} rows, as an identifier or free text has"
    if isinstance(variable, Numbers) and len(used) == present and _named_as_identifier(name, variable):
        return "it is a different whole number in each row, and its name is that of an identifier"
    return None


def _named_as_identifier(name: str, numbers: Numbers) -> bool:
    whole = bool((numbers.values == np.floor(numbers.values)).all())
    return whole and bool(_IDENTIFIER.search(name) or _CAMEL.search(name))
