"""Calls that try to carry values out in what is told of a call: in why it failed, in sizes, in names and in types."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.safety.talks import Call, Talk
from tests.safety.test_wire import talk

ONES, OTHERS = 83190427, 41755396


def staff(salary: int) -> pd.DataFrame:
    """Return a frame of which the salaries are what nobody may learn."""
    names = [f"Zwq{salary}burgh"] * 30
    return pd.DataFrame({"salary": [salary] * 30, "city": names, "day": range(30)})


def sql(query: str, name: str = "asked") -> Call:
    return "query_sql", {"sql": query, "name": name}


def python(*lines: str) -> Call:
    return "run_python", {"code": "\n".join(("n = int(df['salary'].iloc[0])", *lines)), "purpose": "to look"}


SAYINGS = (
    "query_sql took longer than {} seconds and was ended.",
    "it took longer than {} seconds",
    "the query took longer than {} seconds and was stopped; filter or aggregate first.",
    "the code is no valid Python, line {}: x",
    "there is no frame 'x'. Did you mean '{}'? Frames: {}.",
    "there is no column '{}'.",
    "x ({} more tries with query_sql before it is no longer offered.)",
    'Referenced column "{}" not found in FROM clause! Candidate bindings: "{}"',
    "Scalar Function with name a{} does not exist!",
    "DuckDB refuses the query: there is no function '{}'",
    "KeyError: line {}",
    "Code{}Error: x",
    "The code was stopped: line {}",
    "{{'form': '{}', 'slots': {{}}}}",
    "the process that runs code did not start within {} s",
    "the MCP server '{}' did not answer in time and was ended; the next call starts it",
    "a {} needs 'y' as well",
)
QUOTED = tuple(saying.replace("'", "''") for saying in SAYINGS)
QUERIES = (
    "SELECT city::INTEGER FROM df",
    "SELECT ('it took longer than ' || salary::VARCHAR || ' seconds')::INTEGER FROM df",
    "SELECT [city]::INTEGER[] FROM df",
    "SELECT {'a': city}::STRUCT(a INTEGER) FROM df",
    "SELECT salary::TINYINT FROM df",
    "SELECT salary * 1000000000000 * 1000000000000 FROM df",
    "SELECT make_date(salary, 1, 1) FROM df",
    "SELECT strptime(city, '%Y') FROM df",
    "SELECT strftime(DATE '2020-01-01', '%' || city) FROM df",
    "SELECT json_extract('{bad ' || salary::VARCHAR, '$.a') FROM df",
    "SELECT json_extract('{}', '$' || salary::VARCHAR || '[[') FROM df",
    "SELECT regexp_matches('a', '(' || salary::VARCHAR) FROM df",
    "SELECT error(printf('it took longer than %d seconds', salary)) FROM df",
    "SELECT error(format('it took longer than {} seconds', salary)) FROM df",
    "SELECT error('it took longer than ' || string_agg(salary::VARCHAR, ',') || ' seconds') FROM df",
    "SELECT list_aggregate([1], city) FROM df",
    "SELECT decode(encode(city) || '\\xFF'::BLOB) FROM df",
    "SELECT city::UUID FROM df",
    "SELECT city::ENUM('a') FROM df",
    "SELECT date_part(city, DATE '2020-01-01') FROM df",
    "SELECT (INTERVAL 1 YEAR) * salary * 1000000000000 FROM df",
    "SELECT substr(city, 0, salary * 1000000000000) FROM df",
    "SELECT * FROM range((SELECT salary % 999 FROM df LIMIT 1))",
    "SELECT CASE WHEN salary % 2 = 0 THEN NULL ELSE 1 END AS a FROM df",
    "SELECT salary AS day, city AS salary FROM df LIMIT 3",
)
ERRORS = (
    *((f"raise RuntimeError({saying!r}.format(n, n))",) for saying in SAYINGS),
    ("raise type(f'Code{n}Error', (ValueError,), {})('x')",),
    ("exec(compile('\\n' * (n % 997) + 'raise ValueError', 'x', 'exec'))",),
    ("raise SyntaxError('x', ('x', n % 997, 1, 'x'))",),
    ("raise ExceptionGroup(f'line {n}', [KeyError(n)])",),
    ("import sys", "sys.exit(f'line {n}')"),
    ("import warnings", "warnings.warn(f'line {n}')", "{}[n]"),
)
CODES = (
    ("print('x' * (n % 997))", "n if n % 2 else str(n)"),
    ("globals()[f'made{n}'] = df",),
    ("globals()[f'result_{n % 97}'] = df",),
    ("for one in range(n % 3): globals()[f'one_{one}'] = df",),
    ("wide = pd.DataFrame({f'a{n}': [1], f'… and {n:,} more': [2], **{f'b{i}': [1] for i in range(n % 7)}})",),
    ("shaped = df[['salary', 'city', 'day'][:: 1 if n % 2 else -1]]",),
    ("typed = pd.DataFrame({'salary': pd.Series([1], dtype='float64' if n % 2 else 'object')})",),
    ("long = df.head(n % 29)",),
    ("many = pd.DataFrame({f'{n}_{i}': [1] for i in range(90)})",),
)
LATER: tuple[Call, ...] = (
    ("list_frames", {}),
    ("describe_frame", {"frame": "wide"}),
    ("describe_frame", {"frame": "typed"}),
    ("describe_frame", {"frame": "shaped"}),
    ("describe_frame", {"frame": "long"}),
    ("describe_frame", {"frame": "many"}),
    ("describe_frame", {"frame": "nothing"}),
    ("profile", {"frame": "wide", "columns": ["nothing"]}),
    ("profile", {"frame": "shaped", "columns": ["nothing"]}),
    ("profile", {"frame": "wide"}),
    ("document_frame", {"frame": "typed"}),
    ("compare_segments", {"frame": "shaped", "by": ["city"]}),
    ("plot", {"kind": "bar", "frame": "shaped", "x": "city"}),
    sql("SELECT nothing FROM wide"),
    sql("SELECT nothing FROM shaped"),
    ("query_sql", {"sql": "SELECT 1 AS a", "name": "salary"}),
    ("describe_frame", {"frame": "salary"}),
)
TALKS: tuple[Talk, ...] = (
    ("sayings", tuple(sql(f"SELECT error(replace('{said}', '{{}}', salary::VARCHAR)) FROM df") for said in QUOTED)),
    ("queries", tuple(sql(query, f"asked_{chr(97 + place)}") for place, query in enumerate(QUERIES))),
    ("errors", tuple(python(*lines) for lines in ERRORS)),
    ("codes", (*(python(*lines) for lines in CODES), *LATER)),
)


@pytest.mark.timeout(300)
def test_at_schema_nothing_that_is_told_of_a_call_depends_on_a_value(tmp_path: Path) -> None:
    told = []
    for salary in (ONES, OTHERS):
        folder = tmp_path / str(salary)
        folder.mkdir()
        bodies, _, runs = talk("schema", folder, TALKS, staff(salary))
        assert [run.result().status for run in runs] == ["finished"] * len(TALKS)
        told.append([body.replace(str(folder).encode(), b"") for body in bodies])
    assert told[0] == told[1]


@pytest.mark.timeout(300)
def test_at_aggregates_no_failure_and_no_name_says_a_value(tmp_path: Path) -> None:
    bodies, _, _ = talk("aggregates", tmp_path, TALKS, staff(ONES))
    told = b"\n".join(bodies)
    for form in (str(ONES), f"{ONES:,}", f"{ONES:,}".replace(",", "_")):
        assert form.encode() not in told
