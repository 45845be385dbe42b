"""Rules in plain words: what can be read comes to a rule, the rest is refused, and nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from dpa_jupyter.findings import ColumnType
from dpa_jupyter.quality.rules import Rules
from dpa_jupyter.quality.rules.errors import RuleError
from dpa_jupyter.quality.rules.rule import Rule
from dpa_jupyter.quality.rules.wording import sentence_of
from dpa_jupyter.quality.rules.words.reading import FORMS, read_words
from tests.quality.rules.random_rules import rules

COLUMNS: dict[str, ColumnType] = {
    "amount": "number", "amount due": "number", "email": "text", "status": "text", "age": "integer",
    "start": "datetime", "end": "datetime", "closed_at": "datetime", "customer_id": "integer", "month": "text",
    "code": "text", "name": "text", "total": "number", "price": "number", "quantity": "number", "created": "date",
    "id": "integer",
}  # fmt: skip
ONE_DATE: dict[str, ColumnType] = {"created": "date", "x": "number"}


def said(text: str, columns: dict[str, ColumnType] = COLUMNS) -> str:
    """Return the rules that a sentence comes to, as sentences."""
    return "; ".join(map(sentence_of, read_words(text, columns)))


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_the_help_can_be_read(form: str) -> None:
    assert read_words(form, ONE_DATE if form.startswith("no row") else COLUMNS)


@settings(max_examples=100, deadline=None)
@given(rules())
def test_the_sentence_of_a_rule_is_read_back_as_that_rule(rule: Rule) -> None:
    (read,) = read_words(sentence_of(rule, None))
    assert (read.test, read.where, read.share) == (rule.test, rule.where, rule.share)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("`amount` is never negative", "`amount` is at least 0"),
        ("amount must be non-negative.", "`amount` is at least 0"),
        ("amount > 0", "`amount` is more than 0"),
        ("Amount is no more than 1,000.50", "`amount` is at most 1000.5"),
        ("amount due is 10 or more", "`amount due` is at least 10"),
        ("age is never more than 120", "`age` is at most 120"),
        ("age is at least 18 and at most 65", "`age` is between 18 and 65"),
        ("age between 0 and 120 for at least 99 % of rows", "`age` is between 0 and 120 for at least 99 % of rows"),
        ("at most 5% of rows have amount above 100", "`amount` is more than 100 for at most 5 % of rows"),
        ("email is unique and never missing", "`email` is unique; `email` is never missing"),
        (
            "code is never empty",
            "`code` is never missing; `code` has at least 1 character",
        ),
        ("amount is never empty", "`amount` is never missing"),
        ("age is 5, 6 or 7", "`age` is one of 5, 6, 7"),
        ("age is not 5, 6", "`age` is none of 5, 6"),
        ("name, code are never missing", "`name` is never missing; `code` is never missing"),
        ("age is in 2024", "`age` is one of 2024"),
        ("customer_id and month are together unique", "`customer_id`, `month` are together unique"),
        ("status is one of open, on hold or done", '`status` is one of "open", "on hold", "done"'),
        ("status is either \u2018open\u2019 or “closed”", '`status` is one of "open", "closed"'),
        ('status is never "n/a"', '`status` is none of "n/a"'),
        ("end is after start", "`end` is more than `start`"),
        ("end is on or after start", "`end` is at least `start`"),
        ("end >= start", "`end` is at least `start`"),
        ("created is before March 2026", "`created` is less than 2026-03-01"),
        ("created is after March 2026", "`created` is more than 2026-03-31"),
        ("created is between 1 January 2026 and March 5, 2026", "`created` is between 2026-01-01 and 2026-03-05"),
        ("created is in 2025", "`created` is between 2025-01-01 and 2025-12-31"),
        ("created is never in the future", "`created` is at most now"),
        ("created is within the last 3 months", "`created` is at least today - 3 months"),
        ("every customer_id is in customers.id", "every `customer_id` is in `customers`.`id`"),
        ("customer_id is in the id of customers", "every `customer_id` is in `customers`.`id`"),
        ("at least 1,000 rows", "there are at least 1,000 rows"),
        ("there are no more than 10 rows", "there are at most 10 rows"),
        ("the newest start is at most 2 days old", "the latest `start` is no older than 2 days"),
        ("total = price * quantity", "each row has total == price * quantity"),
        ("total = `amount due` + 1", "each row has total == `amount due` + 1"),
        ("code doesn't contain x", 'each row has not contains(code, "x")'),
        ("if status is closed, closed_at is not missing", '`closed_at` is never missing where status == "closed"'),
        ("amount is positive unless status is open", '`amount` is more than 0 where not (status == "open")'),
        ("amount is 0 where amount due is missing", "`amount` is one of 0 where missing(`amount due`)"),
        (
            "amount is positive where age > 5 and status == 'x'",
            "`amount` is more than 0 where age > 5 and status == 'x'",
        ),
    ],
)
def test_a_sentence_comes_to_a_rule(text: str, rule: str) -> None:
    assert said(text) == rule


def test_a_reason_and_how_bad_it_is_can_be_said() -> None:
    (rule,) = read_words("amount is positive (critical) because we never give money away", COLUMNS)
    assert (rule.severity, rule.because) == ("critical", "we never give money away")


def test_no_row_is_older_is_about_the_only_date_there_is() -> None:
    assert said("no row is older than 7 days", ONE_DATE) == "`created` is at least today - 7 days"
    with pytest.raises(RuleError, match="which of start, end, closed_at, created"):
        said("no row is older than 7 days")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("amount is nice", "from 'is nice' on"),
        ("status is open", "The nearest that can: 'status is one of open, closed, pending'"),
        ("amonut is never negative", "Did you mean 'amount'?"),
        ("total = prize * quantity", "Did you mean 'price'?"),
        ("created is after 03/04/2026", "which day is"),
        ("created is in March", "of which year?"),
        ("created is before 31 February 2026", "is not in the calendar"),
        ("id and month are unique", "as either may be meant"),
        ("amount is mostly positive", "can't be read"),
        ("amount is positive most of the time", "can't be read"),
        ("amount is never negative or whatever", "can't be read"),
        ("age is between 0", "can't be read"),
        ("amount may be missing", "can't be read"),
        ("email is not unique", "can't be read"),
        ("age is 5, 6, 7", "of several values"),
        ("age is never 5 and 6", "of several values"),
        ("age is at least 5, 6", "can't be read"),
        ("code has 5 digits", "by a pattern"),
        ("code has at most 5 letters", "by a pattern"),
        ("amount is positive where the moon is full", "can't be read"),
        ("", "a rule is a sentence"),
        ("amount ☃ 5", "can't be read"),
        ("x" * 2_000, "at most 1,000 characters"),
    ],
)
def test_what_can_not_be_read_is_refused_with_what_can(text: str, why: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_words(text, COLUMNS)
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_words_stand_among_other_rules() -> None:
    rules = Rules().words("amount is never negative", COLUMNS).words("email is unique", ["email"])
    assert [rule.test.kind for rule in rules] == ["range", "unique"]
