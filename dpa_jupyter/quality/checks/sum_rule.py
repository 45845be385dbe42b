"""`sum_rule`: a total that is not the sum, or the product, of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.codes import thinned
from dpa_jupyter.quality.detection.writing import finding, set_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, Expression, Function, call
from dpa_jupyter.quality.finding import Finding

LEAST_SHARE = 0.95
FEWEST_ROWS = 50
MOST_COLUMNS = 12
SCREENED_ROWS, MOST_ROWS = 300, 20_000
TOLERANCE = 0.005
"""Of a number's size, or a cent: what rounding of the parts may leave."""
LARGEST = 1e100
"""Larger numbers are no amounts, and their products overflow."""
ID = "sum_rule"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows in which a column is not what two others nearly always add up or multiply to."""
    columns = _columns(evidence)
    names = list(columns)
    if len(names) < 3:
        return
    few = np.stack([column[:: max(1, len(column) // SCREENED_ROWS)] for column in columns.values()])
    seen: set[str] = set()
    for (first, second), (function, combine) in (
        (pair, way) for pair in combinations(range(len(names)), 2) for way in WAYS.items()
    ):
        guess = combine(few[first], few[second])
        for total in np.flatnonzero(_share(few, guess) >= LEAST_SHARE - 0.05).tolist():
            parts = {names[first], names[second]}
            if names[total] in parts | seen or not _holds(columns, names[first], names[second], names[total], function):
                continue
            seen.add(names[total])
            yield _finding(evidence, names[first], names[second], names[total], function)


WAYS = {"add": np.add, "multiply": np.multiply}


def _columns(evidence: FrameEvidence) -> dict[str, np.ndarray]:
    import pyarrow as pa
    import pyarrow.compute as pc

    names = [column.column.name for column in evidence.columns if column.type in ("integer", "number")][:MOST_COLUMNS]
    table = thinned(evidence.sample.select(names), MOST_ROWS)
    found = {
        name: np.asarray(pc.cast(table[name], pa.float64(), safe=False).fill_null(np.nan), dtype=float)
        for name in names
    }
    sized = {name: np.where(np.abs(column) < LARGEST, column, np.nan) for name, column in found.items()}
    return {name: column for name, column in sized.items() if len(np.unique(column[:1000])) > 3}


def _share(totals: np.ndarray, guess: np.ndarray) -> np.ndarray:
    """Return for each row of totals in what share of the places where both are known the guess is right."""
    known = np.isfinite(totals) & np.isfinite(guess)
    close = np.abs(totals - guess) <= np.maximum(0.011, TOLERANCE * np.abs(guess))
    return np.asarray((close & known).sum(axis=-1) / np.maximum(known.sum(axis=-1), 1))


def _holds(columns: dict[str, np.ndarray], first: str, second: str, total: str, function: str) -> bool:
    parts, whole = (columns[first], columns[second]), columns[total]
    guess = WAYS[function](*parts)
    known = np.isfinite(guess) & np.isfinite(whole)
    neutral = 0.0 if function == "add" else 1.0
    telling = known & (parts[0] != neutral) & (parts[1] != neutral) & (guess != 0)
    if telling.sum() < FEWEST_ROWS:
        return False
    share = float(_share(whole[telling], guess[telling]))
    by_chance = float(_share(np.roll(whole[telling], telling.sum() // 2), guess[telling]))
    return LEAST_SHARE <= share < 1 and by_chance < 0.5


def _finding(evidence: FrameEvidence, first: str, second: str, total: str, function: str) -> Finding:
    way: Function = "add" if function == "add" else "multiply"
    guess = call(way, Column(first), Column(second))
    sign = "+" if function == "add" else "*"
    fix = set_values(
        total, _differs(total, guess), call("round", guess, 2), "low",
        f"Compute `{total}` as `{first}` {sign} `{second}`", "The parts may be wrong instead of the total.",
    )  # fmt: skip
    return finding(
        ID, "consistency", evidence, (total,), _differs(total, guess),
        title=f"`{total}` is not `{first}` {sign} `{second}` in a few rows",
        why="In nearly all others it is: the total or one of its parts is wrong.", severity="high", fixes=(fix,),
        certainty=0.6,
    )  # fmt: skip


def _differs(total: str, guess: Expression) -> Expression:
    off = call("absolute", call("subtract", Column(total), guess))
    return call("greater", off, call("greatest", 0.011, call("multiply", TOLERANCE, call("absolute", guess))))


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="rows in which a column differs from the sum or product of two others that at least 95 % agree with",
    source="denial constraints: Chu, Ilyas, Papotti, VLDB 2013",
    reason="Half a percent is left for rounded parts; shuffled totals must agree in fewer than half of the rows.",
    look=look,
    most_share=1 - LEAST_SHARE,
    thresholds={"least_share": LEAST_SHARE, "tolerance": TOLERANCE},
)
