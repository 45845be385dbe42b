"""What the other columns of a row say that a cell should hold, and in which rows none of them says what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import cast

import numpy as np

from dpa_jupyter.quality.detection.blame import Blame, blameless
from dpa_jupyter.quality.detection.codes import CodedTable, Codes
from dpa_jupyter.quality.detection.dependencies import Dependency
from dpa_jupyter.quality.detection.writing import MOST_LISTED
from dpa_jupyter.quality.expressions import Column, Expression, Lookup, Predicate, Value, call

MOST_WITNESSES = 3
"""Columns that are asked about another: more add little but the length of the predicate."""
FEWEST_IN_CONTEXT = 5
CONTEXT_SHARE = 0.8
"""If so many of the rows with some value in another column deviate, they are of another kind, and no errors."""


@dataclass(frozen=True, eq=False)
class Verdict:
    """What the witnesses of a column say of each row of the sample."""

    dependent: str
    witnesses: tuple[Dependency, ...]
    proposed: np.ndarray
    """The code that the first witness with an opinion names; -1 where none has one."""
    present: np.ndarray
    wrong: np.ndarray
    """There is a value, and every witness with an opinion names another."""
    lacking: np.ndarray
    """There is none, and a witness names one."""
    exempt: tuple[str, tuple[Value, ...]] | None
    """A column and values of it whose rows are of another kind."""
    lookups: tuple[Expression, ...]

    @property
    def proposal(self) -> Expression:
        """What the first witness with an opinion names."""
        return call("first_present", *self.lookups) if len(self.lookups) > 1 else self.lookups[0]

    @property
    def deviates(self) -> Predicate:
        """True where there is a value that no witness names and one names another."""
        cell = Column(self.dependent)
        others = [
            call("or", call("not_equal", cell, witness), call("is_missing", witness)) for witness in self.lookups[1:]
        ]
        return call("and", call("not_equal", cell, self.proposal), *others, *self._no_exemption())

    def _no_exemption(self) -> list[Predicate]:
        if self.exempt is None:
            return []
        name, values = self.exempt
        return [call("or", call("not", call("is_in", Column(name), *values)), call("is_missing", Column(name)))]


def verdict(
    table: CodedTable, dependent: str, known: Sequence[Dependency], blamed: Mapping[str, Blame]
) -> Verdict | None:
    """Ask the most reliable columns about every row; None where no row deviates."""
    codes = cast(Codes, table[dependent])
    witnesses = tuple(known[:MOST_WITNESSES])
    opinions = np.stack([blameless(blamed, witness, _opinions(table, witness)) for witness in witnesses])
    present = codes.codes
    speaks = opinions >= 0
    differs = speaks & (opinions != present)
    denied = speaks.any(axis=0) & (differs == speaks).all(axis=0)
    proposed = reduce(lambda first, then: np.where(first >= 0, first, then), opinions)
    exempt, spared = _other_kind(table, dependent, witnesses, denied & (present >= 0))
    wrong, lacking = denied & (present >= 0) & ~spared, denied & (present < 0)
    if not wrong.any() and not lacking.any():
        return None
    asked = differs.any(axis=0)
    lookups = tuple(_heard(blamed, _lookup(table, witness, asked, codes), witness) for witness in witnesses)
    return Verdict(dependent, witnesses, proposed, present, wrong, lacking, exempt, lookups)


def _opinions(table: CodedTable, witness: Dependency) -> np.ndarray:
    codes = cast(Codes, table[witness.determinant]).codes
    return np.where(codes >= 0, witness.opinions[codes], np.int32(-1))


def _lookup(table: CodedTable, witness: Dependency, asked: np.ndarray, dependent: Codes) -> Lookup:
    groups = cast(Codes, table[witness.determinant])
    keys = np.unique(groups.codes[asked & (groups.codes >= 0)])
    keys = keys[witness.opinions[keys] >= 0][:MOST_LISTED]
    names, values = groups.values.take(keys).to_pylist(), dependent.values.take(witness.opinions[keys]).to_pylist()
    return Lookup(Column(witness.determinant), tuple(zip(names, values, strict=True)))


def _heard(blamed: Mapping[str, Blame], said: Lookup, witness: Dependency) -> Expression:
    blame = blamed.get(witness.determinant)
    if blame is None:
        return said
    return call("if_else", call("first_present", blame.where, False), None, said)


def _other_kind(
    table: CodedTable, dependent: str, witnesses: Sequence[Dependency], deviating: np.ndarray
) -> tuple[tuple[str, tuple[Value, ...]] | None, np.ndarray]:
    """Find a value of another column nearly all of whose rows deviate."""
    known = {dependent, *(witness.determinant for witness in witnesses)}
    best: tuple[str, np.ndarray, np.ndarray] | None = None
    most = 0
    for name in table.table.column_names if deviating.sum() >= FEWEST_IN_CONTEXT else ():
        codes = None if name in known else table[name]
        if codes is None or not 2 <= len(codes.values) <= len(deviating) / 4:
            continue
        hit = np.bincount(codes.codes[deviating & (codes.codes >= 0)], minlength=len(codes.values))
        other = np.flatnonzero((hit >= FEWEST_IN_CONTEXT) & (hit >= CONTEXT_SHARE * codes.counts))
        if hit[other].sum() > most:
            best, most = (name, other, np.isin(codes.codes, other)), int(hit[other].sum())
    if best is None:
        return None, np.zeros(len(deviating), dtype=bool)
    name, other, rows = best
    return (name, tuple(cast(Codes, table[name]).values.take(other).to_pylist())), rows
