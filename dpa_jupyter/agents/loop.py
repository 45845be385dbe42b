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
from dpa_jupyter.config import DEFAULT_BUDGET
from dpa_jupyter.errors import BrokenAnswerError, DpaError, LimitReachedError
from dpa_jupyter.events import Emit, Event, Instructed, ModelAnswered, Notice, StepStarted, TextWithdrawn
from dpa_jupyter.history import conversation
from dpa_jupyter.messages import Message, ToolCall, total_usage

ANSWER_NOW = "This is the last step: no more tools can be called. Give your answer now, from what you have found."
CALLS_LEFT_OUT = "Only the first {most} of your calls were made; {count} were left out. Call fewer tools at once."
PRICE_UNKNOWN = "This model's price is unknown, so the budget does not hold; the limits of steps and time do."
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
        self._price_is_told = False

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
        bounded = self._bounded(answer)
        self._emit(bounded)
        if not bounded.tool_calls:
            return Final(bounded.text)
        self._tell_what_is_left_out(step, len(answer.tool_calls) - len(bounded.tool_calls))
        await self._tools.run(step, bounded.tool_calls)
        return self._judge_progress(step)

    async def _answer(self, step: int, *, with_tools: bool) -> ModelAnswered:
        """Ask, and ask again where the answer is broken: what it said so far is withdrawn, nothing of it is run."""
        for attempt in range(1 + self._limits.broken_answers):
            self._hold_the_budget()
            asked_before = len(self._model.usages)
            offered = self._tools.offered() if with_tools else []
            try:
                answer = await self._model.ask(step, self._messages(), offered, self._emit)
            except BrokenAnswerError as error:
                if attempt == self._limits.broken_answers:
                    raise
                self._emit(TextWithdrawn(step, str(error), total_usage(self._model.usages[asked_before:])))
            else:
                return answer
        raise AssertionError("the last attempt returns or raises")

    def _hold_the_budget(self) -> None:
        """End the run before the next answer would cost too much: as much, at least, as the dearest one before.

        Raises:
            LimitReachedError: it would.
        """
        costs = [usage.cost_usd for usage in self._model.usages]
        if None in costs and self._limits.dollars != DEFAULT_BUDGET and not self._price_is_told:
            self._price_is_told = True
            self._emit(Notice(PRICE_UNKNOWN, "warning"))
        spent = [cost for cost in costs if cost is not None]
        if sum(spent) + max(spent, default=0) > self._limits.dollars:
            raise LimitReachedError(
                f"the run has cost ${sum(spent):,.2g}, and one more answer could pass its budget of "
                f"${self._limits.dollars:,.2g}; --budget allows more"
            )

    def _tell_what_is_left_out(self, step: int, count: int) -> None:
        if count:
            most = self._limits.calls_per_step
            self._emit(
                Notice(f"{count} tool calls of step {step} were left out: one step makes at most {most}", "warning")
            )
            self._emit(Instructed(step, CALLS_LEFT_OUT.format(count=count, most=most)))

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

    def _bounded(self, answer: ModelAnswered) -> ModelAnswered:
        """Bound the calls of a step, and give each an id that is new to this run: some providers count from 0 again."""
        taken = {call.id for event in self._events if isinstance(event, ModelAnswered) for call in event.tool_calls}
        calls: list[ToolCall] = []
        for number, call in enumerate(answer.tool_calls[: self._limits.calls_per_step], start=1):
            own_id = call.id if call.id not in taken else f"{call.id}-{answer.step}-{number}"
            taken.add(own_id)
            calls.append(replace(call, id=own_id))
        return replace(answer, tool_calls=tuple(calls))
