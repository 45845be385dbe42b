"""What people copy: each example that needs no model runs as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.notebook.help_text import EXAMPLES

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
BLOCKS = [block.partition("\n") for block in README.split("```")[1::2]]
CELLS = [cell for language, _, cell in BLOCKS if language in ("", "python") and "%" in cell]
LINES = [line.strip() for line in EXAMPLES.splitlines()]


@pytest.mark.parametrize("cell", [cell for cell in (*CELLS, *LINES) if "--model" not in cell])
def test_an_example_is_answered_as_it_is_pasted(churn: InteractiveShell, cell: str) -> None:
    assert churn.run_cell(cell).success
    result = churn.user_ns.get("_dpa")
    assert result is None or "can't answer" not in result.text
