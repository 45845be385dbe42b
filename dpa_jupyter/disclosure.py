"""What a field of a tool's findings would tell about the data, declared beside its type.

A privacy level lets classes of fields through, never single texts. A field that declares nothing is told to nobody
below the level "samples", and so is whatever no contract describes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Annotated, TypeAlias, TypeVar

Told = TypeVar("Told")


class Discloses(Enum):
    """The classes of fields, by how much of the data they tell."""

    WORD = auto()
    """One of our own words, such as a type or the name of a measure."""
    NATIVE_TYPE = auto()
    """A library's word for a type; what stands in its brackets may be values, as in an enumeration."""
    NAME = auto()
    """The name of a frame or of a column."""
    SIZE = auto()
    """How many rows there are."""
    WIDTH = auto()
    """How many columns there are."""
    FINDING = auto()
    """A word or a list that rests on the values as a whole, such as a ranking."""
    SUPPORT = auto()
    """How many rows the object around it rests on; it is itself a count."""
    ABSENT = auto()
    """How many of the rows, or which share of them, have no value, so that the object does not rest on them."""
    COUNT = auto()
    """How many rows are of some kind."""
    STATISTIC = auto()
    """A number that rests on many rows, such as a mean; a quantile is one too, though it may be one cell's value."""
    EXTREME = auto()
    """The smallest or largest value: that of a single cell."""
    PROSE = auto()
    """A sentence of ours, of one of the forms that are known; names, counts and values stand in it."""
    FAILURE = auto()
    """Why something failed, in our words or in somebody else's."""


@dataclass(frozen=True, slots=True)
class Label:
    """A group or a category: the value of cells; `of` is the field, here or further out, that names the column."""

    of: str


Word: TypeAlias = Annotated[str, Discloses.WORD]
NativeType: TypeAlias = Annotated[str, Discloses.NATIVE_TYPE]
Name: TypeAlias = Annotated[str, Discloses.NAME]
Size: TypeAlias = Annotated[int, Discloses.SIZE]
Width: TypeAlias = Annotated[int, Discloses.WIDTH]
Support: TypeAlias = Annotated[int, Discloses.SUPPORT]
Count: TypeAlias = Annotated[int, Discloses.COUNT]
Statistic: TypeAlias = Annotated[float, Discloses.STATISTIC]
Prose: TypeAlias = Annotated[str, Discloses.PROSE]
Failure: TypeAlias = Annotated[str, Discloses.FAILURE]
Extreme: TypeAlias = Annotated[bool | int | float | str | None, Discloses.EXTREME]
Finding: TypeAlias = Annotated[Told, Discloses.FINDING]
