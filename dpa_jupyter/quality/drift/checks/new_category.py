"""`new_category`: values that a column of a few kinds of values did not have before."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.findings import Scalar
from dpa_jupyter.quality.detection.writing import is_any
from dpa_jupyter.quality.drift.check import DriftCheck, Shift
from dpa_jupyter.quality.drift.pair import ColumnPair, FramePair
from dpa_jupyter.quality.drift.portrait import Shares
from dpa_jupyter.quality.drift.wording import drifted, value_text
from dpa_jupyter.quality.evidence import Measure
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.wording import counted

CLOSED_ROWS, CLOSED_SHARE, CLOSED_LEAST = 100, 0.01, 5
"""From so many rows on, of which each known value has at least so large a share and so many rows, their list is taken
for closed: what none of so many rows has would be far rarer than any that is known. Values of one row tell that
there are rare ones; one of five rows on average is missed less than once in a hundred frames."""
MEDIUM = 0.05
MOST_LISTED = 5
ID = "new_category"


def compare(pair: FramePair) -> Iterator[Shift]:
    """Name the new values, with the rows that have them."""
    for column in pair.columns:
        then, now = column.then.shares, column.now.shares
        if then is not None and now is not None and not then.rest and column.kind == "groups" and _is_open(column):
            new = {value: count for value, count in now.counts.items() if value not in then.counts}
            if new:
                yield Shift(_finding(pair, column, new, now), _p_value(then, now, new))


def _is_open(column: ColumnPair) -> bool:
    """Tell whether a value can be new at all: of true and false neither is."""
    return "boolean" not in (column.then.type, column.now.type)


def _p_value(then: Shares, now: Shares, new: dict[Scalar, float]) -> float | None:
    """Return how likely the most frequent new value is new by chance; None where that is no question of chance.

    Of a value with `k` rows in both frames together, all fall into the later one with a chance of at most (share of the
    later rows)^k; there were as many values that could have.
    """
    is_long = then.rows >= CLOSED_ROWS and len(then.counts) > 1
    if is_long and min(then.counts.values()) >= max(CLOSED_LEAST, CLOSED_SHARE * then.rows):
        return None
    later = now.rows / (then.rows + now.rows)
    return min(1.0, float(later ** max(new.values())) * len({*then.counts, *now.counts}))


def _finding(pair: FramePair, column: ColumnPair, new: dict[Scalar, float], now: Shares) -> Finding:
    rows = sum(new.values())
    share = rows / now.rows
    told = ", ".join(value_text(value) for value in list(new)[:MOST_LISTED])
    more = len(new) - MOST_LISTED
    values = counted(len(new), "value")
    also = f" and {more:,} more" if more > 0 else ""
    title = f"`{column.name}` has {values} that `{pair.then.name}` does not have: {told}{also}"
    texts = [value for value in new if isinstance(value, str)]
    return drifted(
        ID, pair, (column.name,), title, "What knows the old values has no case for these.",
        severity="medium" if share >= MEDIUM else "low",
        predicate=is_any(column.name, texts) if len(texts) == len(new) else None,
        examples=texts[:MOST_LISTED],
        failed=Measure(round(rows)) if now.is_complete else None,
    )  # fmt: skip


CHECK = DriftCheck(
    id=ID,
    dimension="consistency",
    definition="values of a column of at most 1,000 groups that the baseline lists and does not have",
    source="Domain of a feature in TensorFlow Data Validation (Breck and others, 2019); the test is ours",
    reason="Where each known value has 5 rows and 1 % of 100 or more, a new one is news; where rare ones come and go, "
    "only if chance would not have put all its rows into the later frame.",
    compare=compare,
    thresholds={
        "closed rows": CLOSED_ROWS,
        "closed share": CLOSED_SHARE,
        "closed least": CLOSED_LEAST,
        "medium": MEDIUM,
    },
)
