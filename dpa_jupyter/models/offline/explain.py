"""`explain`: a frame or a column in plain words."""

from __future__ import annotations

from dpa_jupyter.findings import ColumnProfile, FrameCard, FrameProfile
from dpa_jupyter.models.offline import calls
from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.beyond import no_frame
from dpa_jupyter.models.offline.choice import column_named, is_key
from dpa_jupyter.models.offline.observations import Call
from dpa_jupyter.models.offline.playbook import Case, Playbook, Step
from dpa_jupyter.models.offline.sentences import in_short, missing_values, size_of, span, spread, values_of
from dpa_jupyter.models.offline.wording import code, counted, noun_of, percent, prose, reference

MOST_COLUMNS = 12


def explain(case: Case) -> Playbook:
    """Explain the column of the request, or the frame."""
    frame, column = case.request.frame, case.request.column
    if frame is None:
        return (yield from no_frame(case))
    if column is not None:
        return (yield from explain_column(case, frame, column))
    card_call, profile_call = calls.describe_frame(frame), calls.profile(frame)
    yield Step(f"I read the schema of {code(frame)} and count what its columns hold.", (card_call, profile_call))
    profile = case.seen.of(profile_call)
    if profile is None:
        return Answer(f"**{code(frame)} could not be looked at.**", following=f"%%dpa document {frame}")
    return _frame(profile, case.seen.of(card_call))


def explain_column(case: Case, frame: str, column: str) -> Playbook:
    """Explain one column, with a picture of its values."""
    profile = case.seen.of(calls.profile(frame))
    if column_named(profile, column) is None:
        profile_call = calls.profile(frame, [column])
        yield Step(f"I look at the values of {code(column)} in {code(frame)}.", (profile_call,))
        profile = case.seen.of(profile_call)
    about = column_named(profile, column)
    if profile is None or about is None:
        return Answer(
            f"**{code(column)} in {code(frame)} could not be looked at.**", following=f"%%dpa document {frame}"
        )
    if picture := _picture(profile, about):
        yield Step(f"A picture of how the values of {code(column)} are spread says more than figures.", (picture,))
    return _column(profile, about)


def _picture(profile: FrameProfile, about: ColumnProfile) -> Call[object] | None:
    if not about["distinct"] or is_key(about, profile["rows"]):
        return None
    if about["mean"] is not None and about["distinct"] > MOST_COLUMNS:
        return calls.plot(profile["frame"], "histogram", about["name"])
    return (
        calls.plot(profile["frame"], "bar", about["name"]) if about["type"] in ("text", "category", "boolean") else None
    )


def _column(profile: FrameProfile, about: ColumnProfile) -> Answer:
    noun = noun_of(profile["frame"])
    asked = reference(about["name"])
    points = (
        f"Where the numbers lie: {spread(about)}." if about["mean"] is not None else _when(about),
        f"Most frequent: {values_of(about['top'])}." if about["top"] and not is_key(about, profile["rows"]) else "",
        *(f"It {prose(note)}." for note in about["notes"]),
    )
    return Answer(
        f"**{code(about['name'])} is a column of type {about['type']} in {code(profile['frame'])}: "
        f"{_extent(about, profile['rows'], noun)}.**",
        points=tuple(point for point in points if point),
        caveats=("What the column stands for is not in the data; I can only say what it holds",),
        following=f"%%dpa analyze {asked} in {profile['frame']}" if asked else f"%%dpa document {profile['frame']}",
    )


def _when(about: ColumnProfile) -> str:
    when = span(about)
    return f"{when[0].upper()}{when[1:]}." if when else ""


def _extent(about: ColumnProfile, rows: int, noun: str) -> str:
    distinct = f"{counted(about['distinct'], 'different values')} over " if about["distinct"] is not None else ""
    if not about["missing"]:
        return f"{distinct}{counted(rows, noun)}, none without a value"
    share = percent(about["missing_share"])
    return f"{distinct}{counted(rows, noun)}, {counted(about['missing'], noun)} without a value ({share})"


def _frame(profile: FrameProfile, card: FrameCard | None) -> Answer:
    rows = profile["rows"]
    shown = profile["columns"][:MOST_COLUMNS]
    rest = len(profile["columns"]) > MOST_COLUMNS or profile["more_columns"]
    notes = card["notes"] if card else []
    return Answer(
        f"**{code(profile['frame'])} is a table of {size_of(profile)}.**",
        points=tuple(f"{code(column['name'])} ({column['type']}): {in_short(column, rows)}" for column in shown),
        caveats=(*missing_values(profile, noun_of(profile["frame"])), *map(prose, notes)),
        left_out=("The columns after these; `document` lists them all",) if rest else (),
        following=f"%%dpa document {profile['frame']}",
    )
