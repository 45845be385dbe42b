"""Random expressions over a frame of odd values, for the languages to agree about."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from hypothesis import strategies as st

from dpa_jupyter.quality.expressions import Call, Column, Expression, Function, Literal, Lookup, Repeats, Value, call
from dpa_jupyter.quality.languages.kinds import Kind

Rows = dict[str, list[Value]]
KINDS: dict[str, Kind] = {
    "b": "boolean",
    "i": "integer",
    "n": "number",
    "t": "text",
    "d": "date",
    "w": "datetime",
    "odd \"na'me\n": "text",
}
LETTERS = " \tabAZ09.,-+éÉ𝒳\u00a0\u2003%/:\\'\"$^"  # of each, what is its capital is one letter
VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    "boolean": st.booleans(),
    "integer": st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3),
    "number": st.sampled_from(
        [0.0, -0.0, 0.5, 1.5, 2.5, -1.25, 1e-7, 123456.789, 1e15, 1e300, float("inf"), -float("inf")]
    ),
    "text": st.sampled_from(
        [
            "",
            " ",
            "a",
            "A",
            "anna  maria",
            " 12\u00a0",
            "1e3",
            "-1.5",
            "true",
            "No",
            "2024-02-29",
            "2023-02-29",
            "31.12.69",
            "x,y",
        ]
    )
    | st.text(LETTERS, max_size=6),
    "date": st.dates(date(1700, 1, 1), date(2200, 1, 1)),
    "datetime": st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)).map(lambda time: time.replace(microsecond=0)),
}
PATTERNS = [r"[0-9]+", r"^a", r"\s+$", r"\w", r"(?i)É", r"([a-z])([0-9]?)", r"\.", r"^\s*$", r"[^\d]", r"a|b", r"\pL"]
FORMATS = ["%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y", "%d %b %Y", "%Y-%m-%d %I:%M %p"]


def rows() -> st.SearchStrategy[Rows]:
    """Make a column of each kind, of equal length."""
    return st.integers(1, 6).flatmap(
        lambda count: st.fixed_dictionaries(
            {name: st.lists(VALUES[kind] | st.none(), min_size=count, max_size=count) for name, kind in KINDS.items()}
        )
    )


@cache
def expressions(kind: Kind, depth: int = 3) -> st.SearchStrategy[Expression]:
    """Make expressions of a kind over the columns of such rows."""
    leaves: st.SearchStrategy[Expression] = st.sampled_from(
        [Column(name) for name, of_column in KINDS.items() if of_column == kind]
    ) | (VALUES[kind] | st.none()).map(Literal)
    if depth == 0:
        return leaves
    return leaves | st.deferred(lambda: st.one_of(*_calls(kind, depth - 1)))


def _calls(kind: Kind, depth: int) -> list[st.SearchStrategy[Expression]]:
    chosen = [
        _call("if_else", expressions("boolean", depth), expressions(kind, depth), expressions(kind, depth)),
        _call("first_present", expressions(kind, depth), expressions(kind, depth)),
        st.builds(Lookup, expressions("text", depth), _pairs(kind)),
    ]
    return chosen + _OWN[kind](depth)


def _booleans(depth: int) -> list[st.SearchStrategy[Expression]]:
    truth, text, number = (expressions(kind, depth) for kind in ("boolean", "text", "number"))
    some: list[Kind] = ["integer", "number", "text", "date", "datetime"]
    signs: list[Function] = ["equal", "not_equal", "less", "less_or_equal", "greater", "greater_or_equal"]
    return [
        *(_call(function, truth, truth) for function in ("and", "or")),
        _call("not", truth),
        *(_call("is_missing", expressions(kind, depth)) for kind in some),
        *(_call(sign, *[expressions(kind, depth)] * 2) for kind in some for sign in signs),
        *(_call("is_in", expressions(kind, depth), *[(VALUES[kind] | st.none()).map(Literal)] * 3) for kind in some),
        _call("matches", text, st.sampled_from(PATTERNS).map(Literal)),
        *(_call(function, text, st.text(LETTERS, max_size=2).map(Literal)) for function in ("contains", "starts_with", "ends_with")),
        _call("is_infinite", number),
        _call("to_boolean", text),
        st.lists(st.sampled_from([*KINDS]), min_size=1, unique=True).map(lambda names: Repeats(tuple(names))),
    ]  # fmt: skip


def _texts(depth: int) -> list[st.SearchStrategy[Expression]]:
    text = expressions("text", depth)
    replaced = st.sampled_from([(r"[0-9]+", r"<\0>"), (r"(a)(.)", r"\2\1$1\\"), (r"\s", ""), ("é", "e")])
    return [
        *(_call(function, text) for function in ("trim", "lower", "upper", "title")),
        _call("replace", text, st.sampled_from(["a", ".", "'"]).map(Literal), st.sampled_from(["", "$1\\"]).map(Literal)),
        st.builds(lambda of, pair: call("replace_pattern", of, *pair), text, replaced),
        _call("extract_pattern", text, st.sampled_from(PATTERNS).map(Literal)),
        *(_call("to_text", expressions(kind, depth)) for kind in ("boolean", "integer", "date", "datetime")),
        _call("least", text, text),
    ]  # fmt: skip


def _integers(depth: int) -> list[st.SearchStrategy[Expression]]:
    of = [expressions(kind, depth) for kind in ("text", "number", "boolean")]
    return [*(_call("to_integer", each) for each in of), _call("length", of[0]), _call("least", *[expressions("integer", depth)] * 2)]  # fmt: skip


def _numbers(depth: int) -> list[st.SearchStrategy[Expression]]:
    number, integer = expressions("number", depth), expressions("integer", depth)
    return [
        *(_call(function, number, number | integer) for function in ("add", "subtract", "multiply", "divide")),
        *(_call(function, number | integer, number) for function in ("least", "greatest")),
        _call("absolute", number | integer),
        _call("round", number, st.integers(-2, 2).map(Literal)),
        _call("to_number", expressions("text", depth)),
    ]


def _dates(depth: int) -> list[st.SearchStrategy[Expression]]:
    read = _call("to_date", expressions("text", depth), *[st.sampled_from(FORMATS).map(Literal)] * 2)
    return [read, _call("to_date", expressions("datetime", depth)), _call("least", *[expressions("date", depth)] * 2)]


def _datetimes(depth: int) -> list[st.SearchStrategy[Expression]]:
    either = expressions("datetime", depth) | expressions("date", depth)
    return [
        _call("to_datetime", expressions("text", depth)),
        _call("greatest", either, expressions("datetime", depth)),
        _call("to_datetime", expressions("date", depth)),
    ]


_OWN = {
    "boolean": _booleans,
    "text": _texts,
    "integer": _integers,
    "number": _numbers,
    "date": _dates,
    "datetime": _datetimes,
}


def _pairs(kind: Kind) -> st.SearchStrategy[tuple[tuple[Value, Value], ...]]:
    return st.lists(st.tuples(VALUES["text"] | st.none(), VALUES[kind]), max_size=20).map(tuple)


def _call(function: Function, *arguments: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.tuples(*arguments).map(lambda given: Call(function, given))
