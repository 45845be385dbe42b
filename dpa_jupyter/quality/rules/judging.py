"""Rules held against a frame: which hold, which are broken and in how many rows; all of them counted in one scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from dpa_jupyter.errors import UserError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import FrameEvidence, Measure
from dpa_jupyter.quality.expressions import Predicate, call
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.of_frame import broken_columns, broken_row_count, broken_type
from dpa_jupyter.quality.rules.predicates import Terms, condition, holds, not_so
from dpa_jupyter.quality.rules.references import refers
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.tests import Fresh, HasColumns, HasType, Refers, RowCount
from dpa_jupyter.quality.rules.told import finding_of

Status: TypeAlias = Literal["holds", "broken", "can't be checked"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a rule."""

    rule: Rule
    status: Status
    failed: Measure | None = None
    """Rows that break it, of a share of at most those in which it is so; None where it is not about rows."""
    checked: int = 0
    """Rows that it is about."""
    reason: str = ""
    """Why it is broken or can't be checked, where that is no matter of rows."""
    finding: Finding | None = None
    """None where it holds."""

    @property
    def says_most(self) -> bool:
        """Tell whether so many rows at most may be so: then none of those that are is wrong by itself."""
        return self.rule.share is not None and self.rule.share.direction == "most"


@dataclass(frozen=True)
class RuleBook:
    """The rules of a frame, and what they refer to."""

    rules: Sequence[Rule] = ()
    own: Frame | None = None
    """The frame itself."""
    frames: Mapping[str, Frame] = field(default_factory=dict)
    """Frames that rules may refer to, by name."""
    now: datetime | None = None
    """None for the time when they are looked at."""

    def state(self) -> str:
        """Return what changes when the outcome may, though the frame itself has not changed."""
        from dpa_jupyter.frames.outline import fingerprint

        others = [self.frames.get(rule.test.frame) for rule in self.rules if isinstance(rule.test, Refers)]
        prints = [fingerprint(other) if other else None for other in others]
        said = repr(self.rules)
        moves = any(word in said for word in ("Moment(", "Fresh(", "now()", "today()", "ago("))
        minute = (self.now or datetime.now(UTC)).isoformat(timespec="minutes") if moves else ""
        return f"{said} {prints} {minute}" if self.rules else ""


@dataclass(frozen=True, slots=True)
class _Question:
    """What has to be counted for a rule."""

    failing: Predicate | None = None
    about: Predicate | None = None
    """The rows that it is about; all of them without one."""
    reason: str = ""
    """Why it is broken, where that is known without counting."""


def judge(engine: MetricEngine, evidence: FrameEvidence, book: RuleBook) -> list[Judged]:
    """Hold rules against a frame that was measured."""
    columns = {known.column.name: known for known in evidence.columns if known.failure is None}
    terms = Terms(columns, book.now or datetime.now(UTC))
    questions = [_asked(rule, evidence, terms, book) for rule in book.rules]
    counts = _counts(engine, questions)
    return [_judged(rule, question, counts, evidence) for rule, question in zip(book.rules, questions, strict=True)]


def _asked(rule: Rule, evidence: FrameEvidence, terms: Terms, book: RuleBook) -> _Question | UserError:
    try:
        match rule.test:
            case HasColumns():
                return _Question(reason=broken_columns(rule.test, [each.column.name for each in evidence.columns]))
            case RowCount():
                return _Question(reason=broken_row_count(rule.test, evidence.rows))
            case HasType(column):
                reason = broken_type(rule.test, terms.column(column))
                is_text = bool(reason) and terms.kind(column) == "text"
                return _Question(not_so(holds(rule.test, terms)) if is_text else None, reason=reason)
            case Refers():
                found = refers(rule.test, terms, book.own, book.frames)
                if isinstance(found, str):
                    return _Question(reason=found)
                test = found
            case _:
                test = holds(rule.test, terms)
        about = condition(rule.where, terms) if rule.where else None
        counts_those_that_hold = isinstance(rule.test, Fresh) or (rule.share and rule.share.direction == "most")
        wrong = test if counts_those_that_hold else not_so(test)
        return _Question(call("and", about, wrong) if about else wrong, about)
    except UserError as error:
        return error
    except Exception as error:  # noqa: BLE001 - data is odd, and one rule takes no other with it
        return RuleError(f"{type(error).__name__}: {error}")


def _counts(engine: MetricEngine, questions: Sequence[_Question | UserError]) -> dict[str, Measure | None]:
    """Count all rows that are asked about, by what is said of them, in one scan."""
    asked = [
        each
        for question in questions
        if isinstance(question, _Question)
        for each in (question.failing, question.about)
        if each is not None
    ]
    unique = {repr(each): each for each in asked}  # not by itself, since 1 and True are equal
    return dict(zip(unique, engine.count(list(unique.values())) if unique else [], strict=True))


def _judged(
    rule: Rule, question: _Question | UserError, counts: Mapping[str, Measure | None], evidence: FrameEvidence
) -> Judged:
    if isinstance(question, UserError):
        return _unchecked(rule, evidence, str(question))
    failed = counts[repr(question.failing)] if question.failing is not None else None
    about = counts[repr(question.about)] if question.about is not None else Measure(evidence.rows)
    if about is None or (question.failing is not None and failed is None):
        return _unchecked(rule, evidence, "the engine can't evaluate it for these columns")
    checked = round(about.value)
    if isinstance(rule.test, Fresh):
        assert failed is not None
        reason = "" if failed.value else f"the latest `{rule.test.column}` is longer ago"
        return _whole(rule, evidence, reason, None, None)
    if question.failing is None or isinstance(rule.test, HasType):
        return _whole(rule, evidence, question.reason, question.failing, failed)
    assert failed is not None
    if not _is_broken(rule, failed.value, checked):
        return Judged(rule, "holds", failed, checked)
    return Judged(rule, "broken", failed, checked, "", finding_of(rule, evidence, question.failing, failed))


def _is_broken(rule: Rule, failed: float, checked: int) -> bool:
    """Tell whether too many rows fail; of a share, those that are needed are counted, so that no rounding decides."""
    if rule.share is None:
        return failed > 0
    if rule.share.direction == "most":
        return failed > round(rule.share.value * checked, 6)
    return checked - failed < round(rule.share.value * checked, 6)


def _whole(
    rule: Rule, evidence: FrameEvidence, reason: str, failing: Predicate | None, failed: Measure | None
) -> Judged:
    if not reason:
        return Judged(rule, "holds", None, evidence.rows)
    where = failing if failed is not None and failed.value else None
    finding = finding_of(rule, evidence, where, failed if where else None, reason)
    return Judged(rule, "broken", failed if where else None, evidence.rows, reason, finding)


def _unchecked(rule: Rule, evidence: FrameEvidence, reason: str) -> Judged:
    """Say that a rule can't be checked, which its author wants to know no less than that it is broken."""
    finding = finding_of(rule, evidence, None, None, f"it can't be checked: {reason}")
    return Judged(rule, "can't be checked", None, 0, reason, finding)
