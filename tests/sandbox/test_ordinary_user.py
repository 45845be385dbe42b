"""What nothing gets out of as root, nothing gets out of as an ordinary user."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from tests.sandbox.escapes.all import ESCAPES, QUICK, QUICK_THEMES, THEMES
from tests.sandbox.escapes.users import as_ordinary_user, can_become_another

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these layers")


@pytest.mark.skipif(not can_become_another(), reason="this is an ordinary user already, or the tools are missing")
@pytest.mark.timeout(300)
async def test_an_ordinary_user_is_stopped_by_the_whole_and_by_each_layer_alone() -> None:
    slow_themes = [theme for theme in THEMES if theme not in QUICK_THEMES]
    alone, whole = await asyncio.gather(
        asyncio.to_thread(tried_as_ordinary_user, "--confined", *QUICK_THEMES),
        asyncio.to_thread(tried_as_ordinary_user, "--whole", *slow_themes),
    )
    found = alone | whole
    assert len(found) == len(ESCAPES)
    tried = {(name, way): outcome for name, outcomes in found.items() for way, outcome in outcomes.items()}
    assert len(tried) == len(ESCAPES) + sum(len(escape.stopped_by) for escape in QUICK)
    assert {way: outcome for way, outcome in tried.items() if outcome[0]} == {}
    assert [way for way, outcome in tried.items() if not outcome[1]] == []


def tried_as_ordinary_user(*arguments: str) -> dict[str, dict[str, list[object]]]:
    """Return breaches, whether the next run was intact, and what was told: for each escape and each way."""
    command = [sys.executable, "-m", "tests.sandbox.escapes.table", "--json", *arguments]
    done = as_ordinary_user(command, Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr[-2_000:]
    found: dict[str, dict[str, list[object]]] = json.loads(done.stdout)
    return found
