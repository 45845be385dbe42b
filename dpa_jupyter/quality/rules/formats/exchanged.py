"""What became of rules on their way to or from another tool."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import Moment
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.rules import Rules
from dpa_jupyter.quality.rules.tests import NotMissing, Range

_WHOLE = re.compile(r"\^\(\?:(?P<inner>.*)\)\$", re.DOTALL)
ANYTHING = r"[\s\S]*"


@dataclass(frozen=True, slots=True)
class Written:
    """A text for another tool."""

    text: str
    unsaid: tuple[tuple[str, str], ...] = ()
    """Rules that can't be said there, by name, and why."""


@dataclass(frozen=True, slots=True)
class Read:
    """Rules from another tool's file."""

    format: str
    rules: Rules
    unsaid: tuple[tuple[str, str], ...] = ()
    """What of the file is no rule here, by name, and why."""


class Unsaid(RuleError):  # noqa: N818 - no mistake of anybody's
    """It can't be said in the other tool, or here."""


def refuse_all_but(rule: Rule, *, share: str = "", where: bool = False) -> None:
    """Refuse what most formats have no word for.

    Args:
        rule: which.
        share: "least" where the format can say that a share of the rows has to hold.
        where: whether it can say a condition.

    Raises:
        Unsaid: the rule has it.
    """
    if rule.where and not where:
        raise Unsaid("it has no conditions of rows that are told as text")
    if rule.share is not None and rule.share.direction != share:
        raise Unsaid(f"it can't say '{rule.share} of rows'")


def refuse_gaps(columns: Sequence[str], rules: Iterable[Rule]) -> None:
    """Refuse what takes missing values for a fault where another rule does not say that there are none.

    Raises:
        Unsaid: a column may have some.
    """
    whole_columns = {rule.test.column for rule in rules if isinstance(rule.test, NotMissing) and not rule.where}
    open_columns = [name for name in columns if name not in whole_columns]
    if open_columns:
        named = ", ".join(open_columns)
        raise Unsaid(f"missing values break it there; say as well that there are none in {named}")


def refuse_moments(test: Range) -> None:
    """Refuse bounds that move with the clock.

    Raises:
        Unsaid: it has one.
    """
    for bound in (test.at_least, test.more_than, test.at_most, test.less_than):
        if isinstance(bound, Moment):
            raise Unsaid(f"it has no bound that moves with the clock, such as {bound}")


def whole(pattern: str) -> str:
    """Write a pattern for a tool that searches, so that it matches the whole text."""
    return f"^(?:{pattern})$"


def unwhole(pattern: str) -> str:
    """Read a pattern of a tool that searches."""
    if found := _WHOLE.fullmatch(pattern):
        return found["inner"]
    has_end = pattern.endswith("$") and not pattern.endswith("\\$")
    if "|" in pattern and (pattern.startswith("^") or has_end):
        return f"{ANYTHING}(?:{pattern}){ANYTHING}"
    start = "" if pattern.startswith("^") else ANYTHING
    end = "" if has_end else ANYTHING
    return f"{start}(?:{pattern.removeprefix('^').removesuffix('$') if has_end else pattern.removeprefix('^')}){end}"


def collected(parts: Iterable[tuple[str, Sequence[Rule] | Exception]], format_name: str) -> Read:
    """Put together what was read, by the name that it has in the file."""
    rules: list[Rule] = []
    unsaid: list[tuple[str, str]] = []
    for name, found in parts:
        if isinstance(found, Exception):
            unsaid.append((name, str(found)))
        else:
            rules += [rule for rule in found if rule not in rules]
    return Read(format_name, Rules(tuple(rules)), tuple(unsaid))


def listed(value: object, what: str) -> Sequence[object]:
    """Return a list of a file.

    Raises:
        Unsaid: it is none.
    """
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise Unsaid(f"{what} is no list")
    return value


def mapped(value: object, what: str) -> Mapping[str, object]:
    """Return an object of a file.

    Raises:
        Unsaid: it is none.
    """
    if not isinstance(value, Mapping):
        raise Unsaid(f"{what} is no object")
    return value
