"""Questions in plain words: what they are read as, and what their SQL gives on real rows."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.findings import ColumnType, Scalar
from dpa_jupyter.models.offline.question import (
    Compare,
    Condition,
    Course,
    Describe,
    Duplicates,
    KnownColumn,
    LargestRows,
    Missing,
    NotUnderstood,
    Question,
    Reasons,
    Reckoning,
    Schema,
    Size,
    Together,
    largest_rows_sql,
    read_question,
    read_size,
    reckoning_sql,
)

ROWS = pd.DataFrame(
    {
        "churn": ["Yes", "No", "No", "Yes", "No", None],
        "contract": ["Month-to-month", "Two year", "Two year", "Month-to-month", "One year", "One year"],
        "payment_method": ["Mailed check", "Mailed check", "Card", "Card", "Card", "Card"],
        "senior_citizen": [1, 0, 0, 1, 1, 0],
        "tenure": [1, 34, 72, 2, 45, 8],
        "total_charges": [29.85, 1889.5, None, 108.15, 1840.75, 301.9],
        "signed": pd.to_datetime(["2024-01-05", "2024-01-09", "2024-02-01", "2024-02-03", "2024-03-01", "2024-03-02"]),
        "count": [1, 2, 3, 4, 5, 6],
    }
)
TYPES: dict[str, ColumnType] = {
    "churn": "text",
    "contract": "text",
    "payment_method": "text",
    "senior_citizen": "integer",
    "tenure": "integer",
    "total_charges": "number",
    "signed": "datetime",
    "count": "integer",
}


def known(name: str) -> KnownColumn:
    values: tuple[Scalar, ...] = tuple(ROWS[name].dropna().unique().tolist()) if TYPES[name] != "datetime" else ()
    return KnownColumn(name, TYPES[name], values, int(ROWS[name].nunique()))


COLUMNS = [known(name) for name in TYPES]


def read(text: str, target: str | None = None) -> Question:
    return read_size(text, "customers") or read_question(text, "customers", COLUMNS, target)


def result(text: str) -> list[tuple[Scalar, ...]]:
    question = read(text)
    assert isinstance(question, Reckoning | LargestRows), f"{text!r} was read as {question}"
    if isinstance(question, Reckoning):
        sql = reckoning_sql(question, "customers")
    else:
        sql = largest_rows_sql(question, "customers")
    with duckdb.connect() as connection:
        connection.register("customers", ROWS)
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("how many rows?", 6),
        ("how many customers have churn = Yes?", 2),
        ("how many customers churned?", 2),
        ("how many senior citizens are there", 3),
        ("how many rows where senior_citizen is no", 3),
        ("how many contracts are there", 3),
        ("how many customers have contract two year", 2),
        ("how many customers with a two year contract", 2),
        ("how many customers have tenure 8", 1),
        ("how many customers with tenure over 8", 3),
        ("how many customers with more than 8 tenure", 3),
        ("how many rows where tenure is between 2 and 34", 3),
        ("how many customers did not churn", 3),
        ("how many customers who didn't churn", 3),
        ("how many senior citizens churned", 2),
        ("how many customers do not have a month-to-month contract", 4),
        ("how many customers not on two year", 4),
        ("how many customers without a two year contract", 4),
        ("mean tenure of churned customers", 1.5),
        ("mean tenure of customers without churn", 151 / 3),
        ("percentage of customers with two year contract who churned", 0),
        ("standard deviation of count", 3.5**0.5),
        ("number of distinct payment methods", 2),
        ("how many rows where tenure > 8 and contract is two year", 2),
        ("how many rows with tenure between 2 and 34", 3),
        ("how many rows without total_charges", 1),
        ("how many rows where total_charges is not missing", 5),
        ("how many rows where contract is not 'One year'", 4),
        ("how many rows signed before", None),
        ("how many rows where signed >= 2024-02-03", 3),
        ("how many rows made by mailed check", 2),
        ("how many customers in january", 2),
        ("how many customers signed in the last month", 2),
        ("how many customers in 2024", 6),
        ("how many customers in Mar 2024", 2),
        ("how many customers signed in january or march", 4),
        ("how many customers last week", 2),
        ("mean tenure in february", 37),
        ("share of customers in february", 2 / 6),
        ("share of customers last month", 2 / 6),
        ("how many rows with contract month-to-month or one year", 4),
        ("how many customers with a one year or a two year contract", 4),
        ("how many customers on two year or month-to-month", 4),
        ("how many rows where contract is not one year or two year", 2),
        ("how many rows where tenure is 1 or 2 or 72", 3),
        ("mean tenure where churn is yes or no", 154 / 5),
        ("share of customers with card or mailed check who churned", 2 / 5),
        ("mean tenure", 27),
        ("average of tenure for customers who churned", 1.5),
        ("what is the average tenure where churn is no?", 151 / 3),
        ("median tenure for month-to-month", 1.5),
        ("sum of total charges", 29.85 + 1889.5 + 108.15 + 1840.75 + 301.9),
        ("highest tenure", 72),
        ("min of tenure in customers", 1),
        ("what share of customers churned?", 2 / 5),
        ("percentage of rows where contract is two year", 2 / 6),
        ("mean of count", 3.5),
        ("maximum count where payment method = card", 6),
    ],
)
def test_one_number_is_asked_for_in_many_words(text: str, number: float | None) -> None:
    if number is None:
        assert isinstance(read(text), NotUnderstood)
    else:
        assert result(text)[0][0] == pytest.approx(number)


def test_groups_are_ranked_with_the_highest_first() -> None:
    assert result("mean tenure by contract") == [
        ("Two year", 53.0, 2),
        ("One year", 26.5, 2),
        ("Month-to-month", 1.5, 2),
    ]
    assert result("churn rate per contract")[0] == ("Month-to-month", 1.0, 2)
    assert result("which contract has the highest churn?")[0][:2] == ("Month-to-month", 1.0)
    assert result("which contract has the lowest average tenure")[0][:2] == ("Month-to-month", 1.5)
    assert result("highest tenure per contract")[0] == ("Two year", 72, 2)
    assert result("busiest senior_citizen")[0] == (0, 3)
    assert str(result("latest signed per contract")[0][1]) == "2024-03-02 00:00:00"
    assert str(result("earliest signed")[0][0]) == "2024-01-05 00:00:00"
    assert result("how many customers for each payment method") == [("Card", 4), ("Mailed check", 2)]
    assert result("how many customers were there with each payment method") == [("Card", 4), ("Mailed check", 2)]
    assert len(result("how many customers did each contract have each payment method")) == 5
    assert result("most common payment method") == [("Card", 4)]
    assert result("top 1 contracts by tenure") == [("Two year", 53.0, 2)]
    assert result("top 2 contracts by number of customers") == [
        ("Month-to-month", 2),
        ("One year", 2),
        ("Two year", 2),  # as many as the second, so it has the same right to be there
    ]
    assert result("which contract has the most customers")[0][1] == 2
    assert result("customers per payment method") == [("Card", 4), ("Mailed check", 2)]
    assert result("share of customers by payment method") == [("Card", 4 / 6, 4), ("Mailed check", 2 / 6, 2)]
    assert len(result("average tenure by contract and payment method")) == 5


def test_the_largest_rows_leave_missing_values_out() -> None:
    assert [row[0] for row in result("top 2 tenure")] == [72, 45]
    assert [row[0] for row in result("3 smallest total_charges")] == [29.85, 108.15, 301.9]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("how many columns?", Size()),
        ("how big is customers", Size()),
        ("what columns are there", Schema()),
        ("how many missing values in total_charges?", Missing(known("total_charges"))),
        ("which columns have missing values", Missing(None)),
        ("are there duplicates in customers?", Duplicates()),
        ("what is churn?", Describe(known("churn"))),
        ("what does churn mean", Describe(known("churn"))),
        ("distribution of total charges", Describe(known("total_charges"))),
        ("tell me about `tenure`", Describe(known("tenure"))),
        ("correlation between tenure and total_charges", Together(known("tenure"), known("total_charges"))),
        ("is churn related to contract?", Together(known("churn"), known("contract"))),
        ("compare churn by contract", Compare(known("churn"), (known("contract"),))),
        ("how does tenure vary by churn and contract", Compare(known("tenure"), (known("churn"), known("contract")))),
        ("why do customers churn?", Reasons(known("churn"))),
        ("what drives tenure", Reasons(known("tenure"))),
        ("tenure over time", Course(known("tenure"), known("signed"))),
        ("mean tenure over time", Course(known("tenure"), known("signed"), "mean")),
        ("compare tenure over signed", Course(known("tenure"), known("signed"))),
        ("compare tenure over time", Course(known("tenure"), known("signed"))),
        ("total tenure by week", Course(known("tenure"), known("signed"), "sum", "week")),
        ("churn rate by month over time", Course(known("churn"), known("signed"), "share", "month")),
        ("monthly number of customers", Course(None, known("signed"), period="month")),
        ("customers over time", Course(None, known("signed"))),
        ("how many customers signed every week", Course(None, known("signed"), period="week")),
        ("describe each contract", Describe(known("contract"))),
    ],
)  # fmt: skip
def test_a_question_is_read_as_what_it_asks(text: str, question: Question) -> None:
    assert read(text) == question


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mean tenure excluding card", ("excluding",)),
        ("predict churn for next month", ("predict", "next", "month")),
        ("mean tenure where churn is yes or tenure > 8", ("or",)),
        ("drop table customers", ("drop",)),
        ("average delay", ("delay",)),
    ],
)
def test_what_is_not_understood_to_the_last_word_is_not_answered(text: str, words: tuple[str, ...]) -> None:
    assert read(text) == NotUnderstood(words)


def test_what_makes_no_sense_is_refused_with_the_reason() -> None:
    question = read("mean of contract")
    assert isinstance(question, NotUnderstood)
    assert "no numbers" in question.reason


@pytest.mark.parametrize(
    "text",
    [
        "compare churn by contract where tenure > 3",
        "tenure over time by contract",
        "max of tenure over time",
        "how many tenure are there",
        "how many customers with one year and two year contract",
        "what is the tenure of two year",
        "longest contract",
        "contract of payment method card",
        "which contract has the most customers each payment method",
    ],
)
def test_what_could_mean_several_things_is_refused_with_the_reason(text: str) -> None:
    question = read(text)
    assert isinstance(question, NotUnderstood), f"{text!r} was read as {question}"
    assert question.reason


def test_without_means_the_value_for_none_where_a_column_has_one() -> None:
    service = KnownColumn("internet_service", "text", ("DSL", "Fiber optic", "No"), 3)
    security = KnownColumn("online_security", "text", ("Yes", "No", "No internet service"), 3)
    asked = "how many rows without {}"
    found = read_question(asked.format("internet service"), "customers", [service, security])
    assert found == Reckoning("count", where=(Condition(service, "=", "No"),))
    assert found == read_question("how many rows have no internet service", "customers", [service, security])
    assert isinstance(read_question(asked.format("online security"), "customers", [service, security]), NotUnderstood)


def test_a_value_is_not_looked_for_where_the_words_lead_away_from_it() -> None:
    columns = [KnownColumn("origin", "text", ("JFK",), 3), KnownColumn("dest", "text", ("LAX",), 99)]
    origin, dest = columns
    found = read_question("how many trips from JFK to LAX", "trips", columns)
    assert found == Reckoning("count", where=(Condition(origin, "=", "JFK"), Condition(dest, "=", "LAX")))
    for text in ("how many trips to JFK", "how many trips from LAX"):
        assert isinstance(read_question(text, "trips", columns), NotUnderstood)
    assert isinstance(read_question("how many trips to JFK", "trips", columns, target="origin"), NotUnderstood)


def test_most_rows_are_not_the_largest_number() -> None:
    month = KnownColumn("month", "integer", (1, 2), 12)
    found = read_question("which month has the most flights", "flights", [month])
    assert isinstance(found, Reckoning)
    assert (found.measure, found.by) == ("count", (month,))


def test_unknown_words_may_stand_for_the_column_that_was_resolved() -> None:
    assert read("average fidelity", "tenure") == read("average tenure")
    assert read("average fidelity by tenure", "tenure") == NotUnderstood(("fidelity",))
    for text in ("how many customers outside month-to-month", "how many rows but two year"):
        assert isinstance(read(text, "contract"), NotUnderstood), "a word that turns the sense may not be replaced"


def test_a_question_longer_than_any_simple_one_is_not_even_tried() -> None:
    question = read("mean tenure " * 20_000)
    assert isinstance(question, NotUnderstood)
    assert "too long" in question.reason


# DuckDB before 1.5 has no way to write a null character in a name.
names = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(names, names, st.text(max_size=20))
def test_no_name_and_no_value_breaks_out_of_the_sql(frame: str, column: str, value: str) -> None:
    wanted = KnownColumn(column, "text", (value,), 1)
    question = read_question(f'how many rows where "{column}" is "{value}"', frame, [wanted])
    if not isinstance(question, Reckoning):
        return
    statements = duckdb.extract_statements(reckoning_sql(question, frame))
    assert len(statements) == 1
    assert "SELECT" in str(statements[0].type)


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                *TYPES,
                "mean",
                "by",
                "top",
                "5",
                "where",
                "is",
                "not",
                "Yes",
                "how many",
                "of",
                "between",
                "and",
                "most",
                "count",
                "without",
                ">",
                "'x'",
            ]
        ),
        max_size=9,
    ).map(" ".join)
)
def test_any_text_is_read_as_something(text: str) -> None:
    question = read(text)
    if isinstance(question, Reckoning | LargestRows):
        assert isinstance(result(text), list)
