"""One output for each run, folded from its events."""

from dpa_jupyter.notebook.view.choose import ViewMode, choose_background_view, choose_view, somebody_looks_on
from dpa_jupyter.notebook.view.view import View

__all__ = ["View", "ViewMode", "choose_background_view", "choose_view", "somebody_looks_on"]
