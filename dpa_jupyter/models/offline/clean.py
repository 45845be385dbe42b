"""`clean`: what can be mended without a doubt is proposed, and the rest is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dpa_jupyter.findings import ChangeOutcome, QualityFinding, QualityFindings
from dpa_jupyter.models.offline import calls
from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.beyond import no_frame
from dpa_jupyter.models.offline.playbook import Case, Playbook, Step
from dpa_jupyter.models.offline.quality import about_columns, point, said, sentence_of, sure_fixes
from dpa_jupyter.models.offline.wording import code, counted, noun_of

MOST_POINTS = 10
REASON = "these fixes change nothing that anybody would miss"


def clean(case: Case) -> Playbook:
    """Propose the fixes of high confidence; what needs somebody who knows the data is left to them."""
    frame = case.request.frame
    if frame is None:
        return (yield from no_frame(case))
    report_call = calls.quality(frame)
    yield Step(f"I look for what is wrong in {code(frame)}, and which fixes are beyond doubt.", (report_call,))
    report = case.seen.of(report_call)
    if report is None:
        return Answer(f"**{code(frame)} was not cleaned:** what is wrong in it could not be found out.")
    about = about_columns(report, case.request.column)
    sure = sure_fixes(about)
    rest = [finding for finding in about if finding["severity"] != "note" and finding not in [each for each, _ in sure]]
    if not sure:
        return Answer(_nothing_sure(report, rest), points=_points(rest, report), following=f"%%dpa quality {frame}")
    clean_call = calls.clean(frame, [fix for _, fix in sure], REASON)
    yield Step(f"I propose {_fixes(len(sure))} of {code(frame)}; you see the difference and decide.", (clean_call,))
    outcome = case.seen.of(clean_call)
    if outcome is None:
        lead = f"**{code(frame)} is as it was: {_fixes(len(sure))} {_were(len(sure))} proposed and not made.**"
        return Answer(lead, points=tuple(_titles(sure)), left_out=_undecided(rest), following=f"%%dpa quality {frame}")
    return Answer(
        _lead(outcome, sure, frame),
        points=tuple(_titles(sure)),
        caveats=_undecided(rest),
        following=f"%%dpa quality {frame}" if outcome["status"] == "nothing to change" else "%dpa undo",
    )


def _lead(outcome: ChangeOutcome, sure: Sequence[tuple[QualityFinding, str]], frame: str) -> str:
    if outcome["status"] == "nothing to change":
        return f"**There is nothing to change in {code(frame)}.**"
    changed = [
        f"{counted(amount, what)} {verb}"
        for amount, what, verb in (
            (outcome["cells_changed"], "cells", "changed"),
            (outcome["rows_removed"], noun_of(frame), "left out"),
        )
        if amount
    ]
    what = f": {' and '.join(changed)}" if changed else ""
    return f"**{code(frame)} is mended by {_fixes(len(sure))}{what}.** `%dpa undo` takes it back."


def _nothing_sure(report: QualityFindings, rest: Sequence[QualityFinding]) -> str:
    frame = code(report["frame"])
    if not report["rows"]:
        return f"**{frame} has no rows**, so there is nothing to mend."
    if not rest:
        return f"**{frame} is clean:** nothing was found that is wrong, so there is nothing to mend."
    return f"**{frame} is as it was:** no fix is beyond doubt, so what follows is for you to decide."


def _titles(sure: Iterable[tuple[QualityFinding, str]]) -> Iterable[str]:
    for finding, _ in list(sure)[:MOST_POINTS]:
        yield f"{said(finding['fixes'][0]['title'], finding)}: {sentence_of(finding)}"


def _points(rest: Sequence[QualityFinding], report: QualityFindings) -> tuple[str, ...]:
    return tuple(point(finding, report) for finding in rest[:MOST_POINTS])


def _undecided(rest: Sequence[QualityFinding]) -> tuple[str, ...]:
    """Name what nobody can decide by rule."""
    named = "; ".join(sentence_of(finding) for finding in rest[:MOST_POINTS])
    return (f"Left for you to decide: {named}",) if rest else ()


def _fixes(number: int) -> str:
    return "one fix" if number == 1 else f"{number} fixes"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
