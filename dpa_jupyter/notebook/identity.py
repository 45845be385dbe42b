"""Which notebook this kernel belongs to, which names its log, and the folder that files may be read from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

TERMINAL = "terminal"
UNKNOWN = "notebook"


def notebook_path(namespace: Mapping[str, object], variables: Mapping[str, str] | None = None) -> Path:
    """Return the notebook's path as well as this front end tells it.

    VS Code sets a variable in the namespace, Jupyter Server JPY_SESSION_NAME. Only where neither does, DPA_NOTEBOOK
    counts, which our command line sets: a file in the project's folder may have filled the environment. Where there is
    none, as under nbclient and papermill, the working folder and a fixed name stand in.
    """
    variables = os.environ if variables is None else variables
    for told in (namespace.get("__vsc_ipynb_file__"), variables.get("JPY_SESSION_NAME"), variables.get("DPA_NOTEBOOK")):
        if (path := _path(told)) is not None:
            return path
    return Path.cwd() / (UNKNOWN if "JPY_PARENT_PID" in variables else TERMINAL)


def readable_folder(namespace: Mapping[str, object], otherwise: Path) -> Path:
    """Return the folder of the notebook as VS Code tells it, or else the one that the kernel or the user works in.

    The environment has no say in it: a file in the project's folder may have filled it.
    """
    path = _path(namespace.get("__vsc_ipynb_file__"))
    return otherwise if path is None else path.parent


def _path(told: object) -> Path | None:
    if not isinstance(told, str) or not told.endswith(".ipynb"):
        return None
    path = Path(told)
    return path if path.is_absolute() else Path.cwd() / path
