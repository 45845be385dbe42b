"""What Spark's types mean to a reader, and how values of each are read as Arrow; told from their names alone."""

from __future__ import annotations

import re

from dpa_jupyter.findings import ColumnType

_KINDS: dict[str, ColumnType] = {
    "boolean": "boolean",
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **dict.fromkeys(("string", "char", "varchar"), "text"),
    "date": "date",
    **dict.fromkeys(("timestamp", "timestamp_ntz"), "datetime"),
    "time": "time",
}
_DAYS_AND_SECONDS = re.compile(r"interval (day|hour|minute|second)\b")
_AS_THEY_ARE = frozenset({"array", "binary", "struct", "udt", "void"}) | _KINDS.keys()


def base_type(spark_type: str) -> str:
    """Return the first word of a type as Spark writes it, such as "decimal" of "decimal(10,2)"."""
    found = re.match(r"\w+", spark_type.lower())
    return found[0] if found else ""


def spark_column_type(spark_type: str) -> ColumnType:
    """Name the kind of values that a type holds."""
    if _DAYS_AND_SECONDS.match(spark_type.lower()):
        return "duration"
    return _KINDS.get(base_type(spark_type), "other")


def spark_quote(name: str) -> str:
    """Write any name as an identifier."""
    return "`" + name.replace("`", "``") + "`"


def arrow_sql(name: str, spark_type: str) -> str:
    """Write what reads a column so that Arrow can hold it.

    A time with a zone is the local time of the session, as `toPandas` gives it; what Arrow has no type for is text.
    """
    base, column = base_type(spark_type), spark_quote(name)
    if base == "timestamp":
        return f"CAST({column} AS TIMESTAMP_NTZ)"
    if base in {"char", "varchar"} or " collate " in spark_type.lower():
        return f"CAST({column} AS STRING)"
    if base == "variant":
        return f"to_json({column})"
    is_known = base in _AS_THEY_ARE or (base == "map" or spark_column_type(spark_type) == "duration")
    return column if is_known and "variant" not in spark_type else f"CAST({column} AS STRING)"


def is_comparable(spark_type: str) -> bool:
    """Tell whether Spark can group by, or hash, values of a type."""
    return not re.search(r"\b(map|variant|interval|geometry|geography)\b", spark_type.lower())
