"""A portrait as it is saved: bounded, and with nothing of the values of sensitive columns.

What is kept of numbers are at most 1,000 quantiles; of groups, at most 1,000 values with how often they come. Of a
column that is sensitive only counts are kept: how many values are missing, and how many there are. Of the columns
after the first 4,000 it is not kept how their values spread, but name, type and what is missing are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from dpa_jupyter.quality.drift.portrait import ColumnPortrait, Correlations, FramePortrait, KnownFinding, Shares
from dpa_jupyter.redaction import masked

MOST_QUANTILES = 1_000
"""A quantile is then within 0.05 percentage points of its place, which is less than 1,000 rows can tell."""
LEAST_QUANTILES, MOST_NUMBERS = 100, 400_000
"""Of a frame of many columns fewer are kept of each, so that its file stays below some 20 MB."""
MOST_COLUMNS = 4_000
"""Of which it is kept how their values spread."""
MOST_FINDINGS = 200
LONGEST_VALUE = 80


@dataclass(frozen=True)
class SavedPortrait:
    """What was saved under a name."""

    name: str
    at: float
    """Seconds since 1970, UTC."""
    portrait: FramePortrait


def without_values(portrait: FramePortrait, sensitive: Collection[str]) -> FramePortrait:
    """Return what of a portrait may lie in a file beside the notebook.

    Args:
        portrait: What is known of the frame.
        sensitive: The columns of whose values nothing is kept.
    """
    names = set(sensitive)
    with_values, others = portrait.columns[:MOST_COLUMNS], portrait.columns[MOST_COLUMNS:]
    most = max(LEAST_QUANTILES, min(MOST_QUANTILES, MOST_NUMBERS // max(len(with_values), 1)))
    listed = [*with_values, *(replace(column, spread=None, shares=None) for column in others)]
    columns = tuple(_kept(column, most, is_sensitive=column.name in names) for column in listed)
    findings = tuple(_told(finding, names) for finding in portrait.findings[:MOST_FINDINGS])
    known = portrait.correlations
    correlations = None if known is None else _without(known, names)
    return replace(portrait, columns=columns, correlations=correlations, findings=findings)


def _kept(column: ColumnPortrait, most: int, *, is_sensitive: bool) -> ColumnPortrait:
    if is_sensitive:
        return replace(column, mean=None, standard_deviation=None, spread=None, shares=None, is_withheld=True)
    return replace(column, spread=column.spread and column.spread.thinned(most), shares=_short(column.shares))


def _without(known: Correlations, sensitive: set[str]) -> Correlations:
    """Forget how sensitive columns go together with others."""
    is_kept = np.array([name not in sensitive for name in known.columns])
    values = np.where(np.outer(is_kept, is_kept), known.values, np.nan)
    return replace(known, values=values)


def _short(shares: Shares | None) -> Shares | None:
    """Keep no column with long texts, which name no groups, nor one with what looks like a secret."""
    texts = [value for value in (shares.counts if shares else ()) if isinstance(value, str)]
    return None if any(len(text) > LONGEST_VALUE or masked(text) != text for text in texts) else shares


def _told(finding: KnownFinding, sensitive: set[str]) -> KnownFinding:
    """Say what was found without its words where values may stand in them."""
    if not sensitive & set(finding.columns):
        return replace(finding, title=masked(finding.title))
    columns = ", ".join(f"`{name}`" for name in finding.columns[:3])
    return replace(finding, title=f"{finding.check} in {columns}")
