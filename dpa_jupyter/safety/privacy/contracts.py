"""Which contract of `findings` describes what a tool told, and what its fields disclose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Literal, NotRequired, TypedDict, Union, get_args, get_origin, get_type_hints, is_typeddict

from dpa_jupyter import findings
from dpa_jupyter.disclosure import Discloses, Failure, Label, Name, Prose
from dpa_jupyter.json_types import Json


class Failed(TypedDict):
    """What the model is told of a call that failed."""

    error: Failure


class Brief(TypedDict):
    """The request as the offline rules read it; its text is the user's own."""

    verb: Literal["ask", "analyze", "quality", "clean", "document", "plan", "pipeline", "explain", "fix"]
    text: Annotated[str, Discloses.WORD]
    frames: list[Name]
    target: Target | None
    notes: list[Prose]
    baseline: Annotated[str, Discloses.WORD]
    """The user's own word, as the request's text is."""


class Target(TypedDict):
    """The column that a request means."""

    frame: Name
    column: Name


CONTRACTS: Mapping[str, type] = MappingProxyType(
    {
        "request": Brief,
        "frame": findings.FrameCard,
        "list_frames": findings.FrameList,
        "describe_frame": findings.FrameCard,
        "read_table": findings.FrameCard,
        "profile": findings.FrameProfile,
        "document_frame": findings.FrameDocument,
        "find_drivers": findings.Drivers,
        "compare_segments": findings.Segments,
        "compare_periods": findings.Periods,
        "correlations": findings.Associations,
        "query_sql": findings.QueryResult,
        "plot": findings.Picture,
        "run_python": findings.CodeOutcome,
        "propose_change": findings.ChangeOutcome,
        "quality": findings.QualityFindings,
        "clean": findings.ChangeOutcome,
        "join_check": findings.JoinCheck,
    }
)
"""By the label of the data, which is the tool's name; what has no contract is told to nobody below "samples"."""


@dataclass(frozen=True)
class Shape:
    """The type of a value, taken apart."""

    fields: Mapping[str, Shape] | None = None
    """Of an object."""
    item: Shape | None = None
    """Of the elements of a list."""
    discloses: Discloses | None = None
    is_finding: bool = False
    label: Label | None = None
    words: tuple[object, ...] = ()
    """The only values that are allowed."""


def contract_of(label: str, value: Json) -> Shape | None:
    """Return what describes this value, None if nothing does."""
    if isinstance(value, Mapping) and set(value) == {"error"}:
        return shape_of(Failed)
    contract = CONTRACTS.get(label)
    return None if contract is None else shape_of(contract)


@cache
def shape_of(hint: object) -> Shape:
    """Take a type apart."""
    if get_origin(hint) is NotRequired:
        return shape_of(get_args(hint)[0])
    if get_origin(hint) is Annotated:
        return _annotated(hint)
    options = [option for option in get_args(hint) if option is not NoneType]
    if get_origin(hint) in (Union, UnionType) and len(options) == 1:
        return shape_of(options[0])
    if get_origin(hint) in (list, tuple):
        return Shape(item=shape_of(get_args(hint)[0]))
    if get_origin(hint) is Literal:
        return Shape(words=get_args(hint))
    if is_typeddict(hint):
        fields = get_type_hints(hint, include_extras=True)
        return Shape(fields={name: shape_of(field) for name, field in fields.items()})
    return Shape()


def _annotated(hint: object) -> Shape:
    inner, *marks = get_args(hint)
    shape = shape_of(inner)
    kinds = [mark for mark in marks if isinstance(mark, Discloses) and mark is not Discloses.FINDING]
    labels = [mark for mark in marks if isinstance(mark, Label)]
    return Shape(
        fields=shape.fields,
        item=shape.item,
        discloses=kinds[-1] if kinds else shape.discloses,
        is_finding=Discloses.FINDING in marks or shape.is_finding,
        label=labels[-1] if labels else shape.label,
        words=shape.words,
    )
