"""Shows a quality desk: as a panel to act in where somebody looks on, as a report to read anywhere else."""

from __future__ import annotations

import sys
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
    from IPython.display import display

    panel = _panel(desk) if mode == "widget" or (mode == "auto" and somebody_looks_on(shell)) else None
    if panel is None:
        desk.wait()
        if mode == "text" or getattr(shell, "kernel", None) is None:
            sys.stdout.write(report_text(static_report(desk)) + "\n")
            return
        display(report_bundle(desk), raw=True, metadata=metadata(run_id))
        return
    shown = display(panel, display_id=True, metadata=metadata(run_id))
    if desk.overview()["stage"] != "done":
        desk.wait()
        shown.update(panel, metadata=metadata(run_id))  # what is saved is the whole report


def _panel(desk: FrameDesk) -> QualityPanel | None:
    try:
        from dpa_jupyter.widgets.quality_panel import QualityPanel

        return QualityPanel(desk, lambda: report_bundle(desk))
    except Exception:  # noqa: BLE001 - whatever is wrong with widgets here, the report can be read without
        return None
