"""Rules of every kind, made at random."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import strategies as st

from dpa_jupyter.quality.finding import SEVERITIES
from dpa_jupyter.quality.rules.moments import UNITS, Moment, Span
from dpa_jupyter.quality.rules.rule import Rule, Share
from dpa_jupyter.quality.rules.tests import (
    OPERATORS,
    TYPE_NAMES,
    Compare,
    Fresh,
    HasColumns,
    HasType,
    Holds,
    Length,
    Matches,
    NotMissing,
    NotValues,
    Range,
    Refers,
    RowCount,
    Test,
    Unique,
    Values,
)

NAMES = st.sampled_from(["amount", "amount due", "Größe", "is", "no", "class", "2nd", "a.b", "and"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split()) or "x"
)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6, allow_nan=False).map(lambda each: round(each, 3) + 0.0)
SCALARS = TEXTS | NUMBERS | st.booleans()
SPANS = st.builds(Span, st.integers(1, 999), st.sampled_from(UNITS))
TIMES = st.dates(date(1900, 1, 1), date(2100, 1, 1)) | st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(
    lambda each: each.replace(microsecond=0, fold=0)
)
MOMENTS = st.builds(Moment, st.sampled_from(["now", "today"])) | st.builds(
    Moment, st.sampled_from(["now", "today"]), st.sampled_from([-1, 1]), SPANS
)
SEVERAL = st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """Make a range of one or two bounds."""
    bounds = (
        sorted(draw(st.lists(NUMBERS, min_size=2, max_size=2)))
        if draw(st.booleans())
        else draw(st.lists(TIMES | MOMENTS, min_size=2, max_size=2))
    )
    low, high = draw(st.sampled_from(["at_least", "more_than"])), draw(st.sampled_from(["at_most", "less_than"]))
    given = draw(st.sampled_from([{low: bounds[0]}, {high: bounds[1]}, {low: bounds[0], high: bounds[1]}]))
    return Range(draw(NAMES), **given)


def _bounded(low: int, high: int) -> tuple[int | None, int | None]:
    return (min(low, high), max(low, high))


COUNTS = st.builds(_bounded, st.integers(0, 500), st.integers(0, 500)) | st.sampled_from([(5, None), (None, 5)])
TESTS: st.SearchStrategy[Test] = st.one_of(
    st.builds(NotMissing, NAMES),
    st.builds(Unique, SEVERAL),
    ranges(),
    st.builds(Values, NAMES, st.lists(SCALARS, min_size=1, max_size=4, unique_by=repr).map(tuple)),
    st.builds(NotValues, NAMES, st.lists(SCALARS, min_size=1, max_size=4, unique_by=repr).map(tuple)),
    st.builds(Matches, NAMES, st.sampled_from(["[A-Z]+", r"\d{3}", r'a "b" c', "x|y", r"\\$", "^a$"])),
    st.builds(lambda name, counts: Length(name, *counts), NAMES, COUNTS),
    st.builds(HasType, NAMES, st.sampled_from(TYPE_NAMES)),
    st.builds(HasColumns, SEVERAL, st.booleans(), st.booleans()),
    st.builds(Compare, NAMES, st.sampled_from(OPERATORS), NAMES),
    st.sampled_from(["total == price * `amount due`", "length(code) > 3 or missing(code)"]).map(Holds),
    COUNTS.map(lambda counts: RowCount(*counts)),
    st.builds(Fresh, NAMES, SPANS),
    st.builds(Refers, NAMES, st.sampled_from(["customers", "other one"]), NAMES),
)
SHARES = st.none() | st.builds(Share, st.sampled_from(["least", "most"]), st.sampled_from([0.01, 0.5, 0.995]))
CONDITIONS = st.sampled_from(["", 'status == "closed"', "not missing(`amount due`) and x in (1, 2)"])


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Make a rule."""
    test = draw(TESTS)
    is_whole = isinstance(test, HasColumns | RowCount | Fresh | HasType)
    where = "" if is_whole or isinstance(test, Unique) else draw(CONDITIONS)
    share = None if is_whole else draw(SHARES)
    severity = draw(st.sampled_from(SEVERITIES))
    return Rule(test, where, share, severity, draw(st.just("") | TEXTS), draw(st.just("") | TEXTS))
