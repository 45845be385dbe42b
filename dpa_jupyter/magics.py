"""`%dpa` and `%%dpa`: the door from IPython to the assistant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand

from dpa_jupyter.errors import DpaError, RunNotFinished
from dpa_jupyter.harmless import visible
from dpa_jupyter.notebook import completion, input_transformer
from dpa_jupyter.notebook.front_desk import FrontDesk
from dpa_jupyter.notebook.grammar import parse
from dpa_jupyter.notebook.help_text import help_text

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from dpa_jupyter.notebook.background import BackgroundRun
    from dpa_jupyter.result import Result


@magics_class
class DpaMagics(Magics):
    """The magics, and what loading them put into the shell."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell=shell)
        self.desk = FrontDesk(shell)
        self.matcher = completion.matcher(
            completion.LineCompleter(shell.user_ns, self.desk.model_names, self.desk.baseline_names)
        )

    @no_var_expand
    @line_cell_magic
    def dpa(self, line: str, cell: str | None = None) -> Result | BackgroundRun | None:
        """Ask the assistant; the help replaces this text."""
        try:
            result = self.desk.serve(parse(line, cell))
        except RunNotFinished:
            raise
        except DpaError as error:
            raise UsageError(visible(str(error))) from None
        return result if cell is None else None


DpaMagics.dpa.__doc__ = help_text()


def load(shell: InteractiveShell) -> None:
    """Put the magics, the settings, the transformers and the completion into this shell, once."""
    unload(shell)
    try:
        magics = DpaMagics(shell)
    except DpaError as error:
        raise UsageError(visible(str(error))) from None
    shell.register_magics(magics)
    shell.configurables.append(magics.desk.dpa)  # type: ignore[arg-type]  # IPython infers the first one's type
    input_transformer.install(shell.input_transformer_manager)
    completion.install(shell.Completer, magics.matcher)
    shell.events.register("post_run_cell", magics.desk.warm_up)
    shell.events.register("post_run_cell", magics.desk.follow)


def unload(shell: InteractiveShell) -> None:
    """Take out what `load` put in; safe where it was not called."""
    manager = shell.magics_manager
    magics = manager.registry.pop(DpaMagics.__name__, None)
    if magics is None:
        return
    for kind in ("line", "cell"):
        manager.magics[kind].pop("dpa", None)
    for configurable in (magics, magics.desk.dpa):  # the first put itself there
        shell.configurables.remove(configurable)
    input_transformer.uninstall(shell.input_transformer_manager)
    completion.uninstall(shell.Completer, magics.matcher)
    shell.events.unregister("post_run_cell", magics.desk.warm_up)
    shell.events.unregister("post_run_cell", magics.desk.follow)
    magics.desk.close()
