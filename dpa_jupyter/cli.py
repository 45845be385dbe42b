"""The command line: the same assistant in a fresh kernel, and an executed notebook to keep."""

from __future__ import annotations

import argparse
import os
import re
import sys
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING

from dpa_jupyter.cli_progress import said, told_steps
from dpa_jupyter.errors import RequestError, SessionError, UserError
from dpa_jupyter.events import Answered
from dpa_jupyter.frames.recognition import HISTORY_NAMES
from dpa_jupyter.sessions.folder import sessions_of
from dpa_jupyter.sessions.store import FileSessionStore

if TYPE_CHECKING:
    from nbformat import NotebookNode

READERS = {
    ".csv": "pd.read_csv({path!r})",
    ".tsv": "pd.read_csv({path!r}, sep='\\t')",
    ".parquet": "pd.read_parquet({path!r})",
    ".json": "pd.read_json({path!r})",
    ".jsonl": "pd.read_json({path!r}, lines=True)",
    ".ndjson": "pd.read_json({path!r}, lines=True)",
    ".arrow": "pd.read_feather({path!r})",
    ".feather": "pd.read_feather({path!r})",
}
"""How a notebook loads a file of each kind."""
RESERVED = HISTORY_NAMES | {"pd"}
"""Names that a frame of the notebook can't have: pandas', and those that are never taken for frames."""

EPILOG = """\
example:
  data-processing-assistant --task "analyze churn in telco_churn" telco_churn.csv --output churn.ipynb

Without --model, built-in rules answer: no key, nothing leaves the machine. Keys for other models are read from the
environment, as LiteLLM names them (OPENAI_API_KEY, ANTHROPIC_API_KEY, …).

exit status: 0 answered, 1 the run failed, 2 the command line or a file is wrong
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one task and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        cells = _cells(options, _frames(options.files, options.output.parent))
        _check_output(options.output)
        earlier = sessions_of(options.output.resolve())
        failure = _execute(cells, options.output)
        answer = _answer(options.output, earlier)
    except (UserError, SessionError) as error:
        return _complain(error, 2)
    except OSError as error:
        return _complain(f"{error.filename or 'a file'}: {error.strerror or error}", 2)
    except KeyboardInterrupt:
        return _complain("stopped", 130)
    if answer:
        said(answer, sys.stdout)
    if failure:
        return _complain(failure, 1)
    said(f"The notebook is {options.output}", sys.stderr)
    return 0


def _complain(message: object, status: int) -> int:
    said(f"data-processing-assistant: {message}", sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="data-processing-assistant",
        description="Ask about data files; leaves an executed notebook and prints the answer.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=f"data to load: {' '.join(READERS)}")
    parser.add_argument("--task", required=True, help='what to do, in words: "analyze churn in telco_churn"')
    parser.add_argument("--model", help="the model to ask (default: the setting DPA_MODEL, or offline rules)")
    parser.add_argument("--max-steps", type=int, metavar="N", help="the most steps that the run may take")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="the most seconds that the run may take")
    parser.add_argument(
        "--output", type=Path, default=Path("dpa.ipynb"), metavar="NB.ipynb", help="the notebook to write (%(default)s)"
    )
    return parser


def _frames(files: Sequence[Path], folder: Path) -> dict[str, str]:
    """Name a frame after each file, and say how to load it from the notebook's folder."""
    frames: dict[str, str] = {}
    for file in files:
        if not file.is_file():
            raise RequestError(f"there is no file {str(file)!r}.")
        if file.suffix.lower() not in READERS:
            raise RequestError(f"{file.name!r} can't be read; these can: {' '.join(READERS)}.")
        path = os.path.relpath(file, folder)
        frames[_free_name(file.stem, frames)] = READERS[file.suffix.lower()].format(path=path)
    return frames


def _free_name(stem: str, taken: Collection[str]) -> str:
    """Name a frame: names that begin with an underscore are private, and never taken for frames."""
    name = re.sub(r"\W", "_", unicodedata.normalize("NFKC", stem))  # as Python reads names
    if not name.isidentifier() or iskeyword(name) or name in RESERVED or name.startswith("_"):
        name = f"df_{name.lstrip('_')}"
    return name if name not in taken else next(free for n in count(2) if (free := f"{name}_{n}") not in taken)


def _check_output(output: Path) -> None:
    """Find out before the work whether it can be kept.

    Raises:
        RequestError: it can't.
        OSError: its folder can't be made.
    """
    if output.is_dir():
        raise RequestError(f"--output {str(output)!r} is a folder; name a file in it.")
    output.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(output if output.exists() else output.parent, os.W_OK):
        raise RequestError(f"--output {str(output)!r} can't be written.")


def _cells(options: argparse.Namespace, frames: Mapping[str, str]) -> list[str]:
    if not options.task.strip():
        raise RequestError("--task is empty; say in words what to do.")
    if options.model is not None and len(options.model.split()) != 1:
        raise RequestError(f"--model wants one name, not {options.model!r}.")
    loads = [f"{name} = {reader}" for name, reader in frames.items()]
    chosen = [
        f"--{name} {value}"
        for name in ("model", "max-steps", "timeout")
        if (value := getattr(options, name.replace("-", "_"))) is not None
    ]
    line = " ".join(["%%dpa", *chosen, *(["--"] if options.task.startswith("-") else []), options.task])
    load_cell = ["\n".join(["import pandas as pd", "", *loads])] if loads else []
    return ["%load_ext dpa_jupyter", *load_cell, line]


def _execute(cells: Sequence[str], output: Path) -> str:
    """Run the cells in a fresh kernel, write the notebook whatever happens, and return why it failed, if it did."""
    import nbformat
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    os.environ["DPA_NOTEBOOK"] = str(output.resolve())
    os.environ.pop("JPY_SESSION_NAME", None)  # of the notebook that this was called from
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    place = {"metadata": {"path": str(output.parent)}}
    quiet = ["--IPKernelApp.log_level=ERROR"]  # it warns of unencrypted sockets, which never leave this machine
    client = NotebookClient(notebook, timeout=None, resources=place, extra_arguments=quiet)
    failure = unwritten = ""
    try:
        with told_steps(output, sys.stderr):
            client.execute()
    except (CellExecutionError, DeadKernelError, NoSuchKernel) as error:
        failure = str(getattr(error, "evalue", "") or error)
    finally:
        unwritten = _write(notebook, output)
    return failure or unwritten


def _write(notebook: NotebookNode, output: Path) -> str:
    """Write the notebook, or return why it can't be: the answer is told all the same."""
    import nbformat

    try:
        nbformat.write(notebook, output)
    except OSError as error:
        return f"the notebook can't be written to {output}: {error.strerror or error}"
    return ""


def _answer(output: Path, earlier: Collection[Path]) -> str:
    """Read the answer from the new session's log, where it stands even if the notebook could not be finished."""
    sessions = [path for path in sessions_of(output.resolve()) if path not in earlier]
    if not sessions:
        return ""
    records = FileSessionStore(sessions[-1]).load().records
    return next((record.event.text for record in reversed(records) if isinstance(record.event, Answered)), "")
