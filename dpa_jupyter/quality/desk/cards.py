"""Evidence, findings and fixes as the cards that the desk hands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable

from dpa_jupyter.quality.desk.answers import Change, ColumnRow, Figure, FindingCard, FixCard
from dpa_jupyter.quality.desk.cells import cell, cut
from dpa_jupyter.quality.desk.distributions import SMALL, distribution
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure
from dpa_jupyter.quality.finding import SEVERITIES, Finding, Severity
from dpa_jupyter.quality.operation import Operation

MOST_FIXES = 12
MOST_EXAMPLES = 8
MOST_COLUMNS = 30
LONGEST_SENTENCE = 600


def figure(measure: Measure | None) -> Figure | None:
    """Return a measure as it is told."""
    if measure is None:
        return None
    return Figure(
        value=measure.value,
        precision=measure.precision,
        rows_used=measure.rows_used,
        low=measure.low,
        high=measure.high,
    )


def exact(value: float) -> Figure:
    """Return a number that was counted."""
    return Figure(value=value, precision="exact", rows_used=None, low=None, high=None)


def finding_key(finding: Finding) -> str:
    """Name a finding by what it says, so that it has the same name after the next measuring."""
    return digest(repr((finding.check, finding.columns, finding.predicate or finding.title)))


def digest(said: str) -> str:
    """Return a short name for something that is said."""
    import xxhash

    return str(xxhash.xxh64_hexdigest(said.encode("utf-8", "backslashreplace")))


def finding_card(finding: Finding, applied: Container[str]) -> FindingCard:
    """Return a finding with its fixes."""
    return FindingCard(
        key=finding_key(finding),
        check=finding.check,
        dimension=finding.dimension,
        severity=finding.severity,
        columns=[cut(name) for name in finding.columns[:MOST_COLUMNS]],
        title=cut(finding.title, LONGEST_SENTENCE),
        why=cut(finding.why, LONGEST_SENTENCE),
        checked=finding.checked,
        failed=figure(finding.failed),
        share=finding.share,
        certainty=finding.certainty,
        examples=[cell(example) for example in finding.examples[:MOST_EXAMPLES]],
        has_rows=finding.predicate is not None,
        fixes=[fix_card(fix, applied) for fix in finding.fixes[:MOST_FIXES]],
    )


def fix_card(fix: Operation, applied: Container[str]) -> FixCard:
    """Return a fix, and whether it was applied."""
    return FixCard(
        id=fix.id,
        title=cut(fix.title, LONGEST_SENTENCE),
        reason=cut(fix.reason, LONGEST_SENTENCE),
        confidence=fix.confidence,
        affected=figure(fix.affected),
        is_applied=fix.id in applied,
    )


def change(fix: Operation) -> Change:
    """Return a fix as it is told once it was applied."""
    return Change(id=fix.id, title=cut(fix.title, LONGEST_SENTENCE), affected=figure(fix.affected))


def column_row(place: int, known: ColumnEvidence, findings: Iterable[Finding]) -> ColumnRow:
    """Return a row of the table of columns."""
    is_known = known.failure is None
    return ColumnRow(
        place=place,
        name=cut(known.column.name),
        type=known.type,
        native_type=cut(known.column.native_type, 60),
        missing=figure(known.missing) if is_known else None,
        missing_share=known.missing.value / known.rows if is_known and known.rows else None,
        distinct=figure(known.distinct),
        distribution=distribution(known, SMALL),
        findings=severities(findings),
        failure=cut(reason, LONGEST_SENTENCE) if (reason := _not_measured(known)) is not None else None,
    )


def _not_measured(known: ColumnEvidence) -> str | None:
    """Say why all rows of a column were not measured."""
    if known.failure is None and known.status == "too slow":
        return "measuring it took too long: what is told of it comes from a sample"
    return known.failure


def severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count findings by how bad they are."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in SEVERITIES if counts[severity]}
