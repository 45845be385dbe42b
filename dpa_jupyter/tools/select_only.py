"""What SQL may do here: one statement that only reads frames.

The first bar of two; the second is the locked connection that `frames.database` opens, which can reach neither files
nor the network nor its own settings. This one judges the statement's syntax tree, as DuckDB itself parses it, by what
it allows and not by what it forbids: a way to read that nobody thought of is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator

from dpa_jupyter.errors import ToolError, suggestion
from dpa_jupyter.json_types import Json
from dpa_jupyter.sentence import Sentence, sentence
from dpa_jupyter.tools.sql_functions import KNOWN
from dpa_jupyter.tools.sql_growth import Node, check_growth, nodes
from dpa_jupyter.tools.sql_refusal import first_lines

QUERY_NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
"""Not INSERT_QUERY_NODE and its like: a WITH may write in some versions of DuckDB."""
TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "repeat", "json_each", "json_tree"})
"""All others read files, settings, secrets or raw memory, or run SQL that is hidden in a string."""
_NO_FILES = "SQL can't read files here ({said}); use read_table, then query the frame that it makes."
FILE_FUNCTION = re.compile(r"read_|_scan$|glob|parquet|csv|json")
SYSTEM_TABLE = re.compile(r"(duckdb|pg|sqlite|pragma)_")
ONE_STATEMENT = sentence("send a single SELECT (or WITH, VALUES, DESCRIBE, SUMMARIZE) statement")


def tables_read(sql: str, tables: Collection[str]) -> set[str]:
    """Return which of these tables a statement reads, if it does nothing else.

    Raises:
        ToolError: it does more, or can't be parsed; the text says what to write instead.
    """
    tree = _parse(sql)
    by_folded = {name.casefold(): name for name in tables}
    common = {name.casefold() for name in _common_tables(tree) if not SYSTEM_TABLE.match(name.casefold())}
    read: set[str] = set()
    as_tables: set[int] = set()
    for node in nodes(tree):
        _check_kind(node)
        if node.get("type") == "TABLE_FUNCTION":
            as_tables.add(id(node.get("function")))
            _check_table_function(node.get("function"))
        elif node.get("class") in {"FUNCTION", "WINDOW"} and id(node) not in as_tables:
            _check_function(node)
        elif node.get("type") == "BASE_TABLE":
            table = _table(node)
            if table.casefold() in by_folded:
                read.add(by_folded[table.casefold()])
            elif table.casefold() not in common:
                raise _unknown_table(table, tables)
    check_growth(tree)
    return read


def _check_kind(node: Node) -> None:
    kind = node.get("type")
    if isinstance(kind, str) and kind.endswith("_NODE") and kind not in QUERY_NODES:
        raise ToolError(sentence("query_sql only reads: {sentence}.", sentence=ONE_STATEMENT))


def _parse(sql: str) -> Json:
    import duckdb

    with duckdb.connect() as connection:
        try:
            statements = connection.extract_statements(sql)
        except duckdb.Error as error:
            raise ToolError(sentence("the SQL can't be parsed: {any}", any=first_lines(error))) from None
        except ValueError:  # a kind of statement that the Python client has no name for
            statements = []
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise ToolError(
                sentence(
                    "query_sql runs one statement that reads: {sentence_1}.{sentence_2}",
                    sentence_1=ONE_STATEMENT,
                    sentence_2=_hint(sql),
                )
            )
        row = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()
    try:
        tree: Json = json.loads(row[0]) if row else None
    except RecursionError:
        tree = None
    if not isinstance(tree, dict) or tree.get("error"):
        raise ToolError(
            sentence(
                "query_sql can't take this statement apart; write it more simply, or {sentence}.",
                sentence=ONE_STATEMENT,
            )
        )
    return tree


def _hint(sql: str) -> Sentence:
    if re.search(r"\bpivot\b", sql, re.IGNORECASE):
        return sentence(" A PIVOT needs its values listed: PIVOT … ON column IN ('a', 'b') USING …")
    return sentence("")


def _common_tables(tree: Json) -> Iterator[str]:
    """List the names that WITH clauses give, of whatever scope."""
    for node in nodes(tree):
        common = node.get("cte_map")
        entries = common.get("map") if isinstance(common, dict) else None
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict):
                yield str(entry.get("key"))


def _check_table_function(function: Json) -> None:
    name = str(function.get("function_name") if isinstance(function, dict) else None).casefold()
    if name in TABLE_FUNCTIONS:
        return
    if FILE_FUNCTION.search(name):
        raise ToolError(sentence(_NO_FILES, said=name))
    raise ToolError(sentence("query_sql has no table function {said!r}; query frames by their names.", said=name))


def _check_function(node: Node) -> None:
    name = str(node.get("function_name") or "").casefold()
    if name and name not in KNOWN:
        raise ToolError(
            sentence("the function {said} does not exist in query_sql.{any}", said=name, any=suggestion(name, KNOWN))
        )


def _table(node: Node) -> str:
    table = str(node.get("table_name"))
    if node.get("schema_name") not in {"", "main"} or node.get("catalog_name"):
        raise ToolError(
            sentence("query a frame by its name alone, not {said}.", said=f"{node.get('schema_name')}.{table}")
        )
    return table


def _unknown_table(table: str, tables: Collection[str]) -> ToolError:
    if re.search(r"[/\\.*:]", table):
        return ToolError(sentence(_NO_FILES, said=repr(table)))
    return ToolError(
        sentence(
            "there is no frame {said!r} for SQL.{sentence} Frames: {names}.",
            said=table,
            sentence=suggestion(table, tables),
            names=sorted(tables)[:20],
        )
    )
