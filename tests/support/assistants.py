"""Runs of the whole assistant, without a cell: a scripted model, the built-in tools, and a user who answers as told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dpa_jupyter.agents.approval import Approval, Approver, Consent
from dpa_jupyter.assistant import Assistant, Task
from dpa_jupyter.config import Dpa, Settings
from dpa_jupyter.events import ApprovalAsked, Lasting
from dpa_jupyter.frames.recognition import frames_in
from dpa_jupyter.models.chat_model import ChatModel
from dpa_jupyter.run import Run
from dpa_jupyter.safety.audit_log import AuditLog
from dpa_jupyter.safety.grants import Grants
from dpa_jupyter.sandbox.code_runner import CodeRunner
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from dpa_jupyter.sessions.session import Session
from dpa_jupyter.sessions.store import MemorySessionStore
from dpa_jupyter.tools.tool import Tool
from dpa_jupyter.tools.toolbox import built_in_tools

YES = Approval(granted=True)
NO = Approval(granted=False, reason="not today")


@dataclass
class Answers:
    """A user who gives these answers in turn, the last one for ever, and remembers what was asked."""

    answers: Sequence[Approval] = (NO,)
    asked: list[ApprovalAsked] = field(default_factory=list)

    async def ask(self, asked: ApprovalAsked) -> Approval:
        self.asked.append(asked)
        await asyncio.sleep(0)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


def run_task(
    model: ChatModel,
    frames: Mapping[str, object],
    *,
    approver: Approver | None = None,
    grants: Grants | None = None,
    audit: AuditLog | None = None,
    tools: Sequence[Tool] = (),
    code_runner: Callable[[Settings], CodeRunner] = lambda settings: ProcessCodeRunner(settings.folders),
    request: str = "do as it says",
    settings: Mapping[str, object] | None = None,
) -> Run:
    """Run a request to its end."""
    assistant = Assistant(
        choose_model=lambda _: model,
        tools=lambda: {**built_in_tools(), **{tool.spec.name: tool for tool in tools}},
        code_runner=code_runner,
    )
    consent = Consent(approver or Answers(), grants or Grants(), audit)
    task = Task(request=request, verb="ask", frames=frames_in(frames), names=frozenset(frames))
    run = assistant.start(
        task, Dpa(environment={}).settings(**(settings or {})), Session(MemorySessionStore()), consent
    )
    assert run.done.wait(60)
    assistant.close()
    return run


def of_kind(run: Run, kind: str) -> list[Lasting]:
    """List the events of one kind."""
    return [event for event in run.events if event.kind == kind]
