"""Which cells of two columns are the same: exact, and a column at a time.

Equal means equal as values: 1 is 1.0, a category is its text, a NaN is a NaN, the same moment in two time zones is the
same. A missing value equals only another missing one; NaN is missing in pandas, and a value of its own elsewhere.
A text is the same as a number only if it is just that number written down: "7" and 7 are, "007" and 7 are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Mask: TypeAlias = NDArray[np.bool_]
    Numbers: TypeAlias = NDArray[np.integer[Any] | np.floating[Any]]

Kind: TypeAlias = Literal["number", "text", "list", "struct", "null", "other"]

PLAIN_NUMBER = r"^-?(0|[1-9][0-9]{0,17})(\.[0-9]+)?$"
"""A number as a person writes it; what has more digits than a 64-bit integer is compared as text."""


def same_cells(before: pa.ChunkedArray, after: pa.ChunkedArray) -> Mask:
    """Tell of each pair of cells whether it is the same; both columns have the same length."""
    left, right = _plain(before), _plain(after)
    no_left, no_right = _missing(left), _missing(right)
    if not len(left) or no_left.all() or no_right.all():
        return no_left & no_right
    same: Mask = (no_left & no_right) | (~no_left & ~no_right & _same_values(left, right))
    return same


def takeable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column in a layout from which rows can be taken."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_run_end_encoded(column.type):
        return takeable(pc.run_end_decode(column))
    if pa.types.is_string_view(column.type):
        return column.cast(pa.large_string())
    return column.cast(pa.large_binary()) if pa.types.is_binary_view(column.type) else column


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Bring a column into a layout that pyarrow can compute with; its values stay as they are."""
    import pyarrow as pa

    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return _plain(pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type))
    if pa.types.is_dictionary(kind):
        return _plain(column.cast(kind.value_type))
    if pa.types.is_string(kind):
        return column.cast(pa.large_string())
    if pa.types.is_binary(kind):
        return column.cast(pa.large_binary())
    if pa.types.is_float16(kind):
        return column.cast(pa.float32())
    plain = takeable(column)
    return column if plain.type == kind else _plain(plain)


def _missing(column: pa.ChunkedArray) -> Mask:
    import numpy as np

    if not column.null_count:
        return np.zeros(len(column), bool)
    return _mask(column.is_null())


def _mask(column: pa.ChunkedArray) -> Mask:
    mask: Mask = column.fill_null(False).to_numpy()
    return mask


def _kind(arrow_type: pa.DataType) -> Kind:
    import pyarrow.types as t

    if t.is_integer(arrow_type) or t.is_floating(arrow_type) or t.is_boolean(arrow_type) or t.is_decimal(arrow_type):
        return "number"
    if t.is_large_string(arrow_type):
        return "text"
    if t.is_list(arrow_type) or t.is_large_list(arrow_type) or t.is_fixed_size_list(arrow_type):
        return "list"
    return "struct" if t.is_struct(arrow_type) else "other"


def _same_values(left: pa.ChunkedArray, right: pa.ChunkedArray) -> Mask:
    """Compare values; what is said of a missing one counts for nothing."""
    kinds = _kind(left.type), _kind(right.type)
    if kinds == ("number", "number"):
        return _same_numbers(left, right)
    if kinds == ("text", "number"):
        return _same_as_written(left, right)
    if kinds == ("number", "text"):
        return _same_as_written(right, left)
    if kinds == ("list", "list"):
        return _same_lists(left, right)
    if kinds == ("struct", "struct"):
        return _same_structs(left, right)
    return _same_others(left, right)


def _same_numbers(left: pa.ChunkedArray, right: pa.ChunkedArray) -> Mask:
    """Compare numbers of any two types; a whole number and a float are never made alike by rounding."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_decimal(left.type) or pa.types.is_decimal(right.type):
        return _same_decimals(left, right)
    first, second = _numbers(left), _numbers(right)
    if first.dtype.kind == "f" and second.dtype.kind == "f":
        same: Mask = (first == second) | (np.isnan(first) & np.isnan(second))
        return same
    if first.dtype.kind == "f":
        first, second = second, first
    if second.dtype.kind != "f":
        return np.asarray(first == second)  # NumPy compares signed and unsigned without a cast
    whole = (second == np.floor(second)) & (second >= -(2.0**63)) & (second < 2.0**63)
    exact = np.where(whole, second, 0).astype("int64")
    same = whole & (first == exact)
    if first.dtype == np.uint64:  # the half of it that int64 has not
        large = (second >= 2.0**63) & (second < 2.0**64) & (second == np.floor(second))
        same |= large & (first == np.where(large, second, 0).astype("uint64"))
    return same


def _numbers(column: pa.ChunkedArray) -> Numbers:
    """Read numbers without turning those of a column with missing ones into floats."""
    import pyarrow as pa

    if pa.types.is_boolean(column.type):
        column = column.cast(pa.uint8())
    filled = column.fill_null(pa.scalar(0, column.type)) if column.null_count else column
    numbers: Numbers = filled.to_numpy()
    return numbers


def _same_decimals(left: pa.ChunkedArray, right: pa.ChunkedArray) -> Mask:
    import pyarrow as pa
    import pyarrow.compute as pc

    def widened(column: pa.ChunkedArray) -> pa.ChunkedArray:
        if pa.types.is_boolean(column.type):
            column = column.cast(pa.uint8())
        return column.cast(pa.decimal128(20, 0)) if pa.types.is_integer(column.type) else column

    if pa.types.is_floating(left.type) or pa.types.is_floating(right.type):
        return _same_numbers(left.cast(pa.float64()), right.cast(pa.float64()))
    try:
        return _mask(pc.equal(widened(left), widened(right)))
    except pa.ArrowException:  # scales that no common type holds
        return _same_objects(left, right)


def _same_as_written(texts: pa.ChunkedArray, numbers: pa.ChunkedArray) -> Mask:
    """Compare texts with numbers, or with truth values as Python or Arrow write them."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_boolean(numbers.type):
        return _mask(pc.equal(pc.utf8_lower(texts), numbers.cast(pa.large_string())))
    plain = pc.match_substring_regex(texts, PLAIN_NUMBER)
    written = pc.if_else(plain, texts, pa.scalar(None, pa.large_string()))
    if pa.types.is_integer(numbers.type):
        whole = pc.if_else(pc.match_substring(written, "."), pa.scalar(None, pa.large_string()), written)
        same = _mask(pc.equal(whole.cast(pa.int64()), numbers.cast(pa.int64(), safe=False)))
        fits = _numbers(numbers) <= np.iinfo(np.int64).max
        return same & fits
    return _mask(pc.equal(written.cast(pa.float64()), numbers.cast(pa.float64())))


def _same_lists(left: pa.ChunkedArray, right: pa.ChunkedArray) -> Mask:
    """Compare lists: of equal length, and item by item."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    lengths = [pc.list_value_length(column).fill_null(-1).to_numpy().astype("int64") for column in (left, right)]
    same: Mask = (lengths[0] == lengths[1]) & (lengths[0] >= 0)
    rows = np.flatnonzero(same)
    items = [chunked(pc.list_flatten(column.take(pa.array(rows)))) for column in (left, right)]
    different = np.concatenate([[0], np.cumsum(~same_cells(*items))])
    ends = np.concatenate([[0], np.cumsum(lengths[0][rows])])
    same[rows] = different[ends[1:]] == different[ends[:-1]]
    return same


def _same_structs(left: pa.ChunkedArray, right: pa.ChunkedArray) -> Mask:
    """Compare structs: of the same fields, and field by field."""
    import numpy as np

    names = [[field.name for field in column.type] for column in (left, right)]
    if sorted(names[0]) != sorted(names[1]) or len(set(names[0])) < len(names[0]):
        return _same_objects(left, right)
    fields = [dict(zip(of, column.flatten(), strict=True)) for of, column in zip(names, (left, right), strict=True)]
    same: Mask = np.ones(len(left), bool)
    for name, column in fields[0].items():
        same &= same_cells(chunked(column), chunked(fields[1][name]))
    return same


def _same_others(left: pa.ChunkedArray, right: pa.ChunkedArray) -> Mask:
    """Compare what Arrow can compare by itself: texts, bytes, moments, durations; anything else in Python."""
    import pyarrow as pa
    import pyarrow.compute as pc

    zones = [getattr(column.type, "tz", None) for column in (left, right)]
    if all(zones):
        left, right = (column.cast(pa.timestamp(column.type.unit, "UTC")) for column in (left, right))
    elif any(zones):  # a zone was set or taken away: the clock tells
        left, right = (
            pc.local_timestamp(column) if zone else column for column, zone in zip((left, right), zones, strict=True)
        )
    text = pa.large_string()
    try:
        if text in (left.type, right.type):
            left, right = left.cast(text), right.cast(text)
        return _mask(pc.equal(left, right))
    except pa.ArrowException:
        return _same_objects(left, right)


def _same_objects(left: pa.ChunkedArray, right: pa.ChunkedArray) -> Mask:
    """Compare Python values, which is slow and rare: maps, unions, or types that have nothing in common."""
    import numpy as np

    try:
        pairs = zip(left.to_pylist(), right.to_pylist(), strict=True)
        return np.fromiter((repr(first) == repr(second) for first, second in pairs), bool, len(left))
    except (ValueError, OverflowError):  # beyond what Python has a value for
        return np.zeros(len(left), bool) if left.type != right.type else _same_bytes(left, right)


def _same_bytes(left: pa.ChunkedArray, right: pa.ChunkedArray) -> Mask:
    import numpy as np

    return np.fromiter((first.equals(second) for first, second in zip(left, right, strict=True)), bool, len(left))


def chunked(column: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column in chunks; one that is not is the only one."""
    import pyarrow as pa

    return column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
