"""What code left alone of a frame is the user's own again, whatever was lost of it in the sandbox.

Code meets a copy that went through Arrow, and what it makes comes back the same way. Arrow has no word for some of what
pandas can hold: intervals, sparse columns, objects of mixed types, repeated labels. So the user's frame is sent the
same way untouched: what comes back of the code exactly like that is taken from the user's frame itself, cell by cell.
Where code gave a column another type than that, it meant to, and the column stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from dpa_jupyter.frames.cell_text import cell_texts
from dpa_jupyter.frames.differences.cells import chunked, same_cells
from dpa_jupyter.frames.library_type import is_kind_of
from dpa_jupyter.frames.pandas_arrow import arrow_column
from dpa_jupyter.frames.pandas_form import formed
from dpa_jupyter.tools.untouched_columns import with_untouched_arrays, with_untouched_series

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from numpy.typing import NDArray

    Places: TypeAlias = NDArray[np.intp]

NO_CAST = (TypeError, ValueError, OverflowError, NotImplementedError, AttributeError)
"""What pandas raises where a value does not fit a column; pyarrow's errors are among these."""


def with_untouched(parent: object, made: object) -> object:
    """Return what was made of a frame, with the parent's own cells, index and labels where code left them alone."""
    if all(is_kind_of(type(each), "polars", "DataFrame") for each in (parent, made)):
        return with_untouched_series(cast("pl.DataFrame", parent), cast("pl.DataFrame", made))
    if all(is_kind_of(type(each), "pyarrow", "Table") for each in (parent, made)):
        return with_untouched_arrays(cast("pa.Table", parent), cast("pa.Table", made))
    if not all(is_kind_of(type(each), "pandas", "DataFrame") for each in (parent, made)):
        return made
    own, found = cast("pd.DataFrame", parent), cast("pd.DataFrame", made)
    met, travelled = _there_and_back(own)
    if travelled is None or travelled.shape != own.shape or not travelled.columns.is_unique:
        return made
    if _is_exact(own, travelled):
        return made
    rows = _rows(travelled, found)
    return made if rows is None else _Restored(own, met, travelled, found, rows).frame()


def _there_and_back(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Return what code meets of a frame, and what comes back of that."""
    from dpa_jupyter.sandbox.pandas_table import pandas_table
    from dpa_jupyter.sandbox.worker.frames_out import flat_table

    met = pandas_table(frame)[0].to_pandas(split_blocks=True)
    return met, formed(flat_table("frame", met)[0])


def _is_exact(own: pd.DataFrame, travelled: pd.DataFrame) -> bool:
    """Tell whether nothing is lost of such a frame; of cells that are objects that can't be told without a look."""
    dtypes = own.dtypes.tolist()
    if object in dtypes or dtypes != travelled.dtypes.tolist():
        return False
    pairs = ((own.index, travelled.index), (own.columns, travelled.columns))
    return all(type(first) is type(second) and first.identical(second) for first, second in pairs)


@dataclass(frozen=True)
class _Rows:
    """Which row of the parent each row was, -1 for a new one, and whether the index still tells so."""

    places: Places
    by_index: bool


def _rows(travelled: pd.DataFrame, found: pd.DataFrame) -> _Rows | None:
    """Know the rows again by a column without repeated values, or by an index that it bears out.

    An index alone may have been counted from 0 again. None where nothing can tell.
    """
    import numpy as np

    try:
        by_index = _places(travelled.index, found.index)
    except NO_CAST:
        by_index = None
    if by_index is not None and found.index.equals(travelled.index):
        return _Rows(np.arange(len(found)), by_index=True)
    otherwise: _Rows | None = None
    for name in travelled.columns.intersection(found.columns):
        places = _places_by(name, travelled, found)
        if places is not None and by_index is not None and (places == by_index).all():
            return _Rows(by_index, by_index=True)
        if otherwise is None and places is not None and (places >= 0).any():
            otherwise = _Rows(places, by_index=False)
    return otherwise


def _places_by(name: object, travelled: pd.DataFrame, found: pd.DataFrame) -> Places | None:
    import pandas as pd

    if (found.columns == name).sum() != 1 or found[name].dtype != travelled[name].dtype:
        return None
    try:
        return _places(pd.Index(travelled[name]), pd.Index(found[name]))
    except NO_CAST:  # lists and the like
        return None


def _places(known: pd.Index, wanted: pd.Index) -> Places | None:
    import numpy as np

    if known.nlevels != wanted.nlevels:
        return None
    if known.equals(wanted):
        return np.arange(len(wanted))
    return known.get_indexer(wanted) if known.is_unique else None


class _Restored:
    """A frame that code made, on its way to being the user's own again."""

    def __init__(
        self, own: pd.DataFrame, met: pd.DataFrame, travelled: pd.DataFrame, found: pd.DataFrame, rows: _Rows
    ) -> None:
        self._own, self._met, self._travelled, self._found = own, met, travelled, found
        self._rows, self._by_index = rows.places, rows.by_index
        self._known = self._rows >= 0

    def frame(self) -> pd.DataFrame:
        """Return it."""
        restored = self._found.copy(deep=False)
        sources = self._travelled.columns.get_indexer(self._found.columns)
        for place, source in enumerate(sources):
            if source >= 0 and (column := self._column(place, int(source))) is not None:
                restored.isetitem(place, column)  # type: ignore[arg-type]  # the stubs know no series here
        restored.columns = self._labels(sources)
        restored.index = self._index()
        return restored

    def _column(self, place: int, source: int) -> pd.Series | None:
        """Return the parent's cells, with those that code changed; None where the column is right as it came."""
        import pandas as pd

        own, travelled = self._own.iloc[:, source], self._travelled.iloc[:, source]
        found = self._found.iloc[:, place]
        if (own.dtype == travelled.dtype and own.dtype != object) or found.dtype != travelled.dtype:
            return None
        changed = ~self._same(arrow_column(travelled)[0], found)
        if changed.any() and own.dtype == object:
            changed &= ~self._same(self._texts(source), found)
        try:
            cells = own.array.take(self._rows, allow_fill=not self._known.all())
            merged = pd.Series(cells, index=found.index, dtype=own.dtype)  # a bare array of texts would become `str`
            if changed.any():
                merged[changed] = found.to_numpy(dtype=object)[changed]
        except NO_CAST:
            return None
        return merged if merged.dtype == own.dtype else None

    def _texts(self, source: int) -> pa.Array:
        """Return the cells as they come back where code put another kind beside them: then all of them become text."""
        import pyarrow as pa

        return pa.array(cell_texts(self._met.iloc[:, source]), pa.string())

    def _same(self, column: pa.Array | pa.ChunkedArray, found: pd.Series) -> NDArray[np.bool_]:
        import numpy as np

        before = column.take(self._rows[self._known])
        after = arrow_column(found)[0].filter(self._known)
        same = np.zeros(len(found), bool)
        same[self._known] = same_cells(chunked(before), chunked(after))
        return same

    def _labels(self, sources: Places) -> pd.Index:
        """Return the labels, with those that had to be changed on the way as they were."""
        import numpy as np
        import pandas as pd

        found, own = self._found.columns, self._own.columns
        if self._travelled.columns.equals(own) or own.nlevels != found.nlevels:
            return found
        if (sources >= 0).all():
            return own.copy() if np.array_equal(sources, np.arange(own.size)) else own.take(sources)
        labels = [own[source] if source >= 0 else label for source, label in zip(sources, found, strict=True)]
        return pd.Index(labels, dtype=object, name=found.name, tupleize_cols=False).infer_objects()

    def _index(self) -> pd.Index:
        """Return the index; one that came as another than it was is taken from the parent."""
        own, came, found = self._own.index, self._travelled.index, self._found.index
        if not self._by_index or not self._known.all() or (came.identical(own) and type(came) is type(own)):
            return found
        if found.names != came.names or found.dtype != came.dtype:
            return found
        return _taken(own, self._rows)


def _taken(index: pd.Index, rows: Places) -> pd.Index:
    """Take rows; a stretch of them keeps its frequency, or stays a range."""
    if len(rows) and ((rows[1:] - rows[:-1]) == 1).all():
        return index[int(rows[0]) : int(rows[-1]) + 1]
    return index.take(rows)
