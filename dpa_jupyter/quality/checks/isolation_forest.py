"""`isolation_forest`: rows whose numbers, taken together, are few cuts away from being alone."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.codes import thinned
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.engines.tables.duplicates import names_rows
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.finding import Finding

LEAST_SCORE = 0.65
MOST_SHARE = 0.01
FEWEST_COLUMNS, MOST_COLUMNS = 3, 50
FEWEST_ROWS, MOST_ROWS = 300, 5_000
FEWEST_VALUES = 10
ID = "isolation_forest"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Tell of rows that stand apart, where a target is named and scikit-learn is installed."""
    if evidence.target is None or evidence.rows < FEWEST_ROWS:
        return
    names = [known.column.name for known in evidence.columns if _is_feature(evidence, known)][:MOST_COLUMNS]
    if len(names) < FEWEST_COLUMNS or find_spec("sklearn") is None:
        return
    scores = _scores(_numbers(evidence, names))
    apart = scores >= LEAST_SCORE
    if 0 < apart.mean() <= MOST_SHARE:
        yield _finding(evidence, names, int(apart.sum()), len(scores))


def _is_feature(evidence: FrameEvidence, known: ColumnEvidence) -> bool:
    is_many = known.distinct is not None and known.distinct.value >= FEWEST_VALUES
    is_number = known.type in ("integer", "number") and known.failure is None
    return is_number and is_many and not names_rows(known) and known.column.name != evidence.target


def _numbers(evidence: FrameEvidence, names: list[str]) -> np.ndarray:
    """Return rows by columns; what is missing or infinite is at the median, where it makes no row stand out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = thinned(evidence.sample.select(names), MOST_ROWS)
    columns = [np.asarray(pc.cast(column, pa.float64(), safe=False).fill_null(np.nan)) for column in table.columns]
    middles = [np.median(column[np.isfinite(column)]) if np.isfinite(column).any() else 0.0 for column in columns]
    filled = [np.where(np.isfinite(column), column, at) for column, at in zip(columns, middles, strict=True)]
    return np.asarray(np.clip(np.column_stack(filled), -1e30, 1e30))


def _scores(numbers: np.ndarray) -> np.ndarray:
    """Return the anomaly score of each row, from 0 to 1."""
    from sklearn.ensemble import IsolationForest

    forest = IsolationForest(n_estimators=100, max_samples=min(256, len(numbers)), random_state=0)
    return np.asarray(-forest.fit(numbers).score_samples(numbers), dtype=float)


def _finding(evidence: FrameEvidence, names: list[str], rows: int, looked_at: int) -> Finding:
    return finding(
        ID, "accuracy", evidence, names, None,
        title=f"{rows:,} of {looked_at:,} rows stand apart from all others in their numbers taken together",
        why="Each number may be usual and the row is not; a model follows such rows, or should be tried without them.",
        severity="note", certainty=0.2,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="accuracy",
    definition="rows with an anomaly score of 0.65 or more by an isolation forest of all numbers, 1 % at most; "
    "only where a target is named",
    source="Liu, Ting & Zhou, Isolation Forest, ICDM 2008: 100 trees of 256 rows; scores from 0.6 on may be anomalies",
    reason="Loading scikit-learn takes longer than all other checks together, so that it is for models' sake only.",
    look=look,
    thresholds={"least_score": LEAST_SCORE, "most_share": MOST_SHARE},
)
