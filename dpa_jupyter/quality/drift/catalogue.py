"""All drift checks, in the order of their names."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from dpa_jupyter.quality.drift import checks
from dpa_jupyter.quality.drift.check import DriftCheck


@cache
def drift_catalogue() -> tuple[DriftCheck, ...]:
    """Return the check of each file in `checks`."""
    names = sorted(found.name for found in pkgutil.iter_modules(checks.__path__))
    modules = (importlib.import_module(f"{checks.__name__}.{name}") for name in names)
    return tuple(module.CHECK for module in modules)
