"""The gate that every call goes through: who is asked what, what the answer reaches, and what the model is told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dpa_jupyter.agents.approval import Approval, Consent, Gate, RefusingApprover
from dpa_jupyter.agents.unhurried import UnhurriedApprover
from dpa_jupyter.config import Mode
from dpa_jupyter.events import ApprovalAsked, ApprovalDecided, Event
from dpa_jupyter.json_types import Json
from dpa_jupyter.models.scripted import ScriptedModel, call, say
from dpa_jupyter.safety.audit_log import AuditLog, read_audit
from dpa_jupyter.safety.grants import Grants
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.tool import Intent, ToolContext
from tests.support.assistants import NO, YES, Answers
from tests.support.loops import LoopRun

GAP = "files: the kernel is too old"
FOR_THE_SESSION = Approval(granted=True, scope="session")
WRITE = Intent("write", "Write a file?", code="df.csv")
DELETE = Intent("destructive", "Delete the table?", code="DROP TABLE t")
CODE = Intent("compute", "Run this?", code="1 + 1", runs_code=True, is_confined=True)
LOOSE = Intent("compute", "Run this?", code="1 + 1", runs_code=True, gaps=(GAP,))


@dataclass
class Door:
    """A gate with a user before it."""

    user: Answers = field(default_factory=Answers)
    mode: Mode = "ask"
    grants: Grants = field(default_factory=Grants)
    audit: AuditLog | None = None
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate = Gate(self.mode, Consent(self.user, self.grants, self.audit), "run", self.events.append)

    async def passes(self, intent: Intent, tool: str = "save") -> bool:
        return await self.gate.refusal("call", tool, intent) is None

    @property
    def questions(self) -> int:
        return len(self.user.asked)


async def test_what_only_looks_and_reckons_is_let_through_without_a_word() -> None:
    door = Door()
    assert await door.passes(Intent("read", "Look?"))
    assert await door.passes(Intent("compute", "Reckon?"))
    assert (door.questions, door.events) == (0, [])


async def test_the_question_says_all_that_there_is_to_know() -> None:
    door = Door()
    intent = Intent(
        "compute", "Run this?", purpose="to add", code="1 + 1", touches=("a copy of df",), runs_code=True, gaps=(GAP,)
    )
    await door.passes(intent, "run_python")
    (asked,) = door.user.asked
    assert asked == door.events[0]
    assert (asked.tool, asked.question, asked.purpose, asked.code) == ("run_python", "Run this?", "to add", "1 + 1")
    assert (asked.touches, asked.gaps) == (("a copy of df",), (GAP,))
    assert "asked about each time" in asked.because
    assert not asked.may_last


async def test_a_yes_for_once_is_for_once() -> None:
    door = Door(Answers((YES,)))
    assert await door.passes(WRITE)
    assert await door.passes(WRITE)
    assert door.questions == 2


async def test_a_yes_for_the_session_is_not_asked_for_again_but_in_another_session() -> None:
    door = Door(Answers((FOR_THE_SESSION,)))
    assert await door.passes(CODE)
    later = Door(grants=door.grants)
    assert await later.passes(CODE)
    assert later.questions == 0
    assert later.events == [ApprovalDecided("call", True, "policy", "the user allowed it for this session")]
    assert not await later.passes(WRITE)
    assert not await Door().passes(CODE)


@pytest.mark.parametrize("intent", [DELETE, LOOSE])
async def test_what_has_to_be_looked_at_each_time_is_asked_each_time(intent: Intent) -> None:
    door = Door(Answers((FOR_THE_SESSION,)))
    assert await door.passes(intent)
    assert await door.passes(intent)
    assert door.questions == 2


async def test_in_auto_mode_code_runs_unasked_in_a_whole_sandbox_only() -> None:
    door = Door(mode="auto")
    assert await door.passes(CODE)
    assert door.questions == 0
    assert not await door.passes(LOOSE)
    assert not await door.passes(WRITE)
    assert door.questions == 2


async def test_in_read_only_mode_nobody_is_asked_for_what_could_change_something() -> None:
    door = Door(Answers((YES,)), "read-only", Grants())
    for intent in (WRITE, DELETE, LOOSE, Intent("network", "Send?"), Intent("kernel", "Replace df?")):
        assert not await door.passes(intent)
    assert door.questions == 0
    assert await door.passes(CODE)
    assert door.questions == 1


async def test_the_very_same_is_not_asked_again_after_a_no() -> None:
    door = Door(Answers((NO, YES)))
    assert not await door.passes(WRITE)
    assert not await door.passes(WRITE)
    assert door.questions == 1


async def test_nobody_is_worn_out_with_questions() -> None:
    door = Door()
    for number in range(10):
        await door.passes(Intent("write", "Write a file?", code=str(number)))
    assert door.questions == 3
    await door.passes(CODE, "run_python")
    assert door.questions == 4


async def test_what_is_too_long_to_be_looked_at_is_refused_unasked() -> None:
    door = Door(Answers((YES,)))
    assert not await door.passes(Intent("write", "Write this?", code="x" * 20_001))
    assert door.questions == 0


async def test_questions_come_one_at_a_time_and_one_answer_may_settle_the_next() -> None:
    door = Door(Answers((FOR_THE_SESSION,)))
    passed = await asyncio.gather(*(door.passes(Intent("write", f"Write {n}?")) for n in range(5)))
    assert passed == [True] * 5
    assert door.questions == 1


async def test_every_decision_is_on_record_whoever_made_it(tmp_path: Path) -> None:
    door = Door(Answers((YES, NO)), audit=AuditLog(tmp_path / "audit.log"))
    for intent in (Intent("read", "Look?"), WRITE, CODE, CODE):
        await door.passes(intent)
    found = read_audit(tmp_path / "audit.log")
    assert found.breaks == ()
    assert [(entry.granted, entry.decided_by, entry.capability) for entry in found.entries] == [
        (True, "policy", "read"),
        (True, "user", "write"),
        (False, "user", "compute"),
        (False, "policy", "compute"),
    ]
    assert found.entries[2].reason == "not today"


async def test_a_run_that_is_stopped_leaves_no_question_open(tmp_path: Path) -> None:
    is_asked = asyncio.Event()

    class Silent:
        async def ask(self, asked: ApprovalAsked) -> Approval:
            is_asked.set()
            await asyncio.Event().wait()
            raise AssertionError

    events: list[Event] = []
    gate = Gate("ask", Consent(Silent(), audit=AuditLog(tmp_path / "audit.log")), "run", events.append)
    task = asyncio.create_task(gate.refusal("call", "save", WRITE))
    await is_asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert events[-1] == ApprovalDecided("call", False, "policy", "the run ended before there was an answer")
    assert not read_audit(tmp_path / "audit.log").entries[0].granted


async def test_where_no_record_can_be_kept_the_user_hears_of_it_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    door = Door(Answers((YES,)), audit=AuditLog(tmp_path / "file" / "audit.log"))
    assert await door.passes(WRITE)
    assert await door.passes(WRITE)
    assert [event.kind for event in door.events].count("notice") == 1


async def test_a_runs_clock_stands_still_while_the_user_thinks_and_goes_on_afterwards() -> None:
    ends: list[float | None] = []

    class Looking:
        async def ask(self, asked: ApprovalAsked) -> Approval:
            ends.append(deadline.when())
            return YES

    async with asyncio.timeout(60) as deadline:
        before = deadline.when()
        await UnhurriedApprover(Looking(), deadline).ask(ApprovalAsked("call", "save", "Write?", ""))
        after = deadline.when()
    assert ends == [None]
    assert before is not None
    assert after is not None
    assert after >= before


called: list[str] = []


@tool(level="network")
async def send(context: ToolContext, text: str) -> Json:
    """Send a text.

    Args:
        context: Not used.
        text: What to send.
    """
    called.append(text)
    return "sent"


@pytest.mark.parametrize(
    ("answers", "said", "ran"),
    [
        ((NO,), "the user did not allow this: not today", []),
        ((Approval(granted=False),), "the user did not allow this: no reason was given", []),
        ((YES,), "sent", ["hello"]),
    ],
)
async def test_a_tool_runs_after_a_yes_only_and_the_model_hears_why_not(
    answers: Sequence[Approval], said: str, ran: list[str]
) -> None:
    called.clear()
    model = ScriptedModel([call("send", {"text": "hello"}), say("Done.")])
    run = LoopRun(model, [send], approver=Answers(answers))
    await run.answer()
    assert said in str(model.calls[1].messages[-1])
    assert called == ran


async def test_where_nobody_can_answer_the_answer_is_no_at_once_and_says_why() -> None:
    model = ScriptedModel([call("send", {"text": "hello"}), say("Done.")])
    await LoopRun(model, [send], approver=RefusingApprover("nobody is here")).answer()
    assert "this is not allowed: nobody is here" in str(model.calls[1].messages[-1])


async def test_arguments_that_do_not_fit_are_not_asked_about() -> None:
    user = Answers((YES,))

    def intent(context: ToolContext, text: str) -> Intent:
        return Intent("network", f"Send {text}?")

    @tool(level="network", intent=intent)
    async def send_it(context: ToolContext, text: str) -> Json:
        """Send a text."""
        return "sent"

    model = ScriptedModel([call("send_it", {"txt": "hello"}), call("send_it", {"text": "hi"}), say("Done.")])
    await LoopRun(model, [send_it], approver=user).answer()
    assert [asked.question for asked in user.asked] == ["Send hi?"]
