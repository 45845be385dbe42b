"""`quality`: what to know before a frame is trusted, worst first."""

from __future__ import annotations

from collections.abc import Iterable

from dpa_jupyter.findings import ColumnProfile, FrameProfile
from dpa_jupyter.models.offline import calls
from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.beyond import no_frame
from dpa_jupyter.models.offline.playbook import Case, Playbook, Step
from dpa_jupyter.models.offline.sentences import size_of
from dpa_jupyter.models.offline.wording import code, counted, listing, noun_of, percent, prose

MOST_POINTS = 10


def quality(case: Case) -> Playbook:
    """Rank the caveats of a frame."""
    frame = case.request.frame
    if frame is None:
        return (yield from no_frame(case))
    profile_call = calls.profile(frame)
    yield Step(f"I count what is missing, repeated, constant or odd in each column of {code(frame)}.", (profile_call,))
    profile = case.seen.of(profile_call)
    if profile is None:
        return Answer(f"**The state of {code(frame)} is unknown:** its columns could not be looked at.")
    noun = noun_of(frame)
    points = _points(profile, noun)
    return Answer(
        _lead(profile, something=bool(points)),
        points=tuple(points[:MOST_POINTS]),
        caveats=tuple(_precision(profile, noun)),
        left_out=tuple(_left_out(profile, len(points))),
        following=f"%%dpa document {frame}",
    )


def _lead(profile: FrameProfile, *, something: bool) -> str:
    missing = sorted(profile["columns"], key=lambda column: -column["missing"])
    holes = [code(column["name"]) for column in missing if column["missing"]]
    if not profile["rows"]:
        return f"**{code(profile['frame'])} has no rows**, so there is nothing to check."
    verdict = "has some points to look at before you rely on it, worst first" if something else "shows nothing wrong"
    gaps = f"Values are missing in {listing(holes)}." if holes else "No value is missing."
    return f"**{code(profile['frame'])} ({size_of(profile)}) {verdict}.** {gaps}"


def _points(profile: FrameProfile, noun: str) -> list[str]:
    weighed = [found for column in profile["columns"] for found in _of_column(column, noun)]
    ranked = sorted(enumerate(weighed), key=lambda item: (-item[1][0], item[0]))
    return [*map(prose, profile["notes"]), *(text for _, (_, text) in ranked)]


def _of_column(column: ColumnProfile, noun: str) -> Iterable[tuple[float, str]]:
    """Yield caveats with their weights: the share of rows concerned, or a tenth for what the profile notes in words."""
    name = f"**{code(column['name'])}**"
    said = [note for note in column["notes"] if "no value" in note]
    if column["missing"] and not said:
        verb = "has" if column["missing"] == 1 else "have"
        yield (
            column["missing_share"],
            f"{name}: {counted(column['missing'], noun)} {verb} no value ({percent(column['missing_share'])})",
        )
    for note in column["notes"]:
        yield column["missing_share"] if note in said else 0.1, f"{name}: {prose(note)}"


def _left_out(profile: FrameProfile, points: int) -> Iterable[str]:
    if points > MOST_POINTS:
        yield "Smaller points were left out"
    if profile["more_columns"]:
        yield f"{counted(profile['more_columns'], 'columns')} of the frame are not in the profile"
    yield "Whether values are true, on time or in line with other frames can't be seen from one frame"


def _precision(profile: FrameProfile, noun: str) -> Iterable[str]:
    if profile["precision"] != "exact":
        yield f"The profile is {profile['precision']}, from {counted(profile['rows_used'], noun)}"
