"""Names for what tools make."""

from __future__ import annotations

import re
from keyword import iskeyword


def variable_name(text: str, otherwise: str) -> str:
    """Turn any text into a name that Python and SQL take without quotes."""
    name = re.sub(r"\W+", "_", text).strip("_")
    if not name:
        return otherwise
    return f"_{name}".replace("__", "_") if name[0].isdigit() or iskeyword(name) else name
