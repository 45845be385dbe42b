"""A value that comes back into SQL or Python stays a value, wherever the placeholder stood."""

from __future__ import annotations

import json

import duckdb
import pytest

from dpa_jupyter.safety.privacy.restoring import restored_arguments
from dpa_jupyter.safety.privacy.vault import Vault

HOSTILE = "Bob OR 1=1 */ $$ ' \" \\ -- x"
ENDING = "x\n*/ $$ $a$ ' DROP TABLE df; --\nraise SystemExit #\"}"


def restored(name: str, code: str, value: str | float) -> str:
    vault = Vault()
    whole = code.replace("{}", vault.placeholder("name", value))
    return str(json.loads(restored_arguments(json.dumps({name: whole}), vault))[name])


@pytest.mark.parametrize(
    "sql",
    [
        "-- don't count twice\nSELECT {}",
        '/* " */ SELECT {}',
        "SELECT $$it's$$ || '', {}",
        "SELECT $a$it's$a$ AS a, {}",
        r"SELECT E'it\'s', {}",
        "SELECT E'{}'",
        "SELECT 'a\\', {}",
        "SELECT CASE WHEN 'a'='a'THEN{}END",
        "SELECT{}",
        "SELECT date'2020-01-01', 'it''s', {}",
        'SELECT 1 AS "it\'s", {}',
        "WITH a AS (SELECT {} AS b) SELECT b FROM a WHERE b = '{}'",
    ],
)
def test_a_value_stays_a_text_wherever_it_stands_in_sql(sql: str) -> None:
    with duckdb.connect() as connection:
        (row,) = connection.execute(restored("sql", sql, HOSTILE)).fetchall()
    assert row[-1] == HOSTILE


@pytest.mark.parametrize("sql", ["SELECT 1 -- {}", "SELECT 1 /* {} */", "SELECT $${}$$", "SELECT $a${}$a$"])
def test_a_value_is_not_put_where_it_would_end_what_is_around_it(sql: str) -> None:
    assert restored("sql", sql, ENDING) == sql.replace("{}", "<name_1>")


@pytest.mark.parametrize("sql", ["SELECT ''{}", "SELECT E{}", "SELECT x{}"])
def test_a_value_never_becomes_a_part_of_what_stands_beside_it(sql: str) -> None:
    assert restored("sql", sql, "' OR 1=1; --") == sql.replace("{}", " ''' OR 1=1; --'")


def test_a_number_stays_a_number_in_sql() -> None:
    with duckdb.connect() as connection:
        assert connection.execute(restored("sql", "SELECT 5-{}", -3)).fetchall() == [(8,)]
        assert connection.execute(restored("sql", "SELECT 1+{}", 2)).fetchall() == [(3,)]


@pytest.mark.parametrize("value", ["Bob", HOSTILE, ENDING, "x41\\", "Zoë", -3, 2.5])
@pytest.mark.parametrize(
    "code",
    [
        "x = r'{}'",
        "x = R'''{}'''",
        "# it's\nx = '{}'",
        "x = {}",
        "x = ({})",
        "x = '''it's''' and {}",
        "x = [{}][0]",
        "x = b'{}'.decode()",
        "x = u'{}'",
        "x = '' '{}'",
        "if 1:\n  x={}",
        "x = '''\n'''.strip() + str({})",
        "x = f'{}'",
        "é = 'é'; x = {}",
    ],
)
def test_a_value_stays_a_value_wherever_it_stands_in_python(code: str, value: str | float) -> None:
    names: dict[str, object] = {}
    exec(restored("code", code, value), names)
    assert str(names["x"]) == str(value)


@pytest.mark.parametrize("code", ["# {}", "x = f'{{}}'", "x = f{}", "x = rf'{}'", "x = '{}", "def {}(:", "x = '''{}"])
def test_a_value_is_no_code_where_it_can_t_be_a_value(code: str) -> None:
    assert "\nraise" not in restored("code", code, ENDING)
