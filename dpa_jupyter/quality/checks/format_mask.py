"""`format_mask`: texts of a rare shape in a column whose other texts have one of few shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.checks.sentinel_string import WORDS, is_sentinel
from dpa_jupyter.quality.detection.masks import exact_pattern, loose_pattern, masks, without_lengths
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, Predicate, call
from dpa_jupyter.quality.finding import Finding

COMMON = 0.03
"""A shape of so many rows is one of the column's own."""
RARE = 0.05
"""All other shapes together; each is rarer than a common one by definition."""
DOMINANT, COMMON_BESIDE, RARE_BESIDE = 0.85, 0.08, 0.15
"""The same three beside a shape that so many rows have."""
RARE_WORDS = 0.01
"""Names with digits are nothing strange, unless hardly any has one."""
SLIPS = r"[^A-Za-z\x{80}-\x{10ffff}\s'`.,&/()0-9-]|[A-Za-z\x{80}-\x{10ffff}][0-9]+[a-z]"
"""Signs, and digits within a word; a name may begin or end with one."""
FEWEST_ROWS = 30
MOST_SHAPES = 6
FEWEST_OF_CODE = 10
FIXED = 0.97
"""If so many have one shape to the letter, lengths count too."""
CODE_LENGTH = 4
"""Digits from which on a number of fixed length is a code, not a quantity."""
ID = "format_mask"

_Found: TypeAlias = tuple[np.ndarray, str, str]
"""Which texts are of another shape, a pattern that all others match, and the usual shape."""


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose text has a shape that hardly any other has."""
    for whole in texts(evidence).values():
        column = whole.having(~is_sentinel(whole))
        if column.rows < FEWEST_ROWS:
            continue
        exact = masks(column.words)
        found = _of_fixed_length(column, exact) or _of_few_shapes(column, exact)
        if found is not None:
            rare, pattern, shape = found
            yield _finding(
                evidence, column.having(rare), call("not", call("matches", Column(column.column), pattern)), shape
            )
        else:
            yield from _among_words(evidence, column)


def _of_fixed_length(column: Texts, exact: list[str]) -> _Found | None:
    """Where nearly all texts are a code or a date of the same length."""
    common = _common(column, exact, FIXED)
    is_code = bool(common) and common[0].count("9") >= CODE_LENGTH and not re.fullmatch(r"[-+]?9+[.,]9+", common[0])
    return _others(column, [exact_pattern(common[0])], common[0]) if is_code else None


def _of_few_shapes(column: Texts, exact: list[str]) -> _Found | None:
    """Where nearly all texts have one of few shapes with digits in them."""
    shapes = without_lengths(exact)
    is_dominated = bool(_common(column, shapes, DOMINANT))
    common = _common(column, shapes, COMMON_BESIDE if is_dominated else COMMON)
    if not common or len(common) > MOST_SHAPES or not any("9" in mask for mask in common):
        return None
    patterns = [loose_pattern(mask) for mask in sorted({*common, *_of_codes(column, shapes)})]
    return _others(column, patterns, common[0], RARE_BESIDE if is_dominated else RARE)


def _among_words(evidence: FrameEvidence, column: Texts) -> Iterator[Finding]:
    """Where nearly all texts are words: names take apostrophes, hyphens and full stops, and some take digits."""
    slips, digits = column.matching(SLIPS), column.matching("[0-9]")
    said = call("matches", Column(column.column), SLIPS)
    if 0 < column.share(slips) <= RARE_WORDS:
        yield _finding(evidence, column.having(slips), said, "words")
    if (digits & ~slips).any() and column.share(digits | slips) <= RARE_WORDS:
        has_digit = call("matches", Column(column.column), "[0-9]")
        where = call("and", has_digit, call("not", said))
        yield _finding(evidence, column.having(digits & ~slips), where, "words", 0.45)


def _others(column: Texts, patterns: list[str], shape: str, rare: float = RARE) -> _Found | None:
    pattern = rf"^\s*(?:{'|'.join(patterns)})\s*$"
    other = ~column.matching(pattern)
    return (other, pattern, shape) if 0 < column.share(other) <= rare else None


def _common(column: Texts, shapes: list[str], least: float) -> list[str]:
    import pyarrow as pa

    grouped = pa.table({"mask": shapes, "rows": column.counts}).group_by("mask").aggregate([("rows", "sum")])
    grouped = grouped.sort_by([("rows_sum", "descending")])
    rows = grouped["rows_sum"].to_numpy() / max(1, column.rows)
    return [str(mask) for mask in grouped["mask"].slice(0, int((rows >= least).sum())).to_pylist()]


def _of_codes(column: Texts, shapes: list[str]) -> list[str]:
    """Return the shapes of single texts that stand in many rows: they are entered on purpose."""
    often = np.flatnonzero(column.counts >= max(FEWEST_OF_CODE, COMMON * column.rows)).tolist()
    return [shapes[place] for place in often]


def _finding(
    evidence: FrameEvidence, rare: Texts, other: Predicate, shape: str, certainty: float = 0.75
) -> Finding:  # fmt: skip
    said = call("lower", call("trim", Column(rare.column)))
    where = call("and", other, call("not", call("is_in", said, "", *sorted(WORDS))))
    usual = "words" if shape == "words" else f"`{shape}` (9 a digit, a a letter)"
    return finding(
        ID, "validity", evidence, (rare.column,), where,
        title=f"`{rare.column}` has texts of an unusual shape: {quoted(rare.words)}",
        why=f"Nearly all texts have the shape {usual}; others are often slips, or belong to another column.",
        examples=rare.words, certainty=certainty,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="texts whose mask (letters, digits and spaces made alike) is none of the column's common ones",
    source="mask profiling as in OpenRefine and IBM InfoSphere Information Analyzer",
    reason="A shape that fewer than 3 % have, where nearly all others have one of at most six, is hardly ever meant.",
    look=look,
    most_share=RARE_BESIDE,
    thresholds={"common": COMMON, "rare": RARE, "fixed": FIXED},
)
