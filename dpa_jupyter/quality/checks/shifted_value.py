"""`shifted_value`: a value that slipped into the text of another column and is missing from its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.codes import CodedTable, Codes, coded_sample
from dpa_jupyter.quality.detection.writing import (
    MOST_LISTED,
    absent,
    finding,
    is_any,
    quoted,
    replace_values,
    set_values,
)
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, Lookup, call
from dpa_jupyter.quality.finding import Finding

FEWEST_ROWS = 3
LEAST_SHARE = 0.3
"""Of the rows in which the value is missing, so many must have one at the end of the other text."""
USUAL = 0.02
"""If so many of the other rows have their value there as well, the text simply names it."""
MOST_VALUES = 1_000
MOST_PAIRS = 60
_LAST = re.compile(r"^(.*?\S)[\s,;|/-]+([^\s,;|/-]+)\s*$", re.DOTALL)
ID = "shifted_value"


@dataclass(frozen=True, eq=False)
class _Shift:
    text: str
    lost: str
    parts: dict[str, tuple[str, str]]
    """Each text with a value at its end: what is left of it, and the value."""


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows in which one column is empty and another's text ends with one of its values."""
    if not any(column.type == "text" and _may_lack(column) for column in evidence.columns):
        return
    table = coded_sample(evidence)
    columns = [column.column.name for column in evidence.columns if column.type == "text"]
    known = {name: codes for name in columns if (codes := table[name]) is not None and len(codes.values)}
    lacking = [name for name, codes in known.items() if _lacks(codes)]
    pairs = [(text, lost) for lost in lacking for text in known if text != lost]
    for text, lost in pairs[:MOST_PAIRS]:
        shift = _shift(table, text, lost)
        if shift is not None:
            yield _lost(evidence, shift)
            yield _appended(evidence, shift)


def _may_lack(column: ColumnEvidence) -> bool:
    blank = column.blank.value if column.blank is not None else FEWEST_ROWS
    return column.missing.value + blank >= FEWEST_ROWS and _few(column)


def _few(column: ColumnEvidence) -> bool:
    return column.values is not None and len(column.values.values) <= MOST_VALUES


def _lacks(codes: Codes) -> bool:
    missing = int((codes.codes < 0).sum())
    return FEWEST_ROWS <= missing <= 0.5 * len(codes.codes) and len(codes.values) <= MOST_VALUES


def _shift(table: CodedTable, text: str, lost: str) -> _Shift | None:
    texts, values = table[text], table[lost]
    if texts is None or values is None:
        return None
    gaps = (values.codes < 0) & (texts.codes >= 0)
    used = np.unique(texts.codes[gaps])
    if gaps.sum() < FEWEST_ROWS or len(used) > MOST_LISTED:
        return None
    domain = set(values.values.to_pylist())
    parts = {}
    for whole in texts.values.take(used).to_pylist():
        found = _LAST.match(whole)
        if found and found[2] in domain:
            parts[whole] = (found[1], found[2])
    hit = (
        np.isin(texts.codes, used[np.isin(texts.values.take(used).to_pylist(), list(parts))]) if parts else gaps & False
    )
    if (hit & gaps).sum() < max(FEWEST_ROWS, LEAST_SHARE * gaps.sum()) or _is_usual(texts, values, gaps, domain):
        return None
    return _Shift(text, lost, parts)


def _is_usual(texts: Codes, values: Codes, gaps: np.ndarray, domain: set[str]) -> bool:
    rest = np.flatnonzero(~gaps & (texts.codes >= 0))[:5_000]
    if not len(rest):
        return True
    endings = (_LAST.match(whole) for whole in texts.values.take(texts.codes[rest]).to_pylist())
    return sum(found is not None and found[2] in domain for found in endings) > USUAL * len(rest)


def _lost(evidence: FrameEvidence, shift: _Shift) -> Finding:
    held = is_any(shift.text, list(shift.parts))
    where = call("and", absent(shift.lost, is_text=True), held)
    value = Lookup(Column(shift.text), tuple((whole, value) for whole, (_, value) in shift.parts.items()))
    fix = set_values(
        shift.lost, where, value, "high", f"Put the end of `{shift.text}` into `{shift.lost}`",
        f"`{shift.lost}` is empty there, and the text ends with one of its values.",
    )  # fmt: skip
    return finding(
        ID, "consistency", evidence, (shift.lost,), where,
        title=f"`{shift.lost}` is empty where `{shift.text}` ends with its value: {quoted(list(shift.parts))}",
        why="The value is there, but in the wrong column: grouping and filtering miss these rows.", severity="high",
        examples=list(shift.parts), fixes=(fix,), certainty=0.95,
    )  # fmt: skip


def _appended(evidence: FrameEvidence, shift: _Shift) -> Finding:
    pairs = {whole: rest for whole, (rest, _) in shift.parts.items()}
    fix = replace_values(
        shift.text, pairs, "high", f"Take the value of `{shift.lost}` off `{shift.text}`",
        f"No other `{shift.text}` ends with a value of `{shift.lost}`.",
    )  # fmt: skip
    return finding(
        ID, "consistency", evidence, (shift.text,), is_any(shift.text, list(pairs)),
        title=f"`{shift.text}` ends with the value of `{shift.lost}`: {quoted(list(pairs))}",
        why="The same thing has two names, with and without what belongs to the other column.", severity="high",
        examples=list(pairs), fixes=(fix,), certainty=0.94,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="rows in which a column is empty and another column's text ends with one of its values",
    source="embedded and misfielded values: Rahm, Do: Data cleaning, IEEE Data Engineering Bulletin 23, 2000",
    reason="A third of the gaps explained in this way is far beyond chance where hardly any other text ends so.",
    look=look,
    thresholds={"least_share": LEAST_SHARE, "usual": USUAL},
)
