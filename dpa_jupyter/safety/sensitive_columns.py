"""Which columns of the frames at hand are sensitive: those that are found to be, and those that the user marks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from dpa_jupyter.frames.distributed import drawn_here
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import column_names
from dpa_jupyter.safety.classification.classify import Classified, classify
from dpa_jupyter.safety.classification.forms import Kind
from dpa_jupyter.safety.known_values import KnownValues
from dpa_jupyter.safety.plain_values import from_any_arrow
from dpa_jupyter.safety.value_hashes import hashes_of

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

MOST_ROWS = 10_000_000
"""Of a frame are looked through; a plan of unknown length is read up to here."""
MOST_CELLS = 2_000_000
"""Of a frame that is distributed are looked through, drawn by chance."""
MOST_FRAMES = 64
"""The classes of so many frames are kept."""

Value = TypeVar("Value")
Marks: TypeAlias = Mapping[str, bool]


@dataclass(frozen=True)
class SensitiveColumn:
    """A column that is sensitive, and why."""

    frame: str
    column: str
    found: Classified


@dataclass(frozen=True)
class _Column:
    """What was found in a column, with the hashes of its values."""

    name: str
    found: Classified
    hashes: NDArray[np.uint64]


@dataclass
class Sensitivity:
    """What is sensitive in some frames."""

    columns: list[SensitiveColumn] = field(default_factory=list)
    values: KnownValues = field(default_factory=KnownValues)

    def kind_of(self, column: str) -> Kind | None:
        """Return the class of the columns of this name, in whichever frame."""
        return next((one.found.kind for one in self.columns if one.column == column and one.found.whole), None)


class SensitivityScan:
    """Looks through frames, each only once for as long as it stays as it is."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, tuple[tuple[str, bool], ...]], tuple[_Column, ...]] = OrderedDict()

    def look(self, frames: Iterable[Frame], marks: Marks, known: Sensitivity | None = None) -> Sensitivity:
        """Return what is sensitive in these frames, added to what is known; marks are by "column" or "frame.column"."""
        told = known or Sensitivity()
        for frame in frames:
            for column in self._columns(frame, marks):
                told.columns.append(SensitiveColumn(frame.name, column.name, column.found))
                if column.found.whole:
                    told.values.add(column.found.kind, column.hashes)
        return told

    def _columns(self, frame: Frame, marks: Marks) -> tuple[_Column, ...]:
        of_frame = tuple(sorted((name, mark) for name, mark in marks.items() if _concerns(name, frame)))
        try:
            key = (frame.adapter.fingerprint(frame.value), of_frame)
        except Exception:  # noqa: BLE001 - what can't be hashed is looked through each time
            return _looked_through(frame, marks)
        if key not in self._seen:
            self._seen[key] = _looked_through(frame, marks)
        self._seen.move_to_end(key)
        while len(self._seen) > MOST_FRAMES:
            self._seen.popitem(last=False)
        return self._seen[key]


def _concerns(mark: str, frame: Frame) -> bool:
    names = column_names(frame) or ()
    return mark in names or mark.partition(".")[0] == frame.name


def _looked_through(frame: Frame, marks: Marks) -> tuple[_Column, ...]:
    columns = []
    drawn = drawn_here(frame, MOST_CELLS)  # in one job, not in one for each column
    frame = frame if drawn is None else drawn[0]
    for name in column_names(frame) or ():
        mark = marks.get(f"{frame.name}.{name}", marks.get(name))
        if mark is False:
            continue
        if column := _one_column(frame, name, is_marked=bool(mark)):
            columns.append(column)
    return tuple(columns)


def _one_column(frame: Frame, name: str, *, is_marked: bool) -> _Column | None:
    """Look through a column; one that is marked is masked by its name where its values can't be read or hashed."""
    values = _unless_it_fails(lambda: _read(frame, name))
    found = None if values is None else _unless_it_fails(lambda: classify(name, values))
    if is_marked and (found is None or not found.whole):
        found = Classified("MARKED", 1.0, 1.0, "marked by the user")
    if found is None:
        return None
    of_people = found.kind == "PERSON"
    hashes = None if values is None else _unless_it_fails(lambda: hashes_of(values, of_people=of_people))
    return _Column(name, found, _no_hashes() if hashes is None else hashes)


def _unless_it_fails(work: Callable[[], Value]) -> Value | None:
    """Return what comes of it; a type that Polars does not know fails in many ways, panics among them."""
    from polars.exceptions import PanicException

    try:
        return work()
    except (Exception, PanicException):  # noqa: BLE001 - see above
        return None


def _no_hashes() -> NDArray[np.uint64]:
    import numpy as np

    return np.zeros(0, dtype=np.uint64)


def _read(frame: Frame, column: str) -> pl.Series:
    return from_any_arrow(frame.adapter.batches(frame.value, [column], MOST_ROWS).read_all().column(0))
