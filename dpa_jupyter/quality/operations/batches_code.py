"""Batches of operations as code: each batch was found in the frame that the ones before it had made."""

from __future__ import annotations

from collections.abc import Sequence

from dpa_jupyter.quality.operation import Operation
from dpa_jupyter.quality.operations.apply import apply
from dpa_jupyter.quality.operations.export import Target, export


def batches_code(frame: object, batches: Sequence[Sequence[Operation]], target: Target) -> str:
    """Write batches of operations on a frame as one script of a library; empty where there is nothing to do.

    One batch is as `export` writes it. Of several, Python code mends `df` batch by batch, and SQL makes a table between
    them.

    Raises:
        ColumnNotFoundError: an operation names a column that is not there.
        ExpressionError: an expression means nothing for these columns.
        ChangeError: two operations can't go together, or the frame is of no known library.
    """
    known = [batch for batch in batches if batch]
    parts = []
    for number, batch in enumerate(known):
        parts.append(export(frame, batch, target, _table(number) if target == "sql" else "df"))
        if number + 1 < len(known):
            frame = apply(frame, batch)
    return _queries(parts) if target == "sql" else _modules(parts)


def _modules(parts: Sequence[str]) -> str:
    return "".join(parts) if len(parts) < 2 else "\n\n".join(f"{part}\n\ndf = clean(df)\n" for part in parts)


def _queries(parts: Sequence[str]) -> str:
    *before, last = parts or [""]
    made = [f"CREATE OR REPLACE TEMP TABLE {_table(number)} AS\n{part}" for number, part in enumerate(before, start=1)]
    return "\n".join([*made, last])


def _table(number: int) -> str:
    return "df" if number == 0 else f"df_{number}"
