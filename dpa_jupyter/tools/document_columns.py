"""A column's line in a data dictionary: its role, what its name suggests, and what stands in it."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from dpa_jupyter.findings import ColumnDocument, ColumnProfile
from dpa_jupyter.tools.profile_notes import IDENTIFIER, kept_as_text
from dpa_jupyter.wording import counted, percent, rows_of

Role: TypeAlias = Literal["identifier", "measure", "category", "flag", "date", "text", "constant"]
FLAG_VALUES = ({"0", "1"}, {"yes", "no"}, {"y", "n"}, {"true", "false"}, {"t", "f"}, {"on", "off"})
IDENTIFYING = frozenset({"id", "ids", "uuid", "guid", "key"})
LABELS = frozenset(
    {"code", "zip", "zipcode", "postcode", "postal", "year", "month", "day", "weekday", "hour", "quarter"}
)
"""Numbers of these names are names themselves: their mean says nothing."""
FEW_TEXTS = 50
FEW_OF_ROWS = 0.05
MEANINGS: tuple[tuple[frozenset[str], str], ...] = (
    (IDENTIFYING, "an identifier"),
    (frozenset({"email", "mail", "phone", "mobile", "address", "street"}), "contact details"),
    (frozenset({"lat", "latitude", "lon", "lng", "longitude"}), "a geographic coordinate"),
    (frozenset({"city", "country", "state", "region", "county", "zip", "zipcode", "postcode", "postal"}), "a place"),
    (
        frozenset(
            {"price", "cost", "costs", "charge", "charges", "fee", "fees", "revenue", "sales", "salary", "income"}
        )
        | {"balance", "amount", "spend", "spending", "profit", "tax", "fare", "wage", "budget", "usd", "eur", "gbp"},
        "an amount of money",
    ),
    (frozenset({"rate", "pct", "percent", "percentage", "share", "ratio", "fraction"}), "a share or a rate"),
    (frozenset({"count", "num", "qty", "quantity", "total", "n"}), "a count or a total"),
    (
        frozenset({"tenure", "duration", "seconds", "minutes", "months", "weeks", "age", "delay", "elapsed"}),
        "a length of time",
    ),
    (
        frozenset({"date", "time", "timestamp", "datetime", "at", "day", "month", "year", "hour"}),
        "a time or a part of it",
    ),
    (frozenset({"name", "title", "label"}), "a name"),
    (
        frozenset({"type", "kind", "category", "class", "status", "level", "group", "segment", "method"}),
        "a kind or a state",
    ),
    (frozenset({"comment", "comments", "description", "note", "notes", "text", "message"}), "free text"),
)
"""What words in a column's name suggest; the first that fits is told."""


def document_column(column: ColumnProfile, rows: int) -> ColumnDocument:
    """Describe a column in words."""
    role = _role(column, rows)
    return ColumnDocument(
        name=column["name"],
        type=column["type"],
        meaning=_meaning(column["name"], role),
        values=_values(column),
        missing=rows_of(column["missing"], rows) if column["missing"] else "none",
        role=role,
        notes=column["notes"],
    )


def _role(column: ColumnProfile, rows: int) -> Role:
    words = set(_words(column["name"]))
    distinct = column["distinct"]
    if rows > 1 and distinct is not None and distinct <= 1:
        return "constant"
    if column["type"] == "boolean" or {str(value["value"]).casefold() for value in column["top"]} in FLAG_VALUES:
        return "flag"
    if column["type"] in {"date", "datetime", "time"} or kept_as_text(column["notes"], "dates"):
        return "date"
    if column["type"] in {"integer", "text", "category"} and (words & IDENTIFYING or IDENTIFIER in column["notes"]):
        return "identifier"
    if column["type"] in {"integer", "number", "duration"} or kept_as_text(column["notes"], "numbers"):
        return "category" if words & LABELS else "measure"
    few = distinct is not None and distinct <= max(FEW_TEXTS, FEW_OF_ROWS * rows)
    return "category" if column["type"] == "category" or (column["type"] == "text" and few) else "text"


def _meaning(name: str, role: Role) -> str:
    words = _words(name)
    said = " ".join(words) or name
    if role == "flag":
        return f"Probably whether “{said}” holds (a guess from the name)."
    meaning = next((meaning for hints, meaning in MEANINGS if hints.intersection(words)), None)
    return (
        f"Probably {meaning}: {said} (a guess from the name)."
        if meaning
        else f"Probably {said} (a guess from the name)."
    )


def _words(name: str) -> list[str]:
    """Split a name such as "totalCharges_usd" into words in lower case."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word.casefold() for word in re.split(r"[\W_]+", spaced) if word]


def _values(column: ColumnProfile) -> str:
    if column["type"] not in {"text", "category", "boolean"} and column["minimum"] is not None:
        median = "" if column["median"] is None else f", median {column['median']:,.6g}"
        return f"{_written(column['minimum'])} to {_written(column['maximum'])}{median}"
    top = ", ".join(f"{value['value']} ({percent(value['share'])})" for value in column["top"])
    distinct = column["distinct"]
    if distinct is None:
        return "values that are not compared"
    if distinct > len(column["top"]):
        most = f", most often {top}" if top and column["top"][0]["count"] > 1 else ""
        return f"{counted(distinct, 'different value')}{most}"
    return top


def _written(value: object) -> str:
    return f"{value:,.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
