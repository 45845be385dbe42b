"""What the built-in tools tell, as JSON: the contract between a tool and whoever reads its observation.

A language model reads these as text, the offline rules as data; the answer's numbers are checked against them.
Shares are between 0 and 1. None means unknown or not applicable, never zero. Every number says how it was come by:
`precision` is "exact", "approximate" or "sampled", and `rows_used` says on how many rows it rests.

Each field declares what it would tell about the data (`disclosure`); that decides what leaves at a privacy level.
"""

from __future__ import annotations

from dpa_jupyter.findings.frames import (
    ColumnCard,
    ColumnDocument,
    ColumnProfile,
    FrameCard,
    FrameDocument,
    FrameList,
    FrameListing,
    FrameProfile,
)
from dpa_jupyter.findings.joins import JoinCheck, Joined, JoinOther, JoinSide
from dpa_jupyter.findings.outcomes import ChangeOutcome, CodeOutcome, ColumnChange, Picture, QueryResult
from dpa_jupyter.findings.quality import (
    KeptRules,
    ProposedRule,
    QualityCompared,
    QualityDimension,
    QualityFinding,
    QualityFindings,
    QualityFix,
    QualityRule,
)
from dpa_jupyter.findings.relations import (
    Association,
    Associations,
    Driver,
    Drivers,
    GroupRate,
    Periods,
    PeriodValue,
    SegmentRate,
    Segments,
)
from dpa_jupyter.findings.values import ColumnType, LeftOut, Precision, Scalar, ValueCount

__all__ = [
    "Association",
    "Associations",
    "ChangeOutcome",
    "CodeOutcome",
    "ColumnCard",
    "ColumnChange",
    "ColumnDocument",
    "ColumnProfile",
    "ColumnType",
    "Driver",
    "Drivers",
    "FrameCard",
    "FrameDocument",
    "FrameList",
    "FrameListing",
    "FrameProfile",
    "GroupRate",
    "JoinCheck",
    "JoinOther",
    "JoinSide",
    "Joined",
    "KeptRules",
    "LeftOut",
    "PeriodValue",
    "Periods",
    "Picture",
    "Precision",
    "ProposedRule",
    "QualityCompared",
    "QualityDimension",
    "QualityFinding",
    "QualityFindings",
    "QualityFix",
    "QualityRule",
    "QueryResult",
    "Scalar",
    "SegmentRate",
    "Segments",
    "ValueCount",
]
