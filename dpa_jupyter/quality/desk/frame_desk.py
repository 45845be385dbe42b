"""The desk of one frame of the kernel: its report, its rows, and the fixes that were applied to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dpa_jupyter.errors import ChangeError, ColumnNotFoundError, UserError
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import fingerprint
from dpa_jupyter.quality.desk.answers import (
    Cell,
    Code,
    ColumnCard,
    ColumnPage,
    ColumnRow,
    Comparison,
    FindingPage,
    Overview,
    Preview,
    RecordCard,
    RowPage,
    Selection,
    Sort,
    Stage,
)
from dpa_jupyter.quality.desk.baselines import Baselines, Offered
from dpa_jupyter.quality.desk.cards import (
    change,
    column_row,
    digest,
    figure,
    finding_card,
    finding_key,
    severities,
)
from dpa_jupyter.quality.desk.cells import cut, rows_of
from dpa_jupyter.quality.desk.column_facts import column_facts
from dpa_jupyter.quality.desk.comparing import Comparisons
from dpa_jupyter.quality.desk.distributions import LARGE, distribution
from dpa_jupyter.quality.desk.history import FoundFix, History
from dpa_jupyter.quality.desk.reading import Reading
from dpa_jupyter.quality.desk.record_card import record_card
from dpa_jupyter.quality.desk.searching import finding_text, in_order, matching
from dpa_jupyter.quality.desk.selections import drawn
from dpa_jupyter.quality.desk.study import Snapshot, Study
from dpa_jupyter.quality.evidence import ColumnEvidence, Measure
from dpa_jupyter.quality.expressions import Predicate
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.operations.export import Target
from dpa_jupyter.quality.operations.preview import counted, kinds_in
from dpa_jupyter.quality.record.record import QualityRecord, Recorded

MOST_ROWS = 50
MOST_PAGE = 100
MOST_COLUMNS = 12
"""Columns of the frame that a page of rows shows."""
PREVIEWED = 20
MOST_SELECTIONS = 50
"""A selection that was made so many ago is forgotten."""


@dataclass(frozen=True, slots=True)
class _Picked:
    predicate: Predicate
    columns: tuple[str, ...]
    rows: Measure | None
    """How many there are, in the frame of the version that it was counted in."""
    version: int


class FrameDesk:
    """A `QualityDesk`; every change makes a new frame from the one that it began with."""

    def __init__(
        self,
        frame: Frame,
        study: Study,
        put: Callable[[object], None],
        baselines: Baselines | None = None,
        record: Callable[[], QualityRecord] | None = None,
        baseline: str | None = None,
        target: str | None = None,
    ) -> None:
        """Begin with measuring.

        Args:
            frame: The frame as the user has it.
            study: Measures and mends.
            put: Puts a frame in the place of the user's.
            baselines: What there is to compare with.
            record: The record of finished reports.
            baseline: What the report was asked to compare with.
            target: The column that is to be predicted, if one is.
        """
        self._source = self._frame = frame
        self._study, self._put = study, put
        self._names = study.columns(frame)
        self._baselines, self._record, self._baseline = baselines, record, baseline
        self._history = History()
        self._states: dict[str, History] = {}
        """What was applied to the frames that were put in the user's hands, by their content."""
        self._known_fixes: dict[str, FoundFix] = {}
        self._selections: dict[str, _Picked] = {}
        self._reading = Reading(study, target)
        self._comparisons = None if baselines is None else Comparisons(baselines, self._reading.touch)
        self._rows_of: tuple[Snapshot, list[ColumnRow]] | None = None
        self._fixes_of: Snapshot | None = None
        self._depth = 0
        """Of the frame that these fixes were found in."""
        self._reading.start(frame)

    def on_change(self, heard: Callable[[int], None]) -> None:
        """Call this with each new version."""
        self._reading.on_change(heard)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the report is done, and tell whether it is."""
        return self._reading.wait(seconds)

    def overview(self) -> Overview:
        """Return what stands above the tables."""
        version, snapshot = self._reading.version, self._reading.snapshot
        adapter = self._frame.adapter
        rows = snapshot.evidence.rows if snapshot else adapter.row_count(self._frame.value)
        offered = self._baselines.listed(self._frame.name, self._baseline) if self._baselines else Offered([])
        stage: Stage = "failed" if self._reading.failure else snapshot.stage if snapshot else "measuring"
        return Overview(
            version=version,
            frame=cut(self._frame.name),
            kind=adapter.type_name,
            rows=rows,
            column_count=len(snapshot.evidence.columns) if snapshot else len(self._names),
            stage=stage,
            note="; ".join(filter(None, [self._reading.failure or (snapshot.note if snapshot else ""), offered.note])),
            score=snapshot.score if snapshot else None,
            severities=severities(snapshot.findings) if snapshot else {},
            changes=[change(fix) for fix in self._history.operations],
            baselines=offered.baselines,
            baseline=self._baseline,
        )

    def columns(self, sort: Sort, descending: bool, search: str, skip: int, limit: int) -> ColumnPage:
        """Return some columns of those whose name has the words searched for."""
        version = self._reading.version
        found = matching(self._column_rows(), search, lambda row: row["name"])
        ordered = in_order(found, sort, descending=descending)
        start, stop = _page(skip, limit, MOST_PAGE)
        return ColumnPage(version=version, total=len(ordered), skip=start, rows=list(ordered[start:stop]))

    def column(self, name: str) -> ColumnCard:
        """Return all that is known of a column."""
        known, place = self._column(name)
        findings = [finding for finding in self._findings() if known.column.name in finding.columns]
        applied = self._applied_ids()
        return ColumnCard(
            row=column_row(place, known, findings),
            distribution=distribution(known, LARGE),
            facts=column_facts(known),
            findings=[finding_card(finding, applied) for finding in findings[:20]],
        )

    def findings(self, search: str, skip: int, limit: int) -> FindingPage:
        """Return some findings of those whose title, columns or check have the words searched for."""
        version = self._reading.version
        found = matching(self._findings(), search, finding_text)
        start, stop = _page(skip, limit, MOST_PAGE)
        applied = self._applied_ids()
        cards = [finding_card(finding, applied) for finding in found[start:stop]]
        return FindingPage(version=version, total=len(found), skip=start, rows=cards)

    def rows(self, key: str, skip: int, limit: int) -> RowPage:
        """Return rows that a finding or a selection names, as the frame is now."""
        picked = self._picked(key)
        columns = self._beside(picked.columns)
        start, stop = _page(skip, limit, MOST_ROWS)
        table = self._study.engine(self._frame).rows(picked.predicate, columns, stop - start, start)
        positions: list[int | None] = table.column(table.num_columns - 1).to_pylist()
        return RowPage(
            total=figure(picked.rows),
            skip=start,
            columns=[cut(name) for name in columns],
            marked=[cut(name) for name in columns if name in picked.columns],
            positions=positions,
            cells=rows_of(table.select(range(len(columns)))),
        )

    def brush(self, column: str, low: float | None, high: float | None, values: Sequence[Cell]) -> Selection:
        """Select the rows with a value from `low` to `high`, or with one of these values."""
        known, _ = self._column(column)
        predicate, words = drawn(known, low, high, values)
        (rows,) = self._study.engine(self._frame).count([predicate])
        key = f"selection-{digest(repr(predicate))}"
        self._selections.pop(key, None)
        self._selections[key] = _Picked(predicate, (known.column.name,), rows, self._reading.version)
        while len(self._selections) > MOST_SELECTIONS:
            self._selections.pop(next(iter(self._selections)))
        return Selection(key=key, predicate=cut(words, 600), rows=figure(rows))

    def compare(self, baseline: str) -> Comparison:
        """Set the frame beside a baseline, or tell how far that has come: there is a new version once there is more."""
        snapshot = self._reading.snapshot
        if self._comparisons is None:
            raise UserError(f"there is no baseline {baseline!r}")
        if snapshot is None or snapshot.stage != "done":
            raise UserError("the frame is not measured yet; ask again in a moment")
        return self._comparisons.ask(baseline, self._frame, snapshot)

    def record(self, column: str | None) -> RecordCard:
        """Return what became of the frame, report by report, with the missing values of a column."""
        known = self._record().of(self._frame.name) if self._record else Recorded(())
        return record_card(known, column)

    def preview(self, fixes: Sequence[str]) -> Preview:
        """Show what these fixes would change, and change nothing; for one that was applied, what it did."""
        found = self._found(fixes)
        applied = [fix.operation.id for fix in found if self._history.has(fix)]
        without = self._frame
        if applied:  # a later batch matters only to fixes that were found since
            known = self._history.until(applied) if len(applied) == len(found) else self._history
            without = self._mended(known.minus(applied))
        return self._study.preview(without, [fix.operation for fix in found], PREVIEWED)

    def apply(self, fixes: Sequence[str]) -> Overview:
        """Put the frame in the user's hands as it is with these fixes and those applied before."""
        fresh = [fix for fix in self._found(fixes) if not self._history.has(fix)]
        return self._become(self._history.plus(self._counted_fixes(fresh))) if fresh else self.overview()

    def undo(self, fix: str) -> Overview:
        """Put the frame in the user's hands as it is without this fix; the others stay.

        Raises:
            ChangeError: it is not applied, or another one that was found after it can't be applied without it.
        """
        if all(known.id != fix for known in self._history.operations):
            raise ChangeError("this fix is not applied, so there is nothing to undo")
        return self._become(self._history.minus([fix]))

    def code(self, target: Target) -> Code:
        """Write what was applied as code of a library.

        Raises:
            ChangeError: it can't be said there.
        """
        return Code(target=target, text=self._study.code(self._source, self._history.batches, target))

    def follow(self, value: object) -> bool:
        """Stand on a frame that was put in the user's hands before, or is the first one; tell whether it is such.

        So the panel shows what there is after a change was taken back elsewhere.
        """
        if value is self._frame.value:
            return True
        frame = replace(self._source, value=value)
        history = self._states.get(fingerprint(frame) or "")
        if history is None:
            return False
        self._findings()
        self._stand_on(frame, history)
        return True

    def _become(self, history: History) -> Overview:
        frame = self._mended(history)
        self._findings()  # so that what was found before this is known to be so
        for each, applied in ((self._frame, self._history), (frame, history)):
            if content := fingerprint(each):
                self._states.setdefault(content, applied)
        self._put(frame.value)
        self._stand_on(frame, history)
        return self.overview()

    def _stand_on(self, frame: Frame, history: History) -> None:
        self._frame, self._history, self._names = frame, history, self._study.columns(frame)
        self._reading.start(frame)  # first: what is still on its way is of the frame before
        self._reading.touch()

    def _mended(self, history: History) -> Frame:
        try:
            return replace(history.mended(self._study, self._source), name=self._source.name)
        except UserError as error:
            if len(history.operations) >= len(self._history.operations):
                raise
            raise ChangeError(f"a fix that was applied later stands on this one: undo that first ({error})") from error

    def _counted_fixes(self, found: Sequence[FoundFix]) -> list[FoundFix]:
        """Count what fixes change in the frame that they were found in; unknown where that is no longer in sight."""
        now = [fix for fix in found if fix.depth == self._depth]
        if self._fixes_of is None or not now:
            return list(found)
        measured = self._mended(History(self._history.batches[: self._depth]))
        engine, kinds = self._study.engine(measured), kinds_in(self._fixes_of.evidence)
        counts = iter(counted(engine, [fix.operation for fix in now], kinds))
        return [replace(fix, operation=next(counts)) if fix in now else fix for fix in found]

    def _found(self, ids: Sequence[str]) -> list[FoundFix]:
        self._findings()
        unknown = [name for name in ids if name not in self._known_fixes]
        if unknown:
            raise ChangeError("a fix is no longer proposed, since the frame has changed; open its finding again")
        return [self._known_fixes[name] for name in dict.fromkeys(ids)]

    def _applied_ids(self) -> set[str]:
        return {name for name, fix in self._known_fixes.items() if self._history.has(fix)}

    def _findings(self) -> list[Finding]:
        snapshot = self._reading.snapshot
        if snapshot is None:
            return []
        if self._fixes_of is not snapshot:
            self._fixes_of = snapshot
            self._depth = depth = len(self._history.batches)
            fixes = (fix for finding in snapshot.findings for fix in finding.fixes)
            self._known_fixes |= {fix.id: FoundFix(fix, depth) for fix in fixes}
        return list(snapshot.findings)

    def _column_rows(self) -> list[ColumnRow]:
        snapshot = self._reading.snapshot
        if snapshot is None:
            return []
        if self._rows_of is None or self._rows_of[0] is not snapshot:
            by_column: dict[str, list[Finding]] = {}
            for finding in snapshot.findings:
                for name in finding.columns:
                    by_column.setdefault(name, []).append(finding)
            columns = enumerate(snapshot.evidence.columns)
            rows = [column_row(place, known, by_column.get(known.column.name, ())) for place, known in columns]
            self._rows_of = snapshot, rows
        return self._rows_of[1]

    def _column(self, name: str) -> tuple[ColumnEvidence, int]:
        snapshot = self._reading.snapshot
        known = snapshot.evidence.columns if snapshot else ()
        for place, column in enumerate(known):
            if cut(column.column.name) == name:
                return column, place
        raise ColumnNotFoundError.named(name, [column.column.name for column in known])

    def _picked(self, key: str) -> _Picked:
        if key in self._selections:
            return self._counted(key, self._selections[key])
        for finding in self._findings():
            if finding_key(finding) == key and finding.predicate is not None:
                return _Picked(finding.predicate, finding.columns, finding.failed, self._reading.version)
        raise UserError("this is no longer found in the frame, since it has changed")

    def _counted(self, key: str, picked: _Picked) -> _Picked:
        """Count a selection again where the frame has changed since."""
        if picked.version == self._reading.version:
            return picked
        (rows,) = self._study.engine(self._frame).count([picked.predicate])
        self._selections[key] = replace(picked, rows=rows, version=self._reading.version)
        return self._selections[key]

    def _beside(self, marked: Sequence[str]) -> list[str]:
        """Return the columns of a page of rows: those it is about first, then others of the frame."""
        first = [name for name in marked if name in self._names]
        return [*first, *(name for name in self._names if name not in first)][:MOST_COLUMNS]


def _page(skip: int, limit: int, most: int) -> tuple[int, int]:
    start = max(0, skip)
    return start, start + min(max(1, limit), most)
