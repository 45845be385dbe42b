"""Which view suits the front end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, TypeAlias

from dpa_jupyter.notebook.view.static_view import AtTheEndView, PlacedView, QuietView, StaticView
from dpa_jupyter.notebook.view.terminal_view import TerminalView
from dpa_jupyter.notebook.view.view import View

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

ViewMode: TypeAlias = Literal["auto", "widget", "static", "text", "quiet"]


def choose_view(shell: InteractiveShell, mode: ViewMode) -> View:
    """Return the view that was asked for, or the one that this front end can show."""
    match mode:
        case "quiet":
            return QuietView()
        case "text":
            return TerminalView(sys.stdout)
        case "static":
            return StaticView()
        case "widget":
            return _live_or_static()
        case "auto":
            return _fitting(shell)


def choose_background_view(shell: InteractiveShell, mode: ViewMode) -> View:
    """Return the view for a run that no cell waits for: what appears later has to find its place."""
    if mode == "quiet":
        return QuietView()
    if getattr(shell, "kernel", None) is None or mode == "text":
        return AtTheEndView()
    live = mode == "widget" or (mode == "auto" and somebody_looks_on(shell))
    return _live_or_static(PlacedView) if live else PlacedView()


def somebody_looks_on(shell: InteractiveShell) -> bool:
    """Tell whether a person sits at this kernel's front end; nbclient, nbconvert and papermill say that nobody does."""
    return bool(getattr(getattr(shell, "kernel", None), "_allow_stdin", False))


def _fitting(shell: InteractiveShell) -> View:
    if getattr(shell, "kernel", None) is None:
        return TerminalView(sys.stdout)
    return _live_or_static() if somebody_looks_on(shell) else StaticView()


def _live_or_static(static: type[StaticView] = StaticView) -> View:
    try:
        from dpa_jupyter.notebook.view.widget_view import WidgetView

        return WidgetView()
    except Exception:  # noqa: BLE001 - whatever is wrong with widgets here, the run is shown without
        return static()
