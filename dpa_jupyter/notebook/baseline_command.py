"""`%dpa baseline`: lists what quality reports can be compared with, saves a frame as it is now, forgets."""

from __future__ import annotations

import re
import time
from datetime import datetime
from typing import TYPE_CHECKING

from dpa_jupyter.errors import FrameNotFoundError, RequestError
from dpa_jupyter.notebook.desk import Desk

if TYPE_CHECKING:
    from dpa_jupyter.quality.drift.baselines import SavedBaselines

_SAVE = re.compile(r"(?P<frame>\S+)(?:\s+as\s+(?P<name>\S+))?")
_FORGET = re.compile(r"not\s+(?P<name>\S+)")


def about_baselines(argument: str | None, desk: Desk) -> str:
    """List the saved baselines, save one, or forget one.

    Raises:
        UserError: there is no such frame or baseline, or the name can't be one.
        SessionError: it can't be written.
    """
    if argument is None:
        return _list(desk)
    if match := _FORGET.fullmatch(argument):
        _saved(desk).forget(match["name"])
        return f"the baseline {match['name']} is forgotten"
    if match := _SAVE.fullmatch(argument):
        return _save(match["frame"].removeprefix("@"), match["name"], desk)
    raise RequestError(f"`%dpa baseline {argument[:40]}` can't be read; save one with `%dpa baseline df as NAME`.")


def _list(desk: Desk) -> str:
    lines = [f"{each.name}  {_when(each.at)}  {each.about}" for each in _saved(desk).listed()]
    return "\n".join(lines or ["no baseline is saved; save a frame as it is now with `%dpa baseline df as NAME`"])


def _save(frame: str, name: str | None, desk: Desk) -> str:
    from dpa_jupyter.frames.recognition import frames_in
    from dpa_jupyter.quality.desk.baselines import portrait
    from dpa_jupyter.quality.drift.kept import MOST_COLUMNS, SavedPortrait, without_values

    frames = frames_in(desk.namespace)
    if frame not in frames:
        raise FrameNotFoundError.named(frame, frames)
    found = frames[frame]
    snapshot = list(desk.study().report(found))[-1]
    marks = desk.marks.with_those_of_now(desk.dpa.sensitive)
    sensitive = {one.column for one in desk.assistant().sensitive_columns(frames_in({frame: found.value}), marks)}
    kept = without_values(portrait(snapshot), sensitive)
    _saved(desk).save(SavedPortrait(name or frame, time.time(), kept))
    more = len(kept.columns) - MOST_COLUMNS
    of_others = f", and types and gaps of {more:,} more" if more > 0 else ""
    of_sensitive = f"; of {', '.join(sorted(sensitive))} only counts, as they are sensitive" if sensitive else ""
    return (
        f"saved {frame} as the baseline {name or frame}: {kept.rows:,} rows, quantiles, counts and frequent values of "
        f"{min(len(kept.columns), MOST_COLUMNS):,} columns{of_others}{of_sensitive}. "
        f"Compare with `%%dpa quality df --baseline {name or frame}`."
    )


def _saved(desk: Desk) -> SavedBaselines:
    return desk.assistant().quality_memory().baselines


def _when(at: float | None) -> str:
    return "?" if at is None else datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")
