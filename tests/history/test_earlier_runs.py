"""What a run is told of those before it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.events import Answered, Event, RunStarted
from dpa_jupyter.history import earlier_runs
from dpa_jupyter.messages import AssistantMessage, Text, UserMessage


def run(request: str, answer: str | None) -> list[Event]:
    started: list[Event] = [RunStarted(request, "ask", "scripted", ())]
    return started if answer is None else [*started, Answered(answer)]


def test_requests_and_answers_are_told_oldest_first_and_nothing_in_between() -> None:
    told = earlier_runs([run("one?", "1"), run("broken off?", None), run("two?", "2")], tokens=100)
    assert told == [
        UserMessage((Text("one?"),)),
        AssistantMessage("1"),
        UserMessage((Text("two?"),)),
        AssistantMessage("2"),
    ]


@given(st.lists(st.tuples(st.text(max_size=50), st.text(max_size=50)), max_size=10), st.integers(0, 100))
def test_the_latest_that_fit_are_told_and_never_more_than_the_budget(pairs: list[tuple[str, str]], tokens: int) -> None:
    told = earlier_runs([run(*pair) for pair in pairs], tokens)
    texts = [m.parts[0].text if isinstance(m, UserMessage) else m.text for m in told]  # type: ignore[union-attr]  # Text
    assert sum(map(len, texts)) <= tokens * 3
    assert texts == [text for pair in pairs for text in pair][len(pairs) * 2 - len(texts) :]
