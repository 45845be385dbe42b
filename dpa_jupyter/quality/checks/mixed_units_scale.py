"""`mixed_units_scale`: numbers that are a power of ten away from all others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.numbers import Numbers, numbers
from dpa_jupyter.quality.detection.writing import finding, quoted, set_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Lookup, Predicate, call
from dpa_jupyter.quality.finding import Finding

FEWEST_ROWS = 50
MOST_SHARE = 0.05
MOST_SPREAD = 30.0
"""The 98 % in the middle must lie within this factor, or numbers of other sizes are nothing strange."""
APART = 3.0
"""Times beyond the middle from which on a number stands apart."""
MOST_POWER = 4
MOST_LISTED = 500
ID = "mixed_units_scale"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose number, divided by a power of ten, would be a usual one."""
    for column in numbers(evidence).values():
        if column.rows >= FEWEST_ROWS and column.values[-1] > 0:
            scaled = _scaled(column)
            if 0 < len(scaled) <= MOST_LISTED:
                yield _finding(evidence, column, scaled)


def _scaled(column: Numbers) -> dict[float, float]:
    """Return each number of another scale with what it would be."""
    middle = column.having(column.values > 0)
    for _ in range(2):
        low, high = middle.quantile(0.01 + MOST_SHARE / 2), middle.quantile(0.99 - MOST_SHARE / 2)
        middle = middle.having((middle.values > low / APART) & (middle.values < high * APART))
    low, high = float(middle.values[0]), float(middle.values[-1])
    values = column.values
    crosses = bool(values[0] <= 0)  # then small numbers are those near zero, not those of a smaller unit
    other = (values > high * APART) | ((values > 0) & (values < low / APART) & (not crosses))
    if high / low > MOST_SPREAD or not other.any() or column.counts[other].sum() > MOST_SHARE * column.rows:
        return {}
    centre = middle.quantile(0.5)
    power = np.rint(np.log10(values[other] / centre))
    moved = values[other] / 10.0**power
    if column.is_whole:
        power = np.maximum(power, 0)  # Small counts are nothing strange, whatever the large ones are.
    is_apart = np.where(power > 0, _is_gap(values, high, high * APART), _is_gap(values, low / APART, low))
    is_usual = (moved >= middle.quantile(0.25)) & (moved <= middle.quantile(0.75))
    is_among = (moved >= low) & (moved <= high) & (is_apart | is_usual)
    fits = (np.abs(power) >= 1) & (np.abs(power) <= MOST_POWER) & is_among
    return dict(zip(values[other][fits].tolist(), np.round(moved[fits], 9).tolist(), strict=True))


def _is_gap(values: np.ndarray, low: float, high: float) -> bool:
    """Tell whether no number lies between two: where some do, those beyond are the end of a tail."""
    return not ((values > low) & (values < high)).any()


def _finding(evidence: FrameEvidence, column: Numbers, scaled: dict[float, float]) -> Finding:
    name, shown = column.column, quoted([f"{value:g}" for value in scaled])
    where: Predicate = call("is_in", column.cell, *scaled)
    value = Lookup(column.cell, tuple(scaled.items()))
    fix = set_values(
        name, where, call("to_text", value) if column.is_text else value, "low", f"Bring `{name}` to one scale",
        "A power of ten takes each into the range of all others.",
    )  # fmt: skip
    return finding(
        ID, "consistency", evidence, (name,), where,
        title=f"`{name}` is a power of ten away from the rest in some rows: {shown}",
        why="A decimal point or a unit slipped; a single such number moves every mean and sum.", severity="high",
        examples=list(scaled), fixes=(fix,), certainty=0.65,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="numbers apart from all others that a power of ten would bring among them",
    source="own definition; thresholds by experiment on injected errors",
    reason="Only where all others lie within a factor of thirty is a factor of ten no matter of size.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"most_spread": MOST_SPREAD, "apart": APART},
)
