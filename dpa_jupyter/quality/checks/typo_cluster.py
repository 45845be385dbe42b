"""`typo_cluster`: a rare text that is another, far more frequent one but for a letter or two."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.closed_domain import misspelt_members
from dpa_jupyter.quality.detection.near import near_misses
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.words import misspelt_words
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.wording import counted

ID = "typo_cluster"
"""Whole texts and single words of longer ones are looked at in the same way."""


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose text, or a word of it, is probably misspelt."""
    for column in texts(evidence).values():
        whole = near_misses(column.words, column.counts) | misspelt_members(column.words, column.counts)
        whole = {wrong: right for wrong, right in whole.items() if _plain(wrong) != _plain(right)}
        if whole:
            yield _finding(evidence, column, whole, 0.8)
        words = {text: meant for text, meant in misspelt_words(column).items() if text not in whole}
        if words:
            yield _finding(evidence, column, words, 0.7)


def _plain(text: str) -> str:
    """Leave out what other checks look at."""
    return " ".join(text.casefold().split())


def _finding(evidence: FrameEvidence, column: Texts, meant: dict[str, str], certainty: float) -> Finding:
    name, wrong = column.column, list(meant)
    fix = replace_values(
        name, meant, "medium", f"Correct {counted(len(wrong), 'misspelt text')} in `{name}`",
        "Each is rare and but a letter or two from one that is far more frequent.",
    )  # fmt: skip
    shown = [f"{text} → {meant[text]}" for text in wrong]
    return finding(
        ID, "consistency", evidence, (name,), is_any(name, wrong),
        title=f"`{name}` has misspelt texts: {quoted(shown)}",
        why="They count as values of their own: groups split, joins lose rows.", examples=wrong, fixes=(fix,),
        certainty=certainty, among=column.of(meant),
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="rare texts within a small edit distance (OSA) of one at least ten times as frequent",
    source="Damerau, CACM 7, 1964: four in five misspellings are one insertion, deletion, substitution or swap",
    reason="Other digits and plurals are no typos; where frequent texts are as close, nearness says nothing.",
    look=look,
)
