"""Changes in a real kernel: in the cell that asks, and in the background, between two cells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser.asking import says, set_up
from tests.support.kernels import running_kernel
from tests.support.openai_answers import Answer, answer, call_by_character
from tests.support.openai_server import OpenAIServer


def calls(tool: str, arguments: dict[str, str]) -> Answer:
    return answer(*call_by_character(tool, json.dumps(arguments)), finish="tool_calls")


def cleaning() -> list[Answer]:
    """Answers of a model that leaves out a row."""
    return [
        calls("query_sql", {"sql": "SELECT * FROM df WHERE charge > 50", "name": "less"}),
        calls("propose_change", {"frame": "less", "name": "df", "reason": "small charges are left out"}),
        says("One row is gone."),
    ]


@pytest.mark.kernel
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of jupyter_client and its transport, when a kernel ends
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_variable_is_changed_in_the_cell_and_in_the_background_and_both_are_taken_back(tmp_path: Path) -> None:
    with OpenAIServer([*cleaning(), *cleaning()]) as server, running_kernel(tmp_path) as kernel:
        kernel.run(f"{set_up(server.url)}\nbefore = df")
        kernel.run("r = %dpa leave out small charges", answer="y")
        assert kernel.value("len(df), len(before), list(df.columns)") == "(2, 3, ['contract', 'charge'])"
        kernel.run("%dpa undo")
        assert kernel.value("df is before") == "True"

        kernel.begin("r = %dpa -b leave out small charges")
        kernel.wait_for_output(lambda message: "%dpa approve 1" in message["content"].get("text", ""))
        kernel.run("%dpa approve\nseen = {len(df) for _ in range(5_000_000)}")
        while kernel.value("r.is_over") == "False":
            pass
        assert kernel.value("seen, len(df), r.result().status") == "({3}, 2, 'finished')"
        kernel.run("%dpa undo")
        assert kernel.value("df is before") == "True"
        kernel.run("%dpa redo")
        assert kernel.value("len(df)") == "2"


LOOKS_ON = """%dpa approve
import asyncio
seen = set()
for _ in range(350):
    seen.add(len(df))
    await asyncio.sleep(0.01)"""


@pytest.mark.kernel
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of jupyter_client and its transport, when a kernel ends
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_cell_that_awaits_something_is_not_disturbed_and_no_time_of_the_call_passes(tmp_path: Path) -> None:
    with OpenAIServer(cleaning()) as server, running_kernel(tmp_path) as kernel:
        kernel.run(f"{set_up(server.url)}\n%config Dpa.tool_timeout = 3")
        kernel.begin("r = %dpa -b leave out small charges")
        kernel.wait_for_output(lambda message: "%dpa approve 1" in message["content"].get("text", ""))
        assert kernel.run(LOOKS_ON)["status"] == "ok"
        kernel.run("r.thread.join()")
        assert kernel.value("seen, len(df), r.result().status") == "({3}, 2, 'finished')"
