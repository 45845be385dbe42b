"""What is told below samples: nothing that says a value by its size, its name or its absence."""

from __future__ import annotations

import pytest

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
