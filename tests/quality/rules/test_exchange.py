"""Rules for other tools and from them: what can be said is said, what can't is listed, and no file is run."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.quality.rules import Rules
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.formats.exchange import FORMATS, read_foreign, written_for
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.rules import Rules as RulesType
from dpa_jupyter.quality.rules.tests import Compare, HasColumns, HasType, Range, Test
from tests.quality.rules.judged import judged
from tests.quality.rules.random_rules import rules

NAMES = {"pandera": "schema.py", "pointblank": "plan.py"}
EVERY = (
    Rules()
    .not_missing("email", name="mail is there", severity="critical", because="we write to them")
    .unique("email")
    .range("amount", 0, 10)
    .range("age", more_than=1)
    .values("status", ["open", "closed"])
    .matches("email", ".+@.+")
    .length("code", 1, 6)
    .row_count(at_least=10)
    .compare("end", ">", "start")
    .refers("customer_id", "customers", "id")
    .values("share", [1, 2], share="at least 99 %")
    .range("amount", 0, where="status == 'open'")
    .expression("total == price * quantity")
    .fresh("start", "7 days")
)


def same(test: Test) -> object:
    """Return what a test says, however it says it: "a < b" is "b > a"."""
    if isinstance(test, Compare) and test.operator in ("<", "<="):
        return Compare(test.other, ">" if test.operator == "<" else ">=", test.column)
    return test


def parts(test: Test) -> list[object]:
    """Return the bounds of a range one by one."""
    if not isinstance(test, Range):
        return [same(test)]
    bounds = {key: getattr(test, key) for key in ("at_least", "more_than", "at_most", "less_than")}
    return [Range(test.column, **{key: bound}) for key, bound in bounds.items() if bound is not None]


@pytest.mark.parametrize("format_name", FORMATS)
@settings(max_examples=15, deadline=None)
@given(known=st.lists(rules(), min_size=1, max_size=3))
def test_every_rule_is_read_back_or_was_listed_as_unsaid(format_name: str, known: list[Rule]) -> None:
    nameless = [replace(rule, name="", severity="high") for rule in known]
    made = RulesType(tuple({rule.title: rule for rule in nameless}.values()))
    written = written_for(format_name, "df", made)
    read = read_foreign(written.text, NAMES.get(format_name, "file"))
    unsaid = dict(written.unsaid)
    found = [repr(part) for rule in read.rules for part in parts(rule.test)]
    for rule in made:
        if rule.title not in unsaid and not isinstance(rule.test, HasColumns):  # several of these are read as one
            assert all(repr(part) in found for part in parts(rule.test))
    implied = HasType | HasColumns  # a contract says the type of what it bounds, and all of its columns
    asked = [repr(part) for rule in made for part in parts(rule.test)]
    more = [rule for rule in read.rules if not isinstance(rule.test, implied)]
    assert all(repr(part) in asked for rule in more for part in parts(rule.test))


@pytest.mark.parametrize(
    ("format_name", "unsaid"),
    [
        ("pandera", 7),
        ("pandera-yaml", 7),
        ("great-expectations", 5),
        ("pointblank", 7),
        ("pointblank-yaml", 7),
        ("odcs", 4),
    ],
)
def test_what_a_tool_has_no_word_for_is_listed_by_name_and_reason(format_name: str, unsaid: int) -> None:
    written = written_for(format_name, "orders", EVERY)
    assert len(written.unsaid) == unsaid
    assert "each row has total == price * quantity" in dict(written.unsaid)
    assert all(reason and "\n" not in reason for _, reason in written.unsaid)


@pytest.mark.parametrize("format_name", ["great-expectations", "odcs"])
def test_names_reasons_and_severities_are_kept_where_there_is_a_place_for_them(format_name: str) -> None:
    first = next(rule for rule in read_foreign(written_for(format_name, "df", EVERY).text, "x").rules if rule.name)
    assert (first.name, first.severity, first.because) == ("mail is there", "critical", "we write to them")


def test_a_share_of_great_expectations_is_one_of_the_values_that_are_there() -> None:
    suite = """{"expectations": [
        {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "x", "value_set": [1], "mostly": 0.7}},
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "x", "mostly": 0.3}}]}"""
    read = read_foreign(suite, "suite.json").rules
    frame = pd.DataFrame({"x": [1, 1, 9, *[None] * 6]})

    assert [(each.status, each.checked) for each in judged(read, frame)] == [("broken", 3), ("holds", 9)]
    assert read_foreign(written_for("great-expectations", "df", read).text, "suite.json").rules == read
    of_all_rows = Rules().values("x", [1], share="at least 70 %")
    (unsaid,) = written_for("great-expectations", "df", of_all_rows).unsaid
    assert "where not missing(x)" in unsaid[1]
    assert written_for("great-expectations", "df", of_all_rows + Rules().not_missing("x")).unsaid == ()


def test_a_schema_of_pandera_is_read_as_people_write_it() -> None:
    read = read_foreign(
        """\
import pandera as pa
from pandera import Check, Column, DataFrameSchema

ALLOWED = ["a", "b"]
schema = DataFrameSchema({
    "id": Column(int, Check.gt(0), unique=True),
    "amount": Column(float, [Check.in_range(0, 10, include_max=False), Check(lambda s: s.mean() > 3)], nullable=True),
    "kind": pa.Column(str, checks=pa.Check.isin(ALLOWED), nullable=True, required=False),
    "code": pa.Column("str", pa.Check.str_matches(r"[A-Z]+$"), nullable=True),
}, strict=True)
""",
        "schema.py",
    )
    assert [rule.title for rule in read.rules] == [
        "the columns are `id`, `amount`, `code`",
        "`id` is never missing",
        "`id` is unique",
        "`id` is a whole number",
        "`id` is more than 0",
        "`amount` is a number",
        "`amount` is at least 0 and less than 10",
        "`kind` is a text",
        "`code` is a text",
        '`code` matches "(?:[A-Z]+)"',
    ]
    assert [name for name, _ in read.unsaid] == ["amount.checks", "kind.isin"]


def test_what_a_name_stands_for_in_a_schema_is_listed_and_not_taken_as_true() -> None:
    read = read_foreign(
        """\
import pandera as pa
schema = pa.DataFrameSchema({
    "a": pa.Column(int, nullable=NULLS, unique=ONCE, required=NEEDED, metadata={(1, 2): 3}),
    "b": pa.Column(str, pa.Check.str_matches(PATTERN), nullable=True, required=False),
    "c": pa.Column(str, pa.Check.str_matches("a|b"), nullable=True, required=False),
}, strict=ONLY, ordered="no")
""",
        "schema.py",
    )
    assert [rule.title for rule in read.rules] == [
        "`a` is a whole number",
        "`b` is a text",
        "`c` is a text",
        r'`c` matches "(?:a|b)[\\s\\S]*"',
    ]
    assert {name for name, _ in read.unsaid} == {
        *("strict", "ordered", "a.nullable", "a.unique", "a.required", "a.metadata", "b.str_matches")
    }


def test_a_key_of_several_columns_is_unique_as_a_whole() -> None:
    read = read_foreign(
        """\
apiVersion: v3.1.0
schema:
- name: lines
  properties:
  - {name: line, primaryKey: true, primaryKeyPosition: 2}
  - {name: order, primaryKey: true, primaryKeyPosition: 1}
""",
        "contract.yaml",
    )
    assert [rule.title for rule in read.rules] == [
        "there are columns `line`, `order`",
        "`order`, `line` are together unique",
        "`line` is never missing",
        "`order` is never missing",
    ]


def test_a_validation_with_pointblank_is_read_as_people_write_it() -> None:
    read = read_foreign(
        """\
import pointblank as pb
v = (pb.Validate(data=pb.load_dataset("small_table"), label="x")
     .col_vals_gt(columns="d", value=100)
     .col_vals_between("c", 0, 9, inclusive=(True, False), na_pass=True)
     .col_vals_le(columns=["a", "b"], value=pb.col("c"), na_pass=True)
     .col_vals_expr(expr=pb.expr_col("a") > 1)
     .rows_distinct()
     .interrogate())
""",
        "plan.py",
    )
    assert [rule.title for rule in read.rules] == [
        "`d` is more than 100",
        "`d` is never missing",
        "`c` is at least 0 and less than 9",
        "`a` is at most `c`",
        "`b` is at most `c`",
    ]
    assert [name for name, _ in read.unsaid] == ["col_vals_expr", "rows_distinct"]


def test_a_contract_is_read_as_people_write_it() -> None:
    read = read_foreign(
        """\
apiVersion: v3.1.0
kind: DataContract
schema:
- name: orders
  quality:
  - {metric: rowCount, mustBeGreaterThan: 1000}
  - {type: sql, query: "DROP TABLE x", mustBe: 0}
  properties:
  - {name: id, logicalType: integer, primaryKey: true}
  - name: status
    logicalType: string
    logicalTypeOptions: {maxLength: 9, pattern: "^[a-z]+$", format: uuid}
    quality:
    - {metric: invalidValues, arguments: {validValues: [open, closed]}, mustBeLessOrEqualTo: 5, unit: percent}
""",
        "contract.yaml",
    )
    assert [rule.title for rule in read.rules] == [
        "there are columns `id`, `status`",
        "there are at least 1,001 rows",
        "`id` is never missing",
        "`id` is unique",
        "`id` is a whole number",
        "`status` is a text",
        "`status` has at most 9 characters",
        '`status` matches "(?:[a-z]+)"',
        '`status` is one of "open", "closed" for at least 95 % of rows',
    ]
    assert [name for name, _ in read.unsaid] == ["orders.sql", "status.format"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("evil.py", "import os\nos.system('touch {path}')\nimport pandera as pa\npa.DataFrameSchema({{}})"),
        ("evil.py", "import pandera as pa\npa.DataFrameSchema({{'a': pa.Column(int, open('{path}', 'w'))}})"),
        ("evil.py", "import pointblank as pb\npb.Validate(open('{path}','w')).col_exists(columns=open('{path}','w'))"),
        ("evil.yaml", "steps:\n- col_exists: {{columns: {{python: \"open('{path}', 'w')\"}}}}"),
        ("evil.yaml", "tbl: {{python: \"open('{path}', 'w')\"}}\nsteps: []"),
    ],
)
def test_nothing_of_a_file_runs(name: str, text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("run") / "touched"
    read_foreign(text.format(path=path), name)
    assert not path.exists()


@pytest.mark.parametrize("name", ['x") or evil() or pb.col("y', "a\\", "a\nb", "it's"])
def test_the_name_of_a_column_never_becomes_code(name: str) -> None:
    written = written_for("pointblank-yaml", "df", Rules().compare("a", ">", name).compare("a", ">", "b c"))
    assert len(written.unsaid) == 1
    assert [rule.title for rule in read_foreign(written.text, "file").rules] == ["`a` is more than `b c`"]


@pytest.mark.parametrize(
    "text",
    ["{", "[1, 2]", "a: 1", "{}", '{"expectations": 5}', "import", "schema_type: x\ncolumns: [1]", "steps: {a: 1}"],
)
def test_another_file_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_foreign(text, "file")
    assert "\n" not in str(refused.value)


@settings(max_examples=50, deadline=None)
@given(
    key=st.sampled_from(["expectations", "columns", "steps", "schema"]),
    value=st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["type", "kwargs", "column", "name", "columns", "checks", "quality", "metric", "col_vals_gt"]
                ),
                inner,
                max_size=3,
            )
        ),
    ),
)
def test_whatever_a_file_of_another_tool_holds_it_is_read_or_refused(key: str, value: object) -> None:
    import json

    marks = {"columns": {"schema_type": "dataframe"}, "schema": {"apiVersion": "v3.1.0"}}
    try:
        read_foreign(json.dumps({**marks.get(key, {}), key: value}), "file.json")
    except RuleError as refused:
        said = str(refused)
    else:
        said = ""
    assert "\n" not in said


FRAME = pd.DataFrame(
    {
        "email": ["a@b", "a@b", None, None, "xx"],
        "amount": [1, -2, 3, None, 50.0],
        "status": ["open", "Closed", None, "bad", "closed"],
        "end": [1.0, 2, 3, None, 9],
        "start": [1.0, 1, 2, 5, 10],
        "k": [1, 1, 2, 2, 3],
    }
)
ONE_BY_ONE = [
    Rules().not_missing("email"),
    Rules().range("amount", 0, 10),
    Rules().range("amount", more_than=-2),
    Rules().values("status", ["open", "closed"]),
    Rules().compare("end", ">", "start"),
    Rules().row_count(5, 5),
    Rules().matches("email", ".+@.+"),
    Rules().length("status", 1, 5),
    Rules().columns("email", "amount"),
]


@pytest.mark.skipif(find_spec("pandera") is None, reason="pandera is not installed")
@pytest.mark.parametrize("rules_", ONE_BY_ONE, ids=str)
def test_pandera_has_the_same_verdicts(rules_: Rules) -> None:
    import pandera.pandas as pa  # type: ignore[import-not-found,unused-ignore]  # only where it is installed

    written = written_for("pandera-yaml", "df", rules_)
    if written.unsaid:
        return
    (found,) = judged(rules_, FRAME)
    rows = 0
    try:
        pa.DataFrameSchema.from_yaml(written.text).validate(FRAME, lazy=True)
    except pa.errors.SchemaErrors as error:
        rows = error.failure_cases["index"].nunique()
    assert rows == (found.failed.value if found.failed else 0)


@pytest.mark.skipif(find_spec("pointblank") is None, reason="pointblank is not installed")
@pytest.mark.parametrize("rules_", ONE_BY_ONE, ids=str)
def test_pointblank_has_the_same_verdicts(rules_: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pointblank as pb  # type: ignore[import-not-found,unused-ignore]  # only where it is installed

    written = written_for("pointblank-yaml", "df", rules_)
    if written.unsaid:
        return
    (found,) = judged(rules_, FRAME)
    monkeypatch.chdir(tmp_path)
    FRAME.to_csv("df.csv")  # it is read first, and replaced then
    validation = pb.yaml_interrogate(written.text, set_tbl=FRAME)
    assert validation.all_passed() == (found.status == "holds")
    if found.failed is not None:
        assert sum(validation.n_failed().values()) == found.failed.value
