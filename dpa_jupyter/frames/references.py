"""Which frames and which columns a request means."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dpa_jupyter.findings import FrameCard
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.column_match import ColumnCandidate, ColumnIndex, Findings
from dpa_jupyter.frames.columns import find_column
from dpa_jupyter.frames.mentions import Mention, explicit_mentions, option_mentions, unknown_mentions, word_mentions
from dpa_jupyter.frames.outline import column_names
from dpa_jupyter.frames.phrases import EVERYDAY_WORDS, Phrase, phrases_of, words_of

LEAST_SCORE = 0.6
MOST_CANDIDATES = 5
CLEARLY_BETTER = 0.05
"""A frame is chosen by its columns alone only if its best one leads those of all others by so much."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a request is about."""

    frames: tuple[str, ...]
    """The most surely meant first; several without any being named are all that there is to choose from."""
    columns: Mapping[str, str]
    """The column that is meant, by frame; a frame in which none is meant is not a key."""
    candidates: tuple[ColumnCandidate, ...]
    """All columns that may be meant, best first within each frame."""
    notes: tuple[str, ...]
    """What was chosen and why, and what else may have been meant: a sentence each, to be shown."""
    unknown_words: tuple[str, ...] = ()
    """The words that point to nothing in any of the frames, and are no everyday words of requests."""

    @property
    def column(self) -> str | None:
        """Return the column that is meant in the first frame."""
        return self.columns.get(self.frames[0]) if self.frames else None


def resolve(
    request_text: str,
    catalog: FrameCatalog,
    on: Sequence[str] | None = None,
    *,
    cards: Mapping[str, FrameCard] | None = None,
    other_names: Container[str] = (),
) -> Resolution:
    """Find the frames and columns that a request means.

    Frames are those of `on`, or written as @frame, or named in words; without any, the only one there is, or the one
    whose columns answer clearly best to the words. Columns are found by name in any common form, by parts of the name,
    by spelling, and, where `cards` tell them, by their most frequent values. `other_names` are names of the kernel
    that are no frames.

    Raises:
        FrameNotFoundError: a name of `on`, or an @name that looks like a frame's, is no frame; or a word after "in"
            and the like is a frame's name, misspelt.
        ColumnNotFoundError: an @frame[column] that the frame does not have.
    """
    explicit = [*option_mentions(on or (), catalog), *explicit_mentions(request_text, catalog, other_names)]
    mentions = explicit or word_mentions(request_text, catalog)
    named = tuple(dict.fromkeys(mention.frame for mention in mentions))
    phrases = [phrase for phrase in phrases_of(request_text) if phrase.text not in named]
    findings = {name: _find(catalog, name, phrases, cards or {}) for name in named or tuple(catalog)}
    known = frozenset[str]().union(*(each.words for each in findings.values()))
    missing = [] if explicit else unknown_mentions(request_text, catalog, known)
    found = {name: _likely(each.candidates) for name, each in findings.items()}
    for mention in mentions:
        _put_first(found, mention, catalog)
    frames, frame_notes = (named, []) if named else _choose(catalog, found)
    return Resolution(
        frames=frames,
        columns={name: found[name][0].column for name in frames if found[name]},
        candidates=tuple(each for name in frames for each in found[name]),
        notes=(
            *(f"There is no frame {name!r} in this notebook." for name in missing),
            *frame_notes,
            *(note for name in frames for note in _column_notes(found[name])),
        ),
        unknown_words=tuple(_unknown(request_text, catalog, known)),
    )


def _find(catalog: FrameCatalog, name: str, phrases: Sequence[Phrase], cards: Mapping[str, FrameCard]) -> Findings:
    return ColumnIndex(name, column_names(catalog[name]) or (), _values(cards.get(name))).find(phrases)


def _likely(candidates: Sequence[ColumnCandidate]) -> list[ColumnCandidate]:
    return [candidate for candidate in candidates if candidate.score >= LEAST_SCORE][:MOST_CANDIDATES]


def _unknown(text: str, catalog: FrameCatalog, known: Container[str]) -> Iterator[str]:
    """Yield each word once that names nothing and that people don't say around what they ask about."""
    frames = {name.casefold() for name in catalog}
    for word in dict.fromkeys(words_of(text)):
        folded = word.casefold()
        if not (folded in EVERYDAY_WORDS or folded in known or folded in frames or folded.isnumeric()):
            yield word


def _values(card: FrameCard | None) -> dict[str, list[str]]:
    columns = card["columns"] if card else []
    return {
        column["name"]: [top["value"] for top in column.get("top", ()) if isinstance(top["value"], str)]
        for column in columns
    }


def _put_first(found: dict[str, list[ColumnCandidate]], mention: Mention, catalog: FrameCatalog) -> None:
    if mention.column is None:
        return
    column = find_column(column_names(catalog[mention.frame]) or (), mention.column)
    others = [candidate for candidate in found[mention.frame] if candidate.column != column]
    chosen = ColumnCandidate(mention.frame, column, 1.0, f"'@{mention.frame}[{column}]' names it")
    found[mention.frame] = [chosen, *others]


def _choose(catalog: FrameCatalog, found: Mapping[str, Sequence[ColumnCandidate]]) -> tuple[tuple[str, ...], list[str]]:
    """Choose among frames when none is named."""
    if not catalog:
        return (), ["There is no frame in the kernel yet."]
    distinct = _without_twins(catalog)
    if len(distinct) == 1:
        return distinct, [f"Frame '{distinct[0]}' was taken: it is the only one."]
    scores = sorted(((found[name][0].score if found[name] else 0.0, name) for name in distinct), reverse=True)
    (best, name), (second, _) = scores[0], scores[1]
    if best - second >= CLEARLY_BETTER:
        others = ", ".join(f"'{other}'" for other in distinct if other != name)
        return (name,), [f"Frame '{name}' was taken for its column '{found[name][0].column}'; others: {others}."]
    ordered = tuple(sorted(distinct, key=lambda each: -(found[each][0].score if found[each] else 0.0)))
    listed = ", ".join(f"'{other}'" for other in ordered[:MOST_CANDIDATES])
    more = f" and {len(ordered) - MOST_CANDIDATES} more" if len(ordered) > MOST_CANDIDATES else ""
    return ordered, [f"No frame is named, so all are offered: {listed}{more}. Name one with 'in {ordered[0]}'."]


def _without_twins(catalog: FrameCatalog) -> tuple[str, ...]:
    """Return the names of distinct objects: of several names of one object, the first."""
    first_names = {id(frame.value): name for name, frame in reversed(list(catalog.items()))}
    return tuple(name for name, frame in catalog.items() if first_names[id(frame.value)] == name)


def _column_notes(candidates: Sequence[ColumnCandidate]) -> list[str]:
    """Say which column was taken, unless it is named word for word."""
    if not candidates or candidates[0].score == 1:
        return []
    best = candidates[0]
    others = ", ".join(f"'{other.column}'" for other in candidates[1:])
    also = f"; others that may be meant: {others}" if others else ""
    return [f"Column '{best.column}' of '{best.frame}' was taken: {best.why}{also}."]
