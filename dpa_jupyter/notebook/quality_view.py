"""Shows a quality desk: as a panel to act in where somebody looks on, as a report to read anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.notebook.view.bundle import metadata
from dpa_jupyter.notebook.view.choose import somebody_looks_on
from dpa_jupyter.notebook.view.quality_report import report_bundle
from dpa_jupyter.quality.desk.frame_desk import FrameDesk

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def show_quality(shell: InteractiveShell, desk: FrameDesk, run_id: str | None = None) -> None:
    """Display the panel at once, and leave beside it the whole report for where there is no kernel."""
    from IPython.display import display

    if not somebody_looks_on(shell):
        desk.wait()
        display(report_bundle(desk), raw=True, metadata=metadata(run_id))
        return
    from dpa_jupyter.widgets.quality_panel import QualityPanel

    panel = QualityPanel(desk, lambda: report_bundle(desk))
    shown = display(panel, display_id=True, metadata=metadata(run_id))
    if desk.overview()["stage"] != "done":
        desk.wait()
        shown.update(panel, metadata=metadata(run_id))  # what is saved is the whole report
