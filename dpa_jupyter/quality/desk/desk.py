"""The seam between a quality report and whatever shows it: small questions, small answers, never a whole frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from dpa_jupyter.quality.desk.answers import (
    Cell,
    Code,
    ColumnCard,
    ColumnPage,
    Comparison,
    FindingPage,
    Overview,
    Preview,
    RecordCard,
    RowPage,
    Selection,
    Sort,
)
from dpa_jupyter.quality.operations.export import Target


class ReportPages(Protocol):
    """The report as it stands; it gets better while it is measured."""

    def overview(self) -> Overview:
        """Return what stands above the tables."""
        ...

    def columns(self, sort: Sort, descending: bool, search: str, skip: int, limit: int) -> ColumnPage:
        """Return some columns of those whose name has the words searched for."""
        ...

    def column(self, name: str) -> ColumnCard:
        """Return all that is known of a column."""
        ...

    def findings(self, search: str, skip: int, limit: int) -> FindingPage:
        """Return some findings of those whose title, columns or check have the words searched for."""
        ...

    def record(self, column: str | None) -> RecordCard:
        """Return what became of the frame, report by report, with the missing values of a column."""
        ...

    def on_change(self, heard: Callable[[int], None]) -> None:
        """Call this with the version whenever there is a new one, from any thread."""
        ...


class RowPages(Protocol):
    """Rows of the frame as it is now, with what was applied."""

    def rows(self, key: str, skip: int, limit: int) -> RowPage:
        """Return rows that a finding or a selection names."""
        ...

    def brush(self, column: str, low: float | None, high: float | None, values: Sequence[Cell]) -> Selection:
        """Select the rows with a value from `low` to `high`, or with one of these values."""
        ...

    def compare(self, baseline: str) -> Comparison:
        """Set the frame beside a baseline, or tell how far that has come: there is a new version once there is more."""
        ...


class Mending(Protocol):
    """Fixes of the frame."""

    def preview(self, fixes: Sequence[str]) -> Preview:
        """Show what these fixes would change, and change nothing."""
        ...

    def apply(self, fixes: Sequence[str]) -> Overview:
        """Put the frame in the user's hands as it is with these fixes and those applied before."""
        ...

    def undo(self, fix: str) -> Overview:
        """Put the frame in the user's hands as it is without this fix; the others stay."""
        ...

    def code(self, target: Target) -> Code:
        """Write what was applied as code that makes the same frame elsewhere, without this package."""
        ...


class QualityDesk(ReportPages, RowPages, Mending, Protocol):
    """All of it: every method may be called from any thread, one at a time, and raises `UserError` in words."""
