"""A study of pandas frames for the panel's tests: the real engine and checks, with the simplest score and mending."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality import checks
from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.desk.answers import ChangedRow, Deduction, DimensionScore, Preview, ScoreCard
from dpa_jupyter.quality.desk.cards import exact, finding_key, ranked
from dpa_jupyter.quality.desk.cells import cell
from dpa_jupyter.quality.desk.frame_desk import FrameDesk
from dpa_jupyter.quality.desk.study import Snapshot
from dpa_jupyter.quality.engines.duckdb.engine import DuckDBEngine
from dpa_jupyter.quality.engines.engine import MetricEngine
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Predicate
from dpa_jupyter.quality.finding import Dimension, Finding
from dpa_jupyter.quality.operation import DropColumns, DropRows, Operation, RenameColumn, SetValues

if TYPE_CHECKING:
    import pandas as pd

WEIGHTS = {"critical": 40.0, "high": 20.0, "medium": 10.0, "low": 4.0, "note": 0.0}
ASSESSED: tuple[Dimension, ...] = ("completeness", "uniqueness", "validity", "consistency", "timeliness")


class PandasStudy:
    """Measures by DuckDB, looks with every check of the catalogue, mends by position."""

    def report(self, frame: Frame) -> Iterator[Snapshot]:
        engine = DuckDBEngine(frame)
        evidence = None
        for evidence in engine.evidence(lambda words, share: None):
            yield Snapshot(evidence, "measuring", basis(evidence))
        assert evidence is not None
        findings = list(looked(evidence, engine))
        yield Snapshot(evidence, "done", basis(evidence), findings, score(findings))

    def engine(self, frame: Frame) -> MetricEngine:
        return DuckDBEngine(frame)

    def mended(self, frame: Frame, fixes: Sequence[Operation]) -> Frame:
        for fix in fixes:
            frame = replace(frame, value=mend(frame, fix))
        return frame

    def preview(self, frame: Frame, fixes: Sequence[Operation], limit: int) -> Preview:
        before, after = pandas_of(frame), pandas_of(self.mended(frame, fixes))
        wheres = [fix.action.where for fix in fixes if isinstance(fix.action, SetValues | DropRows)]
        places = sorted({place for where in wheres for place in positions(frame, where)})
        columns = list(dict.fromkeys(fix.action.column for fix in fixes if isinstance(fix.action, SetValues)))
        columns += [name for name in before.columns if name not in columns]
        rows = [changed_row(before, after, place, columns[:8]) for place in places[:limit]]
        return Preview(
            title="", rows_before=len(before), rows_after=exact(len(after)),
            columns_before=before.shape[1], columns_after=after.shape[1],
            cells=exact(len(places)), columns=columns[:8], rows=rows, notes=[],
        )  # fmt: skip


def desk(value: object, put: Callable[[object], None], name: str = "df", **baselines: object) -> FrameDesk:
    """Return a desk on a frame, with these frames to compare with."""
    study = PandasStudy()
    others = {known: _reporter(study, frame_of(known, other)) for known, other in baselines.items()}
    return FrameDesk(frame_of(name, value), study, put, others)


def frame_of(name: str, value: object) -> Frame:
    return FrameCatalog().add(value, name)


def basis(evidence: FrameEvidence) -> str:
    return (
        "measured on every row"
        if evidence.is_whole
        else f"estimated from a sample of {evidence.sample.num_rows:,} rows"
    )


def looked(evidence: FrameEvidence, engine: MetricEngine) -> Iterator[Finding]:
    """Let every check look, and count the rows of all that they name."""
    named = [(check, finding) for check in catalogue() for finding in check.look(evidence)]
    with_rows = [(check, finding) for check, finding in named if finding.predicate is not None]
    counts = engine.count([finding.predicate for _, finding in with_rows if finding.predicate is not None])
    for (check, finding), count in zip(with_rows, counts, strict=True):
        counted = replace(finding, failed=count)
        if counted.share is not None and check.least_share <= counted.share <= check.most_share and counted.share > 0:
            yield counted
    yield from (finding for _, finding in named if finding.predicate is None)


def catalogue() -> Iterator[Check]:
    for module in iter_modules(checks.__path__):
        check = import_module(f"{checks.__name__}.{module.name}").CHECK
        assert isinstance(check, Check)
        yield check


def score(findings: Sequence[Finding]) -> ScoreCard:
    """Take off for each finding what its severity and its share are worth."""
    steps = [step for step in map(deduction, ranked(findings)) if step["points"] >= 0.05]
    steps.sort(key=lambda step: -step["points"])
    value = max(0.0, 100 - sum(step["points"] for step in steps))
    dimensions = [DimensionScore(dimension=known, score=dimension_score(findings, known)) for known in ASSESSED]
    dimensions.append(DimensionScore(dimension="accuracy", score=None))
    action = "Mend what is high or medium before you rely on groups and sums." if steps else "Go ahead."
    return ScoreCard(score=exact(round(value, 1)), deductions=steps, dimensions=dimensions, cap=None, action=action)


def deduction(finding: Finding) -> Deduction:
    points = WEIGHTS[finding.severity] * min(1.0, (finding.share or 0.0) * 4)
    return Deduction(label=finding.title, points=points, severity=finding.severity, finding=finding_key(finding))


def dimension_score(findings: Sequence[Finding], dimension: Dimension) -> float:
    return max(0.0, 100 - sum(deduction(finding)["points"] for finding in findings if finding.dimension == dimension))


def mend(frame: Frame, fix: Operation) -> pd.DataFrame:
    """Return a copy in which a fix is made."""
    value = pandas_of(frame).copy()
    match fix.action:
        case SetValues(column, where, expression):
            table = DuckDBEngine(frame).preview(where, expression, [column], len(value))
            new = table.column(table.num_columns - 1).to_pylist()
            places = table.column("position").to_pylist()
            cells = value[column].tolist()
            for place, replacement in zip(places, new, strict=True):
                cells[place] = replacement
            value[column] = cells
        case DropRows(where):
            value = value.drop(index=value.index[positions(frame, where)])
        case DropColumns(columns):
            value = value.drop(columns=list(columns))
        case RenameColumn(column, to):
            value = value.rename(columns={column: to})
    return value


def positions(frame: Frame, where: Predicate) -> list[int]:
    table = DuckDBEngine(frame).rows(where, [], len(pandas_of(frame)))
    places: list[int] = table.column("position").to_pylist()
    return places


def pandas_of(frame: Frame) -> pd.DataFrame:
    import pandas as pd

    assert isinstance(frame.value, pd.DataFrame)
    return frame.value


def changed_row(before: pd.DataFrame, after: pd.DataFrame, place: int, columns: Sequence[str]) -> ChangedRow:
    label = before.index[place]
    is_gone = label not in after.index
    old = before.iloc[place]
    new = old if is_gone else after.loc[label]
    return ChangedRow(
        position=place, kind="removed" if is_gone else "changed",
        before=[cell(plain(old[name])) for name in columns], after=[cell(plain(new.get(name))) for name in columns],
    )  # fmt: skip


def plain(value: object) -> object:
    """Return a Python value for one of numpy or pandas."""
    import pandas as pd

    if value is None or value is pd.NaT or value is pd.NA:
        return None
    return value.item() if hasattr(value, "item") else value


def _reporter(study: PandasStudy, frame: Frame) -> Callable[[], Snapshot]:
    return lambda: list(study.report(frame))[-1]
