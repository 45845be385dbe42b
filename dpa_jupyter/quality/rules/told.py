"""A broken rule as a finding: its own name, the rows that break it, and a fix where one follows from it."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.detection.writing import make_missing, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence, Measure
from dpa_jupyter.quality.expressions import Predicate, columns_of
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.proposals import clip, deduplicate, parse
from dpa_jupyter.quality.rules.rule import CHECK, Rule
from dpa_jupyter.quality.rules.tests import (
    HasType,
    Matches,
    NotValues,
    Range,
    Unique,
    Values,
    columns_named,
)
from dpa_jupyter.quality.rules.wording import sentence_of

MOST_LOOKED_AT = 1_000
"""Different values that are compared with the allowed ones."""


def finding_of(
    rule: Rule,
    evidence: FrameEvidence,
    failing: Predicate | None,
    failed: Measure | None,
    reason: str = "",
) -> Finding:
    """Return what a broken rule is told as; the rows that fail are already counted."""
    known = {each.column.name for each in evidence.columns}
    named = columns_named(rule.test) or tuple(sorted(columns_of(failing)) if failing is not None else ())
    columns = tuple(name for name in named if name in known)
    return Finding(
        check=CHECK,
        dimension=rule.test.dimension,
        severity=rule.severity,
        columns=columns,
        title=f"Rule broken: {rule.title}" + (f" ({reason})" if reason else ""),
        why=rule.because or f"It is a rule of yours: {sentence_of(rule)}.",
        predicate=failing,
        checked=evidence.rows,
        failed=failed,
        fixes=tuple(_fixes(rule, evidence, failing)) if len(columns) == len(named) else (),
    )


def _fixes(rule: Rule, evidence: FrameEvidence, failing: Predicate | None) -> Iterator[Operation]:
    """Propose what brings the rows in line with the rule."""
    test = rule.test
    if isinstance(test, HasType):
        yield parse(test.column, test.type, (), "medium" if failing is not None else "high")  # type: ignore[arg-type]  # never text
    if failing is None or (rule.share is not None and rule.share.direction == "most"):
        return
    match test:
        case Unique(columns):
            yield deduplicate(columns, "low")
        case Values():
            yield from _as_allowed(test, evidence)
        case Range(column, least, _, most, _) if not rule.where and _are_numbers(least, most, evidence, column):
            yield clip(column, least, most)  # type: ignore[arg-type]  # no moment is a number
    if isinstance(test, Range | Values | NotValues | Matches):
        yield make_missing(test.column, failing, "low", "What the rule refuses is taken for no value at all.")


def _are_numbers(least: object, most: object, evidence: FrameEvidence, column: str) -> bool:
    bounds = [each for each in (least, most) if each is not None]
    is_number = evidence.column(column).type in ("integer", "number")
    return bool(bounds) and is_number and all(isinstance(each, int | float) for each in bounds)


def _as_allowed(test: Values, evidence: FrameEvidence) -> Iterator[Operation]:
    """Write what differs from one allowed text only in case and space as that text."""
    known = evidence.column(test.column)
    if known.type not in ("text", "category") or known.values is None:
        return
    allowed: dict[str, list[str]] = {}
    for value in test.values:
        if isinstance(value, str):
            allowed.setdefault(_folded(value), []).append(value)
    present = [str(value) for value in known.values.values[:MOST_LOOKED_AT].to_pylist()]
    pairs = {
        value: meant[0]
        for value in present
        if value not in test.values and len(meant := allowed.get(_folded(value), [])) == 1
    }
    if pairs:
        title = f"Write {len(pairs)} spellings in `{test.column}` as the rule has them"
        yield replace_values(
            test.column, pairs, "high", title, "They differ from an allowed text in case and space only."
        )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
