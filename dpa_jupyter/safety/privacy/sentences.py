"""A sentence of ours is taken apart by its form; each slot is told by its own rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Literal, Protocol, TypeAlias, cast, get_args

from dpa_jupyter.findings import Scalar
from dpa_jupyter.safety.privacy.rounding import STATISTIC_DIGITS, coarse
from dpa_jupyter.safety.privacy.sentence_forms import NOTES, OF_A_COLUMN, REASONS
from dpa_jupyter.safety.privacy.small_groups import SMALLEST_GROUP

Slot: TypeAlias = Literal["name", "names", "count", "share", "number", "size", "value", "said", "any"]
LEFT_OUT = "…"
FEW = f"fewer than {SMALLEST_GROUP}"
_SLOT = re.compile(r"\{(\w+)\}")
_FORMS: Mapping[Slot, str] = {
    "count": r"\d[\d,]*",
    "size": r"\d[\d,]*(?:\.\d+)?",
    "share": r"[<>]? ?\d[\d,]*(?:\.\d+)? %",
    "number": r"-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d{1,3})?",
    "any": r".*?",
}
LONGEST = 2_000
"""A longer text is no sentence of ours, or not one to be told."""
_AT_SCHEMA = frozenset({"name", "names", "size", "said", "any"})


class Told(Protocol):
    """What may be told of names, words and values."""

    with_aggregates: bool

    def name(self, name: str) -> str:
        """Return a name, or what stands for it."""
        ...

    def name_in_words(self, name: str) -> str:
        """Return a name for a sentence about a failure, or what stands for it."""
        ...

    def names_in_words(self, names: Sequence[str]) -> str:
        """Return several of them."""
        ...

    def said(self, text: str) -> str:
        """Return a text that the model has already, or what stands for one that it has not."""
        ...

    def value(self, value: str) -> str:
        """Return what stands for a cell's value."""
        ...


def told_sentence(sentence: str, told: Told, *, is_made: bool = False) -> str | None:
    """Return a sentence as it may be told, None if it has no known form, or one that needs a higher level.

    Sizes in a sentence about a frame that was made in the conversation are told like counts.
    """
    for pattern, slots in _notes() if len(sentence) <= LONGEST else ():
        if found := pattern.fullmatch(sentence):
            as_told = tuple("count" if is_made and slot == "size" else slot for slot in slots)
            return _filled(sentence, found, as_told, told, exactly=not is_made)
    return None


def _filled(
    text: str, found: re.Match[str], slots: tuple[Slot, ...], told: Told, *, exactly: bool = True
) -> str | None:
    if not told.with_aggregates and not _AT_SCHEMA.issuperset(slots):
        return None
    few = [
        place
        for place, slot in enumerate(slots, start=1)
        if slot == "count" and 0 < float(found[place].replace(",", "")) < SMALLEST_GROUP
    ]
    pieces = []
    end = 0
    for place, slot in enumerate(slots, start=1):
        start, stop = found.span(place)
        hidden = slot == "share" and bool(few)
        pieces += [text[end:start], LEFT_OUT if hidden else _slot(slot, found[place], told, exactly=exactly)]
        end = stop
    return "".join([*pieces, text[end:]])


def told_count(count: float, *, exactly: bool) -> Scalar:
    """Return a count as it may be told: of few rows never, of rows that the model's own code made only coarsely."""
    if 0 < count < SMALLEST_GROUP:
        return FEW
    return count if exactly else coarse(count, STATISTIC_DIGITS)


def _written_count(text: str, *, exactly: bool) -> str:
    count = told_count(float(text.replace(",", "")), exactly=exactly)
    return text if exactly and count != FEW else f"{count:,g}" if isinstance(count, float) else str(count)


def _slot(slot: Slot, text: str, told: Told, *, exactly: bool) -> str:
    rules: Mapping[Slot, Callable[[str], str]] = {
        "name": told.name,
        "names": lambda names: ", ".join(_one_name(name, told) for name in names.split(", ")),
        "count": lambda count: _written_count(count, exactly=exactly),
        "number": lambda number: f"{coarse(float(number.replace(',', '')), STATISTIC_DIGITS):g}",
        "value": told.value,
        "said": told.said,
        "any": lambda _: LEFT_OUT,
    }
    return rules[slot](text) if slot in rules else text


def _one_name(name: str, told: Told) -> str:
    quote = name[0] if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"" else ""
    return f"{quote}{told.name(name.strip(quote) if quote else name)}{quote}"


@cache
def _notes() -> tuple[tuple[re.Pattern[str], tuple[Slot, ...]], ...]:
    of_names = [f"{{name}} {form}" for form in (*OF_A_COLUMN, *REASONS)]
    of_targets = [f"{{name}}: {form}" for form in REASONS]
    leaks = [f"{{name}} may give {{name}} away: {form}" for form in REASONS]
    with_stops = [f"{form}." for form in of_names]
    return _compiled((*NOTES, *OF_A_COLUMN, *REASONS, *leaks, *of_targets, *of_names, *with_stops))


def _compiled(forms: Iterable[str]) -> tuple[tuple[re.Pattern[str], tuple[Slot, ...]], ...]:
    return tuple((_pattern(form), _slots(form)) for form in forms)


def _slots(form: str) -> tuple[Slot, ...]:
    slots = tuple(_SLOT.findall(form))
    assert set(slots) <= set(get_args(Slot)), form
    return cast("tuple[Slot, ...]", slots)


def _pattern(form: str) -> re.Pattern[str]:
    literals = map(re.escape, _SLOT.split(form)[::2])
    groups = [f"({_FORMS.get(slot, '.+?')})" for slot in _slots(form)]
    first, *rest = literals
    return re.compile(first + "".join(group + literal for group, literal in zip(groups, rest, strict=True)), re.DOTALL)
