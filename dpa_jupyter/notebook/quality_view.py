"""Shows a quality desk: as a panel to act in where somebody looks on, as a report to read anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from dpa_jupyter.notebook.view.bundle import metadata
from dpa_jupyter.notebook.view.choose import ViewMode, somebody_looks_on
from dpa_jupyter.notebook.view.quality_report import report_bundle, report_text, static_report
from dpa_jupyter.quality.desk.frame_desk import FrameDesk

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from dpa_jupyter.widgets.quality_panel import QualityPanel


def show_quality(shell: InteractiveShell, desk: FrameDesk, run_id: str | None = None, mode: ViewMode = "auto") -> None:
    """Display the panel at once, and leave beside it the whole report for where there is no kernel."""
    begin_quality(shell, desk, run_id, mode)()


def begin_quality(
    shell: InteractiveShell, desk: FrameDesk, run_id: str | None = None, mode: ViewMode = "auto"
) -> Callable[[], None]:
    """Display the panel, if somebody looks on, and return what is to be called at the end of the cell."""
    from IPython.display import display

    panel = _panel(desk) if is_live(shell, mode) else None
    if panel is None:
        return lambda: _write_report(shell, desk, run_id, mode)
    shown = display(panel, display_id=True, metadata=metadata(run_id))
    if shown is None or desk.overview()["stage"] == "done":  # a shell that is not the process's own shows nothing again
        return lambda: None

    def end() -> None:
        desk.wait()
        shown.update(panel, metadata=metadata(run_id))  # what is saved is the whole report

    return end


def is_live(shell: InteractiveShell, mode: ViewMode) -> bool:
    """Tell whether a panel is shown, and not only a report."""
    return mode == "widget" or (mode == "auto" and somebody_looks_on(shell))


def _write_report(shell: InteractiveShell, desk: FrameDesk, run_id: str | None, mode: ViewMode) -> None:
    from IPython.display import display

    desk.wait()
    if mode == "text" or getattr(shell, "kernel", None) is None:
        sys.stdout.write(report_text(static_report(desk)) + "\n")
    else:
        display(report_bundle(desk), raw=True, metadata=metadata(run_id))


def _panel(desk: FrameDesk) -> QualityPanel | None:
    try:
        from dpa_jupyter.widgets.quality_panel import QualityPanel

        return QualityPanel(desk, lambda: report_bundle(desk))
    except Exception:  # noqa: BLE001 - whatever is wrong with widgets here, the report can be read without
        return None
