"""The score of a report, what is deducted for which finding, and the verdicts, as they are told."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.quality.desk.answers import Deduction, DimensionScore, Figure, ScoreCard
from dpa_jupyter.quality.desk.cards import finding_key
from dpa_jupyter.quality.desk.cells import cut
from dpa_jupyter.quality.failing_rows import counts
from dpa_jupyter.quality.finding import SEVERITIES, Dimension, Finding, Severity
from dpa_jupyter.quality.report import QualityReport
from dpa_jupyter.quality.rules.wording import how_many_hold, rules_by_status
from dpa_jupyter.quality.score import CAP, Score
from dpa_jupyter.quality.score import Deduction as Deducted
from dpa_jupyter.wording import percent

MOST_DEDUCTIONS = 60
ORDER: tuple[Dimension, ...] = ("completeness", "uniqueness", "validity", "consistency", "timeliness", "accuracy")


def score_card(report: QualityReport) -> ScoreCard | None:
    """Return what is told of a report's score; None where it has none."""
    score = report.score
    if score is None:
        return None
    deductions = [_deduction(deducted, report.findings) for deducted in score.deductions[:MOST_DEDUCTIONS]]
    rest = sum(deducted.points for deducted in score.deductions[MOST_DEDUCTIONS:])
    if rest > 0:
        deductions.append(Deduction(label="all others", points=rest, severity="low", finding=None))
    return ScoreCard(
        score=_figure(score),
        deductions=deductions,
        dimensions=[
            DimensionScore(dimension=name, score=score.dimensions[name]) for name in ORDER if name in score.dimensions
        ],
        cap=f"A critical finding: at most {CAP:.0f}" if score.is_capped else None,
        action=report.recommendation.action if report.recommendation else "not known",
        reason=cut(report.recommendation.reason, 600) if report.recommendation else "",
        verdicts=list(_verdicts(report)),
    )


def _figure(score: Score) -> Figure:
    is_exact = score.low == score.high
    return Figure(
        value=score.value,
        precision="exact" if is_exact else "sampled",
        rows_used=None,
        low=None if is_exact else score.low,
        high=None if is_exact else score.high,
    )


def _deduction(deducted: Deducted, findings: Sequence[Finding]) -> Deduction:
    """Name the worst finding that points are lost for, and how many more there are."""
    causes = [finding for finding in findings if _is_cause(finding, deducted)]
    if not causes:
        place = f"`{deducted.column}` " if deducted.column is not None else ""
        return Deduction(
            label=f"{place}{deducted.dimension or 'a critical finding'}",
            points=deducted.points,
            severity="critical" if deducted.dimension is None else "low",
            finding=None,
        )
    more = f" and {len(causes) - 1} more" if len(causes) > 1 else ""
    severity: Severity = min((cause.severity for cause in causes), key=SEVERITIES.index)
    return Deduction(
        label=causes[0].title + more, points=deducted.points, severity=severity, finding=finding_key(causes[0])
    )


def _is_cause(finding: Finding, deducted: Deducted) -> bool:
    if not counts(finding) or not {finding.check, *finding.also} & set(deducted.checks):
        return False
    return deducted.column in finding.columns if deducted.column is not None else True


def _verdicts(report: QualityReport) -> list[tuple[str, str]]:
    found = []
    if report.readiness is not None:
        reasons = "; ".join(report.readiness.reasons)
        found.append(("For analysis", report.readiness.status + (f": {reasons}" if reasons else "")))
    known = report.compliance
    classes = ", ".join(f"`{column}`: {' or '.join(names)}" for column, names in list(known.classes.items())[:8])
    level = f", looked at by privacy level {known.privacy_level}" if known.privacy_level else ""
    found.append(("Sensitive values", (classes or known.status) + level))
    if report.rules:
        found.append(("Your rules", f"{how_many_hold(report.rules)} hold. {rules_by_status(report.rules)}"))
    if report.passing is not None:
        found.append(("Cells that pass", percent(report.passing)))
    if report.cost is not None:
        size = f", {_size(report.cost.bytes)}" if report.cost.bytes is not None else ""
        found.append(("To measure again", f"about {report.cost.seconds:.1f} s ({report.cost.rows:,} rows{size})"))
    return found


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"
