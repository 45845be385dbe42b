"""Runs in real kernels: with a front end that counts, with none, and in a terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest
from nbconvert.exporters import HTMLExporter, MarkdownExporter

from tests.support.browser import REPOSITORY, write_notebook
from tests.support.scripted_run import ANSWER

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient

pytestmark = [
    pytest.mark.kernel,
    # of jupyter_client and its transport, when a kernel ends
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
IMPORT = "from tests.support import scripted_run as s"


@contextmanager
def kernel() -> Iterator[BlockingKernelClient]:
    """Start a kernel that can import the tests."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3", cwd=str(REPOSITORY))
    try:
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@dataclass(frozen=True)
class Message:
    """A message to the front end."""

    kind: str
    content: Mapping[str, Any]
    size: int
    """Bytes on the wire, but for its signature."""


def messages(client: BlockingKernelClient, code: str) -> list[Message]:
    """Run a cell as a front end with a person before it, and return all that came."""
    found: list[Mapping[str, Any]] = []
    reply = client.execute_interactive(code, allow_stdin=True, output_hook=found.append, timeout=60)
    assert reply["content"]["status"] == "ok", reply["content"]
    return [Message(raw["header"]["msg_type"], raw["content"], size(raw)) for raw in found]


def size(raw: Mapping[str, Any]) -> int:
    """Count the bytes of a message."""
    parts = ("header", "parent_header", "metadata", "content")
    return sum(len(json.dumps(raw[part], default=str)) for part in parts)


def of_kind(kind: str, sent: Sequence[Message]) -> list[Message]:
    """Return the messages of one kind."""
    return [message for message in sent if message.kind == kind]


@pytest.mark.parametrize(("characters", "seconds"), [(60_000, 0.2), (60_000, 6.0), (240_000, 0.5)])
def test_a_long_answer_costs_at_most_four_bytes_for_each_of_its_own(characters: int, seconds: float) -> None:
    with kernel() as client:
        messages(client, IMPORT)
        sent = messages(client, f"_ = s.show(lambda run: s.spell(run, s.PARAGRAPH, {characters}, {seconds}), 'widget')")
    assert sum(message.size for message in sent) <= 4 * characters
    assert len(of_kind("comm_msg", sent)) <= 10 * (seconds + 1)


def test_one_output_takes_the_place_of_the_widget_and_says_whose_it_is() -> None:
    with kernel() as client:
        messages(client, IMPORT)
        sent = messages(client, "_ = s.show(lambda run: s.churn(s.DOT))")
    (shown,) = of_kind("display_data", sent)
    (last,) = of_kind("update_display_data", sent)
    assert shown.content["transient"] == last.content["transient"]
    assert set(last.content["data"]) == {"text/html", "text/markdown", "text/plain"}
    assert last.content["metadata"]["dpa"]["run_id"] == "0123abcd"
    assert of_kind("comm_close", sent)


def test_without_a_person_there_is_one_output_and_the_notebook_holds_all(tmp_path: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    path = write_notebook(tmp_path / "run.ipynb", [IMPORT, "_ = s.show(lambda run: s.churn(s.DOT))"])
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(REPOSITORY)}}).execute()
    (output,) = notebook.cells[1].outputs
    assert output.output_type == "display_data"
    assert ANSWER.strip() in output.data["text/plain"]
    assert ANSWER.strip() in output.data["text/markdown"]
    assert output.data["text/html"].count("data:image/png") == 1
    assert "widgets" not in notebook.metadata
    for exporter in (HTMLExporter(), MarkdownExporter()):
        text, _ = exporter.from_notebook_node(notebook)
        assert "<strong>Contract</strong>" in text
        assert "data:image/png" in text


def test_plain_ipython_prints_a_run_as_it_goes() -> None:
    program = pexpect.spawn(
        sys.executable,
        ["-m", "IPython", "--simple-prompt", "--no-banner", "--no-confirm-exit", "--colors=NoColor"],
        cwd=REPOSITORY,
        dimensions=(60, 200),
        encoding="utf-8",
        timeout=60,
    )
    program.expect_exact("In [1]:")
    program.sendline(IMPORT)
    program.expect_exact("In [2]:")
    program.sendline("_ = s.show(lambda run: s.churn(s.DOT))")
    program.expect_exact("In [3]:")
    text = re.sub("\x1b\\[[0-9;?]*[a-zA-Z]", "", program.before).replace("\r\n", "\n")
    program.sendline("_ = s.show(lambda run: s.slowly(s.churn(s.DOT), run, 3600))")
    program.expect_exact("openai/gpt-5")
    program.sendintr()
    program.expect_exact("Stopped")
    program.expect_exact("In [4]:")
    program.sendline("exit")
    program.expect(pexpect.EOF)
    program.close()
    assert ANSWER.strip() in text
    assert "[picture: Share of churned customers by contract." in text
    assert 'find_drivers(frame="df", target="churn") 0.1 s' in text
