"""`quality`: what to know before a frame is trusted, worst first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dpa_jupyter.findings import QualityFinding, QualityFindings
from dpa_jupyter.models.offline import calls
from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.beyond import no_frame
from dpa_jupyter.models.offline.playbook import Case, Playbook, Step
from dpa_jupyter.models.offline.wording import code, counted, listing, noun_of, percent, prose

MOST_POINTS = 10
_TARGET = re.compile(r"""--target(?:\s+|=)(?:"([^"]+)"|'([^']+)'|`([^`]+)`|(\S+))""")


def quality(case: Case) -> Playbook:
    """Tell the score of a frame and what lowers it."""
    frame = case.request.frame
    if frame is None:
        return (yield from no_frame(case))
    target = _target(case.request.text)
    report_call = calls.quality(frame, case.request.baseline, target)
    also = f", and at what matters for predicting {code(target)}" if target else ""
    yield Step(f"I measure each column of {code(frame)} and look at it with every check{also}.", (report_call,))
    report = case.seen.of(report_call)
    if report is None:
        return Answer(f"**The state of {code(frame)} is unknown:** it could not be checked.")
    column = None if target else case.request.column
    about = about_columns(report, column)
    faults = [finding for finding in about if finding["severity"] != "note"]
    notes = [finding for finding in about if finding["severity"] == "note"]
    return Answer(
        _lead(report, faults, column),
        points=tuple(point(finding, report) for finding in faults[:MOST_POINTS]),
        caveats=tuple(sentence_of(finding) for finding in notes[:MOST_POINTS]),
        left_out=tuple(_left_out(report, len(faults), len(notes))),
        following=f"%dpa clean {frame}" if sure_fixes(faults) else f"%%dpa document {frame}",
    )


def _target(text: str) -> str | None:
    """Return the column after `--target`, in quotes if its name has spaces."""
    found = _TARGET.search(text)
    return next(name for name in found.groups() if name) if found else None


def about_columns(report: QualityFindings, column: str | None) -> Sequence[QualityFinding]:
    """Return the findings about a column, all where none is named."""
    return [finding for finding in report["findings"] if column is None or column in finding["columns"]]


def sure_fixes(findings: Iterable[QualityFinding]) -> list[tuple[QualityFinding, str]]:
    """Return the faults with a fix that nobody would object to, and the fix's id."""
    return [
        (finding, fix["id"])
        for finding in findings
        for fix in finding["fixes"][:1]
        if fix["confidence"] == "high" and finding["severity"] != "note"
    ]


def point(finding: QualityFinding, report: QualityFindings) -> str:
    """Say what is wrong, in how many rows, and how it would be mended."""
    failed, share = finding["failed"], finding["share"]
    of_all = f", {percent(share)}" if share is not None else ""
    how_many = f" ({counted(failed, noun_of(report['frame']))}{of_all})" if failed is not None else ""
    fix = f". Fix: {said(finding['fixes'][0]['title'], finding)}" if finding["fixes"] else ""
    return f"**{finding['severity']}:** {sentence_of(finding)}{how_many}{fix}"


def sentence_of(finding: QualityFinding) -> str:
    """Say a finding in a sentence."""
    return said(finding["title"], finding)


def said(title: str, finding: QualityFinding) -> str:
    """Return a title of a finding or of its fix as Markdown: the marked names of its columns as code, the rest as text.

    Other marks are not relied upon, since values may hold such marks.
    """
    marked = "|".join(re.escape(f"`{name}`") for name in sorted(finding["columns"], key=len, reverse=True))
    parts = re.split(f"({marked})", title) if marked else [title]
    return "".join(code(part[1:-1]) if place % 2 else prose(part.replace("`", "")) for place, part in enumerate(parts))


def _lead(report: QualityFindings, faults: Sequence[QualityFinding], column: str | None) -> str:
    frame = code(report["frame"])
    if not report["rows"] or report["score"] is None:
        return f"**{frame} has {counted(report['rows'], 'rows')}**, and nothing in it to check."
    columns = counted(report["column_count"], "columns")
    size = f"{counted(report['rows'], noun_of(report['frame']))} and {columns}"
    what = f"in {code(column)} " if column else ""
    found = (
        f"{len(faults)} findings {what}to look at, worst first" if len(faults) > 1 else f"one finding {what}to look at"
    )
    verdict = found if faults else f"nothing found {what}that is wrong"
    held = sum(rule["status"] == "holds" for rule in report["rules"])
    rules = f" {held} of your {len(report['rules'])} rules hold." if report["rules"] else ""
    action = f" Recommended: {report['action']}." if report["action"] else ""
    return f"**{frame} ({size}) scores {report['score']:.0f} of 100; {verdict}.**{rules}{action}{_moved(report)}"


def _moved(report: QualityFindings) -> str:
    """Say whether anything moved since the baseline, which no score tells."""
    compared = report.get("compared")
    if compared is None:
        return ""
    if compared["moved"] is None:
        return f" It could not be compared with {code(compared['baseline'])}: {prose(report['about'])}."
    what = "nothing moved" if not compared["moved"] else f"{counted(compared['moved'], 'findings')} of what moved"
    return f" Against {code(compared['baseline'])}: {what} beyond chance."


def _left_out(report: QualityFindings, faults: int, notes: int) -> Iterable[str]:
    if faults > MOST_POINTS or notes > MOST_POINTS or report["more_findings"]:
        yield "Smaller points were left out"
    unknown = [known["dimension"] for known in report["dimensions"] if known["score"] is None]
    if unknown and report["score"] is not None:
        verb = "was" if len(unknown) == 1 else "were"
        yield f"{listing([prose(each) for each in unknown])} {verb} not assessed"
    if report.get("compared") is None:
        yield "Whether values are true or in line with other frames can't be seen from one frame"
    else:
        yield "Whether values are true can't be seen from a frame"
