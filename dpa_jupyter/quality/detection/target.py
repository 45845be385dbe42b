"""The column that is to be predicted, and the others, as the statistics see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dpa_jupyter.quality.detection.codes import thinned
from dpa_jupyter.quality.detection.remembered import remembered
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.statistics.arrow_column import ReadColumn, read_column
from dpa_jupyter.statistics.target import Target, TargetError, read_target

MOST_ROWS = 20_000
MOST_COLUMNS = 200


@dataclass(frozen=True, eq=False)
class Prediction:
    """A target that can be predicted."""

    name: str
    target: Target
    features: tuple[str, ...]
    """The other columns."""


@remembered
def prediction(evidence: FrameEvidence) -> Prediction | None:
    """Return the target; None where none is named, or this one has dates or no two values."""
    names = [known.column.name for known in evidence.columns if known.failure is None]
    if evidence.target not in names:
        return None
    name = str(evidence.target)
    variable = _read(evidence, name).variable
    if variable is None:
        return None
    try:
        target = read_target(variable, name)
    except TargetError:
        return None
    return Prediction(name, target, tuple(each for each in names if each != name)[:MOST_COLUMNS])


def features(evidence: FrameEvidence, known: Prediction) -> Iterator[tuple[str, ReadColumn]]:
    """Read the other columns, one by one, in the rows that the target was read in."""
    for name in known.features:
        yield name, _read(evidence, name)


def _read(evidence: FrameEvidence, name: str) -> ReadColumn:
    return read_column(thinned(evidence.sample.select([name]), MOST_ROWS).column(0))
