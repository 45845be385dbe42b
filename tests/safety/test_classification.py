"""Which columns are found to be sensitive."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import polars as pl
import pytest

from benchmarks import classification as sets
from benchmarks import classification_unseen as unseen
from dpa_jupyter.frames import checksums
from dpa_jupyter.frames.recognition import frames_in
from dpa_jupyter.safety.classification.classify import classify
from dpa_jupyter.safety.classification.in_text import sensitive_in
from dpa_jupyter.safety.known_values import KnownValues
from dpa_jupyter.safety.sensitive_columns import SensitivityScan
from dpa_jupyter.safety.value_hashes import hashes_of

GENERATED = list(sets.generated())
REAL = list(sets.real())


@pytest.mark.parametrize(("kind", "name", "values"), GENERATED, ids=[f"{kind}-{name}" for kind, name, _ in GENERATED])
def test_made_up_columns_are_told_apart(kind: str, name: str, values: pl.Series) -> None:
    found = classify(name, values)
    assert (found.kind if found and found.whole else "") == kind


@pytest.mark.parametrize(("kind", "name", "values"), REAL, ids=[name for _, name, _ in REAL])
def test_real_columns_are_told_apart(kind: str, name: str, values: pl.Series) -> None:
    found = classify(values.name, values)
    assert (found.kind if found and found.whole else "") == kind


@pytest.mark.parametrize(
    ("check", "valid"),
    [
        (checksums.luhn, "4111111111111111"),
        (checksums.iban, "GB82WEST12345698765432"),
        (checksums.bsn, "111222333"),
        (checksums.steuer_id, "86095742719"),
        (checksums.pesel, "44051401359"),
        (checksums.cpf, "52998224725"),
        (checksums.aadhaar, "234123412346"),
        (checksums.french_nir, "255081416802538"),
        (checksums.dni, "12345678Z"),
        (checksums.codice_fiscale, "RSSMRA85T10A562S"),
        (checksums.chinese_id, "11010519491231002X"),
        (checksums.swedish_number, "8112189876"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_check_digit_that_is_published_as_an_example_is_right_and_others_are_wrong(
    check: sets.Check, valid: str
) -> None:
    assert check(valid)
    place = next(place for place, character in enumerate(valid) if character.isdigit() and place > 1)
    others = [f"{valid[:place]}{digit}{valid[place + 1 :]}" for digit in "0123456789" if digit != valid[place]]
    assert not any(map(check, others))


def test_columns_that_were_made_by_others_are_told_apart_without_the_help_of_their_names() -> None:
    found = [
        (kind, classify(name, values), name)
        for kind, name, values in unseen.columns(("de_DE", "it_IT", "sv_SE"), rows=150)
    ]
    taken = [name for kind, one, name in found if not kind and one is not None and one.whole]
    missed = [name for kind, one, name in found if kind and (one is None or one.kind != kind)]
    assert taken == []
    assert len(missed) <= 0.03 * sum(bool(kind) for kind, *_ in found)


def test_what_stands_in_a_text_is_found_and_dates_counts_and_times_are_not() -> None:
    text = "call +49 30 901820 or ann@x.org by 2026-11-21 10:20:30, 1,869 of 7,043 (26.5 %), card 4111 1111 1111 1111"
    assert [text[found.start : found.end] for found in sensitive_in(text)] == [
        "+49 30 901820",
        "ann@x.org",
        "4111 1111 1111 1111",
    ]


def test_texts_with_an_address_in_some_of_them_are_said_to_hold_it() -> None:
    found = classify("remark", pl.Series(["nothing", "write to ann@example.org please"] * 50))
    assert found is not None
    assert (found.kind, found.whole) == ("EMAIL", False)


@pytest.mark.parametrize("odd", [[], [None], [b"\xff\x00"], [[1, 2]], [{"a": 1}], [dt.timedelta(1)], [float("nan")]])
def test_odd_columns_are_of_no_class(odd: list[object]) -> None:
    assert classify("email", pl.Series(odd)) is None


def test_known_values_are_found_again_in_other_spellings() -> None:
    known = KnownValues()
    known.add("PERSON", hashes_of(pl.Series(["Ann-Marie O'Neill", "Mark"])))
    known.add("PHONE", hashes_of(pl.Series([15550109999])))
    known.add("MARKED", hashes_of(pl.Series([123456.0, 48.85837])))
    known.add("BIRTH_DATE", hashes_of(pl.Series([dt.date(1987, 3, 14)])))
    text = "ANN-MARIE O'NEILL (+1 555 010-9999) met Mark, who made a mark: 123,456.00 1.23456e5 48.858370 14.03.1987 12"
    assert [text[found.start : found.end] for found in known.find(text)] == [
        "ANN-MARIE O'NEILL",
        "1 555 010-9999",
        "Mark",
        "123,456.00",
        "1.23456e5",
        "48.858370",
        "14.03.1987",
    ]


def test_marks_go_before_what_is_found_and_frames_are_looked_through_once() -> None:
    frame = pd.DataFrame({"email": ["ann@x.org"] * 3, "plan": ["gold"] * 3})
    scan = SensitivityScan()
    frames = frames_in({"df": frame}).values()
    found = scan.look(frames, {"df.plan": True, "email": False}).columns
    assert [(one.column, one.found.kind) for one in found] == [("plan", "MARKED")]
    assert [one.column for one in scan.look(frames, {}).columns] == ["email"]
