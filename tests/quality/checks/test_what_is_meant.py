"""Clean data that looks like an error to whoever looks too quickly: no cell of it fails."""

from __future__ import annotations

import random

import pytest

from dpa_jupyter.quality.catalogue import catalogue
from dpa_jupyter.quality.examine import examine
from tests.quality.checks.cases import Case, engine_and_evidence, holds

SURNAMES = [f"{first}{last}" for first in ("Ash", "Black", "Comp", "Day", "Ever") for last in (
    "bourne", "croft", "dale", "ford", "grove", "hurst", "ley", "more", "ton", "wick")]  # fmt: skip
CODES = ["en", "de", "fr", "es", "it", "pt", "nl", "sv"] * 10
NORMAL = [random.Random(3).gauss(0, 1) for _ in range(500)]
TAIL = [random.Random(5).lognormvariate(3, 0.9) for _ in range(600)]


def mostly(usual: str, rare: str, times: int = 60) -> dict[str, list[str]]:
    return {"x": [usual] * (1000 - times) + [rare] * times}


CASES = [
    Case("typo_cluster", "what is not", mostly("available", "unavailable", 4), {}),
    Case("typo_cluster", "what is not yet", mostly("complete", "incomplete", 4), {}),
    Case("typo_cluster", "the opposite", mostly("external", "internal", 4), {}),
    Case("typo_cluster", "too little of what others have too much of", mostly("hypertension", "hypotension", 4), {}),
    Case("typo_cluster", "names that several have", {"x": [*(["Smith", "Davis"] * 400), *(["Smyth", "Davies"] * 20), *SURNAMES * 4]}, {}),
    Case("typo_cluster", "a slip all the same", mostly("available", "availabel", 3), {"x": [997, 998, 999]}),
    Case("numeric_with_unit", "a usual spelling and another", {"x": ["5 kg", "7 kg"] * 44 + ["5 KG"] * 12}, {"x": range(88, 100)}),
    Case("numeric_with_unit", "two units", {"x": ["5 kg", "7 kg"] * 30 + ["5 lb"] * 40}, {}, noted=True),
    Case("mixed_units_scale", "numbers on both sides of zero", {"x": NORMAL}, {}),
    Case("mixed_units_scale", "a long tail", {"x": TAIL}, {}),
    Case("impossible_date", "versions", {"x": ["1.0.11", "4.0.23", "2.14.7", "10.31.99", "3.10.12"] * 20}, {}),
    Case("impossible_date", "versions of two digits", {"x": ["20.04.33", "18.44.12", "22.10.99", "14.31.02"] * 20}, {}),
    Case("html_or_escape", "an address", {"x": ["https://a.org/x%20y%20z", "https://a.org/n%2Fm%2F"] + ["https://a.org"] * 30}, {}),
    Case("html_or_escape", "a path", {"x": [r"C:\new\table", r"D:\users\x86\tools", r"\\host\reports", r"data\raw\notes.txt"] + ["none of it"] * 30}, {}),
    Case("html_or_escape", "a line that was escaped", {"x": [r"one\ntwo"] + ["one two"] * 30}, {"x": [0]}),
    Case("invalid_iso_code", "a word for what has no code", {"x": [*CODES, "other", "multiple"]}, {}),
    Case("invalid_iso_code", "a code that is none", {"x": [*CODES, "xq"]}, {"x": [80]}),
    Case("format_mask", "names with digits", {"x": ["Acme Company", "Baker Ltd", "Cole and Sons"] * 100 + ["3M Company", "7-Eleven"]}, {}, noted=True),
    Case("format_mask", "signs in a name", {"x": ["Acme Company", "Baker Ltd", "Cole and Sons"] * 100 + ["Ac*e Company"]}, {"x": [300]}),
    Case("sentinel_string", "a state that can be", {"x": ["available", "sold"] * 40 + ["unavailable"] * 3}, {}, noted=True),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_meant_is_left_alone(case: Case) -> None:
    holds(case)


def test_among_names_no_fix_for_a_word_is_beyond_doubt() -> None:
    engine, evidence = engine_and_evidence({"x": [*SURNAMES * 3, "Null"]})
    (finding,) = examine(engine, evidence, [check for check in catalogue() if check.id == "sentinel_string"])

    assert [fix.confidence for fix in finding.fixes] == ["medium"]
