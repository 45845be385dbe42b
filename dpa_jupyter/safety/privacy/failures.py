"""Why a call failed, as it may be told below the level "samples".

Words of ours come with what they are made of, from where they were raised (`sentence`), and each part is told by its
own rule. Nothing is ever read out of a text: of somebody else's words, in which a query or code can put any value, only
the kind of error is told, if it is one that everybody has.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from string import Formatter

from dpa_jupyter.json_types import Json
from dpa_jupyter.safety.privacy.sentences import LEFT_OUT, Told, told_count

WITHHELD_WORDS = "its words are withheld at this privacy level"
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


def told_failure(text: str, own_words: Json, told: Told) -> str:
    """Return what may be told of why a call failed.

    Args:
        text: what it said; it is only looked at for the kind of error.
        own_words: what a sentence of ours is made of, None where it is none.
        told: the rules for names, words and values.
    """
    if own_words is not None and (sentence := _sentence(own_words, told)) is not None:
        return sentence
    kinds = [kind for kind in _EXCEPTION.findall(text) if kind in KNOWN_ERRORS]
    return f"{kinds[-1] if kinds else 'it failed'}; {WITHHELD_WORDS}"


def _sentence(words: Json, told: Told) -> str | None:
    """Fill a form again, with each slot as it may be told; None if this is no form."""
    match words:
        case {"form": str(form), "slots": Mapping() as slots}:
            parts = Formatter().parse(form)
        case _:
            return None
    pieces = []
    for literal, name, layout, conversion in parts:
        value = None if name is None else _slot(name.partition("_")[0], slots.get(name), layout or "", told)
        quoted = repr(value) if conversion == "r" and value != LEFT_OUT else value
        pieces += [literal, quoted or ""]
    return "".join(pieces)


def _slot(kind: str, value: Json, layout: str, told: Told) -> str:
    match kind, value:
        case "name", str(name):
            return told.name_in_words(name)
        case "names", list() | tuple() as names:
            return told.names_in_words([*map(str, names)])
        case "said", str(text):
            return told.said(text)
        case "sentence", Mapping():
            inner = _sentence(value, told)
            return LEFT_OUT if inner is None else inner
        case "error", {"kind": str(error)} if error in KNOWN_ERRORS:
            return f"{error} ({WITHHELD_WORDS})"
        case "size", int() | float():
            return format(value, layout)
        case "count", int() | float() if told.with_aggregates:
            return str(told_count(value, exactly=False))
        case _:
            return LEFT_OUT
