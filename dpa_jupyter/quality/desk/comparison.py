"""Two reports beside each other: what is new, what is gone, and which columns are not what they were."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.desk.answers import ComparedColumn, Comparison, Distribution
from dpa_jupyter.quality.desk.cells import cut
from dpa_jupyter.quality.desk.distributions import LARGE, distribution
from dpa_jupyter.quality.desk.study import Snapshot
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure

MOST_COLUMNS = 40
MOST_TITLES = 20
NOTABLE = 0.02
"""From this difference of a share on, or this part of a standard deviation times five, a column is worth a line."""

Facts = list[tuple[str, str, str]]


def compare(name: str, before: Snapshot, after: Snapshot) -> Comparison:
    """Set a report beside that of a baseline."""
    then = {column.column.name: column for column in before.evidence.columns}
    now = {column.column.name: column for column in after.evidence.columns}
    removed = [_one_sided(column, "removed") for known, column in then.items() if known not in now]
    added = [_one_sided(column, "added") for known, column in now.items() if known not in then]
    both = [_both(then[known], column) for known, column in now.items() if known in then]
    changed = sorted((pair for pair in both if pair[0]), key=lambda pair: -pair[0])
    columns = [*removed, *added, *(column for _, column in changed)]
    return Comparison(
        baseline=name,
        facts=list(_frame_facts(before, after)),
        columns=columns[:MOST_COLUMNS],
        unchanged=len(both) - len(changed),
        resolved=_titles_only_in(before, after),
        appeared=_titles_only_in(after, before),
    )


def _frame_facts(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, str, str]]:
    then, now = before.evidence, after.evidence
    yield "rows", f"{then.rows:,}", f"{now.rows:,}"
    yield "columns", f"{len(then.columns):,}", f"{len(now.columns):,}"
    if before.score and after.score:
        yield "score", f"{before.score['score']['value']:.1f}", f"{after.score['score']['value']:.1f}"
    yield "findings", f"{len(before.findings):,}", f"{len(after.findings):,}"
    if then.duplicate_rows and now.duplicate_rows:
        yield "duplicate rows", _number(then.duplicate_rows), _number(now.duplicate_rows)


def _titles_only_in(here: Snapshot, there: Snapshot) -> list[str]:
    known = {(finding.check, finding.columns) for finding in there.findings}
    alone = [finding for finding in here.findings if (finding.check, finding.columns) not in known]
    return [cut(finding.title) for finding in alone[:MOST_TITLES]]


def _one_sided(column: ColumnEvidence, status: str) -> ComparedColumn:
    drawn = distribution(column, LARGE)
    is_added = status == "added"
    return ComparedColumn(
        name=cut(column.column.name),
        status="added" if is_added else "removed",
        facts=[("type", "", column.type) if is_added else ("type", column.type, "")],
        before=None if is_added else drawn,
        after=drawn if is_added else None,
    )


def _both(then: ColumnEvidence, now: ColumnEvidence) -> tuple[float, ComparedColumn]:
    """Return a column in both frames, and how far it is from what it was; 0 where that is not worth a line."""
    found = list(_differences(then, now))
    facts: Facts = [fact for _, fact in found]
    column = ComparedColumn(
        name=cut(now.column.name),
        status="changed" if facts else "same",
        facts=facts,
        before=_alike(then, now),
        after=distribution(now, LARGE),
    )
    return max((size for size, _ in found), default=0.0), column


def _differences(then: ColumnEvidence, now: ColumnEvidence) -> Iterator[tuple[float, tuple[str, str, str]]]:
    if then.type != now.type:
        yield 2.0, ("type", then.type, now.type)
    was, is_now = _missing(then), _missing(now)
    if was is not None and is_now is not None and (abs(was - is_now) >= NOTABLE or (was == 0) != (is_now == 0)):
        yield max(abs(was - is_now), 1e-9), ("missing", f"{was:.2%}", f"{is_now:.2%}")
    if then.mean and now.mean and then.standard_deviation and then.standard_deviation.value > 0:
        shift = abs(now.mean.value - then.mean.value) / then.standard_deviation.value
        if shift >= 5 * NOTABLE:
            yield shift, ("mean", _number(then.mean), _number(now.mean))
    if then.distinct and now.distinct and then.distinct.value != now.distinct.value:
        size = abs(now.distinct.value - then.distinct.value) / max(then.distinct.value, now.distinct.value)
        if size >= NOTABLE:
            yield size, ("distinct", _number(then.distinct), _number(now.distinct))


def _missing(column: ColumnEvidence) -> float | None:
    return column.missing.value / column.rows if column.rows and column.failure is None else None


def _alike(then: ColumnEvidence, now: ColumnEvidence) -> Distribution | None:
    """Return the baseline's distribution where its bars stand for the same as those of the other."""
    before, after = distribution(then, LARGE), distribution(now, LARGE)
    if before is None or after is None or before["kind"] != after["kind"]:
        return None
    same = before["edges"] == after["edges"] and before["values"] == after["values"]
    return before if same else None


def _number(measure: Measure) -> str:
    sign = "" if measure.precision == "exact" else "~"
    return f"{sign}{measure.value:,.6g}" if isinstance(measure.value, float) else f"{sign}{measure.value:,}"
