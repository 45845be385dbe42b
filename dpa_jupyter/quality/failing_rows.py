"""How many rows fail, each counted once however many findings there are about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.quality.expressions import Predicate, any_of
from dpa_jupyter.quality.finding import CERTAIN, SEVERITIES, Dimension, Finding, Severity
from dpa_jupyter.quality.score import Failing

Place: TypeAlias = tuple[str | None, Dimension | None]
"""A column, None for whole rows, and a dimension, None for all of them."""


@dataclass(frozen=True, slots=True)
class FailingRows:
    """How many rows fail in which column and dimension."""

    by_severity: tuple[Failing, ...]
    of_columns: Mapping[str, Measure]
    """Rows that fail in a column, in whatever dimension."""


def counts(finding: Finding) -> bool:
    """Tell whether the cells of a finding count as failing."""
    return finding.severity != "note" and finding.certainty >= CERTAIN and finding.predicate is not None


def failing_rows(engine: MetricEngine, findings: Iterable[Finding], rows: int) -> FailingRows:
    """Count the rows that fail, in one scan for all places where several findings may be about the same cells."""
    places = _places([finding for finding in findings if counts(finding)])
    unions = {
        (place, severity): _at_least(found, severity)
        for place, found in places.items()
        for severity in sorted({finding.severity for finding in found}, key=SEVERITIES.index)
    }
    measured = _count(engine, unions)
    by_severity = [
        failing
        for place, found in places.items()
        if place[1] is not None
        for failing in _by_severity(place[0], place[1], found, measured, rows)
    ]
    mildest = {
        place: max(found, key=lambda each: SEVERITIES.index(each.severity)).severity for place, found in places.items()
    }
    of_columns = {
        column: measured[(column, None), mildest[column, None]]
        for column, dimension in places
        if column is not None and dimension is None
    }
    return FailingRows(tuple(by_severity), of_columns)


def _places(findings: Sequence[Finding]) -> dict[Place, list[Finding]]:
    places: dict[Place, list[Finding]] = defaultdict(list)
    for finding in findings:
        for column in finding.columns or (None,):
            places[column, finding.dimension].append(finding)
            places[column, None].append(finding)
    return places


def _at_least(findings: Sequence[Finding], severity: Severity) -> tuple[Finding, ...]:
    return tuple(each for each in findings if SEVERITIES.index(each.severity) <= SEVERITIES.index(severity))


def _count(
    engine: MetricEngine, unions: Mapping[tuple[Place, Severity], tuple[Finding, ...]]
) -> dict[tuple[Place, Severity], Measure]:
    asked: dict[tuple[int, ...], tuple[Finding, ...]] = {
        tuple(sorted(map(id, found))): found for found in unions.values() if len(found) > 1
    }
    answers = engine.count([any_of([_of(each) for each in found]) for found in asked.values()]) if asked else []
    known = dict(zip(asked, answers, strict=True))
    return {place: _united(found, known.get(tuple(sorted(map(id, found))))) for place, found in unions.items()}


def _united(found: Sequence[Finding], counted: Measure | None) -> Measure:
    """Return the rows that fail in any finding; where only some could be looked at, as many more as fail in each."""
    most = max((_failed(each) for each in found), key=_value)
    if counted is None:
        return most
    named, failed = (
        sum(values) for values in ((each.named for each in found), (_failed(each).value for each in found))
    )
    if failed <= named:
        return counted
    value = min(max(most.value, counted.value * failed / named), found[0].checked)
    high = max(value, _bound(most, "high") * value / most.value)
    return Measure(value, "sampled", most.rows_used, counted.value, high)


def _by_severity(
    column: str | None,
    dimension: Dimension,
    found: Sequence[Finding],
    measured: Mapping[tuple[Place, Severity], Measure],
    rows: int,
) -> Iterable[Failing]:
    before = Measure(0)
    for severity in sorted({finding.severity for finding in found}, key=SEVERITIES.index):
        now = measured[(column, dimension), severity]
        share, low, high = (
            max(0.0, min(1.0, (_bound(now, end) - before.value) / rows)) if rows else 0.0
            for end in ("value", "low", "high")
        )
        checks = tuple(sorted({finding.check for finding in found if finding.severity == severity}))
        yield Failing(column, dimension, severity, share, low, high, checks)
        before = now


def _bound(measure: Measure, end: str) -> float:
    bound = {"low": measure.low, "high": measure.high}.get(end)
    return measure.value if bound is None else bound


def _of(finding: Finding) -> Predicate:
    assert finding.predicate is not None
    return finding.predicate


def _failed(finding: Finding) -> Measure:
    return finding.failed or Measure(0)


def _value(measure: Measure) -> float:
    return measure.value
