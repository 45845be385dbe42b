"""The composition root: from settings and a request to a run of the loop, and nothing global."""

from __future__ import annotations

import asyncio
import secrets
import time
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from dpa_jupyter.agents.approval import Consent, Gate
from dpa_jupyter.agents.background_loop import BackgroundLoop
from dpa_jupyter.agents.foreign_tools import SessionServers, foreign_tools
from dpa_jupyter.agents.limits import Limits
from dpa_jupyter.agents.loop import Loop
from dpa_jupyter.agents.model_call import ModelCall
from dpa_jupyter.agents.prompt import opening
from dpa_jupyter.agents.tool_calls import ToolCalls, note
from dpa_jupyter.agents.unhurried import UnhurriedApprover, UnhurriedVariables
from dpa_jupyter.config import MEGABYTE, Settings
from dpa_jupyter.errors import DpaError, innermost
from dpa_jupyter.events import (
    Answered,
    ModelAnswered,
    Notice,
    PromptBuilt,
    RunFinished,
    RunStarted,
    Status,
    ToolProgressed,
)
from dpa_jupyter.frames.card_cache import CardCache
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.mentions import explicit_mentions, option_mentions
from dpa_jupyter.frames.references import resolve
from dpa_jupyter.history import earlier_runs
from dpa_jupyter.messages import Message, ToolCall, total_usage
from dpa_jupyter.models.chat_model import ChatModel, ModelSettings, StaysHere, ToolSpec
from dpa_jupyter.models.wire_record import recording
from dpa_jupyter.run import Run
from dpa_jupyter.safety.privacy.session_privacy import Conversation, SessionPrivacy
from dpa_jupyter.safety.sensitive_columns import Marks, SensitiveColumn, SensitivityScan
from dpa_jupyter.safety.sent_log import SUFFIX, SentLog, SentRecorder
from dpa_jupyter.sandbox.code_runner import CodeRunner
from dpa_jupyter.sessions.session import Session
from dpa_jupyter.sessions.store import FileSessionStore
from dpa_jupyter.tools.mcp.servers_file import Server, read_servers
from dpa_jupyter.tools.tool import NoVariables, Toolbox, ToolContext, Variables

if TYPE_CHECKING:  # the SDK of MCP is imported where a server is named, and nowhere else
    from dpa_jupyter.frames.frame import Frame
    from dpa_jupyter.quality.desk.study import Study
    from dpa_jupyter.quality.engines.engine import MetricEngine
    from dpa_jupyter.quality.record.record import QualityMemory
    from dpa_jupyter.quality.rules.judging import RuleBook
    from dpa_jupyter.quality.rules.rules import Rules
    from dpa_jupyter.quality.rules.shelf import RuleShelf
    from dpa_jupyter.tools.mcp.pool import ServerPool

FRAMES_LOOKED_INTO = 12
"""In how many frames a request's words are looked up among the values, too, and not only among the names."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a run is to do."""

    request: str
    """Word for word, as the user wrote it."""
    verb: str
    frames: FrameCatalog
    on: tuple[str, ...] | None = None
    """The frames that the user named by option; None if none."""
    names: frozenset[str] = frozenset()
    """All names of the kernel: an @name among them is no misspelt frame."""
    baseline: str | None = None
    """What a quality report is to compare with."""
    fresh: bool = False
    """Without the earlier requests and answers of the session."""
    rules: Rules | None = None
    """Rules that frames are held against besides those that are kept for them."""


class Assistant:
    """Turns tasks into runs; lives as long as the extension is loaded."""

    def __init__(
        self,
        *,
        choose_model: Callable[[Settings], ChatModel],
        tools: Callable[[], Toolbox],
        code_runner: Callable[[Settings], CodeRunner],
        on_close: Callable[[], object] = lambda: None,
        rules: RuleShelf | None = None,
        quality_memory: Callable[[], QualityMemory] | None = None,
    ) -> None:
        self._choose_model = choose_model
        self._tools = tools
        self._code_runner = code_runner
        self._on_close = on_close
        self._rules = rules
        self._quality_memory = quality_memory
        self._loop = BackgroundLoop()
        self._cards = CardCache()
        self._scan = SensitivityScan()
        self._privacy: WeakKeyDictionary[Session, SessionPrivacy] = WeakKeyDictionary()
        self._servers = SessionServers()
        self._terms: object = None
        self._studies: dict[str, Study] = {}
        """By the rules that a request gave: the one without, and the latest other one."""

    def start(
        self, task: Task, settings: Settings, session: Session, consent: Consent, variables: Variables | None = None
    ) -> Run:
        """Begin a run in the background and return at once; its events come through the run's queue.

        Raises:
            UserError: the model or a frame that was named does not exist.
        """
        model = self._choose_model(settings)
        servers = () if isinstance(model, StaysHere) else tuple(read_servers(settings.mcp_servers_config))
        option_mentions(task.on or (), task.frames)
        explicit_mentions(task.request, task.frames, task.names)
        run = Run(secrets.token_hex(4), session, task.frames)
        privacy = self._privacy_of(session)
        conversation = privacy.conversation(settings.privacy, task.frames, settings.sensitive)
        recorder = privacy.sent.recorder(run.name, model.name)
        work = _Work(
            task=task,
            settings=settings,
            session=session,
            consent=consent,
            variables=variables or NoVariables(),
            model=privacy.wrapped(model, conversation, recorder, most_held=settings.answer_characters),
            tools=self._tools,
            servers=servers,
            pool=lambda: self._servers.pool(session),
            conversation=conversation,
            code_runner=self._code_runner(settings),
            cards=self._cards,
            study=partial(self.study, settings, task.rules),
            rules=self.rules,
            quality_memory=self.quality_memory,
            run=run,
            recorder=recorder,
        )
        run.begin(self._loop.submit(work.carry_out()))
        return run

    def dry_run(self, task: Task, settings: Settings, session: Session) -> tuple[Sequence[Message], Sequence[ToolSpec]]:
        """Return the messages and tools of the first request to the model, as they would leave, and send nothing."""
        prompt, _ = _open(task, settings, session, self._cards)
        specs = [tool.spec for tool in {**self._tools(), **self.server_tools(settings, session)}.values()]
        conversation = self._privacy_of(session).conversation(settings.privacy, task.frames, settings.sensitive)
        return conversation.opening(prompt.messages, specs)

    def server_tools(self, settings: Settings, session: Session) -> Toolbox:
        """Return the tools of the MCP servers that are started; nothing is started by that."""
        return self._servers.started(session, read_servers(settings.mcp_servers_config))

    def sent(self, session: Session) -> SentLog:
        """Return the log of what was sent in a session."""
        return self._privacy_of(session).sent

    def sensitive_columns(self, frames: FrameCatalog, marks: Marks) -> Sequence[SensitiveColumn]:
        """List the sensitive columns of these frames, and why they are."""
        return self._scan.look(frames.values(), marks).columns

    def study(self, settings: Settings, rules: Rules | None = None) -> Study:
        """Return what measures and mends frames: the same for tools and panels, so that none measures twice.

        Args:
            settings: Of the request.
            rules: That the request gives, for its own reports alone.
        """
        terms = settings.privacy, tuple(sorted(settings.sensitive.items()))
        if self._terms != terms:
            self._terms, self._studies = terms, {}
        said = repr(rules)  # not by itself, since 1 and True are equal
        if said not in self._studies:
            plain = {name: known for name, known in self._studies.items() if name == repr(None)}
            made = _study(settings, self.quality_memory, partial(self.rules().book, given=rules))
            self._studies = {**plain, said: made}
        return self._studies[said]

    def rules(self) -> RuleShelf:
        """Return where the user's rules are."""
        if self._rules is None:
            from dpa_jupyter.quality.rules.shelf import NoShelf

            self._rules = NoShelf()
        return self._rules

    def quality_memory(self) -> QualityMemory:
        """Return what is known of frames from before: of this notebook, or else of this kernel."""
        if self._quality_memory is None:
            from dpa_jupyter.quality.record.record import forgetful

            memory = forgetful()
            self._quality_memory = lambda: memory
        return self._quality_memory()

    def close(self) -> None:
        """End the background loop, MCP servers, and what was kept warm for the next run."""
        self._servers.close(self._loop)
        self._loop.close()
        self._on_close()

    def _privacy_of(self, session: Session) -> SessionPrivacy:
        if session not in self._privacy:
            path = session.store.path.with_suffix(SUFFIX) if isinstance(session.store, FileSessionStore) else None
            self._privacy[session] = SessionPrivacy(SentLog(path), self._scan)
        return self._privacy[session]


@dataclass(frozen=True, slots=True)
class _Work:
    """One run, with all that it is made of."""

    task: Task
    settings: Settings
    session: Session
    consent: Consent
    variables: Variables
    model: ChatModel
    tools: Callable[[], Toolbox]
    servers: Sequence[Server]
    pool: Callable[[], Awaitable[ServerPool]]
    conversation: Conversation
    code_runner: CodeRunner
    cards: CardCache
    study: Callable[[], Study]
    rules: Callable[[], RuleShelf]
    quality_memory: Callable[[], QualityMemory]
    run: Run
    recorder: SentRecorder

    async def carry_out(self) -> None:
        """Run the loop; whatever happens, the run ends in one event that says how."""
        begun = time.monotonic()
        recording.set(self.recorder.record)
        status: Status = "failed"
        error = ""
        call = ModelCall(self.model, _model_settings(self.settings), answer_characters=self.settings.answer_characters)
        try:
            frames = tuple(map(note, self.task.frames.values()))
            self.run.emit(RunStarted(self.task.request, self.task.verb, self.model.name, frames, self._privacy()))
            async with asyncio.timeout(self.settings.timeout) as deadline:
                text = await self._answer(call, deadline)
            self.run.emit(Answered(text))
            status = "finished"
        except TimeoutError:
            error = f"no answer within {self.settings.timeout:g} seconds; --timeout allows more"
        except asyncio.CancelledError:
            status, error = "stopped", "stopped by the user"
        except DpaError as failure:
            error = str(failure)
        except BaseException as failure:  # noqa: BLE001 - a fault of ours ends the run with one clear line, not in silence
            error = f"a fault in dpa_jupyter, please report it: {_trace(failure)}"
        finally:
            try:
                steps = sum(isinstance(event, ModelAnswered) for event in self.run.events)
                self.run.emit(RunFinished(status, error, steps, total_usage(call.usages), time.monotonic() - begun))
                await asyncio.shield(self.code_runner.close())  # last: a kernel that ends may not wait for it
            finally:
                self.run.done.set()

    def _privacy(self) -> str:
        """Return the level in force; the offline rules are here, so that none is."""
        return "" if isinstance(self.model, StaysHere) else self.settings.privacy

    async def _answer(self, call: ModelCall, deadline: asyncio.Timeout) -> str:
        prompt, notes = await asyncio.to_thread(_open, self.task, self.settings, self.session, self.cards)
        self.run.emit(prompt)
        for text in notes:
            self.run.emit(Notice(text))
        limits = Limits(
            steps=self.settings.max_steps,
            tool_seconds=self.settings.tool_timeout,
            answer_characters=self.settings.answer_characters,
            dollars=self.settings.budget,
        )
        consent = replace(self.consent, approver=UnhurriedApprover(self.consent.approver, deadline))
        gate = Gate(self.settings.mode, consent, self.run.name, self.run.emit)
        context = partial(self._context, UnhurriedVariables(self.variables, deadline))

        def calls(tools: Toolbox) -> ToolCalls:
            return ToolCalls(tools, self.task.frames, context, gate, self.run.emit, limits)

        foreign: Toolbox = {}
        if self.servers:
            foreign = await foreign_tools(await self.pool(), self.servers, calls, self.run.events)
        return await Loop(call, calls({**foreign, **self.tools()}), self.run.emit, self.run.events, limits).run()

    def _context(self, variables: Variables, call: ToolCall, frames: FrameCatalog) -> ToolContext:
        return ToolContext(
            frames=frames,
            progress=lambda text, share: self.run.emit(ToolProgressed(call.id, text, share)),
            code_runner=self.code_runner,
            folders=self.settings.folders,
            row_limit=self.settings.row_limit,
            time_limit=self.settings.tool_timeout,
            memory_limit=self.settings.memory_limit * MEGABYTE,
            output_limit=self.settings.output_limit,
            variables=variables,
            record=lambda event: self.run.emit(replace(event, call_id=call.id)),
            leaving=lambda: self.conversation.leaving(call.arguments, self.recorder),
            run=self.run.name,
            study=self.study,
            rules=self.rules,
            quality_memory=self.quality_memory,
        )


def built_in_assistant(
    quality_memory: Callable[[], QualityMemory] | None = None, rules: RuleShelf | None = None
) -> Assistant:
    """Put together the assistant that the magics use."""
    from dpa_jupyter.models.choose import choose_model
    from dpa_jupyter.sandbox.zygote_process import shared_zygote
    from dpa_jupyter.tools.toolbox import built_in_tools

    return Assistant(
        choose_model=lambda settings: choose_model(settings.model, api_base=settings.api_base),
        tools=built_in_tools,
        code_runner=_code_runner,
        on_close=shared_zygote().hold(),
        rules=rules,
        quality_memory=quality_memory,
    )


def _code_runner(settings: Settings) -> CodeRunner:
    """Prepare to run code; a model that may write some finds the way warmed up when it has."""
    from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner

    runner = ProcessCodeRunner(settings.folders)
    if settings.model != "offline":
        runner.warm_up()
    return runner


def _study(settings: Settings, memory: Callable[[], QualityMemory], rules: Callable[[Frame], RuleBook]) -> Study:
    from dpa_jupyter.quality.desk.frame_study import FrameStudy
    from dpa_jupyter.quality.desk.kept_study import KeptStudy
    from dpa_jupyter.quality.engines.of_frame import engine_of
    from dpa_jupyter.quality.record.recorded_study import RecordedStudy
    from dpa_jupyter.quality.report import Terms
    from dpa_jupyter.quality.states.store import Keeping
    from dpa_jupyter.safety.sensitive_classes import LatestClasses

    classifier = LatestClasses(settings.sensitive)
    terms = Terms(classifier=classifier, privacy_level=settings.privacy)

    def engine(frame: Frame) -> MetricEngine:
        # A frame that fixes are only tried on won't be looked at again when it has grown.
        return engine_of(frame, None if frame.parents else Keeping(memory().states, classifier))

    measured = FrameStudy(terms=terms, rules=rules, engine=engine)
    study = KeptStudy(measured, depends_on=lambda frame: rules(frame).state())
    return RecordedStudy(study, lambda: memory().record)


def _open(task: Task, settings: Settings, session: Session, cards: CardCache) -> tuple[PromptBuilt, tuple[str, ...]]:
    """Find out what the request is about, and build the messages that open its run."""
    looked_into = {name: cards.look(frame) for name, frame in list(task.frames.items())[:FRAMES_LOOKED_INTO]}
    known = {name: seen.card(settings.card_tokens) for name, seen in looked_into.items()}
    resolution = resolve(task.request, task.frames, task.on, cards=known, other_names=task.names)
    described = [looked_into.get(name) or cards.look(task.frames[name]) for name in resolution.frames]
    focus = [resolution.column] if resolution.column else []
    share = settings.card_tokens // max(1, len(described))
    runs = [[record.event for record in records] for records in session.runs]
    earlier = [] if task.fresh else earlier_runs(runs, settings.history_tokens)
    messages = opening(
        request=task.request,
        verb=task.verb,
        resolution=resolution,
        cards=[seen.card(share, focus) for seen in described],
        earlier=earlier,
        baseline=task.baseline,
    )
    return PromptBuilt(messages, resolution.frames), resolution.notes


def _model_settings(settings: Settings) -> ModelSettings:
    return ModelSettings(
        temperature=settings.temperature,
        reasoning_effort=settings.reasoning_effort,
        max_output_tokens=settings.max_output_tokens,
        seed=settings.seed,
        timeout=settings.model_timeout,
        headers=settings.headers,
    )


def _trace(error: BaseException) -> str:
    """Say what failed and where, in one line."""
    failure = innermost(error)
    last = traceback.extract_tb(failure.__traceback__)[-1]
    return f"{type(failure).__name__}: {failure} ({Path(last.filename).name}, line {last.lineno})"
