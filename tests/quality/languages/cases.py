"""What every function means, by example: each language is held to the same table."""

from __future__ import annotations

from datetime import date, datetime

from dpa_jupyter.quality.expressions import (
    Column,
    Expression,
    Function,
    LastPresent,
    Literal,
    Lookup,
    Repeats,
    Value,
    call,
)
from dpa_jupyter.quality.languages.kinds import Kind

INF = float("inf")
NAN = float("nan")
X = Column("x")
Case = tuple[Kind, list[Value], Expression, list[Value]]
"""What kind of column `x` is, its values, an expression of it, and what that is in each row."""

TEXTS: list[Value] = [" Anna  Maria\u00a0", "anna maria", "", None, "b\nc"]
NUMBERS: list[Value] = [2.5, -3.5, 0.0, None, NAN, INF]


def _case(kind: Kind, rows: dict[Value, Value], function: Function, *more: Value | Expression) -> Case:
    return kind, list(rows), call(function, X, *more), list(rows.values())


CASES: list[Case] = [
    ("boolean", [True, False, None], call("and", X, Literal(None)), [None, False, None]),
    ("boolean", [True, False, None], call("or", X, Literal(None)), [True, None, None]),
    ("boolean", [True, False, None], call("not", X), [False, True, None]),
    ("boolean", [True, None], call("and"), [True, True]),
    ("boolean", [True, None], call("or"), [False, False]),
    _case("boolean", {True: "y", False: "n", None: "n"}, "if_else", "y", "n"),
    ("number", NUMBERS, call("is_missing", X), [False, False, False, True, True, False]),
    ("number", NUMBERS, call("greater", X, -3), [True, False, True, None, None, True]),
    ("number", NUMBERS, call("is_in", X, 0, None, 7.5), [False, False, True, None, None, False]),
    ("number", NUMBERS, call("is_in", X), [False, False, False, None, None, False]),
    ("number", NUMBERS, call("round", X), [2.0, -4.0, 0.0, None, None, INF]),
    ("number", NUMBERS, call("is_infinite", X), [False, False, False, None, None, True]),
    ("number", NUMBERS, call("divide", X, X), [1.0, 1.0, None, None, None, None]),
    ("number", NUMBERS, call("subtract", X, X), [0.0, 0.0, 0.0, None, None, None]),
    ("number", NUMBERS, call("first_present", X, -1.0), [2.5, -3.5, 0.0, -1.0, -1.0, INF]),
    ("number", NUMBERS, call("least", X, 1.0), [1.0, -3.5, 0.0, 1.0, 1.0, 1.0]),
    ("number", NUMBERS, call("greatest", X, Literal(None), 1.0), [2.5, 1.0, 1.0, 1.0, 1.0, INF]),
    ("number", NUMBERS, call("absolute", X), [2.5, 3.5, 0.0, None, None, INF]),
    ("number", NUMBERS, call("to_integer", X), [None, None, 0, None, None, None]),
    ("number", [1234.5678, 0.5], call("round", X, 2), [1234.57, 0.5]),
    ("number", [1250.0, 1350.0], call("round", X, -2), [1200.0, 1400.0]),
    ("number", [3.0, 0.25, None], call("to_text", X), ["3", "0.25", None]),
    ("number", [0.0, -0.0, NAN, None, 1.0], Repeats(("x",)), [False, True, False, True, False]),
    ("integer", [1, 2**53 + 1, None], call("equal", X, 2**53 + 1), [False, True, None]),
    ("integer", [1, 2, None], call("add", X, 0.5), [1.5, 2.5, None]),
    ("integer", [1, 0, 2, None], call("to_boolean", X), [True, False, None, None]),
    ("integer", [-5, None], call("to_text", X), ["-5", None]),
    ("integer", [1, 5, None], call("less", X, 2**70), [True, True, None]),
    ("integer", [1, 2, None], Lookup(X, ((1, "one"), (1, "uno"), (None, "none"))), ["one", None, "none"]),
    ("integer", [7, 99, None], Lookup(X, tuple((n, n * 10) for n in range(40))), [70, None, None]),
    ("text", TEXTS, call("trim", X), ["Anna  Maria", "anna maria", "", None, "b\nc"]),
    ("text", TEXTS, call("length", X), [13, 10, 0, None, 3]),
    ("text", TEXTS, call("title", X), [" Anna  Maria\u00a0", "Anna Maria", "", None, "B\nc"]),
    ("text", TEXTS, call("upper", X), [" ANNA  MARIA\u00a0", "ANNA MARIA", "", None, "B\nC"]),
    ("text", TEXTS, call("lower", X), [" anna  maria\u00a0", "anna maria", "", None, "b\nc"]),
    ("text", TEXTS, call("matches", X, "^an+a"), [False, True, False, None, False]),
    ("text", TEXTS, call("matches", X, "b.c"), [False, False, False, None, False]),
    ("text", TEXTS, call("contains", X, "a"), [True, True, False, None, False]),
    ("text", TEXTS, call("starts_with", X, "a"), [False, True, False, None, False]),
    ("text", TEXTS, call("ends_with", X, "a"), [False, True, False, None, False]),
    ("text", TEXTS, call("less", X, "anna"), [True, False, True, None, False]),
    ("text", TEXTS, call("equal", X, Literal(None)), [None] * 5),
    ("text", TEXTS, Lookup(X, (("anna maria", "Anna Maria"), ("", None))), [None, "Anna Maria", None, None, None]),
    ("text", ["a", None, "a", None, ""], Repeats(("x",)), [False, False, True, True, False]),
    ("text", [None, "a", None, "b", None], LastPresent("x"), [None, "a", "a", "b", "b"]),
    ("number", [1.5, NAN, None, 2.5], LastPresent("x"), [1.5, 1.5, 1.5, 2.5]),
    _case("text", {"1.5€": "1,5€", "...": ",,,", None: None}, "replace", ".", ","),
    _case("text", {"ab12": "ab<12>", "1a2\\": "<1>a<2>\\", None: None}, "replace_pattern", r"\d+", r"<\0>"),
    _case("text", {"ab": r"b\a$1", "xy": "xy"}, "replace_pattern", "(a)(b)", r"\2\\\1$1"),
    _case("text", {"é1": "é", "٣": "٣"}, "replace_pattern", r"\d", ""),
    _case("text", {"12 km": "12", "km": None, None: None}, "extract_pattern", r"[0-9]+"),
    _case("text", {"12 km": "km", " km": "km", "12": None, "": None}, "extract_pattern", r"[0-9]* ?([a-z]*)"),
    _case("text", {"a\n": False, "a": True, "A": False, "ba": False}, "matches", r"^a$"),
    _case("text", {"É": True, "e": False}, "matches", r"(?i)^é$"),
    _case("text", {"été": False, "ete": True, "_1": True}, "matches", r"^\w+$"),
    _case("text", {"été": True, "1": False}, "matches", r"^\pL+$"),
    _case("text", {"a b": True, "a\u00a0b": False, "a\vb": False}, "matches", r"a\sb"),
    _case("text", {"x&&y[": True, "xy": False}, "matches", r"[&&~~[].*[[]"),
    _case("text", {"a.b": True, "axb": False}, "matches", r"a\Q.\Eb"),
    _case("text", {" 12\u2003": 12, "+5": 5, "1.0": None, "٣": None, "9" * 19: None, "": None, None: None}, "to_integer"),
    _case(
        "text",
        {" 1.5 ": 1.5, ".5": 0.5, "5.": 5.0, "-1E3": -1000.0, "1_0": None, "inf": None, "nan": None, "1e999": None, "x": None},
        "to_number",
    ),
    _case("text", {"Yes": True, " f ": False, "1": True, "maybe": None, None: None}, "to_boolean"),
    _case("text", {"2024-02-29": date(2024, 2, 29), "2023-02-29": None, "1/2/2024": None, None: None}, "to_date"),
    _case("text", {"1/2/2024": date(2024, 2, 1), "2024": None, "13.1.24": date(2024, 1, 13)}, "to_date", "%d/%m/%Y", "%d.%m.%y"),
    _case("text", {"3 jan 1969": date(1969, 1, 3), "30 Feb 2000": None}, "to_date", "%d %b %Y"),
    _case("text", {"1.1.69": date(1969, 1, 1), "1.1.68": date(2068, 1, 1)}, "to_date", "%d.%m.%y"),
    _case("text", {"2024-01-01T10:05:00": datetime(2024, 1, 1, 10, 5), "2024-01-01": datetime(2024, 1, 1)}, "to_datetime"),
    _case("text", {"01/02/2024 12:05 AM": datetime(2024, 1, 2, 0, 5)}, "to_datetime", "%m/%d/%Y %I:%M %p"),
    _case("text", {"2024-01-01 10:00:00.5": datetime(2024, 1, 1, 10, 0, 0, 500000)}, "to_datetime", "%Y-%m-%d %H:%M:%S.%f"),
    _case("boolean", {True: "true", False: "false", None: None}, "to_text"),
    _case("boolean", {True: 1, False: 0, None: None}, "to_integer"),
    _case("date", {date(2024, 1, 1): "2024-01-01", None: None}, "to_text"),
    _case("date", {date(2024, 1, 1): True, date(2024, 1, 2): False}, "less", datetime(2024, 1, 1, 12)),
    _case("date", {date(2024, 1, 1): datetime(2024, 1, 1), None: None}, "to_datetime"),
    _case("datetime", {datetime(2024, 1, 1, 5, 6, 7): "2024-01-01 05:06:07", None: None}, "to_text"),
    _case("datetime", {datetime(2024, 1, 1, 5): date(2024, 1, 1), None: None}, "to_date"),
    _case("datetime", {datetime(2024, 1, 1): True, datetime(2024, 1, 1, 0, 1): False, None: None}, "equal", date(2024, 1, 1)),
]  # fmt: skip
