from __future__ import annotations

import duckdb

from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.database import open_database
from dpa_jupyter.frames.recognition import recognise


def test_a_relation_is_a_frame_whose_columns_have_names_of_their_own() -> None:
    connection = duckdb.connect()
    frame = recognise("r", connection.sql("SELECT 1 AS a, 'x' AS a, [1] AS list, 1.5::DECIMAL(9, 2) AS price"))

    assert frame is not None
    columns = frame.adapter.columns(frame.value)
    assert [(column.name, column.type) for column in columns] == [
        ("a", "integer"),
        ("a_2", "text"),
        ("list", "other"),
        ("price", "number"),
    ]
    assert frame.adapter.batches(frame.value, ["a_2"], None).read_all().to_pydict() == {"a_2": ["x"]}
    assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_a_relation_has_a_card_and_can_be_queried_beside_others() -> None:
    connection = duckdb.connect()  # before DuckDB 2 a relation does not keep it
    frame = recognise("r", connection.sql("SELECT range AS x FROM range(1000)"))

    assert frame is not None
    assert card(frame)["columns"][0]["range"] == (0, 999)
    with open_database([frame]) as database:
        assert database.execute("SELECT sum(x) FROM r").fetchall() == [(499_500,)]


def test_a_fingerprint_follows_the_table_behind_a_relation() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t AS SELECT 1 AS x")
    frame = recognise("r", connection.table("t"))
    assert frame is not None

    before = frame.adapter.fingerprint(frame.value)
    assert frame.adapter.fingerprint(frame.value) == before
    connection.execute("INSERT INTO t VALUES (2)").fetchall()
    assert frame.adapter.fingerprint(frame.value) != before
