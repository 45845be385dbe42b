"""What Tab offers on the magic's line."""

from __future__ import annotations

import pandas as pd
import pytest

from dpa_jupyter.notebook.completion import LineCompleter

FRAME = pd.DataFrame({"churn": ["Yes"], "tenure": [1], "two words": [2]})
COMPLETER = LineCompleter({"df": FRAME, "other": FRAME, "number": 1}, lambda: ["offline", "openai/gpt-5"])


def offered(line: str) -> list[str]:
    found = COMPLETER.complete(line)
    assert found is not None
    return [text for text, _ in found[1]]


def test_other_lines_are_left_to_ipython() -> None:
    assert COMPLETER.complete("df.") is None
    assert COMPLETER.complete("%dpax an") is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("%dpa ana", ["analyze"]),
        ("%%dpa stat", ["status"]),
        ("answer = %dpa exp", ["explain"]),
        ("%dpa --mo", ["--model", "--mode"]),
        ("%dpa --mode a", ["ask", "auto"]),
        ("%dpa approve s", ["session"]),
        ("%dpa --model op", ["openai/gpt-5"]),
        ("%dpa --model=off", ["offline"]),
        ("%dpa -m off", ["offline"]),
        ("%dpa model op", ["openai/gpt-5"]),
        ("%dpa config ti", ["timeout"]),
        ("%dpa --on d", ["df"]),
        ("%%dpa analyze churn in d", ["df"]),
        ("%%dpa compare @oth", ["@other"]),
        ("%%dpa --on df,ot", ["other"]),
        ("%%dpa analyze ten", ["tenure"]),
        ("%%dpa what is df.ch", ["churn"]),
        ("%%dpa what is @df[tw", ["two words"]),
        ("%%dpa number.", []),
        ("%%dpa nothing.x", []),
    ],
)
def test_the_line_is_completed(line: str, expected: list[str]) -> None:
    assert offered(line) == expected


def test_after_a_word_frames_are_offered_and_no_verbs() -> None:
    assert offered("%%dpa analyze churn in ") == ["df", "other"]
