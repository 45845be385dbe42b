"""How the columns of numbers of a frame go together, all pairs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.detection.codes import thinned
from dpa_jupyter.quality.drift.portrait import Correlations
from dpa_jupyter.quality.engines.tables.duplicates import is_key
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence

if TYPE_CHECKING:
    import pyarrow as pa

    from dpa_jupyter.statistics.variable import Floats

NUMERIC: frozenset[ColumnType] = frozenset({"integer", "number"})
MOST_COLUMNS = 30
"""The first of them: 435 pairs are more than anybody reads."""
MOST_ROWS = 20_000
"""A correlation of no two columns is within 0.014 of 0 in so many rows, 95 times of 100."""


def correlations(evidence: FrameEvidence) -> Correlations | None:
    """Correlate the ranks of columns of numbers, each over the rows where both have a value.

    A column is ranked among all its values, not anew for each pair: where few values are missing, that is Spearman's.
    """
    names = [column.column.name for column in evidence.columns if _is_measurement(column)][:MOST_COLUMNS]
    table = thinned(evidence.sample, MOST_ROWS)
    names = [name for name in names if name in table.column_names]
    if len(names) < 2 or not table.num_rows:
        return None
    ranks = np.column_stack([_ranks(table.column(name)) for name in names])
    known = np.isfinite(ranks).astype(np.float64)
    filled = np.nan_to_num(ranks)
    rows = known.T @ known
    with np.errstate(divide="ignore", invalid="ignore"):
        sums, squares = filled.T @ known, (filled**2).T @ known
        spread = np.sqrt(np.maximum(squares * rows - sums**2, 0.0))
        found = (filled.T @ filled * rows - sums * sums.T) / (spread * spread.T)
    return Correlations(tuple(names), np.clip(found, -1.0, 1.0), rows)


def _is_measurement(column: ColumnEvidence) -> bool:
    return column.failure is None and column.type in NUMERIC and not (column.type == "integer" and is_key(column))


def _ranks(values: pa.ChunkedArray) -> Floats:
    """Rank values from about -1 to 1, so that no product of ranks is large; NaN where there is none."""
    import polars as pl
    import pyarrow as pa

    numbers = pl.Series(pl.from_arrow(values.cast(pa.float64(), safe=False))).fill_nan(None)
    ranks: Floats = numbers.rank("average").to_numpy().astype(np.float64)
    return ranks / max(len(ranks), 1) * 2 - 1
