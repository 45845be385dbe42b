"""One change of one variable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from dpa_jupyter.displays import DifferenceDisplay


class Absent(Enum):
    """What stands under a name that there is not."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, eq=False)
class Change:
    """A new object for a variable, and the one that it takes the place of."""

    name: str
    before: object
    """The very object that the difference was made against; `ABSENT` where there was none."""
    after: object
    difference: DifferenceDisplay
    source: str = ""
    """The frame of the run that the new object is."""
    run: str = ""
    """The run that proposed it."""
    fingerprints: tuple[str | None, str | None] = (None, None)
    """Of both objects; None where there is none, or where it can't be hashed."""
