"""Which columns go together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import Associations
from dpa_jupyter.json_types import Json
from dpa_jupyter.tools.correlations import correlations
from tests.tools.kinds import MAKE, churn, every_kind
from tests.tools.observed import findings, observe


async def pairs(value: object, **arguments: Json) -> Associations:
    return await findings(correlations, value, Associations, **arguments)


@every_kind
async def test_numbers_get_spearmans_correlation_in_every_kind_of_frame(kind: str) -> None:
    columns = ["tenure", "monthly_charges", "total_charges"]
    found = await pairs(MAKE[kind](churn()), columns=list(columns))
    expected = churn().to_pandas()[columns].corr("spearman")
    assert len(found["pairs"]) == 3
    for pair in found["pairs"]:
        assert pair["value"] == pytest.approx(expected.loc[pair["first"], pair["second"]], abs=1e-4)
    assert {pair["rows_used"] for pair in found["pairs"]} == {7032, 7043}


async def test_every_pair_of_a_frame_is_measured_strongest_first() -> None:
    found = await pairs(churn())
    assert len(found["pairs"]) + found["more_pairs"] == 20 * 19 / 2
    strengths = [abs(pair["value"]) for pair in found["pairs"]]
    assert strengths == sorted(strengths, reverse=True)
    assert {pair["measure"].split()[0] for pair in found["pairs"]} == {"Cramér's", "correlation", "Spearman's"}


async def test_falling_together_is_negative_and_the_same_in_other_words_is_said() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=300)
    words = random.choice(["a", "b", "c"], 300)
    frame = pd.DataFrame({"x": x, "minus": -x, "word": words, "code": [f"{word}!" for word in words]})
    found = await pairs(frame)
    assert found["pairs"][0]["value"] == 1
    assert {pair["value"] for pair in found["pairs"][:2]} == {1, -1}
    assert "word and code say the same in other words" in found["notes"]
    assert any(note.startswith("x and minus go together so closely") for note in found["notes"])


async def test_many_rows_and_columns_are_sampled_and_it_is_said() -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.normal(size=(20_000, 160)), columns=[f"c{place}" for place in range(160)])
    found = await pairs(frame)
    assert found["precision"] == "sampled"
    assert any("evenly spread rows of 20,000" in note for note in found["notes"])
    assert len(found["left_out"]) == 10


async def test_odd_columns_are_left_out_and_few_rows_give_no_pairs() -> None:
    table = pa.table({"a": [1, 2], "b": ["x", "y"], "constant": [1, 1], "nested": [[1], [2]], "empty": pa.nulls(2)})
    found = await pairs(table)
    assert found["pairs"] == []
    assert {left["column"] for left in found["left_out"]} == {"constant", "nested", "empty"}
    with pytest.raises(ToolError, match="at least two"):
        await observe(correlations, table, columns=["a"])
