"""A quality report as one output that needs no kernel: HTML in the look of a run, Markdown, and plain text."""

from __future__ import annotations

from dataclasses import dataclass

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.notebook.view.escape import html_text, markdown_text, one_line
from dpa_jupyter.notebook.view.numbers import shape_text
from dpa_jupyter.notebook.view.quality_tables import (
    changes_table,
    columns_table,
    deductions_table,
    findings_table,
    plain,
    record_table,
)
from dpa_jupyter.notebook.view.style import style
from dpa_jupyter.notebook.view.tables import table_html, table_markdown, table_text
from dpa_jupyter.quality.desk.answers import ColumnRow, FindingCard, Overview, RecordCard, ScoreCard
from dpa_jupyter.quality.desk.desk import ReportPages
from dpa_jupyter.wording import counted

FINDINGS = 20
COLUMNS = 20


@dataclass(frozen=True, slots=True)
class StaticReport:
    """What of a report is written into an output."""

    overview: Overview
    findings: list[FindingCard]
    total_findings: int
    columns: list[ColumnRow]
    record: RecordCard


def report_bundle(desk: ReportPages) -> dict[str, str]:
    """Write a report, as far as it has come, by MIME type."""
    report = static_report(desk)
    return {
        "text/html": report_html(report),
        "text/markdown": report_markdown(report),
        "text/plain": report_text(report),
    }


def static_report(desk: ReportPages) -> StaticReport:
    """Read what is written from a desk."""
    findings = desk.findings("", 0, FINDINGS)
    columns = desk.columns("place", False, "", 0, COLUMNS)
    return StaticReport(desk.overview(), findings["rows"], findings["total"], columns["rows"], desk.record(None))


def report_html(report: StaticReport) -> str:
    """Write a report as self-contained HTML: no script, nothing from elsewhere, readable without its style too."""
    overview = report.overview
    shape = shape_text(overview["rows"], overview["column_count"])
    kind = html_text(one_line(overview["kind"], 40))
    tables = "".join(f'<div class="dpa-tables">{table_html(table)}</div>' for table in _tables(report))
    return (
        f'<section class="dpa-run"><style>{style()}</style>'
        f'<header class="dpa-header"><p><strong>Data quality of <bdi>{html_text(overview["frame"])}</bdi></strong></p>'
        f'<ul class="dpa-frames"><li>{shape} <i>{kind}</i></li></ul></header>'
        f'<div class="dpa-main"><div class="dpa-answer dpa-prose">{_score_html(overview["score"])}</div></div>'
        f'{tables}<footer class="dpa-footer"><b class="dpa-status dpa-{_ending(overview)}">{_stage(overview)}</b> '
        f"<span>{html_text(one_line(overview['note'], 200))}</span></footer></section>"
    )


def report_markdown(report: StaticReport) -> str:
    """Write a report as Markdown."""
    overview = report.overview
    shape = shape_text(overview["rows"], overview["column_count"])
    parts = [
        f"**Data quality of {markdown_text(overview['frame'])}** ({shape}, {markdown_text(overview['kind'])})",
        *(markdown_text(line) for line in _score_lines(overview["score"])),
        *map(table_markdown, _tables(report)),
        f"{_stage(overview)}: {markdown_text(overview['note'])}",
    ]
    return "\n\n".join(parts)


def report_text(report: StaticReport) -> str:
    """Write a report as plain text, its tables aligned."""
    overview = report.overview
    shape = shape_text(overview["rows"], overview["column_count"])
    parts = [
        f"Data quality of {one_line(overview['frame'], 200)} ({shape}, {one_line(overview['kind'], 40)})",
        "\n".join(one_line(line) for line in _score_lines(overview["score"])),
        *map(table_text, _tables(report)),
        f"{_stage(overview)}: {one_line(overview['note'], 200)}",
    ]
    return "\n\n".join(part for part in parts if part)


def _tables(report: StaticReport) -> list[TableDisplay]:
    overview = report.overview
    found = [
        changes_table(overview["changes"]) if overview["changes"] else None,
        record_table(report.record["points"]) if len(report.record["points"]) > 1 else None,
        deductions_table(overview["score"]["deductions"]) if overview["score"] else None,
        findings_table(report.findings, report.total_findings) if report.findings else None,
        columns_table(report.columns, overview["column_count"]) if report.columns else None,
    ]
    return [table for table in found if table is not None and table.rows]


def _score_html(score: ScoreCard | None) -> str:
    if score is None:
        return "<p>There is no score yet.</p>"
    headline, *rest = _score_lines(score)
    lines = "".join(f"<p>{html_text(line)}</p>" for line in rest)
    return f"<h3>{html_text(headline)}</h3>{lines}"


def _score_lines(score: ScoreCard | None) -> list[str]:
    if score is None:
        return ["There is no score yet."]
    value, low, high = score["score"]["value"], score["score"]["low"], score["score"]["high"]
    between = f", 95 % between {low:.0f} and {high:.0f}" if low is not None and high is not None else ""
    dimensions = [
        f"{known['dimension']} {'not assessed' if known['score'] is None else int(known['score'])}"
        for known in score["dimensions"]
    ]
    lines = [
        f"{int(value)} of 100 ({score['score']['precision']}{between})",
        f"Recommended: {score['action']}. {plain(score['reason'])}",
        " · ".join(dimensions),
        score["cap"] or "",
        *(plain(f"{name}: {words}") for name, words in score["verdicts"]),
    ]
    return [line for line in lines if line]


def _stage(overview: Overview) -> str:
    if overview["stage"] == "done":
        found = sum(overview["severities"].values())
        return counted(found, "finding") if found else "Nothing found that is wrong"
    return "Failed" if overview["stage"] == "failed" else f"Not finished ({overview['stage']})"


def _ending(overview: Overview) -> str:
    return {"done": "finished", "failed": "failed"}.get(overview["stage"], "unfinished")
