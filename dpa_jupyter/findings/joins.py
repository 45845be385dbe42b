"""What a join of two frames would come to, without joining them."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from dpa_jupyter.disclosure import Count, Discloses, Finding, Label, Name, Size, Statistic, Support
from dpa_jupyter.findings.values import ColumnType, Precision, Scalar


class JoinSide(TypedDict):
    """The keys of one of two frames."""

    rows: Size
    missing: Annotated[int, Discloses.ABSENT]
    """Rows without a key: a value of it is missing, so they join with nothing."""
    distinct: Count
    repeated: Count
    """Keys that stand in several rows."""
    most_rows: Count
    """In how many rows the most frequent key stands."""
    orphans: Count
    """Rows with a key that the other frame does not have."""
    orphan_examples: list[Annotated[Scalar, Label("key")]]


class Joined(TypedDict):
    """What a join of two frames would come to."""

    common_keys: Count
    inner_rows: Support
    left_rows: int
    """As the other sums, it would give away what of the parts is too small to be told."""
    right_rows: int
    full_rows: int
    relation: Finding[Literal["one to one", "one to many", "many to one", "many to many", "no match"]]
    fan_out: Statistic | None
    """Rows of the inner join for each row of the first frame that finds a match; None where none does."""
    compared_as: Literal["values", "text"]
    """As text where the types of the keys differ."""


class JoinOther(TypedDict):
    """The second frame of a join, and what both come to."""

    frame: Name
    key: list[Name]
    types: list[ColumnType]
    side: JoinSide
    joined: Joined


class JoinCheck(TypedDict):
    """The keys of two frames, compared without joining them."""

    frame: Name
    key: list[Name]
    types: list[ColumnType]
    side: JoinSide
    other: JoinOther
    precision: Precision
