"""A notebook whose model calls for code, so that the user is asked."""

from __future__ import annotations

import json

from tests.support.openai_answers import Answer, answer, call_by_character, words

CODE = """\
# median charge of each contract
by_contract = df.groupby("contract")["charge"].median()
by_contract.sort_values(ascending=False).to_dict()
"""
PURPOSE = "Find the median charge of each kind of contract, which no other tool gives."
FRAME = 'import pandas as pd\ndf = pd.DataFrame({"contract": ["month", "year", "month"], "charge": [70.5, 20.0, 90.5]})'


def asks(code: str = CODE) -> Answer:
    """Return an answer that wants this code to run."""
    arguments = json.dumps({"code": code, "purpose": PURPOSE})
    thought = words("No tool gives medians by group, so I compute them.")
    return answer(*thought, *call_by_character("run_python", arguments), finish="tool_calls")


def says(text: str) -> Answer:
    """Return a last answer."""
    return answer(*words(text))


def set_up(server: str) -> str:
    """Return a cell that loads everything and points to a server."""
    return f"%load_ext dpa_jupyter\n{FRAME}\n%config Dpa.api_base = {server!r}\n%config Dpa.model = 'openai/any'"
