"""A plan as one query of DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpa_jupyter.frames.database import quote
from dpa_jupyter.quality.languages.duckdb_sql import DuckDBSql, fitted_sql, sql_value
from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.plan import Plan
from dpa_jupyter.quality.operations.script import one_line
from dpa_jupyter.quality.operations.sql_values import SqlTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

POSITION = "position of the row"
MARK = "is dropped"
"""Names of columns that are there for a moment."""


@dataclass(frozen=True, slots=True)
class SqlParts:
    """The parts of a query that a plan is."""

    chosen: str
    """What is selected, all columns to begin with."""
    dropped: str
    """In which rows something is true that are left out; empty if there are none."""
    renamed: str
    """Which columns get another name, after that: no column can be replaced and renamed at once."""
    needs_order: bool
    """Whether `POSITION` has to be a column."""


def sql_parts(plan: Plan, types: Mapping[str, str]) -> SqlParts:
    """Write the parts of a query, over columns of these types as DuckDB writes them."""
    table = SqlTable(types, quote, sql_value, fitted_sql, DuckDBSql, POSITION, between="\n        ")
    excluded = ", ".join(map(quote, plan.dropped))
    replaced = ",".join(f"\n    {value} AS {quote(name)}" for name, value in table.values(plan).items())
    renamed = ", ".join(f"{quote(old)} AS {quote(new)}" for old, new in plan.renamed.items())
    parts = {"EXCLUDE": excluded, "REPLACE": replaced and f"{replaced}\n"}
    chosen = "*" + "".join(f" {word} ({listed})" for word, listed in parts.items() if listed)
    return SqlParts(chosen, table.dropped(plan), renamed, plan.looks_at_other_rows)


def clean_sql(plan: Plan, types: Mapping[str, str], table: str) -> str:
    """Write a plan as a query over a table."""
    parts = sql_parts(plan, types)
    if not parts.renamed:
        return "\n".join(_query(plan, parts, table))
    if parts.chosen == "*" and not parts.dropped:
        return f"SELECT * RENAME ({parts.renamed})\nFROM {table}"
    return "\n".join([f"SELECT * RENAME ({parts.renamed})", "FROM (", *_query(plan, parts, table), ")"])


def _query(plan: Plan, parts: SqlParts, table: str) -> list[str]:
    setting, dropping = (_comments(operations) for operations in (plan.setting, plan.dropping))
    if not parts.needs_order:
        where = [*dropping, f"WHERE ({parts.dropped}) IS NOT TRUE"] if parts.dropped else []
        return [*setting, f"SELECT {parts.chosen}", f"FROM {table}", *where]
    position, mark = quote(POSITION), quote(MARK)
    return [
        *(*setting, *dropping),
        f"SELECT * EXCLUDE ({position}, {mark})",
        "FROM (",
        f"SELECT {parts.chosen},",
        f"    coalesce({parts.dropped or 'FALSE'}, FALSE) AS {mark}",
        f"FROM (SELECT *, row_number() OVER () AS {position} FROM {table})",
        ")",
        f"WHERE NOT {mark}",
        f"ORDER BY {position}",
    ]


def clean_relation(relation: DuckDBPyRelation, plan: Plan, types: Mapping[str, str]) -> DuckDBPyRelation:
    """Carry a plan out on a relation, which is not run for it."""
    parts = sql_parts(plan, types)
    if parts.needs_order:
        position, mark = quote(POSITION), quote(MARK)
        numbered = relation.project(f"*, row_number() OVER () AS {position}")
        marked = numbered.project(f"{parts.chosen}, coalesce({parts.dropped or 'FALSE'}, FALSE) AS {mark}")
        cleaned = marked.filter(f"NOT {mark}").order(position).project(f"* EXCLUDE ({position}, {mark})")
    else:
        kept = relation.filter(f"({parts.dropped}) IS NOT TRUE") if parts.dropped else relation
        cleaned = kept.project(parts.chosen)
    return cleaned.project(f"* RENAME ({parts.renamed})") if parts.renamed else cleaned


def _comments(operations: Sequence[Operation]) -> list[str]:
    return [f"-- {one_line(operation.title)}" for operation in operations]
