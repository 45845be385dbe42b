"""`html_or_escape`: entities, tags and backslashes that were meant for a browser or a program."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import Texts, texts
from dpa_jupyter.quality.detection.writing import finding, listed_or, quoted, replace_values
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, Predicate, call
from dpa_jupyter.quality.finding import Finding

MARKUP = (
    r"&(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#x[0-9a-fA-F]{2,4});"
    r"|</?(?:b|i|u|p|br|em|strong|span|div|a|li|ul|td|tr|font)\b[^<>]*>"
)
ESCAPES = r"\\(?:n|t|r|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})"
PATH = r"(?:^|[\s\"'=(,;])[A-Za-z]:\\|^\\\\|\\[^\\\s]+\.[A-Za-z0-9]{1,5}$"
"""In C:\\new\\table.txt nothing is escaped."""
PERCENT = r"%[2-7][0-9A-F]%?[0-9A-Za-z]*%[2-7][0-9A-F]"
ADDRESS = r"://|^www\."
"""An address has to have them."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
CONVENTION = 0.3
"""If so many texts have markup, the column holds markup."""
ID = "html_or_escape"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows with what is left of markup."""
    for column in texts(evidence).values():
        if not any(sign in column.joined for sign in "&<\\%"):
            continue
        escaped = column.matching(ESCAPES) & ~column.matching(PATH)
        marked = column.matching(MARKUP) | escaped | (column.matching(PERCENT) & ~column.matching(ADDRESS))
        if marked.any() and column.share(marked) < CONVENTION:
            yield _finding(evidence, column.having(marked))


def _is_marked(name: str) -> Predicate:
    def has(pattern: str) -> Predicate:
        return call("matches", Column(name), pattern)

    escaped = call("and", has(ESCAPES), call("not", has(PATH)))
    return call("or", has(MARKUP), escaped, call("and", has(PERCENT), call("not", has(ADDRESS))))


def unescaped(text: str) -> str:
    """Turn entities into what they stand for and leave tags out."""
    return html.unescape(_TAG.sub(" ", text) if _TAG.search(text) else text).strip()


def _finding(evidence: FrameEvidence, column: Texts) -> Finding:
    name = column.column
    pairs = {text: plain for text in column.words if (plain := unescaped(text)) != text}
    fix = replace_values(
        name, pairs, "medium", f"Turn entities of `{name}` into characters", "They stand for one character each."
    )
    return finding(
        ID, "validity", evidence, (name,), listed_or(column, _is_marked(name)),
        title=f"`{name}` has markup in its texts: {quoted(column.words)}",
        why="It was escaped for a browser or a program, so that equal texts are not equal.", examples=column.words,
        fixes=(fix,) if pairs else (), certainty=0.8,
    )  # fmt: skip


CHECK = Check(
    id=ID,
    dimension="validity",
    definition="texts with a character reference of HTML, a tag, or an escape of C or URLs",
    source="HTML Living Standard, 13.1.4 character references; RFC 3986, 2.1",
    reason="Where three in ten texts have markup, the column is one of markup.",
    look=look,
    most_share=CONVENTION,
)
