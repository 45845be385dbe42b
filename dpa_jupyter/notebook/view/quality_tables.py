"""The tables of a quality report that needs no kernel; what is drawn in them is letters, so that every form has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.quality.desk.answers import (
    Change,
    ColumnRow,
    Deduction,
    Distribution,
    Figure,
    FindingCard,
    RecordPoint,
)
from dpa_jupyter.quality.desk.distributions import differs
from dpa_jupyter.wording import counted

BLOCKS = "▁▂▃▄▅▆▇█"
LONGEST_BAR = 20
MOST_DEDUCTIONS = 10
MOST_REPORTS = 5
MOST_STEPS = 40
SIGNS = {"exact": "", "approximate": "≈", "sampled": "~"}


def findings_table(findings: Sequence[FindingCard], total: int) -> TableDisplay:
    """List findings, the worst first, with how to mend them."""
    rows = tuple(
        (
            finding["severity"],
            plain(finding["title"]),
            share_text(finding),
            plain(finding["fixes"][0]["title"]) if finding["fixes"] else "",
        )
        for finding in findings
    )
    return TableDisplay("Findings, the worst first", ("severity", "finding", "rows", "best fix"), rows, total)


def columns_table(columns: Sequence[ColumnRow], total: int) -> TableDisplay:
    """List columns as the panel does."""
    rows = tuple(
        (
            column["name"],
            column["type"],
            None if column["missing_share"] is None else round(100 * column["missing_share"], 2),
            figure_text(column["distinct"]),
            sparkline(column["distribution"]),
            ", ".join(f"{count} {severity}" for severity, count in column["findings"].items()),
        )
        for column in columns
    )
    heads = ("column", "type", "missing %", "distinct", "distribution", "findings")
    return TableDisplay("Columns", heads, rows, total)


def deductions_table(deductions: Sequence[Deduction]) -> TableDisplay:
    """Draw the waterfall from 100 down to the score."""
    most = max((deduction["points"] for deduction in deductions), default=1.0)
    rows = tuple(
        (
            plain(deduction["label"]),
            _points(deduction["points"]),
            "█" * max(1, round(deduction["points"] / most * LONGEST_BAR)),
        )
        for deduction in deductions[:MOST_DEDUCTIONS]
    )
    return TableDisplay("Deducted from 100", ("for", "points", ""), rows, len(deductions))


def _points(points: float) -> str:
    if points < 0.005:
        return "<0.01"
    return f"\N{MINUS SIGN}{points:.{2 if points < 0.095 else 1}f}"


def changes_table(changes: Sequence[Change]) -> TableDisplay:
    """List what was applied, in order."""
    rows = tuple((plain(change["title"]), figure_text(change["affected"])) for change in changes)
    return TableDisplay("Applied", ("fix", "affected"), rows)


def record_table(points: Sequence[RecordPoint]) -> TableDisplay:
    """List the latest reports of the frame, the latest first, under a drawing of all their scores."""
    rows = tuple(
        (
            datetime.fromtimestamp(point["at"]).astimezone().strftime("%Y-%m-%d %H:%M"),
            None if point["score"] is None else int(point["score"]),
            point["rows"],
            point["findings"],
        )
        for point in reversed(points[-MOST_REPORTS:])
    )
    scores = "".join(_step(point["score"]) for point in points[-MOST_STEPS:])
    title = f"Score of {counted(len(points), 'report')}: {scores}"
    return TableDisplay(title, ("report", "score", "rows", "findings"), rows)


def _step(score: float | None) -> str:
    return "\N{NO-BREAK SPACE}" if score is None else BLOCKS[min(len(BLOCKS) - 1, int(score / 100 * len(BLOCKS)))]


def sparkline(distribution: Distribution | None) -> str:
    """Draw bars of letters; what has no value in it is a space."""
    if distribution is None:
        return ""
    if differs(distribution):
        return "nearly unique"
    most = max(distribution["counts"], default=0)
    return "".join(_block(count, most) for count in distribution["counts"])


def _block(count: int, most: int) -> str:
    return "\N{NO-BREAK SPACE}" if not count else BLOCKS[min(len(BLOCKS) - 1, count * len(BLOCKS) // most)]


def share_text(finding: FindingCard) -> str:
    """Write how many rows fail, and which share that is."""
    share = finding["share"]
    if share is None:
        return ""
    percent = "<0.01" if 0 < share < 0.0001 else f"{share:.2%}".removesuffix("%")
    return f"{figure_text(finding['failed'])} ({percent} %)"


def figure_text(figure: Figure | None) -> str:
    """Write a number with a sign before what is not exact."""
    if figure is None:
        return ""
    value = figure["value"]
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"
    return f"{SIGNS[figure['precision']]}{text}"


def plain(title: str) -> str:
    """Take off what marks names."""
    return title.replace("`", "")
