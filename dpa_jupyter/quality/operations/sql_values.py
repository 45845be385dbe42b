"""New values of columns as SQL: what one column is after all of its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dpa_jupyter.quality.expressions import Expression
from dpa_jupyter.quality.languages.kinds import Kind
from dpa_jupyter.quality.languages.sql import SqlColumn, SqlWriter
from dpa_jupyter.quality.operations.plan import Plan, Step


@dataclass(frozen=True)
class SqlTable:
    """A table in a dialect: what its columns are, and how they are read, written and given new values."""

    types: Mapping[str, str]
    """Of the columns, by name, as the engine writes them."""
    quote: Callable[[str], str]
    read: Callable[[str, str], SqlColumn]
    """From SQL and a type to a value as it is analysed."""
    fit: Callable[[str, Kind, str], str]
    """From SQL of a value and its kind to a value of a type."""
    writer: Callable[[Mapping[str, SqlColumn], str], SqlWriter]
    order: str
    """The name of a column that says in which order rows are, where that is needed."""
    between: str = " "
    """What stands between the cases of a value."""

    @property
    def columns(self) -> dict[str, SqlColumn]:
        """Return how each column is read."""
        return {name: self.read(self.quote(name), kind) for name, kind in self.types.items()}

    def write(self, expression: Expression, changed: Mapping[str, SqlColumn] | None = None) -> str:
        """Write an expression over the columns, of which some are read otherwise."""
        return self.writer({**self.columns, **(changed or {})}, self.quote(self.order)).write(expression)

    def dropped(self, plan: Plan) -> str:
        """Write in which rows something is true that are left out; nothing if there are none."""
        return " OR ".join(self.write(drop.where) for drop in plan.drops)

    def values(self, plan: Plan) -> dict[str, str]:
        """Write what becomes of each column that changes."""
        columns = dict.fromkeys(step.column for step in plan.steps)
        return {name: self._value(name, [step for step in plan.steps if step.column == name]) for name in columns}

    def _value(self, column: str, steps: list[Step]) -> str:
        kind, value = self.types[column], self.quote(column)
        cases: list[str] = []
        for step in steps:
            if step.is_computed or step.where is None:
                value, cases = self._chosen(cases, value), []
            written = self._written(step, value, kind)
            if step.where is None or step.is_implied:
                value = written
            else:
                cases.insert(0, f"WHEN {self.write(step.where)} THEN {written}")
        return self._chosen(cases, value)

    def _written(self, step: Step, before: str, kind: str) -> str:
        written = self.write(step.value, {step.column: self.read(before, kind)})
        if step.changes_type:
            return written if written != "NULL" else self.fit("NULL", step.kind, kind)
        return written if written == "NULL" and step.where is not None else self.fit(written, step.kind, kind)

    def _chosen(self, cases: list[str], otherwise: str) -> str:
        return self.between.join(["CASE", *cases, f"ELSE {otherwise} END"]) if cases else otherwise
