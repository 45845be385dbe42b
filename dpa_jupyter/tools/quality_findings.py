"""A quality report as a model is told of it, and the fixes that it can name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.errors import ToolError, suggestion
from dpa_jupyter.findings import (
    QualityCompared,
    QualityDimension,
    QualityFinding,
    QualityFindings,
    QualityFix,
    QualityRule,
)
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.scalars import short_scalar, short_text
from dpa_jupyter.sentence import sentence

if TYPE_CHECKING:
    from dpa_jupyter.frames.frame import Frame
    from dpa_jupyter.quality.desk.answers import ScoreCard
    from dpa_jupyter.quality.desk.study import Snapshot, Study
    from dpa_jupyter.quality.evidence import Measure
    from dpa_jupyter.quality.finding import Finding
    from dpa_jupyter.quality.operation import Operation
    from dpa_jupyter.tools.tool import ToolContext

MOST_FINDINGS = 40
MOST_FIXES = 4
MOST_RULES = 40
MOST_EXAMPLES = 5
MOST_COLUMNS = 12
LONGEST = 300


def measured(context: ToolContext, frame: Frame, baseline: str | None = None, target: str | None = None) -> Snapshot:
    """Measure a frame and look at it with every check, or return what is known of it already.

    Where a baseline is named, the findings also tell what moved since.

    Raises:
        FrameError: it can't be read at all.
        UserError: there is no such baseline.
        ColumnNotFoundError: there is no column of the target's name.
    """
    study = context.study()
    if baseline is not None:
        study = _compared(context, study, frame, baseline)
    last = None
    for last in study.report(frame, target):
        context.progress(f"{frame.name}: {last.stage}", None)
    if last is None:
        raise ToolError(sentence("{name} could not be measured", name=frame.name))
    return last


def _compared(context: ToolContext, study: Study, frame: Frame, baseline: str) -> Study:
    from dpa_jupyter.quality.desk.baselines import Baselines
    from dpa_jupyter.quality.desk.compared_study import ComparedStudy

    baselines = Baselines(lambda: context.frames, study, lambda: context.quality_memory().baselines)
    baselines.check(baseline, frame.name)
    return ComparedStudy(study, baselines, baseline)


def findings_told(frame: Frame, snapshot: Snapshot, baseline: str | None = None) -> QualityFindings:
    """Return the report of a frame within bounds."""
    told = _findings_told(frame, snapshot)
    if baseline is not None:
        moved = None if snapshot.drift is None else len(snapshot.drift)
        told["compared"] = QualityCompared(baseline=baseline, moved=moved)
    return told


def _findings_told(frame: Frame, snapshot: Snapshot) -> QualityFindings:
    card, evidence = snapshot.score, snapshot.evidence
    named = list(zip(names_of(snapshot.findings), snapshot.findings, strict=True))
    ranked = [each for each in named if each[1].severity != "note"] + [
        each for each in named if each[1].severity == "note"
    ]
    return QualityFindings(
        frame=frame.name,
        rows=evidence.rows,
        column_count=len(evidence.columns),
        score=int(card["score"]["value"]) if card else None,
        dimensions=_dimensions(card),
        action=card["action"] if card else None,  # type: ignore[typeddict-item]  # the verdict's words are these
        reason=card["reason"] if card else "There is nothing to score.",
        findings=[_told(name, finding, evidence.rows, out_of_reach(frame)) for name, finding in ranked[:MOST_FINDINGS]],
        more_findings=max(0, len(ranked) - MOST_FINDINGS),
        rules=[
            QualityRule(rule=short_text(each.rule.title, LONGEST), status=each.status)
            for each in snapshot.rules[:MOST_RULES]
        ],
        precision=card["score"]["precision"] if card else "exact",
        rows_used=evidence.rows,
        about=snapshot.note,
    )


def chosen_fixes(findings: Sequence[Finding], ids: Sequence[str]) -> list[Operation]:
    """Return the fixes of these ids; a finding's own id stands for its best fix.

    Raises:
        ToolError: an id is of no fix of this frame as it is now.
    """
    known: dict[str, Operation] = {}
    for name, finding in zip(names_of(findings), findings, strict=True):
        for number, fix in enumerate(finding.fixes, start=1):
            known.setdefault(name, fix)
            known[f"{name}.{number}"] = fix
    if not ids:
        raise ToolError(sentence("name at least one fix by its id; quality tells which there are"))
    for each in ids:
        if each not in known:
            raise ToolError(
                sentence(
                    "there is no fix {said!r}.{sentence} quality tells which there are.",
                    said=each,
                    sentence=suggestion(each, known),
                )
            )
    return [known[each] for each in dict.fromkeys(ids)]


def names_of(findings: Sequence[Finding]) -> list[str]:
    """Name findings by their checks and a number, so that a name tells nothing of the data."""
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        seen[finding.check] += 1
        names.append(f"{finding.check}.{seen[finding.check]}")
    return names


def plain(title: str) -> str:
    """Take off what marks names in a title."""
    return title.replace("`", "")


def _dimensions(card: ScoreCard | None) -> list[QualityDimension]:
    if card is None:
        return []
    return [
        QualityDimension(dimension=known["dimension"], score=None if known["score"] is None else int(known["score"]))
        for known in card["dimensions"]
    ]


def out_of_reach(frame: Frame) -> frozenset[str]:
    """Return the columns that no fix can change: those of the index of pandas."""
    index = getattr(frame.value, "index", None) if is_kind_of(type(frame.value), "pandas", "DataFrame") else None
    return frozenset(str(name) for name in getattr(index, "names", ()) if name is not None)


def _columns_of(fix: Operation) -> frozenset[str]:
    action = fix.action
    if action.kind == "drop_columns":
        return frozenset(action.columns)
    return frozenset() if action.kind == "drop_rows" else frozenset({action.column})


def _told(name: str, finding: Finding, rows: int, untouchable: frozenset[str]) -> QualityFinding:
    failed = _count(finding.failed)
    return QualityFinding(
        id=name,
        check=finding.check,
        dimension=finding.dimension,
        severity=finding.severity,
        columns=list(finding.columns[:MOST_COLUMNS]),
        failed=failed,
        share=round(failed / rows, 6) if failed is not None and rows else None,
        certainty=round(finding.certainty, 2),
        title=short_text(finding.title, LONGEST),
        why=short_text(finding.why, LONGEST),
        examples=[short_scalar(example) for example in finding.examples[:MOST_EXAMPLES]],
        fixes=[
            _fix(f"{name}.{number}", fix)
            for number, fix in enumerate(finding.fixes[:MOST_FIXES], start=1)
            if not _columns_of(fix) & untouchable
        ],
    )


def _fix(name: str, fix: Operation) -> QualityFix:
    return QualityFix(
        id=name,
        action=fix.action.kind,
        confidence=fix.confidence,
        title=short_text(fix.title, LONGEST),
        reason=short_text(fix.reason, LONGEST),
    )


def _count(measure: Measure | None) -> int | None:
    return None if measure is None else round(measure.value)
