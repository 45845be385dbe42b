"""The style of a run, the same while it is live and when it is saved."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


@cache
def style() -> str:
    """Return the style sheet without comments and spare room."""
    text = (Path(__file__).parent / "run.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return (
        re.sub(r"\s*([{};,>])\s*|(:)\s+|\s+", lambda found: found[1] or found[2] or " ", text)
        .replace(";}", "}")
        .strip()
    )
