"""A rule: what is asked, of which rows, of how many of them, and how bad it is where it is broken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dpa_jupyter.quality.finding import SEVERITIES, Severity
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import Bound
from dpa_jupyter.quality.rules.tests import (
    OPERATORS,
    TYPE_NAMES,
    HasColumns,
    HasType,
    Length,
    Matches,
    OfFrame,
    Range,
    RowCount,
    Test,
    Unique,
    Values,
    columns_named,
)

CHECK = "rule"
"""The check that findings about rules are said to come from."""
LONGEST = 1_000
"""Characters of a pattern, a name, a reason or an expression."""
MOST_VALUES = 10_000
_SHARE = re.compile(r"at (least|most) (\d{1,3}(?:\.\d{1,6})?) ?%")
Direction: TypeAlias = Literal["least", "most"]


@dataclass(frozen=True, slots=True)
class Share:
    """In how many of the rows a test has to hold."""

    direction: Direction
    value: float
    """From 0 to 1."""

    def __str__(self) -> str:
        return f"at {self.direction} {round(self.value * 100, 6):g} %"

    @classmethod
    def read(cls, text: str) -> Share:
        """Read "at least 99 %".

        Raises:
            RuleError: it is none.
        """
        found = _SHARE.fullmatch(" ".join(text.casefold().replace("%", " %").split()))
        if found is None or float(found[2]) > 100:
            raise RuleError(f"{text!r} is no share of rows; write 'at least 99 %' or 'at most 5 %'")
        return cls(found[1], round(float(found[2]) / 100, 8))  # type: ignore[arg-type]  # it is one of the two


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    A missing value breaks no rule but that it may not be missing. Where rows have to meet a condition, others are left
    out, and a share is one of the rows that are left.

    Raises:
        RuleError: it can't be; it says why.
    """

    test: Test
    where: str = ""
    """An expression, true in the rows that the rule is about; all rows without one."""
    share: Share | None = None
    """None where every row has to hold."""
    severity: Severity = "high"
    name: str = ""
    because: str = ""

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise RuleError(f"{self.severity!r} is no severity; it is one of {', '.join(SEVERITIES)}")
        if (self.where or self.share) and isinstance(self.test, OfFrame | HasType):
            raise RuleError(f"{self.test.kind!r} is about the whole column or frame: no 'where', no 'share'")
        if self.where and isinstance(self.test, Unique):
            raise RuleError("'unique' is about all rows: it takes no 'where'")
        _check(self.test)
        _check_texts(self)

    @property
    def title(self) -> str:
        """Return its name or, without one, what it says."""
        from dpa_jupyter.quality.rules.wording import sentence_of

        return self.name or sentence_of(self)


def _check(test: Test) -> None:
    match test:
        case Unique(columns) | HasColumns(columns) if not columns or len(set(columns)) < len(columns):
            raise RuleError(f"{test.kind!r} takes at least one column, each named once")
        case Range():
            _check_range(test)
        case Length(_, least, most) | RowCount(least, most):
            if least is None and most is None:
                raise RuleError(f"{test.kind!r} needs 'at_least' or 'at_most'")
            if min(each for each in (least, most, 0) if each is not None) < 0 or (least or 0) > (most or least or 0):
                raise RuleError(f"{test.kind!r} goes from a number up to a larger one, none below 0")
        case Values(_, values) if not 0 < len(values) <= MOST_VALUES:
            raise RuleError(f"'values' takes from one to {MOST_VALUES:,} values")
        case Matches(_, pattern):
            _check_pattern(pattern)
        case _:
            _check_words(test)


def _check_words(test: Test) -> None:
    """Check words that are of a fixed set, which the types say and a file does not heed."""
    operator, type_name = getattr(test, "operator", None), getattr(test, "type", None)
    if operator is not None and operator not in OPERATORS:
        raise RuleError(f"{operator!r} compares nothing; it is one of {' '.join(OPERATORS)}")
    if type_name is not None and type_name not in TYPE_NAMES:
        raise RuleError(f"{type_name!r} is no type; it is one of {', '.join(TYPE_NAMES)}")
    if expression := getattr(test, "expression", ""):
        from dpa_jupyter.quality.rules.row_expressions import parsed

        parsed(expression)


def _check_range(test: Range) -> None:
    low = [each for each in (test.at_least, test.more_than) if each is not None]
    high = [each for each in (test.at_most, test.less_than) if each is not None]
    if not low and not high:
        raise RuleError("'range' needs one of 'at_least', 'more_than', 'at_most', 'less_than'")
    if len(low) > 1 or len(high) > 1:
        raise RuleError("'range' takes one bound below and one above")
    kinds = {_is_number(each) for each in (*low, *high)}
    if len(kinds) > 1:
        raise RuleError("'range' goes from a number to a number, or from a date to a date")
    if low and high and kinds == {True} and low[0] > high[0]:  # type: ignore[operator]  # both are numbers
        raise RuleError(f"'range' from {low[0]} to {high[0]} holds nothing")


def _is_number(bound: Bound) -> bool:
    from decimal import Decimal

    return isinstance(bound, int | float | Decimal)


def _check_pattern(pattern: str) -> None:
    from dpa_jupyter.quality.languages.kinds import ExpressionError
    from dpa_jupyter.quality.languages.patterns import checked_pattern

    if not pattern or len(pattern) > LONGEST:
        raise RuleError(f"a pattern has from 1 to {LONGEST:,} characters")
    try:
        checked_pattern(pattern)
    except ExpressionError as error:
        raise RuleError(f"the pattern {pattern!r} can't be read: {error}") from None


def _check_texts(rule: Rule) -> None:
    for text in (rule.name, rule.because, rule.where):
        if len(text) > LONGEST:
            raise RuleError(f"{text[:20]!r}… is longer than {LONGEST:,} characters")
    if any(not name for name in columns_named(rule.test)):
        raise RuleError("a column has a name")
    if rule.where:
        from dpa_jupyter.quality.rules.row_expressions import parsed

        parsed(rule.where)
