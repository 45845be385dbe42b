"""`misplaced_value`: a text that belongs to another column, such as where two cells were swapped."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

MOST_COLUMNS = 60
FEWEST_AT_HOME = 5
TIMES = 20
"""How many times more often the text must stand in the other column."""
LEAST_REPEATED = 0.8
"""So many rows of the column must have a text that is repeated, so that one that is not stands out."""
MOST_SHARE = 0.05
MOST_COMMON = 0.05
"""If two columns share so many of their frequent texts, they are of one kind, as are departure and arrival."""
ID = "misplaced_value"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose text is rare in its column and frequent in another one of other texts."""
    columns = list(texts(evidence).values())[:MOST_COLUMNS]
    homes = _homes(columns)
    frequent = {column.column: set(_frequent(column)) for column in columns}
    for column in columns:
        if column.share(column.counts >= FEWEST_AT_HOME) < LEAST_REPEATED:
            continue
        for home, words in _elsewhere(column, homes).items():
            if not _are_alike(frequent[column.column], frequent[home]):
                yield _finding(evidence, column.of(set(words)), home)


def _elsewhere(column: Texts, homes: dict[str, tuple[str, int]]) -> dict[str, list[str]]:
    """Return the texts of a column that are much more frequent in another one, by that other one."""
    found: dict[str, list[str]] = {}
    most = MOST_SHARE * column.rows
    for word, count in zip(column.words, column.counts.tolist(), strict=True):
        home, rows = homes.get(word, (column.column, 0))
        if home != column.column and rows >= TIMES * count and count <= most and any(map(str.isalpha, word)):
            found.setdefault(home, []).append(word)
    return found


def _homes(columns: list[Texts]) -> dict[str, tuple[str, int]]:
    """Return for each frequent text the column that it is most frequent in."""
    homes: dict[str, tuple[str, int]] = {}
    for column in columns:
        for word, count in _frequent(column).items():
            if count > homes.get(word, ("", 0))[1]:
                homes[word] = (column.column, count)
    return homes


def _frequent(column: Texts) -> dict[str, int]:
    often = int((column.counts >= FEWEST_AT_HOME).sum())  # The most frequent come first.
    return dict(zip(column.words[:often], column.counts[:often].tolist(), strict=True))


def _are_alike(first: set[str], second: set[str]) -> bool:
    return len(first & second) > MOST_COMMON * max(1, min(len(first), len(second)))


def _finding(evidence: FrameEvidence, column: Texts, home: str) -> Finding:
    name, words = column.column, column.words
    return finding(
        ID, "consistency", evidence, (name,), is_any(name, words),
        title=f"`{name}` has texts of `{home}`: {quoted(words)}",
        why="Cells were swapped or shifted, so that neither column can be grouped by.", severity="high", examples=words,
        certainty=0.8, among=column,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="texts twenty times as frequent in another column, which shares no frequent texts with this one",
    source="value shifts between columns as in Rahm, Do: Data cleaning, IEEE Data Engineering Bulletin 23, 2000",
    reason="Columns of one kind share their frequent texts; a twentieth in common is where that begins.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"times": TIMES, "most_common": MOST_COMMON},
)
