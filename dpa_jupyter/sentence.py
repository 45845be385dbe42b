"""A sentence of ours as data: its form, and what stands in its slots, so that each part can be told by its own rule.

What a slot holds is said by the first word of its name: `name` of a frame or column; `names`, several of them; `count`
of rows; `size`, a limit or a place that no data had a part in, which is no secret at any level; `value` of a cell;
`said`, what the model or the user wrote itself; `error`, what somebody else's code raised; `sentence`, another of ours;
`any`, whatever else.

A form is a literal of the source and never made of data: nothing in it is looked at before it is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from dpa_jupyter.json_types import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Raised:
    """What somebody else's code raised."""

    kind: str
    """The name of its class."""
    text: str

    def __str__(self) -> str:
        return self.text


SlotValue: TypeAlias = "str | int | float | Sequence[str] | Raised | None"


class Sentence(str):
    """A text that knows what it is made of; `sentence` makes it."""

    form: str
    slots: Mapping[str, SlotValue]


def sentence(form: str, /, **slots: SlotValue) -> Sentence:
    """Fill a form; several names are listed with commas between them."""
    return in_place_of(form.format(**{name: _written(value) for name, value in slots.items()}), form, **slots)


def in_place_of(text: str, form: str, /, **slots: SlotValue) -> Sentence:
    """Return somebody else's words, with a sentence of ours that is told where they may not be."""
    made = Sentence(text)
    made.form, made.slots = form, slots
    return made


def raised(error: BaseException, text: str | None = None) -> Raised:
    """Take what somebody else's code raised, with its text as it is shown to those who may see it."""
    kind = type(error).__name__
    return Raised(kind, f"{kind}: {error}" if text is None else text)


def own_words(text: object) -> JsonObject | None:
    """Return what a sentence of ours is made of, as JSON; None where a text is none."""
    if not isinstance(text, Sentence):
        return None
    return {"form": text.form, "slots": {name: _as_json(value) for name, value in text.slots.items()}}


def words_of(error: BaseException) -> str:
    """Return what an error says, as a sentence of ours where it is one."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Sentence) else str(error)


def slots_of(form: str) -> list[str]:
    """List the slots of a form, in order."""
    return [name for _, name, _, _ in Formatter().parse(form) if name]


def _written(value: SlotValue) -> str | int | float:
    if isinstance(value, str | int | float):
        return value
    return str(value) if value is None or isinstance(value, Raised) else ", ".join(value) or "none"


def _as_json(value: SlotValue) -> Json:
    if isinstance(value, Sentence):
        return own_words(value)
    if isinstance(value, Raised):
        return {"kind": value.kind}
    return value if value is None or isinstance(value, str | int | float) else [*value]
