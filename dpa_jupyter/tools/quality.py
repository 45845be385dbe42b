"""The quality report of a frame: its score, and what is wrong with it, worst first."""

from __future__ import annotations

from typing import cast

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.findings import QualityFinding, QualityFindings
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.quality_findings import findings_told, measured, plain
from dpa_jupyter.tools.tool import Observation, ToolContext
from dpa_jupyter.wording import NO_MEANING, counted, percent

SHOWN = 15
MOST_SENTENCES = 20


@tool()
def quality(context: ToolContext, frame: str, baseline: str | None = None, target: str | None = None) -> Observation:
    """Check the quality of a frame with every check: a score from 0 to 100, and what is wrong, worst first.

    Each finding tells how many rows fail, examples, how sure it is, and fixes with ids that clean takes. Missing,
    repeated, invalid, inconsistent and outdated values, misspellings, units, formats, dependencies between columns.
    Findings of severity "note" are worth knowing and no faults.

    Args:
        context: The frames and the limits of the call.
        frame: The name of a frame.
        baseline: The name of an earlier frame, or of a saved baseline, to compare with: findings then also tell what
            moved since, beyond chance. They lower no score.
        target: The column that a model is to predict, if one is: then also classes, leaks and labels are looked at.
    """
    found = context.frames[frame]
    context.progress(f"checking {frame}", None)
    told = findings_told(found, measured(context, found, baseline, target or None), baseline)
    return Observation(cast("Json", told), value=told, displays=_displays(told), quality=_sentences(told))


def _displays(told: QualityFindings) -> tuple[TableDisplay, ...]:
    return (_display(told),) if told["findings"] else ()


def _display(told: QualityFindings) -> TableDisplay:
    shown = [finding for finding in told["findings"] if finding["severity"] != "note"] or told["findings"]
    rows = tuple(_row(finding) for finding in shown[:SHOWN])
    score = "no score" if told["score"] is None else f"{told['score']:.0f} of 100"
    advice = f", recommended: {told['action']}" if told["action"] else ""
    return TableDisplay(
        f"Quality of {told['frame']}: {score}{advice}",
        ("severity", "finding", "rows", "share", "examples", "best fix"),
        rows,
        total_rows=len(shown) + told["more_findings"] if len(shown) + told["more_findings"] > len(rows) else None,
    )


def _row(finding: QualityFinding) -> tuple[str | int | None, ...]:
    failed, share = finding["failed"], finding["share"]
    return (
        finding["severity"],
        plain(finding["title"]),
        failed if failed is not None else NO_MEANING,
        NO_MEANING if share is None else percent(share),
        ", ".join(str(example) for example in finding["examples"]),
        plain(finding["fixes"][0]["title"]) if finding["fixes"] else NO_MEANING,
    )


def _sentences(told: QualityFindings) -> tuple[str, ...]:
    """Write the faults as sentences."""
    faults = [finding for finding in told["findings"] if finding["severity"] != "note"]
    sentences = [f"{plain(finding['title'])}{_in_rows(finding)}." for finding in faults[:MOST_SENTENCES]]
    more = len(faults) - MOST_SENTENCES
    return (*sentences, f"{more:,} more findings are in the quality report.") if more > 0 else tuple(sentences)


def _in_rows(finding: QualityFinding) -> str:
    return f" ({counted(finding['failed'], 'row')})" if finding["failed"] else ""
