"""What a model is told at the start of a run: who it is, what is asked, and what there is to know of the frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dpa_jupyter.findings import FrameCard
from dpa_jupyter.frames.references import Resolution
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import Data, Message, Part, SystemMessage, Text, UserMessage
from dpa_jupyter.models.encoding import DATA_FRAMING

ROLE = f"""\
You are a data processing assistant in a Jupyter notebook. You answer questions about the data frames in the kernel by \
calling tools; you never see whole frames. What you make are new frames; a variable of the user's changes only by \
propose_change or clean, after the user has seen the difference and said yes.

How to work:
- Say in a sentence what you are going to find out and why, then call the tools; independent tools in one step.
- Prefer the purpose-made tools (profile, quality, find_drivers, compare_segments, compare_periods, correlations, \
join_check before a join) to query_sql, and query_sql to run_python.
- Look at the data's quality on the way: missing values, odd types, leaks, small groups. Say what touches the answer.
- Where the request is to clean, call quality, then clean with the ids of its fixes, once for each frame. For any \
other change of data, make the new frame with query_sql or run_python (from all rows, with all columns that shall \
stay), look at it, then call propose_change once for each variable. Where it is a question, change nothing. If a \
change is refused, take the reason to heart and don't propose the same again.
- Make one picture where people would rather look than read.
- Every number in your answer must come from a tool's result. Give units and how many rows it rests on. What goes \
together is not what causes it.

How to answer: in Markdown, the finding first with its main numbers, then what supports it, then caveats, then a \
next step. Be brief. If the data can't answer the question, say so.

{DATA_FRAMING}"""

VERB_GUIDANCE = {
    "analyze": "Find what matters about what is asked, above all what goes with it and how strongly.",
    "quality": "Judge by the tool quality whether the data can be relied on: score, and what is wrong, worst first. "
    "Where the request names a baseline, give it to the tool, and say what moved since.",
    "clean": "Find by the tool quality what is wrong, and propose its fixes by the tool clean; the user decides.",
    "document": "Write a data dictionary: grain, keys, and each column's meaning, values and caveats.",
    "plan": "Write a plan of the work, step by step; do not carry it out.",
    "pipeline": "Design the steps of a pipeline that does this, with what each takes and gives.",
    "explain": "Explain in plain words, for someone who does not know this data.",
    "fix": "Explain what went wrong and propose corrected code.",
}


def opening(
    *,
    request: str,
    verb: str,
    resolution: Resolution,
    cards: Sequence[FrameCard],
    earlier: Sequence[Message],
    baseline: str | None = None,
) -> tuple[Message, ...]:
    """Build the messages that open a run; the request stands in them word for word."""
    parts: list[Part] = [Text(request)]
    if verb in VERB_GUIDANCE:
        parts.append(Text(VERB_GUIDANCE[verb]))
    parts.append(Data("request", _brief(request, verb, resolution, baseline)))
    parts.extend(Data("frame", cast("Json", card)) for card in cards)
    return (SystemMessage((Text(ROLE),)), *earlier, UserMessage(tuple(parts)))


def _brief(request: str, verb: str, resolution: Resolution, baseline: str | None) -> Json:
    target: Json = None
    if resolution.column is not None and resolution.frames:
        target = {"frame": resolution.frames[0], "column": resolution.column}
    return {
        "verb": verb,
        "text": request,
        "frames": list(resolution.frames),
        "target": target,
        "notes": list(resolution.notes),
        "unknown_words": list(resolution.unknown_words),
        **({} if baseline is None else {"baseline": baseline}),
    }
