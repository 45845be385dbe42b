"""Rules of the user's own: `Rules` in Python, a YAML file or plain words, checked with everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dpa_jupyter.quality.rules.rules import Rules

__all__ = ["Rules"]


def __getattr__(name: str) -> object:
    """Import `Rules` when it is first asked for."""
    if name == "Rules":
        from dpa_jupyter.quality.rules.rules import Rules

        return Rules
    raise AttributeError(name)
