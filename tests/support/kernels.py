"""A real kernel, as a front end with a person before it sees it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient
    from jupyter_client.manager import KernelManager

Message: TypeAlias = Mapping[str, Any]
"""A message of the kernel: its content is whatever JSON its type says."""


@dataclass(frozen=True)
class Kernel:
    """A running kernel and a client of it."""

    manager: KernelManager
    client: BlockingKernelClient

    def run(self, code: str, *, answer: str = "", on_output: Callable[[Message], None] | None = None) -> Message:
        """Run a cell to its end, and answer each question in this way; return its reply."""
        reply: Message = self.client.execute_interactive(
            code,
            allow_stdin=True,
            stop_on_error=False,  # else what is sent at once after an error is aborted with it
            stdin_hook=lambda _: self.client.input(answer),
            output_hook=on_output or _ignore,
            timeout=60,
        )
        content: Message = reply["content"]
        return content

    def value(self, expression: str) -> str:
        """Return what an expression shows as in the kernel."""
        reply = self.client.execute("", user_expressions={"it": expression}, reply=True, timeout=60)
        content = reply["content"]["user_expressions"]["it"]
        return str(content["data"]["text/plain"] if content["status"] == "ok" else content)

    def begin(self, code: str) -> str:
        """Send a cell and return at once, with the name of its message."""
        return str(self.client.execute(code, allow_stdin=True, stop_on_error=False))

    def wait_for_output(self, is_it: Callable[[Message], bool]) -> Message:
        """Wait for a message to the front end."""
        while True:
            message: Message = self.client.get_iopub_msg(timeout=60)
            if is_it(message):
                return message

    def reply_to(self, name: str, *, within: float) -> Message:
        """Wait for the end of a cell, for at most so many seconds."""
        while True:
            message: Message = self.client.get_shell_msg(timeout=within)
            if message["parent_header"]["msg_id"] == name:
                content: Message = message["content"]
                return content


@contextmanager
def running_kernel(folder: Path) -> Iterator[Kernel]:
    """Start a kernel that works in this folder."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3", cwd=str(folder), stderr=subprocess.DEVNULL)
    try:
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _ignore(_message: Message) -> None:
    pass
