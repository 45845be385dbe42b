"""An Arrow column as a variable: numbers, moments or categories, whatever it was written as."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from dpa_jupyter.findings import Scalar
from dpa_jupyter.statistics.variable import Categories, Codes, Floats, Moments, Numbers, Variable

if TYPE_CHECKING:
    import pyarrow as pa

    Column: TypeAlias = pa.ChunkedArray

Ordered = TypeVar("Ordered", np.float64, np.datetime64)

MOST_TEXTS = 100_000
"""Different texts above which a column is no category, whatever its number of rows."""
FEWEST_NUMBERS = 3
"""Different texts that have to be numbers, all of them, before a column of text is read as numbers."""

LARGEST = 1e150
"""Numbers beyond this count as infinite: their squares, and so variances, can't be computed."""

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$")
_LEADING_ZERO = re.compile(r"[+-]?0\d")
_SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column as a variable, or why it is none; notes say what was made of its values."""

    variable: Variable | None
    reason: str = ""
    notes: list[str] = field(default_factory=list)
    """To be read after the column's name: "has 3 infinite values, which are left out"."""


def read_column(column: Column) -> ReadColumn:
    """Read an Arrow column; NaN, infinities (and what is hardly smaller) and nulls count as missing."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _read_numbers(_floats(column))
    if pa.types.is_dictionary(kind):
        return _read_dictionary(column)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _read_text(column)
    if pa.types.is_boolean(kind):
        return ReadColumn(Categories(_with_missing(column, "int8"), (False, True), ordered=True))
    if pa.types.is_temporal(kind):
        return _read_time(column)
    if pa.types.is_null(kind):
        return ReadColumn(Categories(np.full(len(column), -1, dtype=np.int32), ()))
    return ReadColumn(None, f"values of the type {kind} can't be compared")


def numbers_of(values: Floats) -> Numbers:
    """Sort out the distinct numbers; NaN is missing."""
    codes, distinct = _placed(values, int(np.count_nonzero(np.isnan(values))))
    return Numbers(codes, distinct + 0.0)  # makes -0.0 a 0.0


def _read_numbers(values: Floats) -> ReadColumn:
    endless = np.abs(values) > LARGEST
    if not (amount := int(np.count_nonzero(endless))):
        return ReadColumn(numbers_of(values))
    note = f"has {amount:,} infinite values, which are left out"
    return ReadColumn(numbers_of(np.where(endless, np.nan, values)), notes=[note])


def _floats(column: Column) -> Floats:
    values: Floats = column.cast("float64", safe=False).to_numpy()
    return values


def _with_missing(column: Column, kind: str) -> Codes:
    import pyarrow.compute as pc

    codes: Codes = pc.fill_null(column.cast(kind), -1).to_numpy().astype(np.int32)
    return codes


def _read_time(column: Column) -> ReadColumn:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_duration(kind) or pa.types.is_time(kind):
        whole = column.cast("int32").cast("int64") if kind.bit_width == 32 else column.cast("int64")
        return _read_numbers(_floats(whole) * _SECONDS[kind.unit])
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        column = pc.local_timestamp(column)
    if not (pa.types.is_timestamp(kind) or pa.types.is_date(kind)):
        return ReadColumn(None, f"values of the type {kind} can't be compared")
    return ReadColumn(_moments(column.cast(pa.timestamp("us"), safe=False).to_numpy()))


def _moments(values: NDArray[np.datetime64]) -> Moments:
    return Moments(*_placed(values, int(np.count_nonzero(np.isnat(values)))))


def _placed(values: NDArray[Ordered], missing: int) -> tuple[Codes, NDArray[Ordered]]:
    """Return the place of each value among the distinct ones, and these; NaN and NaT, which sort last, have -1."""
    known = len(values) - missing
    order = np.argsort(values)[:known]
    ascending = values[order]
    first = np.ones(known, dtype=bool)
    first[1:] = ascending[1:] != ascending[:-1]
    codes = np.full(len(values), -1, dtype=np.int32)
    codes[order] = np.cumsum(first, dtype=np.int32) - 1
    return codes, ascending[first]


def _read_dictionary(column: Column) -> ReadColumn:
    """Read what its library calls a category: it stays one, whatever its values are."""
    import pyarrow as pa

    if not column.type.ordered:
        plain = column.cast(column.type.value_type)
        return read_column(plain) if pa.types.is_boolean(plain.type) else _read_values(plain)
    encoded = _one_array(column.unify_dictionaries())
    values = encoded.dictionary.to_pylist()
    return ReadColumn(Categories(_codes_of(encoded), tuple(map(_scalar, values)), ordered=True))


def _read_text(column: Column) -> ReadColumn:
    """Read text as numbers or dates where every value is one, else as categories."""
    read = _read_values(column)
    if not isinstance(read.variable, Categories):
        return read
    codes, texts = read.variable.codes, [str(value) for value in read.variable.values]
    return _as_numbers(codes, texts) or _as_moments(codes, texts) or read


def _read_values(column: Column) -> ReadColumn:
    """Read any values as categories, in their own order, which for text is that of code points."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string_view(column.type):
        column = column.cast(pa.large_string())
    encoded = _one_array(pc.dictionary_encode(column).unify_dictionaries())
    if len(encoded.dictionary) > MOST_TEXTS:
        return ReadColumn(None, f"it has {len(encoded.dictionary):,} different values in {len(column):,} rows")
    order = pc.array_sort_indices(encoded.dictionary)
    places = np.full(len(order) + 1, -1, dtype=np.int32)  # the last one is for -1, a missing value
    places[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    values = encoded.dictionary.take(order).to_pylist()
    return ReadColumn(Categories(places[_codes_of(encoded)], tuple(map(_scalar, values))))


def _one_array(column: Column) -> pa.DictionaryArray:
    import pyarrow as pa

    if column.num_chunks == 0:
        return pa.array([], column.type)
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)


def _codes_of(encoded: pa.DictionaryArray) -> Codes:
    import pyarrow.compute as pc

    codes: Codes = pc.fill_null(encoded.indices.cast("int32"), -1).to_numpy()
    return codes


def _scalar(value: object) -> Scalar:
    return value if isinstance(value, bool | int | float | str) else str(value)


def _as_numbers(codes: Codes, texts: list[str]) -> ReadColumn | None:
    blank = np.array([not text.strip() for text in texts], dtype=bool)
    written = [text for text, empty in zip(texts, blank, strict=True) if not empty]
    if len(written) < FEWEST_NUMBERS or any(_LEADING_ZERO.match(text.strip()) for text in written[:1000]):
        return None
    try:
        numbers = np.array(written, dtype=np.float64)
    except ValueError:
        return None
    if not np.isfinite(numbers).all():  # "nan" and "inf" are words as well
        return None
    by_text = np.full(len(texts) + 1, np.nan)
    by_text[:-1][~blank] = numbers
    notes = ["is kept as text, but holds numbers and was read as such"]
    if empty := int(np.count_nonzero(np.append(blank, False)[codes])):
        notes.append(f"has {empty:,} blank texts, which count as missing")
    return ReadColumn(numbers_of(by_text[codes]), notes=notes)


def _as_moments(codes: Codes, texts: list[str]) -> ReadColumn | None:
    if not texts or not all(_ISO_DATE.match(text) for text in (texts[0], texts[-1])):
        return None
    import pyarrow as pa

    for zone in (None, "UTC"):
        try:
            parsed = pa.array(texts, pa.string()).cast(pa.timestamp("us", zone))
        except pa.ArrowInvalid:  # not all of them are dates, or not all in this form
            continue
        moments = parsed.to_numpy(zero_copy_only=False).astype("datetime64[us]")
        return ReadColumn(_moments(np.append(moments, np.datetime64("NaT", "us"))[codes]))
    return None
