"""`correlation_drift`: columns that go together more than before, or less."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

from dpa_jupyter.quality.drift.check import DriftCheck, Shift
from dpa_jupyter.quality.drift.pair import FramePair
from dpa_jupyter.quality.drift.portrait import Correlations
from dpa_jupyter.quality.drift.wording import drifted
from dpa_jupyter.quality.finding import Finding

NOTABLE, LARGE = 0.2, 0.4
FEWEST_ROWS = 30
ID = "correlation_drift"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Name the pairs of columns of numbers whose rank correlation moved."""
    then, now = pair.then.correlations, pair.now.correlations
    if then is None or now is None:
        return
    common = [name for name in now.columns if name in set(then.columns)]
    for first, second in combinations(common, 2):
        (was, rows_then), (now_is, rows_now) = _at(then, first, second), _at(now, first, second)
        if math.isfinite(was) and math.isfinite(now_is) and min(rows_then, rows_now) >= FEWEST_ROWS:
            p_value = _p_value(was, rows_then, now_is, rows_now)
            yield Shift(_finding(pair, first, second, was, now_is), p_value)


def _at(known: Correlations, first: str, second: str) -> tuple[float, float]:
    one, other = known.columns.index(first), known.columns.index(second)
    return float(known.values[one, other]), float(known.rows[one, other])


def _p_value(was: float, rows_then: float, now: float, rows_now: float) -> float:
    """Compare by Fisher's z, with the standard error of Bonett & Wright (Psychometrika 65, 2000)."""
    variance = (1 + was**2 / 2) / (rows_then - 3) + (1 + now**2 / 2) / (rows_now - 3)
    apart = abs(_fisher(now) - _fisher(was)) / math.sqrt(variance)
    return math.erfc(apart / math.sqrt(2))


def _fisher(correlation: float) -> float:
    return math.atanh(max(-0.999, min(0.999, correlation)))


def _finding(pair: FramePair, first: str, second: str, was: float, now: float) -> Finding | None:
    apart = abs(now - was)
    if apart < NOTABLE:
        return None
    moved = f"rank correlation {was:.2f} → {now:.2f}"
    title = f"`{first}` and `{second}` go together differently than in `{pair.then.name}`: {moved}"
    why = "What relied on one going with the other, such as a model or a filled-in value, may not hold for these rows."
    return drifted(ID, pair, (first, second), title, why, severity="medium" if apart >= LARGE else "low")


CHECK = DriftCheck(
    id=ID,
    dimension="consistency",
    definition="difference of Spearman's rank correlations, of each pair of the first 30 columns of numbers",
    source="Fisher, 1921; standard error of Bonett & Wright, 2000; differences of 0.2 are small by Cohen, 1988 (q)",
    reason="Below 0.2, hardly anything that is computed from both columns changes.",
    compare=compare,
    thresholds={"notable": NOTABLE, "medium": LARGE},
)
