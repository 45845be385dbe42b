"""A frame beside an earlier one: what moved, which findings are new or gone, and the columns that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from dpa_jupyter.quality.desk.answers import ComparedColumn, Comparison, Distribution
from dpa_jupyter.quality.desk.cards import finding_card
from dpa_jupyter.quality.desk.cells import cell, cut
from dpa_jupyter.quality.desk.distributions import LARGE, distribution
from dpa_jupyter.quality.drift.examine import Drift
from dpa_jupyter.quality.drift.portrait import ColumnPortrait, FramePortrait, KnownFinding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.wording import counted, percent

MOST_COLUMNS = 40
MOST_TITLES = 20
MOST_DRIFT = 60

Facts = list[tuple[str, str, str]]


def compare(name: str, then: FramePortrait, now: FramePortrait, evidence: FrameEvidence, found: Drift) -> Comparison:
    """Set a frame beside a baseline.

    Args:
        name: What the baseline is called.
        then: The baseline.
        now: The frame.
        evidence: Of the frame, for what is drawn.
        found: What moved; only columns that this speaks of are shown.
    """
    both = now.by_name.keys() & then.by_name.keys()
    changed = [name for name in found.columns if name in both]
    removed = [name for name in then.by_name if name not in both]
    added = [name for name in now.by_name if name not in both]
    differing = [*changed, *removed, *added]
    shown = dict.fromkeys(differing[:MOST_COLUMNS])
    drawn = {each.column.name: distribution(each, LARGE) for each in evidence.columns if each.column.name in shown}
    return Comparison(
        baseline=name,
        facts=list(_frame_facts(then, now)),
        columns=[_column(then.by_name.get(each), now.by_name.get(each), drawn.get(each)) for each in shown],
        unchanged=len(both) - len(changed),
        resolved=_titles_only_in(then.findings, now.findings),
        appeared=_titles_only_in(now.findings, then.findings),
        drift=[finding_card(finding, ()) for finding in found.findings[:MOST_DRIFT]],
        note=_note(then, found, len(differing) - len(shown)),
        progress="",
    )


def nothing_yet(name: str, progress: str) -> Comparison:
    """Say what is waited for."""
    return Comparison(
        baseline=name, facts=[], columns=[], unchanged=0, resolved=[], appeared=[], drift=[], note="", progress=progress
    )


def _note(then: FramePortrait, found: Drift, left_out: int) -> str:
    withheld = [column.name for column in then.columns if column.is_withheld]
    is_are = "is" if left_out == 1 else "are"
    parts = [
        f"{counted(left_out, 'more column')} that moved, came or went {is_are} not shown." if left_out else "",
        f"Of {counted(len(withheld), 'sensitive column')} only counts were saved." if withheld else "",
        f"These drift checks failed: {', '.join(found.broken_checks)}." if found.broken_checks else "",
    ]
    return " ".join(part for part in parts if part)


def _frame_facts(then: FramePortrait, now: FramePortrait) -> Iterator[tuple[str, str, str]]:
    yield "rows", f"{then.rows:,}", f"{now.rows:,}"
    yield "columns", f"{len(then.columns):,}", f"{len(now.columns):,}"
    if then.score is not None and now.score is not None:
        yield "score", f"{then.score:.1f}", f"{now.score:.1f}"
    yield "findings", f"{len(then.findings):,}", f"{len(now.findings):,}"
    if then.duplicate_rows is not None and now.duplicate_rows is not None:
        yield "duplicate rows", f"{then.duplicate_rows:,.0f}", f"{now.duplicate_rows:,.0f}"


def _titles_only_in(here: Sequence[KnownFinding], there: Sequence[KnownFinding]) -> list[str]:
    known = {(finding.check, finding.columns) for finding in there}
    alone = [finding for finding in here if (finding.check, finding.columns) not in known]
    return [cut(finding.title) for finding in alone[:MOST_TITLES]]


def _column(then: ColumnPortrait | None, now: ColumnPortrait | None, drawn: Distribution | None) -> ComparedColumn:
    if then is not None and now is not None:
        return _both(then, now, drawn)
    known = now or then
    assert known is not None
    return _removed(known) if now is None else _added(known, drawn)


def _removed(column: ColumnPortrait) -> ComparedColumn:
    facts: Facts = [("type", column.type, "")]
    return ComparedColumn(name=cut(column.name), status="removed", facts=facts, before=None, after=None)


def _added(column: ColumnPortrait, drawn: Distribution | None) -> ComparedColumn:
    facts: Facts = [("type", "", column.type)]
    return ComparedColumn(name=cut(column.name), status="added", facts=facts, before=None, after=drawn)


def _both(then: ColumnPortrait, now: ColumnPortrait, drawn: Distribution | None) -> ComparedColumn:
    return ComparedColumn(
        name=cut(now.name),
        status="changed",
        facts=[fact for fact in _facts(then, now) if fact[1] != fact[2]],
        before=drawn and _in_its_bars(then, drawn),
        after=drawn,
    )


def _facts(then: ColumnPortrait, now: ColumnPortrait) -> Iterator[tuple[str, str, str]]:
    yield "type", then.type, now.type
    yield "missing", _share(then), _share(now)
    for what, before, after in (
        ("mean", then.mean, now.mean),
        ("standard deviation", then.standard_deviation, now.standard_deviation),
        ("distinct", then.distinct, now.distinct),
    ):
        if before is not None and after is not None:
            yield what, _number(before), _number(after)


def _in_its_bars(then: ColumnPortrait, drawn: Distribution) -> Distribution | None:
    """Return the baseline's values in the bars of the frame's; what lies beyond them is in the outer ones."""
    import numpy as np

    if drawn["kind"] == "bins" and then.spread is not None:
        counts = then.spread.between(np.array(drawn["edges"][1:-1]))
        return {**drawn, "counts": [round(count) for count in counts.tolist()], "precision": "sampled"}
    if drawn["kind"] == "values" and then.shares is not None:
        known = {cell(value): count for value, count in then.shares.counts.items()}
        listed = [round(known.get(value, 0.0)) for value in drawn["values"]]
        return {**drawn, "counts": listed, "rest": round(then.shares.rows) - sum(listed), "precision": "sampled"}
    return None


def _share(column: ColumnPortrait) -> str:
    share = column.missing_share
    return "" if share is None else percent(share)


def _number(value: float) -> str:
    return f"{value:,.6g}" if isfinite(value) else "?"
