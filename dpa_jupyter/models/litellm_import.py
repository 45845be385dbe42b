"""Imports LiteLLM once: late, in the background, without network, without a `.env` file and without a word.

The import takes seconds, so it may be begun on a thread as soon as a model is likely to be needed.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import sys
import threading
from contextlib import suppress
from functools import cache
from types import ModuleType

from dpa_jupyter.models.wire_record import watch_http_client

_ENVIRONMENT = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # the price table that is shipped, not the one on the net
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_MODE": "PRODUCTION",  # in its default mode, LiteLLM loads the .env file that it finds
}
_SWITCHES = {
    "suppress_debug_info": True,  # no "Give Feedback" on standard output
    "disable_hf_tokenizer_download": True,
}
_LOGGERS = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy")

_lock = threading.Lock()


def litellm() -> ModuleType:
    """Return the module; the first call imports it, or waits for the import that is under way."""
    with _lock:
        return _import()


def already_imported() -> ModuleType | None:
    """Return the module if it is there at once, None otherwise."""
    return _import() if _import.cache_info().currsize else None


async def imported() -> ModuleType:
    """Return the module without holding up the event loop while it is imported."""
    module = already_imported()
    return await asyncio.to_thread(litellm) if module is None else module


@cache
def import_in_background() -> threading.Thread:
    """Begin the import on a thread of its own, once; return that thread."""
    thread = threading.Thread(target=_try_to_import, name="import-litellm", daemon=True)
    thread.start()
    return thread


def _try_to_import() -> None:
    with suppress(Exception):  # whoever needs the module imports it again, and is told what is wrong
        litellm()


@cache
def _import() -> ModuleType:
    was_there = "litellm" in sys.modules
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    module = importlib.import_module("litellm")  # by name, or the type checker would read its 2,000 files too
    vars(module).update(_SWITCHES)
    if not was_there:  # a user who has imported it before us has set up its log as wanted
        _silence_loggers()
    watch_http_client()
    _prepare_first_call(module)
    return module


def _prepare_first_call(module: ModuleType) -> None:
    """Do now, on whatever thread this is, what would hold up the event loop for a second with the first call."""
    importlib.import_module("openai.resources")
    # Pydantic warns while it builds these; now LiteLLM's own filters against that are in place, later they may not be.
    module.ModelResponse()
    module.ModelResponseStream()


def _silence_loggers() -> None:
    """Take away LiteLLM's own handlers, which write to the cell; records still reach the user's root logger."""
    for name in _LOGGERS:
        logging.getLogger(name).handlers[:] = [logging.NullHandler()]
