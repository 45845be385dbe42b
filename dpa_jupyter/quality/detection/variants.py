"""Texts that are one and the same once something that does not matter is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from dpa_jupyter.quality.detection.texts import Texts
from dpa_jupyter.quality.detection.writing import finding, is_any, quoted, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.wording import counted

if TYPE_CHECKING:
    import pyarrow as pa

CLEARLY = 3.0
"""A spelling so many times as frequent as another is the right one."""
BARELY = 1.5
SIGNS = r"[\s\-\x{2010}-\x{2015}.,;:!*'\"`\x{2018}\x{2019}\x{b4}()/&|]"
"""Punctuation; signs such as <, + and % mean something."""
SHORTEST = 4


def folded(column: Texts) -> pa.Array:
    """Leave case, accents' encoding and white space at the ends out."""
    return _folded(column.values)


def base_forms(column: Texts) -> pa.Array:
    """Leave spaces and punctuation out; between digits, where they may be a point, and in short texts they stay."""
    return plain_forms(column.values)


def plain_forms(values: pa.Array) -> pa.Array:
    """Return the base forms of texts that are of no one column."""
    import pyarrow.compute as pc

    short = _folded(values)
    between = pc.replace_substring_regex(short, rf"([0-9]){SIGNS}+([0-9])", r"\1_\2")
    bare = pc.replace_substring_regex(between, f"{SIGNS}+", "")
    return pc.if_else(pc.less(pc.utf8_length(bare), SHORTEST), short, bare)


def _folded(values: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return pc.utf8_lower(pc.utf8_normalize(pc.utf8_trim_whitespace(values), "NFC"))


def variants(column: Texts, keys: pa.Array) -> dict[str, tuple[str, float]]:
    """Return each lesser spelling with the most frequent one of its key, and how many times that is as frequent."""
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(keys)
    codes = np.asarray(encoded.indices)
    sizes = np.bincount(codes)
    places = np.flatnonzero(sizes[codes] > 1)
    best: dict[int, int] = {}
    found = {}
    for place in places.tolist():  # The most frequent spelling of each key comes first.
        key = int(codes[place])
        if key not in best:
            best[key] = place
        elif encoded.dictionary[key].as_py():
            right = best[key]
            found[column.words[place]] = (column.words[right], float(column.counts[right] / column.counts[place]))
    return found


def variant_findings(
    check: str, evidence: FrameEvidence, column: Texts, found: dict[str, tuple[str, float]], how: str
) -> Iterator[Finding]:
    """Write the findings, apart for where it is clear which spelling is right."""
    for least, most, certainty in ((CLEARLY, np.inf, 0.85), (BARELY, CLEARLY, 0.6), (0.0, BARELY, 0.4)):
        pairs = {wrong: right for wrong, (right, times) in found.items() if least <= times < most}
        if pairs:
            yield _finding(check, evidence, column.of(pairs), pairs, how, certainty)


def _finding(
    check: str, evidence: FrameEvidence, column: Texts, pairs: dict[str, str], how: str, certainty: float
) -> Finding:  # fmt: skip
    name = column.column
    fix = replace_values(
        name, pairs, "medium" if certainty >= 0.5 else "low",
        f"Write {counted(len(pairs), 'text')} of `{name}` as most rows do",
        f"They differ {how} from a more frequent spelling.",
    )  # fmt: skip
    shown = [f"{wrong} → {right}" for wrong, right in pairs.items()]
    return finding(
        check, "consistency", evidence, (name,), is_any(name, list(pairs)),
        title=f"`{name}` has spellings that differ {how}: {quoted(shown)}",
        why="One thing counts as several: groups split and joins lose rows.",
        severity="medium" if certainty >= 0.5 else "low", examples=list(pairs), fixes=(fix,), certainty=certainty,
        among=column,
    )  # fmt: skip
