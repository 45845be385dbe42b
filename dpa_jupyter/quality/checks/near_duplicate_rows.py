"""`near_duplicate_rows`: rows that are like another one but for how one text is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.likeness import likeness
from dpa_jupyter.quality.detection.row_hashes import agreeing_rows, column_hashes, grouped, most_telling_first
from dpa_jupyter.quality.detection.variants import plain_forms
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted, seen_in_sample
from dpa_jupyter.quality.engines.tables.duplicates import is_key
from dpa_jupyter.quality.evidence import ColumnEvidence, FrameEvidence
from dpa_jupyter.quality.expressions import Predicate
from dpa_jupyter.quality.finding import Finding

if TYPE_CHECKING:
    import pyarrow as pa

LEAST_ALIKE = 0.8
LEAST_WORDS = 0.7
"""So alike must be what is left once the words of both are taken out: one word may make a title another one."""
MOST_SHARE = 0.05
"""Of all rows; where more are alike, they are so by nature."""
FEW = 500
"""A text column of so many different texts is a category: rows that differ in it are different things."""
FEWEST_COLUMNS, FEWEST_ROWS = 3, 10
MOST_CANDIDATES = 20_000
SHORTEST = 6
ID = "near_duplicate_rows"


@dataclass(frozen=True, slots=True)
class _Pair:
    column: str
    first: str
    second: str


@dataclass(frozen=True, eq=False)
class _Pairs:
    rows: list[int]
    """Of the sample; the later one of each pair."""
    columns: list[str]
    examples: list[str]


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows that agree in all but the writing of names and other long texts, or but one of these."""
    keys = [known.column.name for known in evidence.columns if _is_identifier(known)]
    used = [known for known in evidence.columns if known.column.name not in keys and _tells(known)]
    free = [known.column.name for known in used if _is_free(known)]
    fixed = [known for known in used if known.column.name not in free]
    if evidence.rows < FEWEST_ROWS or len(used) < FEWEST_COLUMNS or not free or any(map(is_key, fixed)):
        return
    names = most_telling_first(evidence, [known.column.name for known in fixed])
    rows, hashes = agreeing_rows(evidence.sample, names)
    if 0 < len(rows) <= MOST_CANDIDATES:
        found = _pairs(evidence.sample.select(free).take(rows), rows, hashes)
        if 0 < len(found.rows) <= MOST_SHARE * evidence.sample.num_rows:
            yield _finding(evidence, keys, found)


def _is_identifier(known: ColumnEvidence) -> bool:
    """Tell whether a column numbers rows, or names them by codes of one length; names of things are compared."""
    is_code = known.lengths is not None and known.lengths[0] == known.lengths[2]
    return is_key(known) and (known.type in ("integer", "datetime") or is_code)


def _tells(known: ColumnEvidence) -> bool:
    return known.failure is None and known.distinct is not None and known.distinct.value > 1


def _is_free(known: ColumnEvidence) -> bool:
    """Tell whether a column holds names or prose rather than categories: many texts, or hardly any repeated."""
    distinct = known.distinct.value if known.distinct is not None else 0.0
    return known.type == "text" and distinct > min(FEW, 0.5 * (known.rows - known.missing.value))


def _pairs(table: pa.Table, rows: np.ndarray, hashes: np.ndarray) -> _Pairs:
    """Look among rows that agree in the other columns, as their hashes tell, for those whose texts nearly do."""
    texts = {name: _filled(table[name]) for name in table.column_names}
    raw = np.add.reduce([column_hashes(values, place) for place, values in enumerate(texts.values())])
    forms = {name: column_hashes(_plain(values), place) for place, (name, values) in enumerate(texts.items())}
    total = hashes + np.add.reduce(list(forms.values()))
    words = {name: values.to_pylist() for name, values in texts.items()}
    later: dict[int, _Pair] = {}
    for name in texts:
        _add(later, name, words[name], _neighbours(total, raw), is_alike=False)
    for name in texts:
        _add(later, name, words[name], _neighbours(total - forms[name], raw), is_alike=True)
    return _Pairs(
        rows[list(later)].tolist(),
        list(dict.fromkeys(pair.column for pair in later.values())),
        [f"{pair.first} · {pair.second}" for pair in list(later.values())[:5]],
    )


def _filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.fill_null(pc.cast(column, pa.large_string()), "")


def _plain(values: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return pa.chunked_array([plain_forms(values.combine_chunks())])


def _neighbours(hashes: np.ndarray, raw: np.ndarray) -> list[tuple[int, int]]:
    """Return neighbours of a group whose texts are not the very same, the earlier one first."""
    places, ordered = grouped(hashes)
    is_pair = (ordered[1:] == ordered[:-1]) & (raw[places[1:]] != raw[places[:-1]])
    return list(zip(places[:-1][is_pair].tolist(), places[1:][is_pair].tolist(), strict=True))


def _add(later: dict[int, _Pair], name: str, words: list[str], pairs: list[tuple[int, int]], *, is_alike: bool) -> None:
    """Keep the pairs that differ in this column; if they do so in more than the writing, those that are much alike."""
    pairs = [(one, other) for one, other in pairs if words[one] != words[other]]
    if is_alike:
        pairs = [(one, other) for one, other in pairs if _may_be_same(words[one], words[other])]
        texts = [(words[one].lower(), words[other].lower()) for one, other in pairs]
        apart = [(_words_not_in(first, second), _words_not_in(second, first)) for first, second in texts]
        near = _likeness(texts) >= LEAST_ALIKE
        pairs = [pair for pair, is_near in zip(pairs, near & (_likeness(apart) >= LEAST_WORDS), strict=True) if is_near]
    for one, other in pairs:
        later.setdefault(other, _Pair(name, words[one], words[other]))


def _words_not_in(text: str, other: str) -> str:
    known = set(other.split())
    return " ".join(word for word in text.split() if word not in known)


def _likeness(pairs: list[tuple[str, str]]) -> np.ndarray:
    return likeness([first for first, _ in pairs], [second for _, second in pairs])


def _may_be_same(one: str, other: str) -> bool:
    """Texts that differ in a digit, such as two versions or house numbers, name two things."""
    return min(len(one), len(other)) >= SHORTEST and _digits(one) == _digits(other)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _finding(evidence: FrameEvidence, keys: list[str], found: _Pairs) -> Finding:
    shown = " and ".join(f"`{name}`" for name in found.columns[:3])
    where = _by_key(evidence, keys, found.rows)
    return finding(
        ID, "uniqueness", evidence, found.columns, where,
        title=f"Some rows repeat another one but for how {shown} is written: {quoted(found.examples, 2)}",
        why="One thing is there twice: it counts twice, and its rows may come to differ.",
        severity="low", certainty=0.45, examples=found.examples,
        failed=None if where is not None else seen_in_sample(evidence, len(found.rows)),
    )  # fmt: skip


def _by_key(evidence: FrameEvidence, keys: list[str], rows: list[int]) -> Predicate | None:
    """Name the rows by a key, where there is one of texts or whole numbers, and the sample has all rows."""
    named = [key for key in keys if evidence.column(key).type in ("integer", "text")] if evidence.is_whole else []
    return is_any(named[0], evidence.sample.column(named[0]).take(rows).to_pylist()) if named else None


CHECK = Check(
    id=ID,
    dimension="uniqueness",
    definition="rows alike in all columns but keys, and in all texts but for case, signs and spaces, or but for one "
    "that is at least 80 % alike (OSA) and has the same digits",
    source="blocking and matching: Christen, Data Matching, 2012; Fellegi & Sunter, JASA 64, 1969",
    reason="Below 80 % different names are as alike; where more than a twentieth of the rows are, it is by nature.",
    look=look,
    most_share=MOST_SHARE,
    thresholds={"least_alike": LEAST_ALIKE, "least_words": LEAST_WORDS, "most_share": MOST_SHARE},
)
