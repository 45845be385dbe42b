"""An assistant in a real shell whose model does what a test says, and a user who answers what a test says."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dpa_jupyter.assistant import Assistant
from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.models.scripted import ScriptedModel, call, say
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from dpa_jupyter.tools.toolbox import built_in_tools

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from dpa_jupyter.notebook.front_desk import FrontDesk


class Keyboard(io.StringIO):
    """What the user types, as a terminal gives it; `meanwhile` happens before each line."""

    def __init__(self, typed: str, meanwhile: Callable[[], object] = lambda: None) -> None:
        super().__init__(typed)
        self._meanwhile = meanwhile

    def isatty(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # typeshed has bytes further up
        self._meanwhile()
        return super().readline(-1 if size is None else size)


def carry_out(shell: InteractiveShell, calls: Sequence[tuple[str, JsonObject]], request: str = "--quiet do it") -> None:
    """Run a request whose model makes these calls, one a step, and then answers."""
    steps = [call(name, arguments) for name, arguments in calls]
    model = ScriptedModel([*steps, say("Done.")])
    desk = desk_of(shell)
    if desk._assistant is not None:
        desk._assistant.close()
    desk._assistant = Assistant(
        choose_model=lambda _: model,
        tools=built_in_tools,
        code_runner=lambda settings: ProcessCodeRunner(settings.folders),
    )
    assert shell.run_cell(f"%%dpa --max-steps {len(calls) + 2} {request}").success


def desk_of(shell: InteractiveShell) -> FrontDesk:
    """Return the front desk of a shell that has the extension."""
    magics = shell.magics_manager.registry["DpaMagics"]
    desk: FrontDesk = magics.desk
    return desk
