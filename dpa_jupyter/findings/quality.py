"""What is told of a frame's quality, of fixes and of the user's own rules."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from dpa_jupyter.disclosure import Finding, Label, Name, Size, Statistic, Support, Width, Word
from dpa_jupyter.findings.values import Precision, Scalar


class QualityFix(TypedDict):
    """A way to mend what a finding is about."""

    id: Word
    """Names it to `clean`."""
    action: Literal["set_values", "drop_rows", "drop_columns", "rename_column"]
    confidence: Literal["high", "medium", "low"]
    """High: nobody who knows the data would object."""
    title: str
    reason: str


class QualityFinding(TypedDict):
    """Something that is wrong with a frame, or worth knowing (a note)."""

    id: Word
    """Names its best fix to `clean`."""
    check: Word
    dimension: Word
    severity: Literal["critical", "high", "medium", "low", "note"]
    columns: list[Name]
    """Empty where it is about whole rows."""
    failed: Support | None
    """Rows that fail; None where none fails by itself."""
    share: Statistic | None
    """Of the rows."""
    certainty: Statistic
    """How likely the cells are errors, from 0 to 1."""
    title: str
    why: str
    examples: list[Annotated[Scalar, Label("columns")]]
    fixes: list[QualityFix]


class QualityDimension(TypedDict):
    """How a frame stands in one dimension, from 0 to 100; None where it was not assessed."""

    dimension: Word
    score: float | None


class QualityRule(TypedDict):
    """A rule of the user's own, and what became of it."""

    rule: str
    status: Finding[Literal["holds", "broken", "can't be checked"]]


class QualityFindings(TypedDict):
    """The quality report of a frame."""

    frame: Name
    rows: Size
    column_count: Width
    score: Statistic | None
    """From 0 to 100, rounded down; None where there is nothing to score."""
    dimensions: list[QualityDimension]
    action: Finding[Literal["approve", "approve with notes", "clean", "quarantine", "reject"]] | None
    """What is best done with the frame."""
    reason: str
    findings: Finding[list[QualityFinding]]
    """The worst first, at most 40; notes at the end."""
    more_findings: Finding[Size]
    rules: list[QualityRule]
    """The user's own, at most 40; those that are broken are findings, too."""
    precision: Precision
    rows_used: Support
    about: str
    """What the numbers rest on, and which checks failed."""
    compared: NotRequired[QualityCompared]
    """Where a baseline was named."""


class QualityCompared(TypedDict):
    """An earlier frame, or what was saved of it, beside the frame."""

    baseline: Name
    moved: Finding[Size] | None
    """How many of the findings tell what moved since; None where it could not be compared."""


class ProposedRule(TypedDict):
    """A rule that a model wrote: whether it holds is one exact answer about any row that it cares to ask about."""

    rule: str
    status: str
    """Undeclared, as a word of ours would be told: "holds", "broken" or "can't be checked"."""


class KeptRules(TypedDict):
    """What became of rules that were proposed."""

    frame: Name
    status: Finding[Literal["kept", "nothing new"]]
    rules: list[ProposedRule]
