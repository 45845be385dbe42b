"""The data processing assistant that lives in the notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__version__ = "0.1.0"

__all__ = ["__version__", "load_ipython_extension", "unload_ipython_extension"]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add `%dpa` and `%%dpa` to this kernel; silent, cheap, and safe to repeat."""
    from dpa_jupyter.magics import load

    load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take out all that loading put in, and nothing else."""
    from dpa_jupyter.magics import unload

    unload(shell)
