"""Runs the loop of a run with a scripted model and tools of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from dpa_jupyter.agents.approval import Approver, Consent, Gate, RefusingApprover
from dpa_jupyter.agents.limits import Limits
from dpa_jupyter.agents.loop import Loop
from dpa_jupyter.agents.model_call import ModelCall
from dpa_jupyter.agents.tool_calls import ToolCalls
from dpa_jupyter.config import Mode
from dpa_jupyter.events import Event, PromptBuilt
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.messages import Text, ToolCall, UserMessage
from dpa_jupyter.models.chat_model import ChatModel, ModelSettings
from dpa_jupyter.sandbox.code_runner import CodeRunner
from dpa_jupyter.sandbox.scripted import ScriptedCodeRunner
from dpa_jupyter.tools.tool import Tool, ToolContext

QUESTION = PromptBuilt((UserMessage((Text("how many rows?"),)),))


@dataclass
class LoopRun:
    """A loop that ran, or that is about to."""

    model: ChatModel
    tools: Sequence[Tool] = ()
    limits: Limits = field(default_factory=Limits)
    mode: Mode = "ask"
    approver: Approver = field(default_factory=lambda: RefusingApprover("nobody is here"))
    code_runner: CodeRunner = field(default_factory=lambda: ScriptedCodeRunner([]))
    events: list[Event] = field(default_factory=lambda: [QUESTION])
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self) -> str:
        """Run it to its answer."""
        toolbox = {tool.spec.name: tool for tool in self.tools}
        gate = Gate(self.mode, Consent(self.approver), "a run", self._emit)
        calls = ToolCalls(toolbox, FrameCatalog(), self._context, gate, self._emit, self.limits)
        ask = ModelCall(self.model, ModelSettings(), answer_characters=self.limits.answer_characters)
        return await Loop(ask, calls, self._emit, self.events, self.limits).run()

    async def until(self, kind: str) -> None:
        """Wait for the first event of a kind."""
        while not self.of_kind(kind):
            self._arrived.clear()
            await self._arrived.wait()

    def kinds(self) -> list[str]:
        """List what happened, transient events left out."""
        return [event.kind for event in self.events if event.kind not in ("text_streamed", "tool_progressed")]

    def of_kind(self, kind: str) -> list[Event]:
        """List the events of one kind."""
        return [event for event in self.events if event.kind == kind]

    def _emit(self, event: Event) -> None:
        self.events.append(event)
        self._arrived.set()

    def _context(self, call: ToolCall, frames: FrameCatalog) -> ToolContext:
        return ToolContext(
            frames=frames,
            progress=lambda text, share: None,
            code_runner=self.code_runner,
        )
