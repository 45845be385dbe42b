"""Rows in which a column contradicts all that it usually tells: then it is the one that is wrong, not all of those."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from dpa_jupyter.quality.detection.codes import CodedTable, Codes, coded_sample
from dpa_jupyter.quality.detection.dependencies import Dependency, dependencies
from dpa_jupyter.quality.detection.remembered import remembered
from dpa_jupyter.quality.detection.writing import MOST_LISTED
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.expressions import Column, Lookup, Predicate, call

MOST_TOLD = 3
"""Columns that are asked whether they agree with the one that tells them; two at least."""


@dataclass(frozen=True, eq=False)
class Blame:
    """In which rows of the sample a column is to blame, and how to tell."""

    rows: np.ndarray
    where: Predicate
    told: tuple[str, ...]
    """The columns that it contradicts there."""


@remembered
def blames(evidence: FrameEvidence) -> dict[str, Blame]:
    """Return the columns that are to blame in some rows."""
    told: dict[str, list[Dependency]] = {}
    for known in dependencies(evidence).values():
        for each in known:
            told.setdefault(each.determinant, []).append(each)
    table = coded_sample(evidence)
    found = {name: _blame(table, name, sorted(each, key=lambda by: -by.confidence)) for name, each in told.items()}
    return {name: blame for name, blame in found.items() if blame is not None}


def _blame(table: CodedTable, name: str, told: list[Dependency]) -> Blame | None:
    asked = told[:MOST_TOLD]
    if len(asked) < 2:
        return None
    groups = cast(Codes, table[name])
    wrong = np.logical_and.reduce([_contradicts(table, groups, each) for each in asked])
    if not wrong.any():
        return None
    keys = np.unique(groups.codes[wrong])[:MOST_LISTED]
    tests = [call("not_equal", Column(each.dependent), _said(table, groups, each, keys)) for each in asked]
    return Blame(wrong, call("and", *tests), tuple(each.dependent for each in asked))


def _contradicts(table: CodedTable, groups: Codes, told: Dependency) -> np.ndarray:
    present = cast(Codes, table[told.dependent]).codes
    said = np.where(groups.codes >= 0, told.opinions[groups.codes], np.int32(-1))
    return np.asarray((said >= 0) & (present >= 0) & (said != present))


def _said(table: CodedTable, groups: Codes, told: Dependency, keys: np.ndarray) -> Lookup:
    values = cast(Codes, table[told.dependent]).values.take(told.opinions[keys]).to_pylist()
    return Lookup(Column(told.determinant), tuple(zip(groups.values.take(keys).to_pylist(), values, strict=True)))


def blameless(blamed: Mapping[str, Blame], witness: Dependency, opinions: np.ndarray) -> np.ndarray:
    """Leave out what a witness says in rows in which it is itself to blame."""
    blame = blamed.get(witness.determinant)
    return opinions if blame is None else np.where(blame.rows, np.int32(-1), opinions)
