"""Where a parsed line is served: administration at once, a request by a run that is shown until it ends."""

from __future__ import annotations

import atexit
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dpa_jupyter.config import Dpa, Settings
from dpa_jupyter.errors import RequestError, RunNotFinished
from dpa_jupyter.harmless import visible, writable
from dpa_jupyter.notebook.background import BackgroundRun, BackgroundRuns
from dpa_jupyter.notebook.cells import BetweenCells
from dpa_jupyter.notebook.grammar import Line
from dpa_jupyter.notebook.help_text import help_text
from dpa_jupyter.notebook.identity import notebook_path, readable_folder
from dpa_jupyter.notebook.misspelt_command import refuse_misspelt, refuse_overlong
from dpa_jupyter.redaction import masked
from dpa_jupyter.safety.grants import Grants

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets import Bunch

    from dpa_jupyter.agents.approval import Approver
    from dpa_jupyter.assistant import Assistant, Task
    from dpa_jupyter.changes.change import Change
    from dpa_jupyter.changes.journal import Journal
    from dpa_jupyter.frames.catalog import FrameCatalog
    from dpa_jupyter.notebook.desk import Desk
    from dpa_jupyter.notebook.quality_panels import QualityPanels, RunPanels
    from dpa_jupyter.notebook.view import ViewMode
    from dpa_jupyter.quality.record.record import QualityMemory
    from dpa_jupyter.quality.rules.rules import Rules
    from dpa_jupyter.quality.rules.shelf import RuleFiles
    from dpa_jupyter.result import Result
    from dpa_jupyter.run import Run
    from dpa_jupyter.safety.kept_marks import KeptMarks
    from dpa_jupyter.sessions.session import Session
    from dpa_jupyter.tools.tool import Variables


class FrontDesk:
    """Serves one kernel."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._begun_in = Path.cwd()
        self.dpa = Dpa(config=shell.config)
        self.dpa.observe(self._marks_changed, "sensitive")
        self._session: Session | None = None
        self._grants = Grants()
        self._background = BackgroundRuns()
        self._between_cells = BetweenCells(shell)
        self._assistant: Assistant | None = None
        self._journal: Journal | None = None
        self._panels: QualityPanels | None = None
        self._rules: RuleFiles | None = None
        self._memory: tuple[Path, QualityMemory] | None = None

    def serve(self, line: Line) -> Result | BackgroundRun | None:
        """Carry out a command, or run a request and return its result; of one in the background, a hold on it.

        Raises:
            UserError: something in the line can't be, or is a command misspelt; nothing was run.
            RunNotFinished: the run failed or was stopped.
        """
        if line.options.get("help") or not (line.command or line.request):
            _say(help_text())
        elif line.command:
            self._administer(line.command, line.argument)
        else:
            refuse_misspelt(line.request, self._shell.user_ns)
            refuse_overlong(line.request, self._shell.user_ns)
            if line.options.get("dry-run"):
                _say(self._dry_run(line))
            elif line.options.get("background"):
                return self._run_in_background(line)
            else:
                return self._run(line)
        return None

    def model_names(self) -> Sequence[str]:
        """List the models that can be named, for completion."""
        from dpa_jupyter.models.choose import known_models

        return known_models()

    def warm_up(self, *_: object) -> None:
        """After a cell: import LiteLLM in the background where a model is set that needs it."""
        if self.dpa.model != "offline":
            from dpa_jupyter.models.litellm_import import import_in_background

            import_in_background()

    def follow(self, *_: object) -> None:
        """After a cell: let quality panels show what became of their frames."""
        if self._panels is not None:
            self._panels.follow()

    def close(self) -> None:
        """End what runs in the background, and let go of what was kept for undo."""
        atexit.unregister(self.close)
        self._between_cells.close()
        self._background.close()
        if self._panels is not None:
            self._panels.close()
            self._panels = None
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        if self._assistant is not None:
            self._assistant.close()
            self._assistant = None

    def _run(self, line: Line) -> Result:
        from dpa_jupyter.notebook.approvals import CellApprover, refusing, somebody_can_answer
        from dpa_jupyter.notebook.pump import Pump
        from dpa_jupyter.notebook.variables import KernelVariables
        from dpa_jupyter.notebook.view import choose_view
        from dpa_jupyter.notebook.view.watched_view import WatchedView

        settings = self._settings(line)
        view = choose_view(self._shell, _view_mode(line, settings))
        task = self._task(line)
        panels = self._panels_of(line, settings, task.rules)
        pump = Pump(self._shell, WatchedView(view, panels.hear) if panels else view)
        approver = CellApprover(pump) if somebody_can_answer(self._shell) else refusing()
        variables = KernelVariables(self._journal_now(), pump.call)
        run = self._start(task, settings, approver, variables)
        if panels:
            panels.run = run.name
        try:
            pump.run(run.queue, run.done, on_interrupt=run.stop, run_id=run.name)
        finally:
            result = run.result()
            self._keep(result, line.options.get("out"))
        if result.status != "finished":
            raise RunNotFinished(visible(masked(result.error)))
        if panels:
            panels.finish(action for step in result.steps for action in step.actions)
        return result

    def _run_in_background(self, line: Line) -> BackgroundRun:
        from dpa_jupyter.frames.snapshot import snapshot
        from dpa_jupyter.notebook.approvals import BackgroundApprover, refusing, somebody_can_answer
        from dpa_jupyter.notebook.cells import WAITS
        from dpa_jupyter.notebook.pump import Pump
        from dpa_jupyter.notebook.variables import KernelVariables
        from dpa_jupyter.notebook.view import choose_background_view

        settings = self._settings(line)
        task = self._task(line)
        pump = Pump(self._shell, choose_background_view(self._shell, _view_mode(line, settings)))
        number = self._background.next_number()
        approver = BackgroundApprover(pump, number) if somebody_can_answer(self._shell) else None
        variables = KernelVariables(self._journal_now(), self._between_cells.do, WAITS)
        run = self._start(replace(task, frames=snapshot(task.frames)), settings, approver or refusing(), variables)
        background = BackgroundRun(number, line.request, run, approver)
        atexit.unregister(self.close)
        atexit.register(self.close)  # the kernel may end before the run does
        self._background.begin(background, pump, lambda result: self._keep(result, line.options.get("out")))
        return background

    def _start(self, task: Task, settings: Settings, approver: Approver, variables: Variables) -> Run:
        from dpa_jupyter.agents.approval import Consent
        from dpa_jupyter.safety.audit_log import AuditLog
        from dpa_jupyter.sessions.folder import audit_of

        consent = Consent(approver, self._grants, AuditLog(audit_of(self._notebook())))
        return self._assistant_now().start(task, settings, self._session_now(), consent, variables)

    def _task(self, line: Line) -> Task:
        from dpa_jupyter.assistant import Task
        from dpa_jupyter.frames.recognition import frames_in

        namespace = self._shell.user_ns
        on = line.options.get("on")
        frames = frames_in({**namespace, **_outputs(line.request, namespace)})
        baseline = line.options.get("baseline")
        return Task(
            request=line.request,
            verb=line.verb,
            frames=frames,
            baseline=self._baseline(baseline, line.verb, frames) if isinstance(baseline, str) else None,
            on=on if isinstance(on, tuple) else None,
            names=frozenset(namespace),
            fresh=bool(line.options.get("fresh")),
            rules=self._given_rules(line),
        )

    def _baseline(self, name: str, verb: str, frames: FrameCatalog) -> str:
        """Return the name of a baseline that there is.

        Raises:
            UserError: there is none of this name, or nothing is compared by this verb.
        """
        if verb != "quality":
            raise RequestError(f"--baseline is for quality: %%dpa quality df --baseline {name}")
        if name not in frames:
            self._quality_memory().baselines.load(name.removeprefix("saved:"))
        return name

    def baseline_names(self) -> Sequence[str]:
        """List the saved baselines, for completion."""
        return [each.name for each in self._quality_memory().baselines.listed()]

    def _quality_memory(self) -> QualityMemory:
        """Return what is known of frames from before, beside the notebook."""
        from dpa_jupyter.quality.record.record import QualityMemory
        from dpa_jupyter.quality.states.store import MemoryStates
        from dpa_jupyter.safety.kept_baselines import FileBaselines
        from dpa_jupyter.safety.kept_record import FileRecord
        from dpa_jupyter.safety.kept_states import FileStates
        from dpa_jupyter.sessions.folder import baselines_of, quality_record_of, states_of

        notebook = self._notebook()
        if self._memory is None or self._memory[0] != notebook:
            states = MemoryStates(FileStates(states_of(notebook)))
            record = FileRecord(quality_record_of(notebook))
            memory = QualityMemory(FileBaselines(baselines_of(notebook)), record, states)
            self._memory = notebook, memory
        return self._memory[1]

    def _administer(self, command: str, argument: str | None) -> None:
        from dpa_jupyter.notebook.commands import carry_out

        _say(carry_out(command, argument, self._desk()))

    def _desk(self) -> Desk:
        from dpa_jupyter.notebook.approvals import somebody_can_answer
        from dpa_jupyter.notebook.desk import Desk

        return Desk(
            dpa=self.dpa,
            session=self._session_now(),
            notebook=self._notebook(),
            namespace=self._shell.user_ns,
            reset=self._reset,
            assistant=self._assistant_now,
            study=lambda: self._assistant_now().study(self._settings(Line())),
            background=self._background,
            grants=self._grants,
            marks=self._marks(),
            rules=self._rules_now(),
            journal=self._journal_now(),
            somebody_is_here=somebody_can_answer(self._shell),
        )

    def _notebook(self) -> Path:
        return notebook_path(self._shell.user_ns)

    def _session_now(self) -> Session:
        if self._session is None:
            from dpa_jupyter.sessions.folder import new_session
            from dpa_jupyter.sessions.session import Session

            self._session = Session(new_session(self._notebook()))
        return self._session

    def _marks(self) -> KeptMarks:
        from dpa_jupyter.safety.kept_marks import KeptMarks
        from dpa_jupyter.sessions.folder import marks_of

        return KeptMarks(marks_of(self._notebook()))

    def _marks_changed(self, change: Bunch) -> None:
        """Keep what the user marks, by the command or by `%config`, and put on record what they unmark."""
        from dpa_jupyter.notebook.privacy_commands import keep_marks
        from dpa_jupyter.sessions.folder import audit_of

        for warning in keep_marks(change.old, change.new, self._marks(), audit_of(self._notebook()), self.dpa.mode):
            _say(warning)

    def _rules_now(self) -> RuleFiles:
        if self._rules is None:
            from dpa_jupyter.frames.recognition import frames_in
            from dpa_jupyter.quality.rules.shelf import RuleFiles
            from dpa_jupyter.sessions.folder import rules_of

            self._rules = RuleFiles(lambda: rules_of(self._notebook()), lambda: frames_in(self._shell.user_ns))
        return self._rules

    def _given_rules(self, line: Line) -> Rules | None:
        """Return the rules that a request gives, for its own report and panel."""
        if "rules" not in line.options:
            return None
        from dpa_jupyter.notebook.given_rules import given_rules

        return given_rules(line.options["rules"], self._shell.user_ns)

    def _journal_now(self) -> Journal:
        if self._journal is None:
            from dpa_jupyter.changes.journal import Journal
            from dpa_jupyter.changes.kept import Shelf

            self._journal = Journal(self._shell.user_ns, Shelf(lambda: self.dpa.undo_memory << 20))
        return self._journal

    def _panels_of(self, line: Line, settings: Settings, rules: Rules | None) -> RunPanels | None:
        """Return the panels of a request about quality, which nobody shall miss who asked for no quiet."""
        if line.verb != "quality" or line.options.get("quiet"):
            return None
        if self._panels is None:
            from dpa_jupyter.notebook.quality_panels import Hands, QualityPanels

            hands = Hands(self._journal_now, self._may_change, self._changed, self._between_cells.do_or_refuse)
            self._panels = QualityPanels(self._shell, hands, self._assistant_now().quality_memory)
        study = partial(self._assistant_now().study, settings, rules)
        named = _one_name(line.request, self._shell.user_ns)
        return self._panels.of_run(named, study, _view_mode(line, settings), line.options.get("baseline"))

    def _may_change(self, change: Change) -> None:
        from dpa_jupyter.notebook.own_changes import allow_own

        allow_own(change, self.dpa.mode, self._notebook())

    def _changed(self, change: Change) -> None:
        from dpa_jupyter.notebook.own_changes import keep_own

        keep_own(change, self._session_now())
        self._journal_now().make_room()

    def _reset(self) -> None:
        self._session = None
        self._grants = Grants()  # what was allowed was allowed for that session

    def _settings(self, line: Line) -> Settings:
        """Freeze the settings, with the notebook's own folder among those that may be read."""
        settings = self.dpa.settings(**line.settings())
        marks = self._marks().with_those_of_now(settings.sensitive)
        at_terminal = getattr(self._shell, "kernel", None) is None
        own = readable_folder(self._shell.user_ns, Path.cwd() if at_terminal else self._begun_in)
        return replace(settings, folders=(own, *settings.folders), sensitive=marks)

    def _assistant_now(self) -> Assistant:
        if self._assistant is None:
            from dpa_jupyter.assistant import built_in_assistant

            self._assistant = built_in_assistant(self._quality_memory, self._rules_now())
        return self._assistant

    def _keep(self, result: Result, out: object) -> None:
        """Put the result where it was asked for; a run that failed takes nothing's place, as `y = %dpa …` does not."""
        self._shell.user_ns["_dpa"] = result
        if isinstance(out, str) and result.status == "finished":
            self._shell.user_ns[out] = result

    def _dry_run(self, line: Line) -> str:
        from dpa_jupyter.models.encoding import encode, tools_json

        settings = self._settings(line)
        messages, tools = self._assistant_now().dry_run(self._task(line), settings, self._session_now())
        offline = settings.model == "offline"
        where = (
            "nowhere: the offline model sends nothing; this is what another would get" if offline else settings.model
        )
        body = {"messages": encode(messages), "tools": tools_json(tools)}
        return f"to: {where}; privacy level: {settings.privacy}\n{json.dumps(body, ensure_ascii=False, indent=1)}"


def _say(text: str) -> None:
    """Print what may hold names of columns, words of a model, or a log that somebody else wrote."""
    print(writable(visible(text), sys.stdout))


def _view_mode(line: Line, settings: Settings) -> ViewMode:
    return "quiet" if line.options.get("quiet") else settings.display


def _one_name(request: str, namespace: Mapping[str, object]) -> str | None:
    """Return the variable that a request names, if it is a verb and that name and nothing else."""
    _verb, *words = request.split()
    name = words[0].removeprefix("@") if len(words) == 1 else None
    return name if name in namespace else None


def _outputs(request: str, namespace: Mapping[str, object]) -> dict[str, object]:
    """Return the outputs that a request names, such as @Out[3], by that name; all of them where one is no frame.

    An error of the request then lists what could have been named.
    """
    from dpa_jupyter.frames.recognition import frames_in

    outputs = namespace.get("Out")
    if not isinstance(outputs, dict):
        return {}
    by_name = {f"Out[{number}]": output for number, output in outputs.items()}
    named = re.findall(r"@(Out\[\d{1,9}\])", request)
    frames = frames_in({name: by_name.get(name) for name in named})
    return {name: by_name[name] for name in frames} if len(frames) == len(set(named)) else by_name
