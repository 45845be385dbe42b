from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import ToolCall, Usage
from dpa_jupyter.models.accumulator import Accumulator, accumulate
from dpa_jupyter.models.chat_model import Delta, Finish, TextDelta, ThinkingDelta, ToolCallDelta, UsageDelta

NAMES = st.sampled_from(["query_sql", "profile", "plot"])
SCALARS = st.none() | st.booleans() | st.integers() | st.text()
OBJECTS: st.SearchStrategy[dict[str, Json]] = st.dictionaries(st.text(), SCALARS | st.lists(SCALARS), max_size=4)
CALLS = st.lists(st.tuples(NAMES, OBJECTS.map(json.dumps)), min_size=1, max_size=4)


def pieces_of(draw: Callable[[st.SearchStrategy[list[int]]], list[int]], text: str) -> list[str]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def shuffled_together(draw: st.DrawFn, streams: Sequence[list[ToolCallDelta]]) -> list[ToolCallDelta]:
    """Mix streams at random, each in its own order and all begun in turn."""
    turns = draw(st.permutations([place for place, stream in enumerate(streams) for _ in stream[1:]]))
    rest = [iter(stream[1:]) for stream in streams]
    return [*(stream[0] for stream in streams), *(next(rest[place]) for place in turns)]


@st.composite
def streamed_calls(draw: st.DrawFn) -> tuple[list[ToolCall], list[Delta]]:
    """Make calls, and one of the ways in which a provider that numbers or names them may stream them."""
    indexed = draw(st.booleans())
    with_ids = not indexed or draw(st.booleans())
    id_everywhere = with_ids and (not indexed or draw(st.booleans()))
    name_everywhere = with_ids and draw(st.booleans())
    calls, streams = [], []
    for place, (name, arguments) in enumerate(draw(CALLS)):
        call_id = f"id{place}" if with_ids else None
        index = place if indexed else draw(st.sampled_from([None, 0]))
        first, *rest = pieces_of(draw, arguments)
        head = ToolCallDelta(index, call_id, name, first)
        later_id, later_name = call_id if id_everywhere else None, name if name_everywhere else None
        streams.append([head, *(ToolCallDelta(index, later_id, later_name, piece) for piece in rest)])
        calls.append(ToolCall(call_id or f"call_{place + 1}", name, arguments))
    return calls, [*shuffled_together(draw, streams)]


@given(streamed_calls())
def test_calls_are_the_same_however_they_were_split_and_mixed(stream: tuple[list[ToolCall], list[Delta]]) -> None:
    calls, deltas = stream
    assert accumulate(deltas).tool_calls == tuple(calls)


@given(CALLS, st.data())
def test_a_call_after_the_other_needs_neither_id_nor_index(calls: list[tuple[str, str]], data: st.DataObject) -> None:
    different = [call for place, call in enumerate(calls) if place == 0 or call != calls[place - 1]]
    deltas = [
        ToolCallDelta(name=name if place == 0 else None, arguments=piece)
        for name, arguments in different
        for place, piece in enumerate([arguments[:1], *pieces_of(data.draw, arguments[1:])])
    ]
    answer = accumulate(deltas)
    assert [(call.name, call.arguments) for call in answer.tool_calls] == different
    assert len({call.id for call in answer.tool_calls}) == len(different)


@given(streamed_calls(), st.data())
def test_a_whole_call_sent_again_is_one_call(stream: tuple[list[ToolCall], list[Delta]], data: st.DataObject) -> None:
    calls, deltas = stream
    known = [call for call in calls if call.id.startswith("id")]
    again = data.draw(st.lists(st.sampled_from(known), max_size=3)) if known else []
    repeated = [ToolCallDelta(0, call.id, call.name, call.arguments) for call in again]
    assert accumulate([*deltas, *repeated]).tool_calls == tuple(calls)


@given(st.text(), st.text(), st.data())
def test_text_and_thinking_are_joined_in_order(text: str, thinking: str, data: st.DataObject) -> None:
    texts = [TextDelta(piece) for piece in pieces_of(data.draw, text)]
    thoughts = [ThinkingDelta(piece) for piece in pieces_of(data.draw, thinking)]
    answer = accumulate([*thoughts, *texts])
    assert (answer.text, answer.thinking) == (text, thinking)


def test_two_ids_on_one_index_are_two_calls() -> None:
    deltas = [ToolCallDelta(0, "a", "plot", '{"x":1}'), ToolCallDelta(0, "b", "plot", '{"x":2}')]
    assert accumulate(deltas).tool_calls == (ToolCall("a", "plot", '{"x":1}'), ToolCall("b", "plot", '{"x":2}'))


def test_whole_calls_on_one_index_without_ids_are_told_apart() -> None:
    deltas = [ToolCallDelta(0, None, "plot", '{"x":1}'), ToolCallDelta(0, None, "plot", '{"x":2}')]
    assert [call.arguments for call in accumulate(deltas).tool_calls] == ['{"x":1}', '{"x":2}']


def test_the_same_whole_call_without_an_id_is_one_call() -> None:
    deltas = [ToolCallDelta(0, None, "plot", '{"x":1}')] * 2
    assert accumulate(deltas).tool_calls == (ToolCall("call_1", "plot", '{"x":1}'),)


def test_different_names_without_ids_are_different_calls() -> None:
    deltas = [ToolCallDelta(0, None, "list_frames"), ToolCallDelta(0, None, "profile", "{}")]
    assert [call.name for call in accumulate(deltas).tool_calls] == ["list_frames", "profile"]


def test_an_id_that_comes_late_is_the_calls_own() -> None:
    deltas = [ToolCallDelta(0, None, "plot"), ToolCallDelta(0, "late", None, "{}")]
    assert accumulate(deltas).tool_calls == (ToolCall("late", "plot", "{}"),)


def test_a_made_up_id_is_never_one_that_was_given() -> None:
    deltas = [ToolCallDelta(0, "call_2", "plot", "{}"), ToolCallDelta(1, None, "plot", "{}")]
    assert [call.id for call in accumulate(deltas).tool_calls] == ["call_2", "call_2_"]


def test_an_empty_fragment_is_no_call() -> None:
    assert accumulate([ToolCallDelta(0), TextDelta("x")]).tool_calls == ()


def test_an_answer_without_a_finish_was_cut_off() -> None:
    assert accumulate([TextDelta("half")]).finish is None
    assert accumulate([TextDelta("whole"), Finish("stop")]).finish == "stop"


def test_halves_of_a_character_are_joined_and_a_lone_one_is_replaced() -> None:
    halves: list[Delta] = [
        TextDelta("a\ud83d"),
        TextDelta("\ude00b\ud83d"),
        ToolCallDelta(0, "c", "plot", '{"x": "\ud83d"}'),
    ]
    answer = accumulate(halves)
    assert answer.text == "a😀b\ufffd"
    assert answer.tool_calls == (ToolCall("c", "plot", '{"x": "\ufffd"}'),)


def test_later_counts_replace_earlier_ones_where_they_are_known() -> None:
    first = Usage(input_tokens=7, output_tokens=1)
    answer = accumulate([UsageDelta(first), UsageDelta(Usage(output_tokens=9))])
    assert answer.usage == replace(first, output_tokens=9)


def test_an_answer_can_be_looked_at_while_it_grows() -> None:
    accumulator = Accumulator()
    accumulator.add(TextDelta("a"))
    assert accumulator.answer().text == "a"
    accumulator.add(TextDelta("b"))
    assert accumulator.answer().text == "ab"
