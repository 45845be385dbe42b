"""`Rules`: what a frame has to be like, written in Python, read from YAML or from plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict

from dpa_jupyter.errors import suggestion
from dpa_jupyter.json_types import Json
from dpa_jupyter.quality.finding import Severity
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.moments import Bound
from dpa_jupyter.quality.rules.plain_data import as_plain, rule_from
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.tests import Operator, TypeName

if TYPE_CHECKING:
    from typing_extensions import Unpack

VERSION: Final = 1
MOST_RULES = 1_000


class Terms(TypedDict, total=False):
    """What each rule may have besides its test."""

    where: str
    """An expression such as `status == "closed"`: the rule is about the rows in which it is true."""
    share: str
    """Of the rows that have to hold: "at least 99 %", "at most 5 %"."""
    severity: Severity
    """"high" by default."""
    name: str
    because: str


@dataclass(frozen=True)
class Rules:
    """Rules of a frame, plain data; every method returns new rules and leaves these alone.

    Example:
        >>> rules = (
        ...     Rules()
        ...     .not_missing("email", severity="critical")
        ...     .unique("email")
        ...     .range("amount", at_least=0, because="a refund is a row of its own")
        ...     .values("status", ["open", "closed", "pending"])
        ...     .words("`end` is after `start`")
        ... )
        >>> len(rules)
        5
    """

    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        if len(self.rules) > MOST_RULES:
            raise RuleError(f"a frame has at most {MOST_RULES:,} rules")

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __add__(self, others: Iterable[Rule]) -> Rules:
        return Rules((*self.rules, *(rule for rule in others if rule not in self.rules)))

    def __str__(self) -> str:
        return "\n".join(rule.title for rule in self.rules)

    def not_missing(self, column: str, **terms: Unpack[Terms]) -> Rules:
        """Say that a column has a value in every row."""
        return self._with("not_missing", terms, column=column)

    def unique(self, *columns: str, **terms: Unpack[Terms]) -> Rules:
        """Say that no two rows are alike in these columns."""
        return self._with("unique", terms, columns=list(columns))

    def range(
        self,
        column: str,
        at_least: Bound | str | None = None,
        at_most: Bound | str | None = None,
        *,
        more_than: Bound | str | None = None,
        less_than: Bound | str | None = None,
        **terms: Unpack[Terms],
    ) -> Rules:
        """Say between which numbers, dates or moments (`"today - 7 days"`) values lie."""
        bounds = {"at_least": at_least, "more_than": more_than, "at_most": at_most, "less_than": less_than}
        return self._with("range", terms, column=column, **bounds)

    def values(self, column: str, values: Sequence[object], **terms: Unpack[Terms]) -> Rules:
        """Say which values there are."""
        return self._with("values", terms, column=column, values=list(values))

    def not_values(self, column: str, values: Sequence[object], **terms: Unpack[Terms]) -> Rules:
        """Say which values there are not."""
        return self._with("not_values", terms, column=column, values=list(values))

    def matches(self, column: str, pattern: str, **terms: Unpack[Terms]) -> Rules:
        """Say which regular expression (of RE2) matches the whole of each text."""
        return self._with("matches", terms, column=column, pattern=pattern)

    def length(
        self, column: str, at_least: int | None = None, at_most: int | None = None, **terms: Unpack[Terms]
    ) -> Rules:
        """Say how many characters texts have."""
        return self._with("length", terms, column=column, at_least=at_least, at_most=at_most)

    def type(self, column: str, type: TypeName, **terms: Unpack[Terms]) -> Rules:  # noqa: A002 - it is the word for it
        """Say of which type a column is."""
        return self._with("type", terms, column=column, type=type)

    def columns(self, *columns: str, in_order: bool = False, no_others: bool = False, **terms: Unpack[Terms]) -> Rules:
        """Say which columns there are."""
        return self._with("columns", terms, columns=list(columns), in_order=in_order, no_others=no_others)

    def compare(self, column: str, operator: Operator, other: str, **terms: Unpack[Terms]) -> Rules:
        """Say how two columns compare in each row: `compare("end", ">=", "start")`."""
        return self._with("compare", terms, column=column, operator=operator, other=other)

    def expression(self, expression: str, **terms: Unpack[Terms]) -> Rules:
        """Say what is so in each row: `expression("total == price * quantity")`."""
        return self._with("expression", terms, expression=expression)

    def row_count(self, at_least: int | None = None, at_most: int | None = None, **terms: Unpack[Terms]) -> Rules:
        """Say how many rows there are."""
        return self._with("row_count", terms, at_least=at_least, at_most=at_most)

    def fresh(self, column: str, within: str, **terms: Unpack[Terms]) -> Rules:
        """Say how long ago, at most, the latest time of a column is: `fresh("updated", "2 days")`."""
        return self._with("fresh", terms, column=column, within=within)

    def refers(self, column: str, frame: str, to: str, **terms: Unpack[Terms]) -> Rules:
        """Say that each value stands in a column of another frame."""
        return self._with("refers", terms, column=column, frame=frame, to=to)

    def words(self, text: str, columns: Mapping[str, str] | Sequence[str] = ()) -> Rules:
        """Read a rule in plain words, such as "`amount` is never negative".

        Args:
            text: One sentence; it may come to several rules.
            columns: The columns of the frame, by which names without backticks are known.

        Raises:
            RuleError: it can't be read; it says what can.
        """
        from dpa_jupyter.quality.rules.words.reading import read_words

        return self + read_words(text, columns)

    def without(self, name: str) -> Rules:
        """Leave out a rule, by its name, its sentence, or its number from 1.

        Raises:
            RuleError: there is none.
        """
        titles = [rule.title for rule in self.rules]
        found = int(name) - 1 if name.isascii() and name.isdigit() else titles.index(name) if name in titles else -1
        if not 0 <= found < len(self.rules):
            raise RuleError(f"there is no rule {name!r}.{suggestion(name, titles)} There are {len(titles)}.")
        return Rules(self.rules[:found] + self.rules[found + 1 :])

    def as_json(self) -> dict[str, Json]:
        """Write the rules as JSON has them."""
        return {"version": VERSION, "rules": [as_plain(rule) for rule in self.rules]}

    def to_yaml(self) -> str:
        """Write the rules as YAML."""
        from dpa_jupyter.quality.rules.yaml_text import rules_yaml

        return rules_yaml(self)

    @classmethod
    def from_yaml(cls, text: str, source: str = "rules") -> Rules:
        """Read rules from YAML.

        Args:
            text: of the file.
            source: what the text is called in an error.

        Raises:
            RuleError: it can't be read; it says in which line, and what may be meant.
        """
        from dpa_jupyter.quality.rules.yaml_text import read_rules

        return read_rules(text, source)

    @classmethod
    def load(cls, path: str | Path) -> Rules:
        """Read rules from a file of YAML.

        Raises:
            RuleError: it can't be read; it says in which line, and what may be meant.
        """
        from dpa_jupyter.quality.rules.yaml_text import read_file

        return cls.from_yaml(read_file(Path(path)), str(path))

    def _with(self, kind: str, terms: Terms, **given: object) -> Rules:
        told = {"test": kind, **given, **terms}
        rule = rule_from({key: value for key, value in told.items() if value is not None and value is not False})
        return Rules((*self.rules, rule))
