"""A program of its own, so that LiteLLM's import is watched too: asks models with tools, and tells what it saw."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
from pathlib import Path

LOOPBACK = ("127.0.0.1", "::1", "localhost", None)
seen: list[str] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.getaddrinfo", "socket.gethostbyname") and arguments[0] not in LOOPBACK:
        seen.append(f"{event} {arguments[0]!r}")
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in LOOPBACK:
        seen.append(f"{event} {arguments[1]!r}")
    if event == "open" and isinstance(arguments[0], str) and Path(arguments[0]).name == ".env":
        seen.append(f"{event} {arguments[0]!r}")


async def main() -> None:
    from dpa_jupyter.errors import ModelRefusedError
    from dpa_jupyter.models.litellm import LiteLLMModel
    from dpa_jupyter.models.litellm_import import import_in_background, litellm
    from tests.models.asking import ask
    from tests.support.openai_answers import answer, call_by_character, refusal
    from tests.support.openai_server import OpenAIServer

    import_in_background()
    assert import_in_background() is import_in_background()
    calling = answer(*call_by_character("query_sql", "{}"), finish="tool_calls")
    refused = refusal(401, "no")
    with OpenAIServer([calling, refused, calling, refused]) as server:
        for name in ("openai/any", "hosted_vllm/any"):
            model = LiteLLMModel(name, api_base=server.url)
            assert (await ask(model)).tool_calls[0].name == "query_sql"
            try:
                await ask(model)
            except ModelRefusedError:
                pass
            else:
                raise AssertionError(name)
    litellm()


sys.addaudithook(watch)
asyncio.run(main())
threads = [thread.name for thread in threading.enumerate() if thread.name == "import-litellm"]
handlers = [type(handler).__name__ for handler in logging.getLogger("LiteLLM").handlers]
told = {"seen": seen, "from_env_file": os.environ.get("FROM_ENV_FILE"), "threads": threads, "handlers": handlers}
sys.stdout.write(json.dumps(told))
