"""How the offline model speaks: one decision at a time, from the messages alone."""

from __future__ import annotations

from dpa_jupyter.errors import ToolError
from dpa_jupyter.messages import AssistantMessage, Data, Message, Text, ToolCall, ToolMessage, Usage, UserMessage
from dpa_jupyter.models.chat_model import Finish, TextDelta, ThinkingDelta, ToolCallDelta, UsageDelta
from dpa_jupyter.models.offline import OfflineModel
from tests.models.offline.churn_findings import column, driver, drivers, profile
from tests.models.offline.evidence import unfounded
from tests.models.offline.talks import asked, by_hand, one_step, talk

PROFILE = profile(
    column("churn"),
    column("contract", values=("monthly", "one year", "two years")),
    column("tenure", "integer", missing=11),
)
DRIVERS = drivers("churn", driver("contract"))
FINDINGS = {"profile": PROFILE, "find_drivers": DRIVERS}
REQUEST = asked("analyze churn in df", verb="analyze", column="churn")


async def test_a_step_is_a_thought_then_calls_and_costs_nothing() -> None:
    step = await one_step([REQUEST], FINDINGS)
    kinds = [type(delta) for delta in step]
    assert kinds[0] is ThinkingDelta
    assert kinds[-3:] == [ToolCallDelta, UsageDelta, Finish]
    assert step[-2] == UsageDelta(Usage(0, 0, 0, 0.0))
    assert step[-1] == Finish("tool_calls")


async def test_the_answer_is_streamed_in_groups_of_words_and_ends_with_stop() -> None:
    told = await talk([REQUEST], by_hand(FINDINGS))
    pieces = [delta.text for delta in told.deltas if isinstance(delta, TextDelta)]
    assert "".join(pieces) == told.answer
    assert len(pieces) > 5
    assert told.deltas[-1] == Finish("stop")


async def test_the_finding_comes_first_and_every_number_was_observed() -> None:
    told = await talk([REQUEST], by_hand(FINDINGS))
    assert told.answer.startswith("**26.5 % of the 400 rows in `df` have `churn` = Yes.**")
    assert "42.7 % for monthly (100 rows), against 2.8 % for two years (100 rows)" in told.answer
    assert "11 rows have no `tenure`" in told.answer
    assert unfounded(told.answer, told.observed) == []


async def test_a_resumed_log_goes_on_where_it_stopped() -> None:
    whole = await talk([REQUEST], by_hand(FINDINGS))
    for length in range(1, len(whole.messages)):
        cut = whole.messages[:length]
        if not isinstance(cut[-1], AssistantMessage):
            assert (await talk(cut, by_hand(FINDINGS))).answer == whole.answer


async def test_a_word_between_two_steps_does_not_start_the_work_again() -> None:
    whole = await talk([REQUEST], by_hand(FINDINGS))
    nudged = [*whole.messages[:-1], UserMessage((Text("Answer now."),))]
    assert (await talk(nudged, {})).answer == whole.answer


async def test_only_the_last_request_counts_and_call_ids_are_never_used_twice() -> None:
    first = await talk([REQUEST], by_hand(FINDINGS))
    second = await talk([*first.messages, REQUEST], by_hand(FINDINGS))
    calls = [
        call.id for message in second.messages if isinstance(message, AssistantMessage) for call in message.tool_calls
    ]
    assert second.answer == first.answer
    assert len(calls) == len(set(calls)) == 2 * len(first.calls)


async def test_earlier_talk_of_another_model_is_no_hindrance() -> None:
    before: list[Message] = [
        UserMessage((Text("hello"),)),
        AssistantMessage("hi", tool_calls=(ToolCall("x", "profile", "{broken"),)),
    ]
    answer = ToolMessage("x", "profile", (Text("nothing"),), ok=False)
    assert (await talk([*before, answer, REQUEST], by_hand(FINDINGS))).answer.startswith("**26.5 %")


async def test_a_tool_that_is_not_offered_is_never_called_and_is_told() -> None:
    told = await talk([REQUEST], by_hand({"find_drivers": DRIVERS}))
    assert told.calls == ["find_drivers"]
    assert "26.5 %" in told.answer
    assert (
        "`profile`, `describe_frame`, `compare_segments` and `plot` could not be used: not among the tools of this run"
        in told.answer
    )


async def test_what_was_asked_and_not_done_is_told() -> None:
    request = asked("analyze churn in df where contract is monthly", verb="analyze", frames=("df", "b"), column="churn")
    told = await talk([request], by_hand(FINDINGS))
    assert "The restriction to `contract` = monthly: by rule I analyse all rows" in told.answer
    assert "`b` was not looked at" in told.answer


async def test_without_any_tool_there_is_an_answer_all_the_same() -> None:
    told = await talk([REQUEST], {})
    assert told.calls == []
    assert "`churn` in `df` could not be compared with the other columns" in told.answer


async def test_a_tool_that_fails_is_told_with_its_reason() -> None:
    told = await talk([REQUEST], by_hand({**FINDINGS, "find_drivers": ToolError("out of <b>memory</b>")}))
    assert r"`find_drivers` could not be used: out of \<b\>memory\</b\>" in told.answer
    assert "`churn` in `df` is most often No (50 %), Yes (50 %)" in told.answer.replace("50.0 %", "50 %")


async def test_a_result_that_was_cut_short_or_is_of_another_tool_counts_as_none() -> None:
    for odd in ({"trimmed": True}, [1, 2], "text", None, {**PROFILE, "columns": [{"name": 1}]}):
        told = await talk([REQUEST], by_hand({**FINDINGS, "profile": odd}))
        assert "26.5 %" in told.answer
        assert "`profile` could not be used: the result can't be read" in told.answer


async def test_a_call_whose_result_got_lost_is_not_made_again() -> None:
    step = await one_step([REQUEST], ["profile"])
    calls = tuple(
        ToolCall(delta.id or "", delta.name or "", delta.arguments)
        for delta in step
        if isinstance(delta, ToolCallDelta)
    )
    told = await talk([REQUEST, AssistantMessage("", "", calls)], by_hand({"profile": PROFILE}))
    assert told.calls == ["profile"]


async def test_somebody_elses_loop_without_request_data_is_answered_too() -> None:
    told = await talk([UserMessage((Text("how many rows?"),))], by_hand({"list_frames": {"frames": []}}))
    assert "There is no frame to work on yet" in told.answer
    assert (await talk([], {})).answer
    assert (await talk([UserMessage((Data("request", 7), Data("frame", {"frame": 1})))], {})).answer


def test_its_name_is_what_the_user_chooses_it_by() -> None:
    assert OfflineModel().name == "offline"
