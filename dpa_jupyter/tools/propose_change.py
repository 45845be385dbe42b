"""A variable of the user's is set to a frame of the run, once the user has seen the difference and said yes."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import Callable, Sequence
from dataclasses import replace
from keyword import iskeyword, issoftkeyword
from typing import Literal, cast

from dpa_jupyter.changes.change import ABSENT, Change
from dpa_jupyter.displays import ColumnDifference
from dpa_jupyter.errors import ToolError
from dpa_jupyter.events import VariableChanged
from dpa_jupyter.findings import ChangeOutcome, ColumnChange
from dpa_jupyter.frames.differences.difference import difference, is_nothing
from dpa_jupyter.frames.differences.wording import summary
from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.frames.likeness import in_likeness_of
from dpa_jupyter.frames.outline import fingerprint
from dpa_jupyter.frames.recognition import HISTORY_NAMES, recognise
from dpa_jupyter.frames.scalars import short_text
from dpa_jupyter.json_types import Json
from dpa_jupyter.sentence import sentence
from dpa_jupyter.tools.function_tool import tool
from dpa_jupyter.tools.tool import Intent, Observation, ToolContext
from dpa_jupyter.tools.untouched import with_untouched

REASON_LENGTH = 200
TOLD_COLUMNS = 40
CHANGE = "change"


async def _intent(
    context: ToolContext, frame: str, name: str, reason: str = "", key: list[str] | None = None
) -> Intent:
    """Find out what would change; the very object that the user is shown the difference of is the one put there."""
    change = await asyncio.to_thread(_prepared, context, frame, checked_name(name), key)
    return asking(context, change, reason)


def asking(context: ToolContext, change: Change, reason: str) -> Intent:
    """Keep a change for the call that follows, and say what is asked: whether it may be made."""
    context.prepared[CHANGE] = change
    name = change.name
    if is_nothing(change.difference):
        return Intent(capability="read", question=f"Compare {change.source} with {name}?")
    what = "Make the new variable" if change.before is ABSENT else "Change the variable"
    kept = "nothing else" if change.before is ABSENT else "what it is now is kept, and `%dpa undo` puts it back"
    return Intent(
        capability="kernel",
        question=f"{what} {name}?",
        purpose=short_text(" ".join(reason.split()), REASON_LENGTH),
        touches=(f"the variable {name}; {kept}",),
        displays=(change.difference,),
    )


@tool(level="kernel", alone=True, intent=_intent)
async def propose_change(
    context: ToolContext, frame: str, name: str, reason: str = "", key: list[str] | None = None
) -> Observation:
    """Propose that a variable of the user's shall be set to a frame that query_sql, run_python or read_table made.

    The user is shown the difference (rows, columns, cells, samples) and decides; nothing changes before. Use it only
    when the request is to change, clean or add data, not to answer a question. The user can undo it at any time.

    Args:
        context: The frames, and the user's variables.
        frame: The name of the frame as it shall be.
        name: The variable: that of the frame which is to be replaced, or a new one.
        reason: Why, in one sentence for the user.
        key: Columns that tell rows apart, if they are known; left out, they are found.
    """
    return await carried_out(context)


async def carried_out(context: ToolContext) -> Observation:
    """Make the change that was prepared, and tell what came of it.

    Raises:
        ToolError: the variable is not as it was when the difference was made.
    """
    change = context.prepared[CHANGE]
    assert isinstance(change, Change)
    if is_nothing(change.difference):
        return _observed("nothing to change", change)
    context.progress(f"changing {change.name}{context.variables.moment}", None)
    await context.variables.put(change, lambda: _check_unchanged(change), lambda: context.record(_event(change)))
    context.frames.put(change.after, change.name)
    return _observed("applied", change)


def _check_unchanged(change: Change) -> None:
    """Refuse what was made for other data: while the user thought, or a cell ran, one may have written into the frame.

    Raises:
        ToolError: it has.
    """
    before = None if change.before is ABSENT else recognise(change.name, change.before)
    if _fingerprint(before) != change.fingerprints[0]:
        raise ToolError(
            sentence(
                "{name} was written into since the difference was made; propose the change again", name=change.name
            )
        )


def checked_name(name: str) -> str:
    """Return a name that a variable of the user's may have.

    Raises:
        ToolError: it may not, and why.
    """
    if not name.isidentifier() or iskeyword(name) or issoftkeyword(name):
        raise ToolError(sentence("{said!r} can't be the name of a variable", said=name))
    if name.startswith("_") or name in HISTORY_NAMES or hasattr(builtins, name):
        raise ToolError(sentence("{said!r} belongs to Python or IPython; choose another name", said=name))
    return name


def _prepared(context: ToolContext, source: str, name: str, key: Sequence[str] | None) -> Change:
    """Make the object as it shall stand there, and find out what differs; this reads both frames whole."""
    made = context.frames[source]
    if not context.frames.is_made(source):
        raise ToolError(
            sentence("{name!r} is the user's own object; make a new frame of it first, with the changes", name=source)
        )

    def make(present: object) -> object:
        likeness = in_likeness_of(present, made)
        return with_untouched(present, likeness) if made.is_faithful else likeness

    return change_to(context, made, make, name, key)


def change_to(
    context: ToolContext, made: Frame, make: Callable[[object], object], name: str, key: Sequence[str] | None = None
) -> Change:
    """Find out what differs if a variable becomes what is made of it.

    Args:
        context: The user's variables.
        made: The frame of the run that it is, for its name and caveats.
        make: From what stands under the name now to what shall stand there.
        name: The variable.
        key: Columns that tell rows apart.

    Raises:
        ToolError: under this name stands what is no frame.
    """
    source = made.name
    context.progress(f"comparing {source} with {name}", None)
    present, before = _frame_at(context, name)
    print_before = _fingerprint(before)  # first: what is written from now on will be noticed
    after = recognise(name, make(present))
    assert after is not None
    found = difference(before, after, key=key)
    caveats = tuple(f"{source} {caveat}" for caveat in made.caveats)
    return Change(
        name=name,
        before=present,
        after=after.value,
        difference=found if is_nothing(found) else replace(found, notes=(*found.notes, *caveats)),
        source=source,
        run=context.run,
        fingerprints=(print_before, _fingerprint(after)),
    )


def _frame_at(context: ToolContext, name: str) -> tuple[object, Frame | None]:
    """Return what stands under a name now, and as a frame; `ABSENT` and None where nothing does."""
    present = context.variables.present(name)
    before = None if present is ABSENT else recognise(name, present)
    if before is None and present is not ABSENT:
        raise ToolError(
            sentence("{said!r} is no frame but a {any}; choose another name", said=name, any=type(present).__name__)
        )
    return present, before


def _fingerprint(frame: Frame | None) -> str | None:
    return None if frame is None else fingerprint(frame)


def _event(change: Change) -> VariableChanged:
    before, after = change.fingerprints
    return VariableChanged("applied", change.name, before, after, change.source, summary(change.difference))


def _observed(status: Literal["applied", "nothing to change"], change: Change) -> Observation:
    """Tell the model counts and columns, and nobody but the user the samples."""
    shown = change.difference
    told = ChangeOutcome(
        status=status,
        variable=change.name,
        frame=change.source,
        rows_before=shown.rows_before,
        rows_after=shown.rows_after,
        rows_added=shown.rows_added,
        rows_removed=shown.rows_removed,
        rows_changed=shown.rows_changed,
        cells_changed=shown.cells_changed,
        columns=[_told(column) for column in shown.columns[:TOLD_COLUMNS]],
        more_columns=max(0, len(shown.columns) - TOLD_COLUMNS) + shown.more_columns,
        notes=list(shown.notes),
    )
    displays = (shown,) if status == "applied" else ()
    return Observation(cast("Json", told), change.after, displays, quality=shown.notes)


def _told(column: ColumnDifference) -> ColumnChange:
    return ColumnChange(
        name_before=column.name_before,
        name_after=column.name_after,
        type_before=column.type_before,
        type_after=column.type_after,
        cells=column.cells,
    )
