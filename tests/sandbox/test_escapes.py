"""Nothing gets out of the sandbox, and each layer stops by itself what it is there for."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from dpa_jupyter.sandbox.layers import ALL_LAYERS, LayerName
from tests.sandbox.escapes.all import ESCAPES, THEMES
from tests.sandbox.escapes.escape import Escape
from tests.sandbox.escapes.trial import attempt
from tests.sandbox.escapes.users import as_ordinary_user, can_become_another
from tests.sandbox.escapes.world import World, worlds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these layers")
NONE: frozenset[LayerName] = frozenset()
QUICK_THEMES = ("files", "network", "processes")
QUICK = [escape for theme in QUICK_THEMES for escape in THEMES[theme]]
"""Those that are tried again in each way; the table of `tests.sandbox.escapes.table` has all of them."""
SINGLE = [(escape, layer) for escape in QUICK for layer in escape.stopped_by]
REAL = [escape for escape in QUICK if not escape.otherwise]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with ExitStack() as stack:
        yield worlds(stack)


def test_there_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len(ESCAPES) > 200
    assert len({escape.name for escape in ESCAPES}) == len(ESCAPES)
    assert all(escape.stopped_by or escape.otherwise for escape in ESCAPES)


@pytest.mark.parametrize("escape", ESCAPES, ids=lambda escape: escape.name)
async def test_nothing_gets_out_and_the_next_run_is_intact(escape: Escape, world: World) -> None:
    outcome = await attempt(escape, world, ALL_LAYERS)
    assert not outcome.breaches, outcome.told
    assert outcome.intact


@pytest.mark.parametrize(("escape", "layer"), SINGLE, ids=lambda value: getattr(value, "name", value))
async def test_each_layer_stops_it_alone(escape: Escape, layer: LayerName, world: World) -> None:
    outcome = await attempt(escape, world, frozenset({layer}))
    assert not outcome.breaches, outcome.told


@pytest.mark.skipif(not can_become_another(), reason="some of it only root could do")
@pytest.mark.parametrize("escape", REAL, ids=lambda escape: escape.name)
async def test_without_layers_it_would_get_out(escape: Escape, world: World) -> None:
    assert (await attempt(escape, world, NONE)).breaches


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
    assert len(tried) == len(ESCAPES) + len(SINGLE)
    assert {way: outcome for way, outcome in tried.items() if outcome[0]} == {}
    assert [way for way, outcome in tried.items() if not outcome[1]] == []


def tried_as_ordinary_user(*arguments: str) -> dict[str, dict[str, list[object]]]:
    """Return breaches, whether the next run was intact, and what was told: for each escape and each way."""
    command = [sys.executable, "-m", "tests.sandbox.escapes.table", "--json", *arguments]
    done = as_ordinary_user(command, Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr[-2_000:]
    found: dict[str, dict[str, list[object]]] = json.loads(done.stdout)
    return found
