"""What a run adds to a stream of 10,000 chunks over HTTP, beside a bare LiteLLM loop; and bytes to the front end.

The server is another process. Our run is whole: request, loop, events, kept in memory. Runs alternate in one process.
The bytes are counted in a real kernel with the live view, as a front end receives them.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dpa_jupyter.agents.approval import Consent, RefusingApprover
from dpa_jupyter.assistant import Assistant, Task
from dpa_jupyter.config import Dpa, Settings
from dpa_jupyter.events import ModelAnswered
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.models.choose import choose_model
from dpa_jupyter.models.litellm_import import imported
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from dpa_jupyter.sessions.session import Session
from dpa_jupyter.sessions.store import MemorySessionStore
from tests.support.kernels import Message, running_kernel

CHUNKS = 10_000
ROUNDS = 3
MODEL = "openai/any"
QUESTION = "say much"


@contextmanager
def server(shape: str) -> Iterator[str]:
    """Serve long answers of one shape from another process; yield the address."""
    command = [sys.executable, "-m", "tests.support.openai_server", str(CHUNKS), shape]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


async def bare(url: str) -> int:
    """Stream one answer with LiteLLM alone; return how many chunks came."""
    litellm = await imported()  # as it is, but that it reaches for nothing on the network
    messages = [{"role": "user", "content": QUESTION}]
    options = {"stream_options": {"include_usage": True}, "api_key": "none", "num_retries": 0}
    stream = await litellm.acompletion(model=MODEL, messages=messages, api_base=url, stream=True, **options)
    chunks = 0
    async for _ in stream:
        chunks += 1
    return chunks


def run(assistant: Assistant, settings: Settings) -> int:
    """Carry out one request and take in all of its events; return how many characters came."""
    session = Session(MemorySessionStore())
    task = Task(QUESTION, "ask", FrameCatalog())
    consent = Consent(RefusingApprover("nobody is here"))
    started = assistant.start(task, settings, session, consent)
    started.done.wait()
    events = []
    while not started.queue.empty():
        events.append(started.queue.get())
    (answer,) = [event for event in events if isinstance(event, ModelAnswered)]
    return len(answer.text) + sum(len(call.arguments) for call in answer.tool_calls)


def compare(shape: str) -> None:
    times: dict[str, list[float]] = {"bare": [], "ours": []}
    assistant = Assistant(
        choose_model=lambda settings: choose_model(settings.model, api_base=settings.api_base),
        tools=dict,
        code_runner=lambda settings: ProcessCodeRunner(settings.folders),
    )
    with server(shape) as url, asyncio.Runner() as runner:
        settings = replace(Dpa(environment={}).settings(), model=MODEL, api_base=url, max_steps=1)
        for round_number in range(ROUNDS + 1):  # the first is to warm up
            for who, taken in times.items():
                begun = time.perf_counter()
                came = runner.run(bare(url)) if who == "bare" else run(assistant, settings)
                assert came >= CHUNKS
                if round_number:
                    taken.append(time.perf_counter() - begun)
    assistant.close()
    ours, theirs = statistics.median(times["ours"]), statistics.median(times["bare"])
    print(f"{shape:6}{theirs:10.2f} s bare{ours:10.2f} s ours{ours / theirs:8.2f} times as long")


def traffic() -> None:
    """Count the bytes of all messages of one cell, and those of its answer."""
    sizes: list[int] = []

    def count(message: Message) -> None:
        parts = ("header", "parent_header", "metadata", "content")
        sizes.append(sum(len(json.dumps(message[part], default=str)) for part in parts))

    with server("text") as url, TemporaryDirectory() as folder, running_kernel(Path(folder)) as kernel:
        kernel.run(f"%load_ext dpa_jupyter\n%config Dpa.api_base = {url!r}")
        kernel.run(f"%%dpa -m {MODEL} {QUESTION}", on_output=count)
        answer = int(kernel.value("len(_dpa.text.encode())"))
    print(f"{sum(sizes):,} bytes to the front end for an answer of {answer:,}: {sum(sizes) / answer:.2f} for each")


def main() -> None:
    print(f"{CHUNKS:,} chunks over HTTP, medians of {ROUNDS} runs")
    for shape in ("text", "call"):
        compare(shape)
    traffic()


if __name__ == "__main__":
    main()
