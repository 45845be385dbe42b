"""One escape, tried in a fresh worker."""

from __future__ import annotations

from dataclasses import dataclass

from dpa_jupyter.sandbox.code_runner import CodeLimits
from dpa_jupyter.sandbox.layers import ALL_LAYERS, LayerName
from dpa_jupyter.sandbox.process_runner import ProcessCodeRunner
from tests.sandbox.escapes.escape import PRELUDE, Escape
from tests.sandbox.escapes.world import World
from tests.sandbox.support import frames_of

LIMITS = CodeLimits(memory_bytes=256 << 20, scratch_bytes=64 << 20, output_bytes=1 << 16)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was seen from outside."""

    breaches: tuple[str, ...]
    """Empty where nothing got out."""
    intact: bool
    """Whether the next run gave the right answer."""
    told: str
    """What the code was told, or said."""


async def attempt(escape: Escape, world: World, layers: frozenset[LayerName]) -> Outcome:
    """Try an escape against some layers, then a harmless run, then look around."""
    runner = ProcessCodeRunner([world.data], only_layers_for_tests=layers)
    limits = CodeLimits(escape.seconds, LIMITS.memory_bytes, LIMITS.output_bytes, scratch_bytes=LIMITS.scratch_bytes)
    try:
        code = f"W = {world.map!r}\n{PRELUDE}{escape.code}"
        frames = frames_of({"df": world.frame})
        result = await runner.run(code, frames, limits)
        if layers == ALL_LAYERS:  # where the code left its process of no use, this finds out
            await runner.run("1 + 1", frames_of({"other": world.other}), limits)
    finally:
        await runner.close()
    intact = layers != ALL_LAYERS or await _is_intact(world)
    seen = world.breaches()
    said = f"{result.value!r} {result.printed} {result.error} {[table.to_pydict() for table in result.frames.values()]}"
    if world.secret in said:
        seen.append("the secret came back")
    if result.value == "through":
        seen.append("it got through")
    if len(result.printed) > limits.output_bytes + 1_000:
        seen.append("too much was printed")
    return Outcome(tuple(seen), intact, (result.error or repr(result.value))[-150:])


async def _is_intact(world: World) -> bool:
    """Tell whether the next run of the assistant sees what it should."""
    runner = ProcessCodeRunner([world.data])
    try:
        frames = frames_of({"df": world.frame})
        result = await runner.run("[len(df), int(df['x'].sum()), 1 + 1]", frames, LIMITS)
    finally:
        await runner.close()
    return result.value == [len(world.frame), int(world.frame["x"].sum()), 2]
