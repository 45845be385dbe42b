"""What to do with a frame, for what it is fit, and which sensitive values it holds: rules over findings and a score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dpa_jupyter.quality.finding import CERTAIN, Finding
from dpa_jupyter.quality.score import CAP, Score
from dpa_jupyter.wording import counted

Action: TypeAlias = Literal["approve", "approve with notes", "clean", "quarantine", "reject"]
HOPELESS = 30.0
"""Below it, less is right than wrong: what is left is not worth mending."""
MOSTLY_MISSING = 0.5
"""A column of which fewer values are known says more of who answered than of what."""
UNUSABLE = 0.5
"""A frame of which so many columns can't be used is not fit for analysis."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do, and why in a sentence."""

    action: Action
    reason: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a frame can be analysed."""

    status: Literal["ready", "ready with care", "not ready"]
    usable_columns: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What decides whether a column can be used."""

    name: str
    missing_share: float
    is_constant: bool
    failure: str | None


@dataclass(frozen=True, slots=True)
class Compliance:
    """Which sensitive classes a frame holds, by column, and at which privacy level it is looked at."""

    status: Literal["not assessed", "nothing sensitive found", "sensitive"]
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    privacy_level: str | None = None


def recommendation(rows: int, score: Score | None, findings: Sequence[Finding]) -> Recommendation:
    """Say what to do: the first of these rules that applies.

    Reject what is empty, or has a critical finding and less than 30 points. Keep apart (quarantine) what has a critical
    finding or no more than 59 points. Clean what has a finding of medium severity or worse. Approve the rest, with
    notes where there is a finding of low severity.
    """
    if score is None or not rows:
        return Recommendation("reject", "There is nothing in it.")
    faults = [finding for finding in findings if finding.severity != "note" and finding.certainty >= CERTAIN]
    critical = [finding for finding in faults if finding.severity == "critical"]
    if critical and score.value < HOPELESS:
        return Recommendation("reject", f"{critical[0].title}; and little of the rest is right.")
    if critical or score.value <= CAP:
        return Recommendation("quarantine", f"{critical[0].title}." if critical else "Too many cells fail.")
    grave = [finding for finding in faults if finding.severity != "low"]
    if grave:
        mended = sum(any(fix.confidence == "high" for fix in finding.fixes) for finding in grave)
        return Recommendation("clean", f"{counted(len(grave), 'finding')} to mend, {mended} of them without a doubt.")
    if faults:
        return Recommendation("approve with notes", f"{counted(len(faults), 'minor finding')}.")
    return Recommendation("approve", "Nothing was found that is wrong.")


def readiness(columns: Iterable[ColumnUse], action: Action) -> Readiness:
    """Tell whether a frame can be analysed: a column is of no use if it is mostly missing, constant or unreadable."""
    known = list(columns)
    of_no_use = {
        "could not be read": [column.name for column in known if column.failure is not None],
        "are mostly missing": [
            column.name for column in known if column.failure is None and column.missing_share > MOSTLY_MISSING
        ],
        "are constant": [
            column.name
            for column in known
            if column.failure is None and column.is_constant and column.missing_share <= MOSTLY_MISSING
        ],
    }
    left = len(known) - sum(map(len, of_no_use.values()))
    reasons = [f"{len(names):,} of {len(known):,} columns {why}" for why, names in of_no_use.items() if names]
    if action in {"quarantine", "reject"}:
        return Readiness("not ready", left, (*reasons, f"the recommended action is to {action} it"))
    if left <= UNUSABLE * len(known):
        return Readiness("not ready", left, tuple(reasons))
    if reasons or action == "clean":
        return Readiness("ready with care", left, tuple(reasons))
    return Readiness("ready", left)


def compliance(classes: Mapping[str, Sequence[str]] | None, privacy_level: str | None = None) -> Compliance:
    """Say which columns are sensitive, by what a classifier found; None where none looked."""
    if classes is None:
        return Compliance("not assessed", {}, privacy_level)
    found = {column: tuple(names) for column, names in classes.items() if names}
    return Compliance("sensitive" if found else "nothing sensitive found", found, privacy_level)
