"""A frame is mended by fixes that its quality report names, once the user has seen the difference and said yes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dpa_jupyter.changes.change import Change
from dpa_jupyter.displays import TableDisplay
from dpa_jupyter.frames.differences.difference import is_nothing
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.propose_change import CHANGE, asking, carried_out, change_to, checked_name
from dpa_jupyter.tools.quality_findings import chosen_fixes, measured, plain
from dpa_jupyter.tools.tool import Intent, Observation, ToolContext

if TYPE_CHECKING:
    from dpa_jupyter.quality.operation import Operation

MOST_LISTED = 20


async def _intent(context: ToolContext, frame: str, fixes: list[str], name: str = "", reason: str = "") -> Intent:
    """Make the mended frame, and find out what differs; the very object that is shown is the one put there."""
    change, chosen = await asyncio.to_thread(_prepared, context, frame, fixes, checked_name(name or frame))
    intent = asking(context, change, reason)
    return replace(intent, displays=(_listed(chosen), *intent.displays))


@tool(level="kernel", alone=True, intent=_intent)
async def clean(context: ToolContext, frame: str, fixes: list[str], name: str = "", reason: str = "") -> Observation:
    """Mend a frame with fixes that quality proposed: a new frame takes the variable's place, if the user says yes.

    The user is shown the difference and the fixes, and decides; nothing changes before, and `%dpa undo` takes it back.
    Call quality first, and prefer fixes of high confidence. Fixes go together in one call: each acts on the frame as it
    is now, so after a change the ids are those of a new report.

    Args:
        context: The frames, and the user's variables.
        frame: The name of a frame.
        fixes: The ids of fixes; the id of a finding stands for its best fix.
        name: The variable that shall hold the mended frame; that of the frame itself if not given.
        reason: Why, in one sentence for the user.
    """
    change = context.prepared[CHANGE]
    assert isinstance(change, Change)
    if not is_nothing(change.difference):
        made = context.frames.add(change.after, change.source, parents=(frame,), is_faithful=True)
        context.prepared[CHANGE] = replace(change, source=made.name)
    return await carried_out(context)


def _prepared(context: ToolContext, frame: str, fixes: Sequence[str], name: str) -> tuple[Change, list[Operation]]:
    found = context.frames[frame]
    chosen = chosen_fixes(measured(context, found).findings, fixes)
    made = replace(found, name=f"{frame}_clean")
    return change_to(context, made, lambda _: context.study().mended(found, chosen).value, name), chosen


def _listed(fixes: Sequence[Operation]) -> TableDisplay:
    rows = tuple((plain(fix.title), fix.confidence, plain(fix.reason)) for fix in fixes[:MOST_LISTED])
    total = len(fixes) if len(fixes) > len(rows) else None
    return TableDisplay("Fixes", ("fix", "confidence", "why"), rows, total_rows=total)
