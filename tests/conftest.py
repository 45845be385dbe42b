"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The first example of a test may import a heavy library: time is measured in benchmarks/, not here.
settings.register_profile("dpa", deadline=None, max_examples=60)
settings.load_profile("dpa")

LONGEST = [
    Path(__file__).parent / name for name in ("browser", "changes/test_edits.py", "safety/test_wire.py", "sandbox")
]
"""They are begun first where several processes share the files, so that none is left with them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first."""
    items.sort(key=lambda item: not any(item.path.is_relative_to(path) for path in LONGEST))


@pytest.fixture(scope="session")
def zygote() -> Iterator[None]:
    """Keep the process that workers are forked from, from one assistant to the next: it takes seconds to start."""
    from dpa_jupyter.sandbox.zygote_process import shared_zygote

    let_go = shared_zygote().hold()
    yield
    let_go()
