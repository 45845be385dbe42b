"""Answers to questions that a tool's finding answers as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dpa_jupyter.findings import Associations, FrameCard, FrameProfile, Periods, Segments
from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.choice import CLEAR, column_named, strength
from dpa_jupyter.models.offline.question import Compare, Course, Duplicates, Missing, Schema, Size, Together
from dpa_jupyter.models.offline.sentences import course, left_out, missing_values, size_of
from dpa_jupyter.models.offline.wording import (
    amount,
    code,
    counted,
    effect,
    listing,
    noun_of,
    percent,
    prose,
    reference,
    value,
)

MOST_COLUMNS = 60
MOST_GROUPS = 8


def schema(card: FrameCard) -> Answer:
    """List the columns of a card."""
    return _columns(
        card["frame"], card["column_count"], [(column["name"], column["type"]) for column in card["columns"]]
    )


def profile_schema(profile: FrameProfile) -> Answer:
    """List the columns of a profile."""
    return _columns(
        profile["frame"], profile["column_count"], [(column["name"], column["type"]) for column in profile["columns"]]
    )


def _columns(frame: str, count: int, columns: list[tuple[str, str]]) -> Answer:
    named = ", ".join(f"{code(name)} ({kind})" for name, kind in columns[:MOST_COLUMNS])
    rest = count > min(len(columns), MOST_COLUMNS)
    return Answer(
        f"**{code(frame)} has {counted(count, 'columns')}:** {named}{' and others' if rest else ''}.",
        following=f"%%dpa document {frame}",
    )


def size(profile: FrameProfile) -> Answer:
    """Say how many rows and columns there are."""
    return Answer(
        f"**{code(profile['frame'])} has {size_of(profile)}.**",
        following=f"%%dpa analyze {profile['frame']}",
    )


def from_profile(question: Missing | Duplicates | Size | Schema, profile: FrameProfile) -> Answer:
    """Answer what the profile has counted already."""
    match question:
        case Missing(None):
            return _gaps(profile)
        case Missing(column):
            return _gap(profile, column.name) if column else _gaps(profile)
        case Duplicates():
            return _duplicates(profile)
        case Size():
            return size(profile)
        case Schema():
            return profile_schema(profile)


def uncounted(frame: str) -> Answer:
    """Say that nothing was counted."""
    return Answer(f"**That was not counted for {code(frame)}.**", following=f"%%dpa quality {frame}")


def _gaps(profile: FrameProfile) -> Answer:
    gaps = list(missing_values(profile, noun_of(profile["frame"])))
    lead = "Values are missing" if gaps else "No value is missing"
    return Answer(
        f"**{lead} in {code(profile['frame'])}.**", points=tuple(gaps), following=f"%%dpa quality {profile['frame']}"
    )


def _gap(profile: FrameProfile, name: str) -> Answer:
    column = column_named(profile, name)
    noun = noun_of(profile["frame"])
    if column is None:
        return Answer(f"**{code(name)} is not among the columns that were looked at.**")
    have = "has" if column["missing"] == 1 else "have"
    share = percent(column["missing_share"])
    some = f"{counted(column['missing'], noun)} of {counted(profile['rows'], noun)} {have} no value in {code(name)}"
    none = f"All {counted(profile['rows'], noun)} have a value in {code(name)}"
    return Answer(
        f"**{some} ({share}).**" if column["missing"] else f"**{none}.**",
        following=f"%%dpa quality {profile['frame']}",
    )


def _duplicates(profile: FrameProfile) -> Answer:
    doubles = profile["duplicate_rows"]
    noun = noun_of(profile["frame"])
    if doubles is None:
        return Answer(f"**Repeated {noun} were not counted for {code(profile['frame'])}.**")
    some = counted(doubles, noun) if doubles else "None"
    return Answer(
        f"**{some} of the {counted(profile['rows'], noun)} in {code(profile['frame'])} "
        f"{'repeat' if doubles > 1 else 'repeats'} an earlier one in every column.**",
        following=f"%%dpa quality {profile['frame']}",
    )


def together(question: Together, found: Associations | None, frame: str) -> Answer:
    """Say how strongly two columns go together."""
    first, second = code(question.first.name), code(question.second.name)
    pairs = found["pairs"] if found else []
    if found is None or not pairs:
        return Answer(f"**How {first} and {second} go together could not be measured.**", left_out=_reasons(found))
    pair = pairs[0]
    clear = pair["p_value"] < CLEAR
    way = " in opposite directions" if clear and pair["value"] < 0 else ""
    verdict = f"go together {strength(pair['value'])}{way}" if clear else "do not clearly go together"
    return Answer(
        f"**{first} and {second} {verdict}: {prose(pair['measure'])} is {effect(pair['value'])}, "
        f"over {counted(pair['rows_used'], noun_of(frame))}.**",
        caveats=("What goes together need not be cause and effect", *map(prose, found["notes"][:2])),
        following=_compare_next(question, frame),
    )


def _reasons(found: Associations | None) -> tuple[str, ...]:
    return tuple(left_out(found["left_out"])) if found else ()


def _compare_next(question: Together, frame: str) -> str:
    name = reference(question.first.name)
    return f"%%dpa analyze {name} in {frame}" if name else f"%%dpa analyze {frame}"


def compared(question: Compare, found: Segments | None, frame: str) -> Answer:
    """Say how a column differs between groups."""
    column, by = code(question.column.name), listing([code(group.name) for group in question.by])
    if found is None or not found["groups"]:
        return Answer(f"**{column} could not be compared by {by}.**")
    noun = noun_of(frame)
    shown: Callable[[float], str] = (
        percent if found["measure"] == "share" else partial(amount, kind=question.column.type)
    )
    what = {
        "share": f"the share of {column} = {value(found['positive'])}",
        "mean": f"the mean of {column}",
        "count": f"the number of {noun}",
    }
    name = reference(question.column.name)
    return Answer(
        f"**By {by}, {what[found['measure']]} {_spread(found, shown)}.**",
        points=tuple(
            f"**{value(group['group'])}**: {shown(group['value'])} ({counted(group['rows'], noun)})"
            for group in found["groups"][:MOST_GROUPS]
        ),
        caveats=(*_test(found), *map(prose, found["notes"][:2])),
        left_out=("Groups further down are in the table of the step",) if len(found["groups"]) > MOST_GROUPS else (),
        following=f"%%dpa analyze {name} in {frame}" if name else f"%%dpa analyze {frame}",
    )


def _spread(found: Segments, shown: Callable[[float], str]) -> str:
    first, last = found["groups"][0], found["groups"][-1]
    told = f"is highest for {value(first['group'])} ({shown(first['value'])})"
    if len(found["groups"]) > 1 and not found["more_groups"]:
        told += f", lowest for {value(last['group'])} ({shown(last['value'])})"
    return told if found["overall"] is None else f"{told}, overall {shown(found['overall'])}"


def _test(found: Segments) -> tuple[str, ...]:
    if found["p_value"] is None:
        return ()
    if found["p_value"] >= CLEAR:
        return ("The groups do not differ clearly: chance alone could do this",)
    return ("The groups differ by more than chance, which does not say why",)


def followed(question: Course, found: Periods | None, frame: str) -> Answer:
    """Say how something went over time."""
    line = course(found, question.column.type if question.column else None) if found else None
    if found is None or line is None:
        return Answer(f"**{code(frame)} could not be followed over time.**")
    return Answer(f"**{line}.**", caveats=tuple(map(prose, found["notes"][:2])), following=f"%%dpa analyze {frame}")
