"""`column_name_hygiene`: names of columns that are hard to write, to tell apart or to understand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.writing import finding
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operation import RenameColumn
from dpa_jupyter.quality.operations.proposals import propose

NAMELESS = re.compile(r"(?i)^(unnamed: ?\d+|column_?\d*|field_?\d*|var\d+|v\d+|_c\d+|\d+|f\d+|)$")
ID = "column_name_hygiene"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the columns whose name is padded, says nothing, or is another one's but for case and signs."""
    names = [column.column.name for column in evidence.columns]
    plain = Counter(_plain(name) for name in names)
    taken = set(names)
    for name in names:
        problem = _problem(name, plain)
        if problem:
            yield _finding(evidence, name, problem, taken)


def _problem(name: str, plain: Counter[str]) -> str:
    if name != " ".join(name.split()) or any(ord(character) < 32 for character in name):
        return "has white space that nobody sees"
    if NAMELESS.match(name):
        return "says nothing of what the column holds"
    return "differs from another one in case and signs only" if plain[_plain(name)] > 1 else ""


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _finding(evidence: FrameEvidence, name: str, problem: str, taken: set[str]) -> Finding:
    tidy = " ".join(name.split())
    fix = propose(f"Rename it to `{tidy}`", RenameColumn(name, tidy), "medium", "Only white space changes.")
    return finding(
        ID, "consistency", evidence, (name,), None, title=f"The name of `{name}` {problem}",
        why="Code that names the column is easily wrong without anyone seeing why.", severity="note",
        fixes=(fix,) if tidy and tidy not in taken else (), certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="names with white space at an end or doubled, without meaning, or equal but for case and signs",
    source="Broman, Woo: Data organization in spreadsheets, The American Statistician 72, 2018",
    reason="Only what makes mistakes likely is told; taste in names is left to people.",
    look=look,
)
