"""Questions about a column that is far behind in a wide frame."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.tools.toolbox import built_in_tools
from tests.models.offline.talks import asked, talk, workshop_of
from tests.tools.contexts import context_of


@pytest.mark.parametrize(
    ("text", "verb", "column", "told"),
    [
        ("what is the mean of house_income?", "ask", None, "12.5"),
        ("which values are missing in house_income?", "ask", None, "1"),
        ("house_income", "analyze", "house_income", "averages 12.5"),
        ("check it", "quality", None, "house_income"),
    ],
)
async def test_every_column_of_a_wide_frame_is_within_reach(
    text: str, verb: str, column: str | None, told: str
) -> None:
    wide = pd.DataFrame(np.random.default_rng(0).normal(size=(41, 300))).rename(columns="c{}".format)
    frame = recognise("df", wide.assign(house_income=[*([5.0, 20.0, 12.5, 12.5] * 10), np.nan]))
    assert frame is not None
    request = asked(text, verb=verb, column=column, cards=[card(frame)])

    answer = (await talk([request], workshop_of(built_in_tools(), context_of([frame])))).answer

    assert told in answer
