"""`numeric_with_unit`: numbers kept as text with a unit, above all where the unit is written in several ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.quantities import NAMES, Quantities, plain, quantities, unit_of
from dpa_jupyter.quality.detection.texts import texts
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import Operation

LEAST_SHARE = 0.6
"""Of the rows with a text, so many must be a number, with a unit or without."""
CONVENTION = 0.5
"""A form that so many of the numbers have is how this column writes them."""
SAME_UNIT = 0.8
"""So many of the rows with a unit must have a known one, or the same."""
RARE_FORM = 0.02
SAME_SCALE = 5.0
"""Numbers with and without a unit mean the same if their medians are within this factor."""
ID = "numeric_with_unit"


@dataclass(frozen=True, eq=False)
class _Forms:
    """How often each way to write the unit occurs."""

    quantities: Quantities
    rows: dict[str, int]
    bare: float
    """Share of the numbers that stand alone."""
    leading: str


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose number has a unit where others have none or another spelling of it."""
    for column in texts(evidence).values():
        found = quantities(column)
        if column.share(found.is_quantity) < LEAST_SHARE or not _is_measured(found):
            continue
        forms = _forms(found)
        if (forms.rows and forms.rows.get(forms.leading, 0) < sum(forms.rows.values())) or forms.bare > 0:
            yield from _mixed(evidence, forms)
        if forms.leading != "#":
            yield _uniform(evidence, forms)


def _is_measured(found: Quantities) -> bool:
    """Tell units from the words of an address: nearly all of them are known, or they are nearly always the same."""
    rows: dict[str, int] = {}
    for unit, count, is_quantity in zip(found.units, found.texts.counts.tolist(), found.is_quantity, strict=True):
        if unit and is_quantity:
            rows[unit] = rows.get(unit, 0) + count
    known = sum(count for unit, count in rows.items() if unit in NAMES)
    return bool(rows) and max(known, *rows.values()) >= SAME_UNIT * sum(rows.values())


def _forms(found: Quantities) -> _Forms:
    rows: dict[str, int] = {}
    for form, count, is_quantity in zip(found.forms, found.texts.counts.tolist(), found.is_quantity, strict=True):
        if is_quantity:
            rows[form.rstrip()] = rows.get(form.rstrip(), 0) + count
    total = max(1, sum(rows.values()))
    return _Forms(found, rows, rows.get("#", 0) / total, max(rows, key=lambda form: rows[form], default="#"))


def _mixed(evidence: FrameEvidence, forms: _Forms) -> Iterator[Finding]:
    total = sum(forms.rows.values())
    is_convention = forms.leading != "#" and forms.rows[forms.leading] >= CONVENTION * total
    wrong = _unlike_the_rest(forms, total) if is_convention else _with_unit(forms)
    if wrong.any() and (is_convention or forms.leading == "#" or _is_one_unit(forms)):
        yield _finding(evidence, forms, wrong, is_convention)


def _is_one_unit(forms: _Forms) -> bool:
    """Tell whether the spellings are nearly always of one unit, rather than of several that are all meant."""
    rows: dict[str, int] = {}
    for form, count in forms.rows.items():
        unit = unit_of(form.replace("#", " "))
        rows[unit] = rows.get(unit, 0) + count
    return max(rows.values()) >= SAME_UNIT * sum(rows.values())


def _with_unit(forms: _Forms) -> np.ndarray:
    has_unit = np.array([form.rstrip() != "#" for form in forms.quantities.forms], dtype=bool)
    return np.asarray(forms.quantities.is_quantity & has_unit)


def _unlike_the_rest(forms: _Forms, total: int) -> np.ndarray:
    """Other spellings of the usual unit, and what is rare; a plural is no other spelling, another unit may be meant."""
    usual, most, found = _stem(forms.leading), RARE_FORM * total, forms.quantities
    unit = unit_of(forms.leading.replace("#", " "))
    is_other = [
        _stem(form) != usual and (each in {unit, ""} or forms.rows.get(form.rstrip(), 0) <= most)
        for form, each in zip(found.forms, found.units, strict=True)
    ]
    return np.asarray(found.is_quantity & np.array(is_other, dtype=bool))


def _stem(form: str) -> str:
    return form.strip().rstrip("s.")


def _finding(evidence: FrameEvidence, forms: _Forms, wrong: np.ndarray, is_convention: bool) -> Finding:
    column = forms.quantities.texts.column
    cells = forms.quantities.texts.having(wrong)
    spellings = sorted(
        {
            form.replace("#", "").strip() or "no unit"
            for form, is_one in zip(forms.quantities.forms, wrong, strict=True)
            if is_one
        }
    )
    fixes = () if is_convention else (_bare_numbers(forms, wrong),)
    return finding(
        ID, "consistency", evidence, (column,), is_any(column, cells.words),
        title=f"`{column}` writes numbers with a unit in some cells only, or in several ways: {quoted(spellings)}",
        why="Nothing can be computed from it, and equal amounts count as different values.",
        severity="medium", examples=cells.words, fixes=tuple(fix for fix in fixes if fix is not None), certainty=0.92,
        among=cells,
    )  # fmt: skip


def _bare_numbers(forms: _Forms, wrong: np.ndarray) -> Operation | None:
    """Leave the number, where all are of one unit: numbers of several units can't be told from another without it."""
    found = forms.quantities
    units = {unit for unit, is_one in zip(found.units, wrong, strict=True) if is_one and unit}
    if len(units) > 1:
        return None
    scale = _scale(forms, wrong, next(iter(units), ""))
    if scale is None:
        return None
    pairs = {
        text: plain(float(number) * scale)
        for text, number, is_one in zip(found.texts.words, found.numbers, wrong, strict=True)
        if is_one
    }
    return replace_values(
        found.texts.column, pairs, "high" if forms.bare == 0 else "medium",
        f"Leave only the number in `{found.texts.column}`",
        f"All are in one unit, {next(iter(units), 'none')}." if scale == 1 else "A hundredth is a percent.",
    )  # fmt: skip


def _scale(forms: _Forms, wrong: np.ndarray, unit: str) -> float | None:
    """Return by what to multiply numbers with a unit so that they go with those without; None if that is unclear."""
    found = forms.quantities
    bare = found.is_quantity & ~wrong
    if not bare.any():
        return 1.0
    ratio = _median(found, wrong) / (_median(found, bare) or np.nan)
    if 1 / SAME_SCALE <= ratio <= SAME_SCALE:
        return 1.0
    return 0.01 if unit == "percent" and 100 / SAME_SCALE <= ratio <= 100 * SAME_SCALE else None


def _median(found: Quantities, of: np.ndarray) -> float:
    return float(np.median(np.repeat(found.numbers[of], np.minimum(found.texts.counts[of], 1000))))


def _uniform(evidence: FrameEvidence, forms: _Forms) -> Finding:
    column, unit = forms.quantities.texts.column, forms.leading.replace("#", "").strip()
    return finding(
        ID, "validity", evidence, (column,), None,
        title=f"`{column}` holds numbers with “{unit}” as text",
        why="Text can't be summed, averaged or sorted by size.", severity="note",
        examples=forms.quantities.texts.words, certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="texts of a number and a unit, where the unit is missing from other numbers or spelt in several ways",
    source="own definition; the beers data of Raha (Mahdavi et al., SIGMOD 2019) show the error",
    reason="Where half write a unit in one way, only the other ways are wrong; where none is usual, all are.",
    look=look,
    thresholds={"least_share": LEAST_SHARE, "convention": CONVENTION, "same_scale": SAME_SCALE},
)
