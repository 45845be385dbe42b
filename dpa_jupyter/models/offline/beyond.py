"""What to say where the rules end: plainly, with what can be given all the same."""

from __future__ import annotations

from collections import Counter

from dpa_jupyter.findings import FrameProfile
from dpa_jupyter.models.offline import calls
from dpa_jupyter.models.offline.answer import Answer
from dpa_jupyter.models.offline.playbook import Case, Playbook, Step
from dpa_jupyter.models.offline.sentences import missing_values, names_of, size_of
from dpa_jupyter.models.offline.wording import code, listing, noun_of

SET_A_MODEL = "To use a language model: `%dpa model openai/gpt-5`, or the environment variable `DPA_MODEL`."

NEEDS = {
    "plan": "Making a plan needs a language model; what I can do is tell what there is to plan with.",
    "pipeline": "Building a pipeline needs a language model; what I can do is tell what there is to start from.",
    "fix": "Explaining an error needs a language model; what I can do is tell what the frame holds.",
}


def no_frame(case: Case) -> Playbook:
    """Say that there is nothing to work on, and how to come by something."""
    frames_call = calls.list_frames()
    yield Step("The request names no frame that I know, so I look which ones there are.", (frames_call,))
    frames = case.seen.of(frames_call)
    names = [listed["frame"] for listed in frames["frames"]] if frames else []
    if names:
        return Answer(
            f"**The request names none of the frames that are there: {listing([code(name) for name in names], 8)}.**",
            following=f"%%dpa analyze {names[0]}",
        )
    return Answer(
        "**There is no frame to work on yet.** Load one in a cell of its own, such as "
        '`import pandas as pd; df = pd.read_csv("FILE.csv")`, then ask again.',
        following="%%dpa analyze df",
    )


def beyond(case: Case, reason: str = "") -> Playbook:
    """Say that the request is beyond the rules, and give the frame's schema and state."""
    request = case.request
    said = reason or NEEDS.get(request.verb) or "That request is beyond fixed rules."
    if request.frame is None:
        answer = yield from no_frame(case)
        return Answer(f"{said} {SET_A_MODEL}\n\n{answer.lead}", following=answer.following)
    profile_call = calls.profile(request.frame)
    yield Step(
        f"This is beyond my rules. I look at what {code(request.frame)} holds, to give at least that.", (profile_call,)
    )
    profile = case.seen.of(profile_call)
    if profile is None:
        return Answer(f"{said} {SET_A_MODEL}", following=f"%%dpa analyze {request.frame}")
    return Answer(
        f"{said} {SET_A_MODEL}",
        points=(f"{code(request.frame)} has {size_of(profile)}: {_columns(profile)}.",),
        caveats=tuple(missing_values(profile, noun_of(request.frame))),
        following=f"%%dpa analyze {request.frame}",
    )


def _columns(profile: FrameProfile) -> str:
    """Return the first names and how many columns there are of each type; the names of all would fill the screen."""
    columns = profile["columns"]
    names = names_of(profile)
    types = Counter(column["type"] for column in columns).most_common()
    return f"{names} ({listing([f'{count} {kind}' for kind, count in types], 10)})"
