"""Administration: what `%dpa status`, `%dpa model` and the like print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import cast

from dpa_jupyter.config import Dpa, Mode
from dpa_jupyter.errors import RequestError, SettingError, ToolError, suggestion
from dpa_jupyter.events import RunFinished, RunStarted
from dpa_jupyter.notebook.background import BackgroundRun
from dpa_jupyter.notebook.baseline_command import about_baselines
from dpa_jupyter.notebook.desk import Desk
from dpa_jupyter.notebook.help_text import help_text
from dpa_jupyter.notebook.listed_number import listed_number
from dpa_jupyter.notebook.oversight import approve, audit, stop
from dpa_jupyter.notebook.privacy_commands import about_privacy, about_sensitive, about_sent
from dpa_jupyter.notebook.undo import redo, undo
from dpa_jupyter.notebook.view.escape import one_line
from dpa_jupyter.notebook.view.question import question_text
from dpa_jupyter.sessions.folder import audit_of, sessions_of
from dpa_jupyter.sessions.record import Record
from dpa_jupyter.sessions.store import FileSessionStore


def carry_out(command: str, argument: str | None, desk: Desk) -> str:
    """Carry out a command of the grammar and return what to print.

    Raises:
        UserError: the argument is not allowed, with what is.
    """
    return _COMMANDS[command](argument, desk)


def _status(_: str | None, desk: Desk) -> str:
    from dpa_jupyter.frames.recognition import frames_in

    changed = {name: value for name, value in _settings(desk.dpa).items() if value != _default(desk.dpa, name)}
    frames = [f"{frame.name} ({frame.adapter.type_name})" for frame in frames_in(desk.namespace).values()]
    store = desk.session.store
    return _table(
        {
            "model": _about_model(desk.dpa.model),
            "privacy": about_privacy(desk.dpa),
            "settings": ", ".join(f"{name}={desk.dpa.shown(name)}" for name in changed) or "as they come",
            "mode": _MODES[cast("Mode", desk.dpa.mode)],
            "allowed": ", ".join(desk.grants.listed()) or "nothing for the session",
            "frames": ", ".join(frames) or "none yet",
            "sandbox": _about_sandbox(),
            "log": str(store.path) if isinstance(store, FileSessionStore) else "in memory only",
            "requests": str(len(desk.session.runs)),
            **{f"run {each.number}": _at_work(each) for each in desk.background.at_work()},
        }
    )


_MODES: Mapping[Mode, str] = {
    "ask": "ask: reading and built-in computing run; the rest is asked about",
    "auto": "auto: reading, computing, and code in a whole sandbox run; the rest is asked about",
    "read-only": "read-only: reading and built-in computing run; what could change anything is refused",
}


def _at_work(background: BackgroundRun) -> str:
    request = f"in the background: {one_line(background.request, 70)!r}"
    if (question := background.question) is None:
        return request
    return f"{request}, waits for `%dpa approve {background.number}`\n\n{question_text(question.asked)}\n"


def _about_sandbox() -> str:
    from dpa_jupyter.sandbox.this_machine import layers_here

    try:
        return layers_here().summary()
    except ToolError as error:
        return str(error)


def _about_model(name: str) -> str:
    if name == "offline":
        return "offline: rules, no language model, nothing is sent; set one with `%dpa model openai/gpt-5`"
    return name


def _model(name: str | None, desk: Desk) -> str:
    if name is None:
        return _about_model(desk.dpa.model)
    from dpa_jupyter.models.choose import choose_model

    choose_model(name, api_base=desk.dpa.api_base)
    desk.dpa.change("model", name)
    return f"model: {_about_model(name)}"


def _models(part: str | None, desk: Desk) -> str:
    from dpa_jupyter.models.choose import known_models

    names = [name for name in known_models() if (part or "") in name]
    return "\n".join(names) or f"no known model has {part!r} in its name; any LiteLLM name can be set all the same"


def _tools(_: str | None, desk: Desk) -> str:
    from dpa_jupyter.tools.toolbox import built_in_tools

    built_in = {name: tool.spec.description.split("\n")[0] for name, tool in built_in_tools().items()}
    return "\n".join(filter(None, (_table(built_in), _server_tools(desk))))


def _server_tools(desk: Desk) -> str:
    """List MCP servers with the tools of those that are started; their descriptions are a stranger's words."""
    from dpa_jupyter.tools.mcp.servers_file import read_servers

    servers = read_servers(desk.dpa.mcp_servers_config)
    started = desk.assistant().server_tools(desk.dpa.settings(), desk.session)
    lines = []
    for server in servers:
        tools = [name for name in started if name.startswith(f"{server.name}__")]
        state = ", ".join(tools) or "not started: the next request asks, where its model is not the offline rules"
        lines.append(f"MCP server {server.name} ({one_line(server.shown, 120)}): {state}")
    return "\n".join(lines)


def _history(number: str | None, desk: Desk) -> str:
    runs, damage = _runs(desk)
    if number is None:
        lines = [f"{place:>3}  {_run_line(records)}" for place, records in enumerate(runs, start=1)]
        return "\n".join([*(lines or ["nothing was asked in this notebook yet"]), *damage])
    if (place := listed_number(number, len(runs))) is None:
        raise RequestError(f"there is no request {number[:20]}; `%dpa history` lists {len(runs)}.")
    from dpa_jupyter.notebook.view.text import run_text
    from dpa_jupyter.notebook.view.transcript import fold

    return run_text(fold(record.event for record in runs[place - 1]))


def _runs(desk: Desk) -> tuple[list[list[Record]], list[str]]:
    """Read the runs of all sessions of this notebook, in order, and what was damaged."""
    by_run: dict[str, list[Record]] = {}
    damage: list[str] = []
    stores = [FileSessionStore(path) for path in sessions_of(desk.notebook)]
    own = desk.session.store
    for store in [*stores, *([] if isinstance(own, FileSessionStore) else [own])]:
        loaded = store.load()
        damage.extend(f"{getattr(store, 'path', 'log')}: {sentence}" for sentence in loaded.damage)
        for record in loaded.records:
            by_run.setdefault(record.run, []).append(record)
    return list(by_run.values()), damage


def _run_line(records: Sequence[Record]) -> str:
    request = next((record.event.request for record in records if isinstance(record.event, RunStarted)), "?")
    end = next((record.event for record in records if isinstance(record.event, RunFinished)), None)
    when = datetime.fromtimestamp(records[0].at).astimezone().strftime("%Y-%m-%d %H:%M")
    how = f"{end.status}, {end.steps} steps, {end.seconds:.1f} s" if end else "broken off"
    return f"{when}  {request.splitlines()[0][:70] if request else '':<70}  {how}"


def _reset(_: str | None, desk: Desk) -> str:
    desk.reset()
    return "a new session: earlier requests are no longer told to the model; `%dpa history` still shows them"


def _config(name: str | None, desk: Desk) -> str:
    settings = _settings(desk.dpa)
    if name is None:
        return _table({key: desk.dpa.shown(key) for key in settings})
    if name not in settings:
        raise SettingError(f"there is no setting {name!r}.{suggestion(name, settings)} Set one with %config Dpa.…")
    return f"{name} = {desk.dpa.shown(name)}\n{desk.dpa.traits()[name].help}"


def _settings(dpa: Dpa) -> dict[str, object]:
    return {name: getattr(dpa, name) for name in sorted(dpa.trait_names(config=True))}


def _default(dpa: Dpa, name: str) -> object:
    return dpa.traits()[name].default(dpa)


def _table(rows: Mapping[str, str]) -> str:
    width = max(map(len, rows), default=0)
    return "\n".join(f"{left:<{width}}  {right}" for left, right in rows.items())


_COMMANDS: Mapping[str, Callable[[str | None, Desk], str]] = {
    "status": _status,
    "model": _model,
    "models": _models,
    "tools": _tools,
    "sent": about_sent,
    "sensitive": about_sensitive,
    "baseline": about_baselines,
    "history": _history,
    "reset": _reset,
    "approve": lambda words, desk: approve(words, desk.background, somebody_is_here=desk.somebody_is_here),
    "stop": lambda words, desk: stop(words, desk.background),
    "audit": lambda _, desk: audit(audit_of(desk.notebook)),
    "config": _config,
    "undo": lambda argument, desk: undo(argument, desk.journal, desk.session),
    "redo": lambda argument, desk: redo(argument, desk.journal, desk.session),
    "help": lambda *_: help_text(),
}
