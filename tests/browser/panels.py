"""Cells that show the quality panel on frames with known faults."""

from __future__ import annotations

SET_UP = """\
import pandas as pd
from dpa_jupyter.widgets.quality_panel import QualityPanel
from tests.support.desks import desk

df = pd.DataFrame({
    "id": range(200),
    "city": ["Berlin", " Berlin ", "Paris", "London"] * 50,
    "sold": [3, 5, 8, 13] * 50,
    "reached": ["yes", "no", "n/a", "no"] * 50,
})

def put(value):
    global df
    df = value
"""
SHOW = "table = desk(df, put); table.wait(30); panel = QualityPanel(table); panel"
SPACES = "int(df.city.str.contains(' ').sum()), len(df)"
WIDE = """\
from tests.support.wide_study import wide_desk
other = wide_desk(5_000); other.wait(60); QualityPanel(other)"""
STREAM = """\
from pathlib import Path
from dpa_jupyter.notebook.quality_view import show_quality
from tests.support.wide_study import wide_desk
show_quality(get_ipython(), wide_desk(200, Path("the quality gate")))"""
