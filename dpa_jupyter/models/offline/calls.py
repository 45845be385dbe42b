"""The tools that the playbooks use, with their arguments and what they give."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.findings import (
    Associations,
    ChangeOutcome,
    Drivers,
    FrameCard,
    FrameDocument,
    FrameList,
    FrameProfile,
    Periods,
    Picture,
    QualityFindings,
    QueryResult,
    Segments,
)
from dpa_jupyter.json_types import Json
from dpa_jupyter.models.offline.observations import Call


def list_frames() -> Call[FrameList]:
    """Ask which frames there are."""
    return Call("list_frames", {}, FrameList)


def describe_frame(frame: str) -> Call[FrameCard]:
    """Ask for a frame's schema card."""
    return Call("describe_frame", {"frame": frame}, FrameCard)


def profile(frame: str, columns: Sequence[str] = (), about: str = "") -> Call[FrameProfile]:
    """Ask for the statistics of these columns, of all if there are none; first those that the words are about."""
    return Call("profile", _given(frame=frame, columns=list(columns) or None, about=about or None), FrameProfile)


def quality(frame: str, baseline: str | None = None, target: str | None = None) -> Call[QualityFindings]:
    """Ask for the quality report of a frame, what moved since a baseline, and what matters for predicting a column."""
    return Call("quality", _given(frame=frame, baseline=baseline, target=target), QualityFindings)


def clean(frame: str, fixes: Sequence[str], reason: str) -> Call[ChangeOutcome]:
    """Ask for these fixes of a frame, which the user decides about."""
    return Call("clean", {"frame": frame, "fixes": list(fixes), "reason": reason}, ChangeOutcome)


def query_sql(sql: str) -> Call[QueryResult]:
    """Ask for the rows that a query gives."""
    return Call("query_sql", {"sql": sql}, QueryResult)


def find_drivers(frame: str, target: str) -> Call[Drivers]:
    """Ask what goes with a column."""
    return Call("find_drivers", {"frame": frame, "target": target}, Drivers)


def compare_segments(frame: str, target: str, by: Sequence[str]) -> Call[Segments]:
    """Ask how a column differs between groups of rows."""
    return Call("compare_segments", {"frame": frame, "target": target, "by": list(by)}, Segments)


def compare_periods(
    frame: str, date: str, target: str | None = None, aggregate: str | None = None, period: str | None = None
) -> Call[Periods]:
    """Ask how a column, or the number of rows, goes over time; the tool chooses what is not given."""
    arguments = _given(frame=frame, date=date, target=target, aggregate=aggregate, period=period)
    return Call("compare_periods", arguments, Periods)


def correlations(frame: str, columns: Sequence[str] = ()) -> Call[Associations]:
    """Ask which columns go together."""
    return Call("correlations", _given(frame=frame, columns=list(columns) or None), Associations)


def plot(
    frame: str, kind: str, x: str, y: str | None = None, by: str | None = None, aggregate: str | None = None
) -> Call[Picture]:
    """Ask for a picture; numbers of many values are put in bands by the tool."""
    return Call("plot", _given(frame=frame, kind=kind, x=x, y=y, by=by, aggregate=aggregate), Picture)


def document_frame(frame: str) -> Call[FrameDocument]:
    """Ask for a data dictionary."""
    return Call("document_frame", {"frame": frame}, FrameDocument)


def _given(**arguments: Json) -> dict[str, Json]:
    return {name: value for name, value in arguments.items() if value is not None}
