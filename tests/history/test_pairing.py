"""Whatever happened to a run, what the model is sent pairs each call with one result."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.history import paired
from dpa_jupyter.messages import AssistantMessage, Data, Message, Text, ToolCall, ToolMessage, UserMessage

IDS = st.sampled_from(["a", "b", "c", "d"])
USER = st.just(UserMessage((Text("go on"),)))
RESULT = st.builds(
    lambda call, ok: ToolMessage(call, "profile", (Data("profile", {"of": call}),), ok), IDS, st.booleans()
)
ANSWER = st.lists(IDS, unique=True, max_size=3).map(
    lambda ids: AssistantMessage("", tool_calls=tuple(ToolCall(each, "profile", "{}") for each in ids))
)
HISTORIES = st.lists(st.one_of(USER, RESULT, ANSWER), max_size=12)


@given(HISTORIES)
def test_each_call_is_followed_by_its_one_result_and_no_result_stands_alone(messages: list[Message]) -> None:
    rest = iter(paired(messages))
    for message in rest:
        assert not isinstance(message, ToolMessage)
        if isinstance(message, AssistantMessage):
            assert [getattr(next(rest), "call_id", None) for _ in message.tool_calls] == [
                c.id for c in message.tool_calls
            ]


@given(HISTORIES)
def test_mending_twice_is_mending_once(messages: list[Message]) -> None:
    assert paired(paired(messages)) == paired(messages)


@given(HISTORIES)
def test_everything_but_results_is_kept_as_it_was(messages: list[Message]) -> None:
    kept = [message for message in paired(messages) if not isinstance(message, ToolMessage)]
    assert kept == [message for message in messages if not isinstance(message, ToolMessage)]


def test_a_call_that_was_interrupted_gets_a_result_that_says_so() -> None:
    call = ToolCall("1", "profile", "{}")
    mended = paired([AssistantMessage("", tool_calls=(call,)), UserMessage((Text("?"),))])
    assert isinstance(mended[1], ToolMessage)
    assert not mended[1].ok
    assert "interrupted" in str(mended[1].parts)
