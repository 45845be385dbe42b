"""`analyze`: what goes with a column; with none named, what the frame holds and a column that is worth explaining."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dpa_jupyter.findings import Associations, ColumnProfile, Driver, FrameProfile
from dpa_jupyter.models.offline import calls
from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.beyond import no_frame
from dpa_jupyter.models.offline.choice import (
    CLEAR,
    LARGE,
    MEDIUM,
    holds_dates,
    likely_outcome,
    strength,
    told,
    why_likely,
)
from dpa_jupyter.models.offline.known import known_columns, words_to_choose_by
from dpa_jupyter.models.offline.observations import Call
from dpa_jupyter.models.offline.playbook import Case, Playbook, Step
from dpa_jupyter.models.offline.question import read_conditions
from dpa_jupyter.models.offline.results import conditions_in_words
from dpa_jupyter.models.offline.sentences import (
    course,
    driver_line,
    in_short,
    leaks,
    left_out,
    missing_values,
    names_of,
    pair,
    size_of,
    span,
    spread,
    values_of,
)
from dpa_jupyter.models.offline.study import Study, study
from dpa_jupyter.models.offline.unread import unread, with_unread
from dpa_jupyter.models.offline.wording import amount, code, counted, listing, noun_of, percent, reference, value

MOST_DRIVERS = 5

MOST_NAMES = 30
"""Columns that are listed where the one that was asked for is not there."""


def analyze(case: Case) -> Playbook:
    """Analyse the column of the request, or choose one and say so."""
    frame, column = case.request.frame, case.request.column
    if frame is None:
        return (yield from no_frame(case))
    if column is None:
        return (yield from _overview(case, frame))
    profile_call = calls.profile(frame, about=words_to_choose_by(case.request.cards.get(frame), column))
    first: list[Call[object]] = [profile_call]
    if frame not in case.request.cards:
        first.append(calls.describe_frame(frame))
    yield Step(
        f"Before comparing anything by {code(column)}, I look at every column of {code(frame)}: "
        "missing, constant or unique values would mislead.",
        tuple(first),
    )
    profile = case.seen.of(profile_call)
    answer = _answer((yield from study(case, frame, column, profile)))
    known = known_columns(profile)
    answer = with_unread(answer, unread(case.request, frame, known), f"What follows is about {code(column)} alone.")
    where = read_conditions(case.request.text, frame, known)
    if not where:
        return answer
    ignored = f"The restriction to {conditions_in_words(where)}: by rule I analyse all rows"
    return replace(answer, left_out=(ignored, *answer.left_out))


def _overview(case: Case, frame: str) -> Playbook:
    profile_call, pairs_call = calls.profile(frame), calls.correlations(frame)
    yield Step(
        f"I know no column by these words, so I look at all of {code(frame)}: what each column holds, and which go "
        "together.",
        (profile_call, pairs_call),
    )
    profile, pairs = case.seen.of(profile_call), case.seen.of(pairs_call)
    outcome = likely_outcome(profile) if profile else None
    words = unread(case.request, frame, known_columns(profile, case.request.cards.get(frame)))
    if profile is None or outcome is None or (words.lead and not why_likely(outcome)):
        there = f" The columns are {names_of(profile, MOST_NAMES)}." if profile else ""
        return with_unread(_without_outcome(frame, profile, pairs), words, f"I looked at all of it instead.{there}")
    found = yield from study(case, frame, outcome["name"], profile)
    answer = _answer(found, chosen=outcome, pairs=pairs)
    there = f"The columns are {names_of(profile, MOST_NAMES)}."
    return with_unread(answer, words, f"I looked at what goes with {code(outcome['name'])} instead. {there}")


def _without_outcome(frame: str, profile: FrameProfile | None, pairs: Associations | None) -> Answer:
    if profile is None:
        return Answer(f"The columns of {code(frame)} could not be looked at, so there is nothing to tell of it yet.")
    why = "No column was taken for an outcome to explain." if profile["rows"] else "There is nothing to compare in it."
    shown = profile["columns"][:MOST_DRIVERS] if profile["rows"] else []
    return Answer(
        f"**{code(frame)} has {size_of(profile)}.** {why}",
        points=(
            *_pairs(pairs),
            *(f"{code(column['name'])} ({column['type']}): {in_short(column, profile['rows'])}" for column in shown),
        ),
        caveats=tuple(missing_values(profile, noun_of(frame))),
        following=f"%%dpa document {frame}",
    )


def _answer(found: Study, *, chosen: ColumnProfile | None = None, pairs: Associations | None = None) -> Answer:
    noun = noun_of(found.frame)
    drivers = found.drivers
    best = told(drivers["drivers"])[:MOST_DRIVERS] if drivers else []
    kind = found.about["type"] if found.about else None
    points = [driver_line(drivers, _with_all_groups(driver, found), noun, kind) for driver in best] if drivers else []
    if found.periods and (line := course(found.periods, kind)):
        points.append(line)
    return Answer(
        lead=" ".join(_lead(found, noun, chosen)),
        points=(*points, *_pairs(pairs)),
        caveats=tuple(_caveats(found, noun)),
        left_out=tuple(left_out(drivers["left_out"])) if drivers else (),
        following=_following(found, [driver["column"] for driver in best]),
    )


def _with_all_groups(driver: Driver, found: Study) -> Driver:
    """Take the groups from their comparison, where it has them all: a driver lists only the most telling."""
    segments = found.segments
    categorical = found.drivers is None or found.drivers["target_type"] == "categorical"
    if segments is None or categorical or segments["by"] != [driver["column"]] or segments["more_groups"]:
        return driver
    return {**driver, "groups": segments["groups"]}


def _lead(found: Study, noun: str, chosen: ColumnProfile | None) -> Iterable[str]:
    yield f"**{_target(found, noun)}.**"
    if chosen and found.profile:
        size = size_of(found.profile)
        why = why_likely(chosen) or "no name sounds like one"
        yield f"{code(found.frame)} has {size}."
        yield f"I took {code(found.column)} for the outcome, as {why}; you may name another."
    if found.drivers is None:
        return
    best = told(found.drivers["drivers"])
    if not best:
        yield _nothing_clear(found.drivers["drivers"])
    elif best[0]["effect"] < MEDIUM:
        yield f"Other columns go with it {strength(best[0]['effect'])} at most, strongest first:"
    else:
        yield "What goes with it most, strongest first:"


def _nothing_clear(drivers: Sequence[Driver]) -> str:
    if not drivers:
        return "There is nothing to compare it with."
    leaking = any(driver["leak"] for driver in drivers)
    return f"No {'column but what may be the same thing' if leaking else 'other column'} goes with it clearly."


def _target(found: Study, noun: str) -> str:
    drivers, about, column, frame = found.drivers, found.about, code(found.column), code(found.frame)
    known = drivers["rows"] - drivers["target_missing"] if drivers else 0
    overall = drivers["overall"] if drivers else None
    average = amount(overall, about["type"] if about else None) if overall is not None else ""
    if drivers and overall is not None and drivers["target_type"] == "binary":
        which = f" that have {column}" if drivers["target_missing"] else ""
        share = f"{percent(overall)} of the {counted(known, noun)} in {frame}{which}"
        return f"{share} have {column} = {value(drivers['positive'])}"
    if about and about["mean"] is not None and found.profile:
        rows = counted(found.profile["rows"] - about["missing"], noun)
        return f"{column} averages {value(about['mean'])} over {rows} in {frame}: {spread(about, mean=False)}"
    if about and (when := span(about)):
        return f"{column} in {frame} goes {when}{f', on average {average}' if average else ''}"
    if about and holds_dates(about):
        return f"{column} in {frame} holds dates"
    if about and about["top"]:
        return f"{column} in {frame} is most often {values_of(about['top'], 3)}"
    if average:
        return f"{column} averages {average} over the {counted(known, noun)} that have a value"
    verdict = "could not be compared with the other columns" if drivers is None else "has several values"
    return f"{column} in {frame} {verdict}"


def _caveats(found: Study, noun: str) -> Iterable[str]:
    drivers = found.drivers
    if drivers:
        yield from leaks(drivers["drivers"], found.column)
        yield from _far_ahead(told(drivers["drivers"]), found.column)
    if found.profile:
        yield from missing_values(found.profile, noun, found.column)
    if drivers and drivers["precision"] == "sampled":
        yield f"The drivers rest on a sample of {counted(drivers['rows_used'], noun)}"
    if drivers and told(drivers["drivers"]):
        yield "What goes together need not be cause and effect."


def _far_ahead(best: list[Driver], target: str) -> Iterable[str]:
    """Ask whether a driver that outdoes all others is known in time; no statistic can tell."""
    if best and best[0]["effect"] >= LARGE and all(best[0]["effect"] >= 2 * other["effect"] for other in best[1:]):
        yield f"{code(best[0]['column'])} is far ahead of the rest: is it known before {code(target)} is?"


def _pairs(pairs: Associations | None) -> list[str]:
    return [pair(found) for found in pairs["pairs"][:3] if found["p_adjusted"] < CLEAR] if pairs else []


def _following(found: Study, columns: list[str]) -> str:
    names = [name for column in (found.column, *columns[:2]) if (name := reference(column))]
    if len(names) < 2 or reference(found.column) is None:
        return f"%%dpa quality {found.frame}"
    return f"%%dpa ask compare {names[0]} by {listing(names[1:])} in {found.frame}"
