"""`source_conflict`: several sources tell about the same thing, and one tells something else than most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.codes import CodedTable, Codes, coded_sample
from dpa_jupyter.quality.detection.dependencies import MOST_COLUMNS, dependencies, group_votes
from dpa_jupyter.quality.detection.numbers import is_whole
from dpa_jupyter.quality.detection.writing import MOST_LISTED, absent, finding, quoted, set_values
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, Lookup, call
from dpa_jupyter.quality.finding import Finding

FEWEST_VOTES = 3
LEAST_VOTES = 0.5
"""Share of a thing's rows that must agree on average, and in each case in which the others are held to be wrong."""
LEAST_LIFT = 0.35
LEAST_CROSSED = 0.25
"""Of all pairs of a thing and a source, so many must be there: sources tell of the same things."""
MOST_REPEATED = 0.05
FEWEST_SOURCES, MOST_SOURCES = 3, 500
FEWEST_COLUMNS = 2
ALWAYS = 0.999
ID = "source_conflict"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows in which a source disagrees with the majority of them."""
    table = coded_sample(evidence)
    best = max(_pairs(evidence, table), key=lambda pair: _agreement(table, *pair), default=None)
    if best is None:
        return
    thing, source = best
    known = {dependent for dependent, by in dependencies(evidence).items() if any(d.determinant == thing for d in by)}
    names = [name for name in table.table.column_names if name not in {thing, source} | known]
    told = {name: votes for name in names if (votes := _votes(table, thing, name)) is not None and votes.is_told}
    if len(told) >= FEWEST_COLUMNS:
        for name, votes in told.items():
            yield _finding(evidence, table, thing, source, name, votes.opinions)


def _pairs(evidence: FrameEvidence, table: CodedTable) -> Iterator[tuple[str, str]]:
    """Find columns of things and of sources of which nearly no pair occurs twice, and many of all pairs once."""
    sizes = {column.column.name: _size(evidence, column) for column in evidence.columns if evidence.is_whole}
    may_be = [name for name, size in sizes.items() if FEWEST_SOURCES <= size <= evidence.rows / FEWEST_VOTES]
    may_be = may_be[:MOST_COLUMNS]  # all pairs of them are looked at
    for source in may_be:
        if evidence.column(source).type != "text" or sizes[source] > MOST_SOURCES:
            continue
        for thing in may_be:
            cells = sizes[thing] * sizes[source]
            is_thing = thing != source and sizes[thing] >= sizes[source] / 2
            fits = evidence.rows * (1 - MOST_REPEATED) <= cells <= evidence.rows / LEAST_CROSSED
            if is_thing and fits and _are_crossed(table[thing], table[source]):
                yield thing, source


def _size(evidence: FrameEvidence, column: ColumnEvidence) -> int:
    is_name = column.type in ("text", "category") or is_whole(evidence, column)
    return len(column.values.values) if is_name and column.values is not None else 0


def _are_crossed(things: Codes | None, sources: Codes | None) -> bool:
    if things is None or sources is None:
        return False
    both = (things.codes >= 0) & (sources.codes >= 0)
    rows, cells = int(both.sum()), len(things.values) * len(sources.values)
    if rows < max(LEAST_CROSSED * cells, ALWAYS * len(both), 1):
        return False
    pairs = np.unique(things.codes[both].astype(np.int64) * len(sources.values) + sources.codes[both])
    return len(pairs) >= LEAST_CROSSED * cells and rows - len(pairs) <= MOST_REPEATED * rows


def _agreement(table: CodedTable, thing: str, source: str) -> float:
    """Return how far the rows of a thing agree, on average of the other columns: the right things agree most."""
    names = [name for name in table.table.column_names if name not in (thing, source)]
    shares = [votes.share for name in names if (votes := _votes(table, thing, name)) is not None]
    return sum(shares) / max(1, len(names))


@dataclass(frozen=True, eq=False)
class _Votes:
    share: float
    """Of the rows with a value, those that have the one of most."""
    is_told: bool
    """They agree often, not always, and far more than by chance."""
    opinions: np.ndarray
    """For each thing the code of what most of its rows say; -1 where they don't agree."""


def _votes(table: CodedTable, thing: str, name: str) -> _Votes | None:
    things, values = table[thing], table[name]
    if things is None or values is None or len(values.values) < 2:
        return None
    opinions, agreeing, _ = group_votes(things, values)
    filled = np.bincount(things.codes[(things.codes >= 0) & (values.codes >= 0)], minlength=len(things.values))
    asked = (filled >= FEWEST_VOTES) & (opinions >= 0)
    if not asked.any():
        return None
    share = float(agreeing[asked].sum() / filled[asked].sum())
    gaps = float((values.codes < 0).mean())
    common = values.counts.max() / max(1, values.filled)
    lift = (share - common) / max(1e-9, 1 - common)
    sure = asked & (agreeing >= LEAST_VOTES * filled)
    is_told = min(share, 1 - gaps) >= LEAST_VOTES and min(share, 1 - gaps) < ALWAYS and lift >= LEAST_LIFT
    return _Votes(share, bool(is_told), np.where(sure, opinions, np.int32(-1)))


def _finding(
    evidence: FrameEvidence, table: CodedTable, thing: str, source: str, name: str, opinions: np.ndarray
) -> Finding:  # fmt: skip
    things, values = cast(Codes, table[thing]), cast(Codes, table[name])
    proposed = np.where(things.codes >= 0, opinions[things.codes], np.int32(-1))
    wrong = (proposed >= 0) & (values.codes != proposed)
    keys = np.unique(things.codes[wrong])[:MOST_LISTED]
    right = values.values.take(opinions[keys]).to_pylist()
    said = Lookup(Column(thing), tuple(zip(things.values.take(keys).to_pylist(), right, strict=True)))
    missing = call("and", absent(name, is_text=values.is_text), call("not", call("is_missing", said)))
    where = call("or", call("not_equal", Column(name), said), missing)
    fix = set_values(
        name, where, said, "medium", f"Give `{name}` what most rows of the same `{thing}` say",
        "At least half of them agree.",
    )  # fmt: skip
    shown = values.values.take(np.unique(values.codes[wrong & (values.codes >= 0)])[:10]).to_pylist()
    return finding(
        ID, "consistency", evidence, (name,), where,
        title=f"Different `{source}` disagree on `{name}` of the same `{thing}`: {quoted(shown)}",
        why="They can't all be right; what most say is the best guess.", severity="high",
        examples=[str(value) for value in shown], fixes=(fix,), certainty=0.6,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="values other than what at least half of the sources of the same thing say",
    source="Li, Dong et al.: Truth finding on the deep web, VLDB 2013: voting finds most of what is true",
    reason="Half of the votes, among many possible values, is far from chance.",
    look=look,
    thresholds={"least_votes": LEAST_VOTES, "least_lift": LEAST_LIFT, "least_crossed": LEAST_CROSSED},
)
