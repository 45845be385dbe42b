"""`mixed_null_encodings`: one column says in several ways that it has no value."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.checks.sentinel_string import CERTAIN, LIKELY
from dpa_jupyter.quality.detection.texts import texts
from dpa_jupyter.quality.detection.writing import finding, make_missing, quoted
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Column, call
from dpa_jupyter.quality.finding import Finding

ID = "mixed_null_encodings"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name text columns with two or more of: missing, blank, and words for missing."""
    words = {
        name: sorted({word.strip().lower() for word in column.words if word.strip().casefold() in CERTAIN | LIKELY})
        for name, column in texts(evidence).items()
    }
    for column in evidence.columns:
        ways = [*_empty(column), *words.get(column.column.name, [])]
        if column.type == "text" and len(ways) > 1:
            yield _finding(evidence, column.column.name, ways)


def _empty(column: ColumnEvidence) -> list[str]:
    import pyarrow.compute as pc

    found = ["missing"] if column.missing.value else []
    if column.values is not None and column.type == "text":
        found += ["blank"] if pc.any(pc.equal(pc.utf8_trim_whitespace(column.values.values), "")).as_py() else []
    return found


def _finding(evidence: FrameEvidence, name: str, ways: list[str]) -> Finding:
    text = call("lower", call("trim", Column(name)))
    where = call("is_in", text, "", *(way for way in ways if way not in ("missing", "blank")))
    fix = make_missing(name, where, "medium", "All of them say that there is no value.")
    return finding(
        ID, "completeness", evidence, (name,), None,
        title=f"`{name}` says in {len(ways)} ways that it has no value: {quoted(ways)}",
        why="Each way is counted apart, so that the share of missing values is wrong whichever one takes.",
        severity="note", examples=ways, fixes=(fix,), certainty=0.3,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="completeness",
    definition="columns with two or more of NULL, blank text and the words of `sentinel_string`",
    source="deepchecks' MixedNulls",
    reason="One way is a convention, two are an accident; the cells themselves are `sentinel_string`'s.",
    look=look,
)
