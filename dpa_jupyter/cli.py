"""The command line: the same assistant in a fresh kernel, and an executed notebook to keep."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from keyword import iskeyword
from pathlib import Path

from dpa_jupyter.cli_progress import told_steps
from dpa_jupyter.errors import RequestError, UserError
from dpa_jupyter.events import Answered
from dpa_jupyter.sessions.folder import sessions_of
from dpa_jupyter.sessions.store import FileSessionStore

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
        failure = _execute(cells, options.output)
    except UserError as error:
        return _complain(error, 2)
    except KeyboardInterrupt:
        return _complain("stopped", 130)
    answer = _answer(options.output)
    if answer:
        print(answer)
    print(f"The notebook is {options.output}", file=sys.stderr)
    return _complain(failure, 1) if failure else 0


def _complain(message: object, status: int) -> int:
    print(f"data-processing-assistant: {message}", file=sys.stderr)
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
    name = re.sub(r"\W", "_", stem)
    if not name.isidentifier() or iskeyword(name):
        name = f"df_{name}"
    return name if name not in taken else next(free for n in count(2) if (free := f"{name}_{n}") not in taken)


def _cells(options: argparse.Namespace, frames: Mapping[str, str]) -> list[str]:
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
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    output.parent.mkdir(parents=True, exist_ok=True)
    os.environ["DPA_NOTEBOOK"] = str(output.resolve())
    os.environ.pop("JPY_SESSION_NAME", None)  # of the notebook that this was called from
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    place = {"metadata": {"path": str(output.parent)}}
    quiet = ["--IPKernelApp.log_level=ERROR"]  # it warns of unencrypted sockets, which never leave this machine
    client = NotebookClient(notebook, timeout=None, resources=place, extra_arguments=quiet)
    try:
        with told_steps(output, sys.stderr):
            client.execute()
    except (CellExecutionError, DeadKernelError) as error:
        return str(getattr(error, "evalue", "") or error)
    finally:
        nbformat.write(notebook, output)
    return ""


def _answer(output: Path) -> str:
    """Read the answer from the session's log, where it stands even if the notebook could not be finished."""
    sessions = sessions_of(output.resolve())
    if not sessions:
        return ""
    records = FileSessionStore(sessions[-1]).load().records
    return next((record.event.text for record in reversed(records) if isinstance(record.event, Answered)), "")
