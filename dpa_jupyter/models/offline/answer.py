"""The answer's parts, always in the same order, and their Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dpa_jupyter.models.offline.wording import code, listing, prose, sentence

RULES = (
    "_Written by fixed rules, without a language model: they compare columns one by one, know nothing of your field, "
    "and understand only simple questions. `%dpa model NAME` sets a model._"
)

LONGEST_REASON = 200
"""Characters of a tool's error that are shown."""


@dataclass(frozen=True)
class Answer:
    """What a playbook has to say; all is Markdown with data already escaped."""

    lead: str
    """The finding, with its main numbers."""
    points: tuple[str, ...] = ()
    table: str = ""
    caveats: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    following: str = ""
    """A line that can be run next."""


def markdown(answer: Answer, undone: Sequence[tuple[str, str]] = ()) -> str:
    """Return the whole answer."""
    parts = [
        answer.lead,
        "\n".join(f"- {point}" for point in answer.points),
        answer.table,
        _paragraph("Mind", answer.caveats),
        _paragraph("Left out", (*answer.left_out, *_failures(undone))),
        f"**Next:** {code(answer.following, 300)}" if answer.following else "",
        RULES,
    ]
    return "\n\n".join(part for part in parts if part)


def _failures(undone: Sequence[tuple[str, str]]) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for tool, why in dict(undone).items():
        by_reason.setdefault(why, []).append(code(tool))
    for why, tools in by_reason.items():
        shown = why if len(why) <= LONGEST_REASON else f"{why[: LONGEST_REASON - 1]}…"
        yield f"{listing(tools)} could not be used: {prose(shown)}"


def _paragraph(title: str, sentences: Sequence[str]) -> str:
    return f"**{title}:** " + " ".join(sentence(text) for text in sentences) if sentences else ""
