"""`encoding_error`: text that was read in the wrong encoding, and characters that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, is_any, matching_or_any, quoted, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Predicate
from dpa_jupyter.quality.finding import Finding

WRONG = (
    r"[\x{00c2}-\x{00f4}][\x{0080}-\x{00bf}\x{20ac}\x{201a}-\x{201e}\x{2020}-\x{2022}\x{2026}\x{2030}\x{2039}\x{203a}"
    r"\x{0152}\x{0153}\x{0160}\x{0161}\x{0178}\x{017d}\x{017e}\x{0192}\x{02c6}\x{02dc}\x{2013}\x{2014}\x{2018}\x{2019}"
    r"\x{201c}\x{201d}\x{2122}]|\x{fffd}|[\x{0000}-\x{0008}\x{000b}\x{000c}\x{000e}-\x{001f}\x{007f}]"
    r"|[\x{200b}\x{200e}\x{200f}\x{2060}\x{feff}]"
)
"""Bytes of UTF-8 read as Windows-1252, U+FFFD, control characters, characters without width."""
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff]")
ID = "encoding_error"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows with broken characters; what can be read again is mended."""
    for column in texts(evidence).values():
        if column.joined.isascii() and not _UNSEEN.search(column.joined):
            continue
        suspects = column.having(column.matching(WRONG))
        pairs = {text: mended(text) for text in suspects.words}
        wrong = suspects.of({text for text in suspects.words if pairs[text] != text or "\ufffd" in text})
        if wrong.words:
            is_all = len(wrong.words) == len(suspects.words)
            where = matching_or_any(wrong, WRONG) if is_all else is_any(wrong.column, wrong.words)
            yield _finding(evidence, wrong, pairs, where, None if is_all else wrong)


def mended(text: str) -> str:
    """Read a text again as what its bytes are; return it as it is where they are nothing else."""
    seen = _UNSEEN.sub("", text)
    for encoding in ("cp1252", "latin-1"):
        try:
            return seen.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return seen


def _finding(evidence: FrameEvidence, wrong: Texts, pairs: dict[str, str], where: Predicate, among: Texts | None
) -> Finding:  # fmt: skip
    name = wrong.column
    pairs = {text: pairs[text] for text in wrong.words if pairs[text] != text}
    fix = replace_values(
        name, pairs, "high", f"Read the broken characters of `{name}` as UTF-8",
        "The bytes are sound UTF-8, which other text is only by a rare chance.",
    )  # fmt: skip
    return finding(
        ID, "validity", evidence, (name,), where,
        title=f"`{name}` has broken characters: {quoted(wrong.words)}",
        why="The text was read in the wrong encoding; it can't be searched for, and looks careless.", severity="high",
        examples=wrong.words, fixes=(fix,) if pairs else (), certainty=0.9, among=among,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="texts with U+FFFD, control characters, characters without width, or UTF-8 read as Windows-1252",
    source="ftfy (Speer, 2019): text that is sound UTF-8 when encoded in the wrong code page",
    reason="Two such characters are enough, since no word of any language has the pairs.",
    look=look,
)
