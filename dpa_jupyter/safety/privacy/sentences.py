"""A sentence of ours is taken apart by its form; each slot is told by its own rule."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Literal, Protocol, TypeAlias, cast, get_args

from dpa_jupyter.findings import Scalar
from dpa_jupyter.safety.privacy.rounding import STATISTIC_DIGITS, coarse
from dpa_jupyter.safety.privacy.sentence_forms import FAILURES, NOTES, OF_A_COLUMN, REASONS
from dpa_jupyter.safety.privacy.small_groups import SMALLEST_GROUP

Slot: TypeAlias = Literal["name", "names", "count", "share", "number", "size", "value", "said", "any"]
LEFT_OUT = "…"
FEW = f"fewer than {SMALLEST_GROUP}"
_SLOT = re.compile(r"\{(\w+)\}")
_FORMS: Mapping[Slot, str] = {
    "count": r"[\d,]+",
    "size": r"[\d,]+(?:\.\d+)?",
    "share": r"[<>]? ?[\d.,]+ %",
    "number": r"-?[\d.,]+(?:e[+-]?\d+)?",
    "any": r".*?",
}
LONGEST = 2_000
"""A longer text is no sentence of ours, or not one to be told."""
_AT_SCHEMA = frozenset({"name", "names", "size", "said", "any"})
_LIBRARIES = """
ParserError EmptyDataError MergeError OutOfBoundsDatetime OutOfBoundsTimedelta IntCastingNaNError InvalidIndexError
UndefinedVariableError UnsortedIndexError DataError SpecificationError DtypeWarning ParserWarning PerformanceWarning
SettingWithCopyWarning ChainedAssignmentError ComputeError ColumnNotFoundError SchemaError SchemaFieldNotFoundError
ShapeError DuplicateError InvalidOperationError NoDataError StringCacheMismatchError StructFieldNotFoundError
PanicException SQLInterfaceError SQLSyntaxError LinAlgError AxisError ArrowInvalid ArrowTypeError ArrowKeyError
ArrowNotImplementedError ArrowIndexError BinderException CatalogException ConversionException ParserException
InvalidInputException OutOfMemoryException OutOfRangeException NotFittedError ConvergenceWarning MissingSchemaError
AmbiguousTimeError NonExistentTimeError ZoneInfoNotFoundError JSONDecodeError InvalidOperation DivisionByZero
"""
KNOWN_ERRORS = frozenset(
    {
        *(name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)),
        *_LIBRARIES.split(),
    }
)
"""The only kinds that are told: code may name one after a value."""
_EXCEPTION = re.compile(
    r"(?:^|\n|: )(?:[a-z_]\w{0,40}\.){0,4}([A-Z]\w{0,60}(?:Error|Exception|Warning|Interrupt|Exit))(?=[:\s]|$)"
)
_LINE = re.compile(r"line (\d{1,3})(?!\d)")


class Told(Protocol):
    """What may be told of names, words and values."""

    with_aggregates: bool

    def name(self, name: str) -> str:
        """Return a name, or what stands for it."""
        ...

    def said(self, text: str) -> str:
        """Return a text that the model has already, or what stands for one that it has not."""
        ...

    def value(self, value: str) -> str:
        """Return what stands for a cell's value."""
        ...


def told_sentence(sentence: str, told: Told, *, is_made: bool = False) -> str | None:
    """Return a sentence as it may be told, None if it has no known form, or one that needs a higher level.

    Sizes in a sentence about a frame that was made in the conversation are told like counts.
    """
    for pattern, slots in _notes() if len(sentence) <= LONGEST else ():
        if found := pattern.fullmatch(sentence):
            as_told = tuple("count" if is_made and slot == "size" else slot for slot in slots)
            return _filled(sentence, found, as_told, told, exactly=not is_made)
    return None


def told_failure(text: str, told: Told) -> str:
    """Return what may be told of why a call failed: the sentence if it is ours, else the kind of error and its line."""
    for pattern, slots in _failures() if len(text) <= LONGEST else ():
        if found := pattern.fullmatch(text):
            return _filled(text, found, slots, told) or _bare_failure(text)
    return _bare_failure(text)


def _bare_failure(text: str) -> str:
    kinds = [kind for kind in _EXCEPTION.findall(text) if kind in KNOWN_ERRORS]
    lines = _LINE.findall(text)
    kind = kinds[-1] if kinds else "it failed"
    where = f" in line {lines[-1]}" if lines else ""
    return f"{kind}{where}; its words are withheld at this privacy level"


def _filled(
    text: str, found: re.Match[str], slots: tuple[Slot, ...], told: Told, *, exactly: bool = True
) -> str | None:
    if not told.with_aggregates and not _AT_SCHEMA.issuperset(slots):
        return None
    few = [
        place
        for place, slot in enumerate(slots, start=1)
        if slot == "count" and 0 < float(found[place].replace(",", "")) < SMALLEST_GROUP
    ]
    pieces = []
    end = 0
    for place, slot in enumerate(slots, start=1):
        start, stop = found.span(place)
        hidden = slot == "share" and bool(few)
        pieces += [text[end:start], LEFT_OUT if hidden else _slot(slot, found[place], told, exactly=exactly)]
        end = stop
    return "".join([*pieces, text[end:]])


def told_count(count: float, *, exactly: bool) -> Scalar:
    """Return a count as it may be told: of few rows never, of rows that the model's own code made only coarsely."""
    if 0 < count < SMALLEST_GROUP:
        return FEW
    return count if exactly else coarse(count, STATISTIC_DIGITS)


def _written_count(text: str, *, exactly: bool) -> str:
    count = told_count(float(text.replace(",", "")), exactly=exactly)
    return text if exactly and count != FEW else f"{count:,g}" if isinstance(count, float) else str(count)


def _slot(slot: Slot, text: str, told: Told, *, exactly: bool) -> str:
    rules: Mapping[Slot, Callable[[str], str]] = {
        "name": told.name,
        "names": lambda names: ", ".join(_one_name(name, told) for name in names.split(", ")),
        "count": lambda count: _written_count(count, exactly=exactly),
        "number": lambda number: f"{coarse(float(number.replace(',', '')), STATISTIC_DIGITS):g}",
        "value": told.value,
        "said": told.said,
        "any": lambda _: LEFT_OUT,
    }
    return rules[slot](text) if slot in rules else text


def _one_name(name: str, told: Told) -> str:
    quote = name[0] if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"" else ""
    return f"{quote}{told.name(name.strip(quote) if quote else name)}{quote}"


@cache
def _notes() -> tuple[tuple[re.Pattern[str], tuple[Slot, ...]], ...]:
    of_names = [f"{{name}} {form}" for form in (*OF_A_COLUMN, *REASONS)]
    of_targets = [f"{{name}}: {form}" for form in REASONS]
    leaks = [f"{{name}} may give {{name}} away: {form}" for form in REASONS]
    with_stops = [f"{form}." for form in of_names]
    return _compiled((*NOTES, *OF_A_COLUMN, *REASONS, *leaks, *of_targets, *of_names, *with_stops))


@cache
def _failures() -> tuple[tuple[re.Pattern[str], tuple[Slot, ...]], ...]:
    return _compiled(FAILURES)


def _compiled(forms: Iterable[str]) -> tuple[tuple[re.Pattern[str], tuple[Slot, ...]], ...]:
    return tuple((_pattern(form), _slots(form)) for form in forms)


def _slots(form: str) -> tuple[Slot, ...]:
    slots = tuple(_SLOT.findall(form))
    assert set(slots) <= set(get_args(Slot)), form
    return cast("tuple[Slot, ...]", slots)


def _pattern(form: str) -> re.Pattern[str]:
    literals = map(re.escape, _SLOT.split(form)[::2])
    groups = [f"({_FORMS.get(slot, '.+?')})" for slot in _slots(form)]
    first, *rest = literals
    return re.compile(first + "".join(group + literal for group, literal in zip(groups, rest, strict=True)), re.DOTALL)
