"""Findings about the same cells, said once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.expressions import call
from dpa_jupyter.quality.finding import SEVERITIES, Finding
from dpa_jupyter.quality.operation import CONFIDENCES
from dpa_jupyter.quality.rules.rule import CHECK as RULE

SAME = 0.9
"""Two findings are about the same cells if of those that fail in either, so many fail in both."""
MOST_ALIKE = 12
"""Findings about a column whose pairs are compared; more are not merged."""


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings: the worst first, then the most certain, then those with most failing rows."""

    def rank(finding: Finding) -> tuple[object, ...]:
        failed = finding.failed.value if finding.failed is not None else 0
        return (
            SEVERITIES.index(finding.severity),
            -finding.certainty,
            -failed,
            finding.columns,
            finding.check,
            finding.title,
        )

    return sorted(findings, key=rank)


def merged(engine: MetricEngine, findings: Iterable[Finding]) -> list[Finding]:
    """Merge findings about the same cells into the first of them by rank, which then proposes the fixes of all.

    How many cells two have in common is counted for all pairs in one scan. A note is never merged with a fault, nor a
    rule of the user's into anything: it keeps its name.
    """
    left = ranked(findings)
    pairs = [pair for group in _groups(left) for pair in combinations(group, 2) if _may_be_same(*pair)]
    both = engine.count([call("and", one.predicate, other.predicate) for one, other in pairs])
    into: dict[int, Finding] = {}
    for (one, other), common in zip(pairs, both, strict=True):
        if common is not None and id(other) not in into and id(one) not in into:
            either = one.named + other.named - common.value
            if common.value >= SAME * either:
                into[id(other)] = one
    return [
        _with(each, [other for other in left if into.get(id(other)) is each]) for each in left if id(each) not in into
    ]


def _groups(findings: Sequence[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.predicate is not None and finding.failed is not None:
            groups[finding.columns[:1], finding.severity == "note"].append(finding)
    return [group for group in groups.values() if len(group) <= MOST_ALIKE]


def _may_be_same(one: Finding, other: Finding) -> bool:
    if other.check == RULE:
        return False
    least, most = sorted((one.named, other.named))
    return least >= SAME * most


def _with(finding: Finding, others: Sequence[Finding]) -> Finding:
    if not others:
        return finding
    also = tuple(dict.fromkeys(each.check for each in others if each.check != finding.check))
    fixes = {fix.id: fix for each in (finding, *others) for fix in each.fixes}
    surest_first = sorted(fixes.values(), key=lambda fix: CONFIDENCES.index(fix.confidence))
    columns = tuple(dict.fromkeys(column for each in (finding, *others) for column in each.columns))
    return replace(finding, also=also, fixes=tuple(surest_first), columns=columns)
