"""Tries every escape and prints the table: `python -m tests.sandbox.escapes.table`.

Usage: [--json] [--confined | --whole] [theme …]
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Collection
from contextlib import ExitStack

from dpa_jupyter.sandbox.layers import ALL_LAYERS, LAYERS, LayerName
from tests.sandbox.escapes.all import THEMES
from tests.sandbox.escapes.escape import Escape
from tests.sandbox.escapes.trial import Outcome, attempt
from tests.sandbox.escapes.world import World, worlds

NONE: frozenset[LayerName] = frozenset()


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{line}\n")


async def rows(escape: Escape, world: World, *, alone: bool, free: bool) -> dict[str, Outcome]:
    """Try one escape against the whole, against each layer that should stop it alone, and against nothing."""
    found = {"whole": await attempt(escape, world, ALL_LAYERS)}
    for layer in escape.stopped_by if alone else ():
        found[layer] = await attempt(escape, world, frozenset({layer}))
    if free:
        found["none"] = await attempt(escape, world, NONE)
    return found


async def tried(themes: Collection[str], *, alone: bool, free: bool) -> dict[str, dict[str, Outcome]]:
    """Try all of these themes in one world."""
    with ExitStack() as stack:
        world = worlds(stack)
        return {
            escape.name: await rows(escape, world, alone=alone, free=free)
            for theme in themes
            for escape in THEMES[theme]
        }


def print_table(outcomes: dict[str, dict[str, Outcome]]) -> None:
    """Print a line for each escape."""
    number = 0
    for theme, escapes in THEMES.items():
        tried_here = [escape for escape in escapes if escape.name in outcomes]
        say(f"\n{theme}" if tried_here else "")
        for escape in tried_here:
            number += 1
            found = outcomes[escape.name]
            alone = [
                f"{name}{'' if not found[name].breaches else ' DOES NOT'}"
                for name in escape.stopped_by
                if name in found
            ]
            free = "-" if "none" not in found else "yes" if found["none"].breaches else "no"
            whole = "GETS OUT" if found["whole"].breaches else "stopped" if found["whole"].intact else "BREAKS"
            say(f"{number:>4}  {escape.name:60} {free:>4}  {whole:8}  {', '.join(alone) or escape.otherwise}")
    out = sum(bool(found["whole"].breaches) for found in outcomes.values())
    single = [one for found in outcomes.values() for name, one in found.items() if name not in {"whole", "none"}]
    past = sum(bool(one.breaches) for one in single)
    say(
        f"\n{len(outcomes)} escapes as user {os.getuid()}: {out} got out of the whole sandbox, and {past} of "
        f"{len(single)} out of a single layer that should stop it"
    )


def main() -> None:
    """Try, and print as was asked for."""
    themes = [theme for theme in THEMES if theme in sys.argv] or list(THEMES)
    whole_only = "--whole" in sys.argv
    free = not whole_only and "--confined" not in sys.argv
    outcomes = asyncio.run(tried(themes, alone=not whole_only, free=free))
    if "--json" in sys.argv:
        plain = {
            name: {layers: [list(one.breaches), one.intact, one.told] for layers, one in found.items()}
            for name, found in outcomes.items()
        }
        say(json.dumps(plain))
    else:
        say("layers: " + ", ".join(layer.title for layer in LAYERS.values()))
        say(f"{'':5} {'escape':60} {'free':>4}  {'whole':8}  stopped by each of these alone, or by")
        print_table(outcomes)


if __name__ == "__main__":
    main()
