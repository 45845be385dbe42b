"""Runners for the tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner


@pytest.fixture(scope="session")
def runner() -> Iterator[ProcessCodeRunner]:
    """A runner for all tests that leave it whole, so that libraries are imported once."""
    shared = ProcessCodeRunner()
    yield shared
    asyncio.run(shared.close())


@pytest_asyncio.fixture
async def own_runner() -> AsyncIterator[ProcessCodeRunner]:
    """A runner for one test."""
    own = ProcessCodeRunner()
    yield own
    await own.close()
