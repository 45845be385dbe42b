"""Recognition by type alone, so that no code of an object runs."""

from __future__ import annotations

import sys

_MRO = type.__dict__["__mro__"]


def is_kind_of(value_type: type, library: str, class_name: str) -> bool:
    """Tell whether a type is that library's class or derives from it; a library that is not loaded has no objects.

    A metaclass can answer for `__mro__`, for `==` and for `isinstance`, so none of these is asked.
    """
    module = sys.modules.get(library)
    wanted = getattr(module, class_name, None) if module is not None else None
    return wanted is not None and any(base is wanted for base in _MRO.__get__(value_type))
