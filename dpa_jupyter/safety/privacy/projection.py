"""A JSON value as it may be told below the level "samples": by the contract that describes it, and nothing else.

The walk fails closed: a field that no contract names, or that discloses a class that is not told at the level, is left
out, and its name is noted. No value of a cell passes, only counts, coarse numbers, names that are known, and
placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from dpa_jupyter.disclosure import Discloses
from dpa_jupyter.json_types import Json
from dpa_jupyter.safety.privacy.contracts import Shape, contract_of
from dpa_jupyter.safety.privacy.failures import told_failure
from dpa_jupyter.safety.privacy.rounding import EXTREME_DIGITS, STATISTIC_DIGITS, coarse
from dpa_jupyter.safety.privacy.sentences import FEW, told_count, told_sentence
from dpa_jupyter.safety.privacy.small_groups import SMALLEST_GROUP, withheld, withheld_crossed
from dpa_jupyter.safety.privacy.vocabulary import Vocabulary

_TYPE_WORD = re.compile(r"[A-Za-z_][\w.]*")
CROSSED = " · "
"""Between the two values that name a group of two columns (`statistics/grouping.py`)."""
_ALWAYS_TOLD = frozenset(
    {
        Discloses.WORD,
        Discloses.NATIVE_TYPE,
        Discloses.NAME,
        Discloses.SIZE,
        Discloses.WIDTH,
        Discloses.PROSE,
        Discloses.FAILURE,
    }
)
"""Told at each level, so that it may be told, too, that there is nothing."""
_MORE = "… and {:,} more"
_OF_THE_ONE_BEFORE = frozenset({"difference", "change"})
"""What gives away the value of the period before together with one's own."""
MAKERS = frozenset({"query_sql", "run_python", "plot"})
"""Tools whose results are made by code that the model wrote, or don't say of which frame they are."""
_OF_ANY_FRAME = frozenset({Discloses.WORD, Discloses.FAILURE})
"""What is told at "schema" of a frame that was made, beside its name."""
Fields: TypeAlias = Mapping[str, Json]


class _Withheld:
    """Stands for a value that is not told."""


WITHHELD = _Withheld()
Projected: TypeAlias = "Json | _Withheld"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is."""

    around: tuple[Fields, ...] = ()
    """The objects around it, innermost first."""
    rows: int | None = None
    """On how many rows its numbers rest, as far as is known."""
    rows_around: int | None = None
    """The same of the object further out."""
    label: str = ""
    is_made: bool = False
    """Whether it is about a frame that was made in this conversation: what made it may have written a value into the
    number of its rows, and into the number, the names and the types of its columns."""

    @property
    def too_few(self) -> bool:
        return self.rows is not None and self.rows < SMALLEST_GROUP


@dataclass
class Projection:
    """One value's projection; `withheld` gathers the names of what was left out."""

    words: Vocabulary
    withheld: set[str] = field(default_factory=set)
    _own_words: Json = None

    def of(self, label: str, value: Json, own_words: Json = None) -> Json:
        """Return what may be told of the value that a tool or the prompt labels so.

        Args:
            label: the name of the tool, which says by which contract it is told.
            value: the value.
            own_words: where it tells of a failure in words of ours, what these are made of.
        """
        self._own_words = own_words
        shape = contract_of(label, value)
        if shape is None:
            self.withheld.add(_outline(value) if self.words.with_aggregates else "all of it")
            return {"withheld": self._left_out()}
        projected = self._walk(value, shape, _Place(label=label, is_made=label in MAKERS))
        told: Json = {} if isinstance(projected, _Withheld) else projected
        if self.withheld and isinstance(told, Mapping):
            return {**told, "withheld": self._left_out()}
        return told

    def _left_out(self) -> list[Json]:
        return [*sorted(self.withheld)]

    def _walk(self, value: Json, shape: Shape, place: _Place) -> Projected:
        if self._is_hidden(place) and shape.fields is None and shape.discloses not in _OF_ANY_FRAME:
            return WITHHELD
        if value is None:
            return None if self._tells_of(shape) else WITHHELD
        if shape.is_finding and not self.words.with_aggregates:
            return WITHHELD
        if shape.fields is not None:
            return self._object(value, shape.fields, place) if isinstance(value, Mapping) else WITHHELD
        if shape.item is not None:
            return self._list(value, shape.item, place) if isinstance(value, list | tuple) else WITHHELD
        if shape.words:
            return value if value in shape.words else WITHHELD
        if shape.label is not None:
            return self._label(value, shape.label.of, place)
        return self._leaf(value, shape.discloses, place)

    def _is_hidden(self, place: _Place) -> bool:
        """Tell whether this is about a frame that was made, of which "schema" tells next to nothing."""
        return place.is_made and not self.words.with_aggregates

    def _tells_of(self, shape: Shape) -> bool:
        """Tell whether it may be said that a field holds nothing, which says something of the cells, too."""
        if shape.is_finding or shape.label is not None:
            return self.words.with_aggregates
        if shape.item is not None:
            return self._tells_of(shape.item)
        if shape.fields is not None or shape.words or shape.discloses in _ALWAYS_TOLD:
            return True
        return self.words.with_aggregates and shape.discloses is not None

    def _object(self, value: Fields, fields: Mapping[str, Shape], place: _Place) -> Projected:
        frame = value.get("frame")
        name = self.words.frame_name(str(frame), place.label) if frame and "frame" in fields else None
        is_made = place.is_made or bool(frame and self.words.is_made(str(frame)))
        inner = replace(place, around=(value, *place.around), rows_around=place.rows, is_made=is_made)
        inner = replace(inner, rows=self._rows(value, fields, place, is_made))
        if self._is_hidden(inner) and name is None and place.around:
            return WITHHELD
        told: dict[str, Json] = {}
        for field_name, part in value.items():
            projected = name or WITHHELD if field_name == "frame" else self._field(field_name, part, fields, inner)
            if isinstance(projected, _Withheld):
                self._leave_out(field_name if field_name in fields else "other fields", part, place)
            else:
                told[field_name] = projected
        return told

    def _field(self, name: str, part: Json, fields: Mapping[str, Shape], place: _Place) -> Projected:
        if name not in fields:
            return WITHHELD
        if name == "more_columns" and isinstance(part, list | tuple):
            return self._more_columns(part, fields[name], place)
        return self._walk(part, fields[name], place)

    def _leave_out(self, name: str, part: Json, place: _Place) -> None:
        is_outlined = not place.around and self.words.with_aggregates  # what kind of thing it is can be made to say one
        self.withheld.add(f"{name}: {_outline(part)}" if is_outlined else name)

    def _more_columns(self, names: Sequence[Json], shape: Shape, place: _Place) -> Projected:
        """Tell names, of which the last may only say how many more there are; a column could be called so, too."""
        card = place.around[0]
        count, listed = card.get("column_count"), card.get("columns")
        if isinstance(count, int) and isinstance(listed, list | tuple) and names:
            last = _MORE.format(count - len(listed) - len(names) + 1)
            told = self._walk([*names[:-1]], shape, place) if names[-1] == last else WITHHELD
            if isinstance(told, list):
                return [*told, last]
        return self._walk([*names], shape, place)

    def _list(self, value: Sequence[Json], shape: Shape, place: _Place) -> Projected:
        out = self._small_groups(value, shape.fields, place) if shape.fields and _is_group(shape.fields) else set()
        if out:
            self.withheld.add(f"groups of {FEW} rows, and those that would give them away")
        told = [
            self._walk(_alone(item) if number - 1 in out else item, shape, place)
            for number, item in enumerate(value)
            if number not in out
        ]
        kept = [item for item in told if not isinstance(item, _Withheld)]
        return kept if kept or (not told and self._tells_of(shape)) else WITHHELD

    def _rows(self, value: Fields, fields: Mapping[str, Shape], place: _Place, is_made: bool) -> int | None:
        """Return on how many rows numbers rest; none, where the difference to another frame would tell of too few."""
        rows = value.get("rows")
        if (
            is_made
            and self.words.with_aggregates
            and "frame" in value
            and isinstance(rows, int)
            and self.words.is_close_to_another(rows)
        ):
            self.withheld.add(f"statistics of rows that are those of another frame but for {FEW}")
            return 0
        return _rows(value, fields, place.rows)

    def _small_groups(self, value: Sequence[Json], fields: Mapping[str, Shape], place: _Place) -> set[int]:
        items = [item for item in value if isinstance(item, Mapping)]
        rows = [_rows(item, fields, None) or 0 for item in items]
        by = next((around["by"] for around in place.around if "by" in around), None)
        if not isinstance(by, list | tuple) or len(by) < 2:
            return withheld(rows)
        parts = [tuple(str(item.get("group")).split(CROSSED)) for item in items]
        if all(len(part) == 2 for part in parts):
            return withheld_crossed(rows, [(part[0], part[-1]) for part in parts])
        return set(range(len(items))) if withheld(rows) else set()

    def _label(self, value: Json, source: str, place: _Place) -> Projected:
        if not self.words.with_aggregates or place.too_few or not isinstance(value, bool | int | float | str):
            return WITHHELD
        found = next((around[source] for around in place.around if around.get(source) is not None), "value")
        column = " ".join(map(str, found)) if isinstance(found, list | tuple) else str(found)
        return self.words.stand_in(column, value)

    def _leaf(self, value: Json, discloses: Discloses | None, place: _Place) -> Projected:
        match discloses:
            case Discloses.WORD:
                return value
            case Discloses.NATIVE_TYPE:
                found = _TYPE_WORD.match(str(value))
                return found[0] if found else WITHHELD
            case Discloses.NAME:
                return self.words.name(str(value))
            case Discloses.SIZE if isinstance(value, int):
                return told_count(value, exactly=False) if place.is_made else value
            case Discloses.WIDTH if isinstance(value, int):
                return value
            case Discloses.PROSE:
                return told_sentence(str(value), self.words, is_made=place.is_made) or WITHHELD
            case Discloses.FAILURE:
                return told_failure(str(value), self._own_words, self.words) if value else ""
            case _:
                return self._number(value, discloses, place) if self.words.with_aggregates else WITHHELD

    def _number(self, value: Json, discloses: Discloses | None, place: _Place) -> Projected:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return WITHHELD
        match discloses:
            case Discloses.SUPPORT | Discloses.COUNT:
                return told_count(value, exactly=not place.is_made)
            case Discloses.ABSENT:
                if isinstance(value, int):
                    return told_count(value, exactly=not place.is_made)
                few = 0 < round(value * (place.rows_around or 0)) < SMALLEST_GROUP
                return FEW if few else round(value, STATISTIC_DIGITS)
            case Discloses.STATISTIC | Discloses.EXTREME if not place.too_few:
                coarsened = coarse(value, EXTREME_DIGITS if discloses is Discloses.EXTREME else STATISTIC_DIGITS)
                return WITHHELD if coarsened is None else coarsened
            case _:
                return WITHHELD


def _rows(value: Fields, fields: Mapping[str, Shape], around: int | None) -> int | None:
    """Return on how many rows the numbers of an object rest."""
    rows = around
    for name, shape in fields.items():
        if shape.discloses is Discloses.SUPPORT and isinstance(count := value.get(name), int):
            rows = count
    for name, shape in fields.items():
        absent = value.get(name)
        if rows is None or shape.discloses is not Discloses.ABSENT or not isinstance(absent, int | float):
            continue
        return rows - absent if isinstance(absent, int) else round(rows * (1 - absent))
    return rows


def _alone(item: Json) -> Json:
    """Return a period without what compares it with the one before, which is left out."""
    if not isinstance(item, Mapping):
        return item
    return {name: part for name, part in item.items() if name not in _OF_THE_ONE_BEFORE}


def _is_group(fields: Mapping[str, Shape]) -> bool:
    """Tell whether an object is a group of rows: it has the name of one and says how many they are."""
    shapes = fields.values()
    return any(shape.label for shape in shapes) and any(shape.discloses is Discloses.SUPPORT for shape in shapes)


def _outline(value: Json) -> str:
    """Say what a value is like, and nothing of what is in it; how long it is could be made to say that."""
    match value:
        case str():
            return "a text"
        case Mapping():
            return "an object"
        case list() | tuple():
            return "a list"
        case None:
            return "nothing"
        case _:
            return "a yes or no" if isinstance(value, bool) else "a number"
