"""The loop: ask the model, run the tools it calls, ask again, until it answers.

It knows nothing of cells, files or providers. It emits events, keeps those that last, and builds what the model reads
from them anew before every request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from dpa_jupyter.agents.limits import Limits
from dpa_jupyter.agents.model_call import ModelCall
from dpa_jupyter.agents.outcome import Continue, Failed, Final, StepResult
from dpa_jupyter.agents.repetition import repetitions
from dpa_jupyter.agents.tool_calls import ToolCalls
from dpa_jupyter.errors import BrokenAnswerError, DpaError, LimitReachedError
from dpa_jupyter.events import Emit, Event, Instructed, ModelAnswered, StepStarted, TextWithdrawn
from dpa_jupyter.history import conversation
from dpa_jupyter.messages import Message, ToolCall

ANSWER_NOW = "This is the last step: no more tools can be called. Give your answer now, from what you have found."
GOING_IN_CIRCLES = (
    "You have made the same call several times with the same result. Take another way, or answer with what you have."
)


class Loop:
    """Thinks, acts and observes until there is an answer."""

    def __init__(self, model: ModelCall, tools: ToolCalls, emit: Emit, events: Sequence[Event], limits: Limits) -> None:
        self._model = model
        self._tools = tools
        self._emit = emit
        self._events = events
        """Everything of this run that lasts, as it grows; `emit` adds to it."""
        self._limits = limits

    async def run(self) -> str:
        """Return the answer.

        Raises:
            DpaError: there is none, and why.
        """
        for step in range(1, self._limits.steps + 1):
            match await self._step(step):
                case Continue():
                    continue
                case Final(text):
                    return text
                case Failed(error):
                    raise error
                case unknown:
                    assert_never(unknown)
        raise LimitReachedError(
            f"no answer after {self._limits.steps} steps, although the model was told to give one; "
            f"--max-steps allows more"
        )

    async def _step(self, step: int) -> StepResult:
        self._emit(StepStarted(step))
        last = step == self._limits.steps
        if last and step > 1:
            self._emit(Instructed(step, ANSWER_NOW))
        try:
            answer = await self._answer(step, with_tools=not last)
        except DpaError as error:
            return Failed(error)
        self._emit(answer)
        if not answer.tool_calls:
            return Final(answer.text)
        await self._tools.run(step, answer.tool_calls)
        return self._judge_progress(step)

    async def _answer(self, step: int, *, with_tools: bool) -> ModelAnswered:
        """Ask, and ask again where the answer is broken: what it said so far is withdrawn, nothing of it is run."""
        for attempt in range(1 + self._limits.broken_answers):
            offered = self._tools.offered() if with_tools else []
            try:
                answer = await self._model.ask(step, self._messages(), offered, self._emit)
            except BrokenAnswerError as error:
                if attempt == self._limits.broken_answers:
                    raise
                self._emit(TextWithdrawn(step, str(error)))
            else:
                return self._with_own_ids(answer)
        raise AssertionError("the last attempt returns or raises")

    def _messages(self) -> list[Message]:
        return conversation(self._events)

    def _judge_progress(self, step: int) -> StepResult:
        """Tell a model that goes in circles; end the run if that does not help."""
        times = repetitions(self._events)
        if times >= 2 * self._limits.repetitions:
            return Failed(LimitReachedError(f"the model made the same call {times} times with the same result"))
        if times >= self._limits.repetitions:
            self._emit(Instructed(step, GOING_IN_CIRCLES))
        return Continue()

    def _with_own_ids(self, answer: ModelAnswered) -> ModelAnswered:
        """Bound the calls of a step, and give each an id that is new to this run: some providers count from 0 again."""
        taken = {call.id for event in self._events if isinstance(event, ModelAnswered) for call in event.tool_calls}
        calls: list[ToolCall] = []
        for number, call in enumerate(answer.tool_calls[: self._limits.calls_per_step], start=1):
            own_id = call.id if call.id not in taken else f"{call.id}-{answer.step}-{number}"
            taken.add(own_id)
            calls.append(replace(call, id=own_id))
        return replace(answer, tool_calls=tuple(calls))
