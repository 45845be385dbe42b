"""What is told below samples: nothing that says a value by its size, its name or its absence."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import dpa_jupyter
from dpa_jupyter.json_types import Json
from dpa_jupyter.safety.privacy.failures import told_failure
from dpa_jupyter.safety.privacy.projection import Projection
from dpa_jupyter.safety.privacy.vault import Vault
from dpa_jupyter.safety.privacy.vocabulary import Vocabulary

RESULT: Json = {
    "frame": "result_2",
    "rows": 54592,
    "columns": ["amount"],
    "preview": [[None], [None]],
    "more_rows": 54590,
    "truncated": False,
    "notes": ["result_2 holds only the first 54592 rows of the result: the row limit cut it."],
}


def words(*, with_aggregates: bool) -> Vocabulary:
    return Vocabulary(frozenset({"df", "amount"}), frozenset({"df"}), Vault(), str, with_aggregates, frozenset({400}))


def test_the_size_of_what_code_made_is_no_value() -> None:
    at_schema = Projection(words(with_aggregates=False)).of("query_sql", RESULT)
    at_aggregates = Projection(words(with_aggregates=True)).of("query_sql", RESULT)
    assert "545" not in str(at_schema)
    assert isinstance(at_aggregates, dict)
    assert at_aggregates["rows"] == 54600
    assert "54592" not in str(at_aggregates)


@pytest.mark.parametrize("with_aggregates", [False, True])
def test_that_cells_are_missing_is_not_told_cell_by_cell(with_aggregates: bool) -> None:
    told = Projection(words(with_aggregates=with_aggregates)).of("query_sql", RESULT)
    assert isinstance(told, dict)
    assert "preview" not in told
    assert "null" not in str(told["withheld"])


@pytest.mark.parametrize("with_aggregates", [False, True])
def test_a_column_that_is_called_like_a_number_of_more_columns_is_a_name(with_aggregates: bool) -> None:
    card: Json = {
        "frame": "df",
        "column_count": 3,
        "columns": [{"name": "… and 87,500 more", "type": "text"}],
        "more_columns": ["result_65", "… and 54,592 more"],
    }
    vocabulary = words(with_aggregates=with_aggregates)
    told = str(Projection(vocabulary).of("describe_frame", card))
    assert not [secret for secret in ("87,500", "result_65", "54,592") if secret in told]
    listed: Json = {
        "frame": "df",
        "column_count": 40,
        "columns": [{"name": "df"}],
        "more_columns": ["amount", "… and 38 more"],
    }
    assert "'amount', '… and 38 more'" in str(Projection(vocabulary).of("describe_frame", listed))


def test_a_name_is_told_if_it_was_written_as_a_word_and_not_as_a_part_of_one() -> None:
    vocabulary = words(with_aggregates=True)
    vocabulary.tell(["0123456789 total_87500"])
    assert vocabulary.name("5678") == "<column_1>"
    assert vocabulary.name("87500") == "<column_2>"
    assert vocabulary.name("total_87500") == "total_87500"


def test_a_frame_that_is_called_like_a_column_is_no_frame_of_the_users() -> None:
    made: Json = {"frame": "amount", "rows": 54592, "column_count": 1, "columns": []}
    assert "54592" not in str(Projection(words(with_aggregates=False)).of("describe_frame", made))


def test_a_small_period_can_t_be_had_from_the_one_after_it() -> None:
    def period(name: str, rows: int, value: float, difference: float | None) -> Json:
        return {"period": name, "rows": rows, "value": value, "difference": difference, "change": difference}

    periods: Json = [period("a", 30, 10.0, None), period("b", 2, 73.0, 63.0), period("c", 3, 71.0, -2.0),
                     period("d", 30, 12.0, -59.0), period("e", 30, 15.0, 3.0)]  # fmt: skip
    told = str(Projection(words(with_aggregates=True)).of("compare_periods", {"frame": "df", "periods": periods}))
    assert "59" not in told
    assert "'difference': 3.0" in told


def test_a_column_s_name_with_a_comma_for_a_number_ends_no_run() -> None:
    note: Json = {"frame": "df", "rows": 400, "notes": [", of 400 rows have no amount and are left out"]}
    assert "notes" in str(Projection(words(with_aggregates=True)).of("compare_segments", note))


def test_of_a_picture_sizes_are_told_as_counts() -> None:
    picture: Json = {"kind": "bar", "columns": [], "notes": ["1 of 3 rows have no amount and are left out"]}
    told = str(Projection(words(with_aggregates=True)).of("plot", picture))
    assert "of 3 rows" not in told


def test_every_form_of_a_sentence_is_written_in_the_source() -> None:
    for path in Path(dpa_jupyter.__path__[0]).rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "from dpa_jupyter.sentence import" not in source:
            continue
        tree = ast.parse(source)
        fixed = {
            target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if place := {"sentence": 1, "in_place_of": 2}.get(node.func.id):
                form = node.args[place - 1]
                assert isinstance(form, ast.Constant) or (isinstance(form, ast.Name) and form.id in fixed), path


def test_how_long_a_withheld_text_is_is_not_told() -> None:
    outcome: Json = {"ok": True, "printed": "x" * 54592, "error": "", "value": 1, "frames": [], "pictures": []}
    told = Projection(words(with_aggregates=True)).of("run_python", outcome)
    assert "54" not in str(told)


@pytest.mark.parametrize(("rows", "is_told"), [(397, False), (403, False), (395, True), (400, True)])
def test_of_nearly_all_rows_of_a_frame_no_statistic_is_told(rows: int, *, is_told: bool) -> None:
    profile: Json = {
        "frame": "result",
        "rows": rows,
        "rows_used": rows,
        "columns": [{"name": "amount", "type": "number", "missing": 0, "mean": 12.5}],
    }
    told = Projection(words(with_aggregates=True)).of("profile", profile)
    assert ("12.5" in str(told)) == is_told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('File "<code 1>", line 3\nValueError: Ann', "ValueError"),
        ('File "<code 1>", line 1\nAnnMillerError: x', "it failed"),
        ("polars.exceptions.ComputeError: line 73907", "ComputeError"),
    ],
)
def test_of_an_error_only_a_known_kind_is_told(text: str, told: str) -> None:
    assert (
        told_failure(text, None, words(with_aggregates=True)) == f"{told}; its words are withheld at this privacy level"
    )
