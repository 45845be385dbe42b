"""Nothing gets out of the sandbox, and each layer stops by itself what it is there for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from dpa_jupyter.sandbox.layers import ALL_LAYERS, LayerName
from tests.sandbox.escapes.all import ESCAPES, QUICK
from tests.sandbox.escapes.escape import Escape
from tests.sandbox.escapes.trial import attempt
from tests.sandbox.escapes.users import can_become_another
from tests.sandbox.escapes.world import World, worlds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these layers")
NONE: frozenset[LayerName] = frozenset()
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
