"""`key_diff`: rows that are new, gone or changed, where both frames are at hand."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.errors import DpaError
from dpa_jupyter.frames.differences.comparison import Comparison
from dpa_jupyter.frames.differences.comparison import compare as compared
from dpa_jupyter.frames.differences.difference import LAZY
from dpa_jupyter.frames.differences.sides import read_side
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.outline import known_rows
from dpa_jupyter.quality.drift.check import DriftCheck, Shift
from dpa_jupyter.quality.drift.pair import FramePair
from dpa_jupyter.quality.drift.wording import drifted
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.wording import counted

MOST_CELLS = 40_000_000
"""Of both frames, which are held whole for this."""
SAME = 0.5
"""Of the rows that were matched: so many are unchanged; or so many of the columns are, in nearly all rows."""
KEPT = 0.8
MOST_NAMED = 3
ID = "key_diff"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Count the rows by the columns that tell them apart."""
    if pair.frames is None or not all(map(_is_at_hand, pair.frames)):
        return
    try:
        before, after = map(read_side, pair.frames)
        found = compared(before, after)
    except DpaError:
        return
    if _is_of_the_same_things(found) and found.rows_touched:
        yield Shift(_finding(pair, found))


def _is_at_hand(frame: Frame) -> bool:
    rows = known_rows(frame)
    is_known = rows is not None and frame.adapter.type_name not in LAZY
    return is_known and (rows or 0) * len(frame.adapter.columns(frame.value)) * 2 <= MOST_CELLS


def _is_of_the_same_things(found: Comparison) -> bool:
    """Tell whether rows were matched that say the same: numbers that only count rows match rows that don't."""
    matched = len(found.alignment.before)
    smaller = min(found.before.rows, found.after.rows)
    if not matched or 2 * matched < smaller:
        return False
    unchanged = matched - len(found.rows_changed)
    if unchanged >= SAME * matched:
        return found.alignment.matched_by != "whole rows" or unchanged >= SAME * smaller
    others = [new for _, new in found.pairs if new not in found.alignment.labels]
    kept = [name for name in others if len(found.changed.get(name, ())) <= (1 - KEPT) * matched]
    return bool(found.alignment.labels) and len(kept) >= SAME * len(others) > 0


def _finding(pair: FramePair, found: Comparison) -> Finding:
    alignment = found.alignment
    counts = (("new", len(alignment.added)), ("gone", len(alignment.removed)), ("changed", len(found.rows_changed)))
    words = [f"{counted(count, 'row')} {what}" for what, count in counts if count]
    by = ", ".join(f"`{name}`" for name in alignment.labels) or alignment.matched_by
    title = f"Since `{pair.then.name}`, {', '.join(words)}{_where(found)} (rows matched by {by})"
    only_new = not len(alignment.removed) and not len(found.rows_changed)
    why = (
        "Rows that were added leave the earlier ones as they were."
        if only_new
        else "What was counted then counts otherwise now."
    )
    return drifted(ID, pair, tuple(found.changed), title, why, severity="note")


def _where(found: Comparison) -> str:
    most = sorted(found.changed, key=lambda name: -len(found.changed[name]))[:MOST_NAMED]
    more = len(found.changed) - len(most)
    told = ", ".join(f"`{name}` in {len(found.changed[name]):,}" for name in most)
    return f": {told}{f' and {more:,} more columns' if more > 0 else ''}" if told else ""


CHECK = DriftCheck(
    id=ID,
    dimension="consistency",
    definition="rows added, removed and changed, by a key that both frames have, or by the index, or by position",
    source="Codd, A relational model of data for large shared data banks, 1970: a key names the same thing in both",
    reason="They are counted exactly, cell by cell. Rows that say other things throughout were not the same ones.",
    compare=compare,
    thresholds={"same": SAME, "kept": KEPT},
)
