"""The Arrow types that a result may have.

The worker turns every other type into text, and the kernel refuses what is no such type: with null, run-end-encoded
and zero-width types a few bytes claim 2⁴⁰ rows, extension types can run code when they are read, and views and nested
types widen what the parser has to get right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

_TIME_ZONE = re.compile(r"[A-Za-z0-9_+\-/:]{1,64}")


def is_accepted(arrow_type: pa.DataType) -> bool:
    """Tell whether a column of a result may have this type."""
    import pyarrow as pa

    if isinstance(arrow_type, pa.BaseExtensionType):
        return False
    if pa.types.is_dictionary(arrow_type):
        return _is_flat(arrow_type.value_type)
    if pa.types.is_list(arrow_type) or pa.types.is_large_list(arrow_type):
        return _is_flat(arrow_type.value_type)
    return _is_flat(arrow_type)


def _is_flat(arrow_type: pa.DataType) -> bool:
    import pyarrow as pa

    types = pa.types
    if isinstance(arrow_type, pa.BaseExtensionType) or types.is_null(arrow_type):
        return False
    if types.is_timestamp(arrow_type) and arrow_type.tz is not None:
        return _TIME_ZONE.fullmatch(arrow_type.tz) is not None and ".." not in arrow_type.tz
    return bool(
        types.is_primitive(arrow_type)
        or types.is_decimal(arrow_type)
        or types.is_string(arrow_type)
        or types.is_large_string(arrow_type)
        or types.is_binary(arrow_type)
        or types.is_large_binary(arrow_type)
    )
