"""What is known of a frame without a look at its data, also where its plan can't be resolved.

A plan may fail in any way; the frame's card says how. One frame that can't be read must not hide the others.
"""

from __future__ import annotations

from dpa_jupyter.frames.frame import Frame


def column_names(frame: Frame) -> tuple[str, ...] | None:
    """List the columns, or return None where the plan can't tell them, such as that of a scan whose file is gone."""
    try:
        return tuple(column.name for column in frame.adapter.columns(frame.value))
    except Exception:  # noqa: BLE001 - see above
        return None


def known_rows(frame: Frame) -> int | None:
    """Count the rows, or return None where that would mean running a plan, or where it fails."""
    try:
        return frame.adapter.row_count(frame.value)
    except Exception:  # noqa: BLE001 - see above
        return None


def fingerprint(frame: Frame) -> str | None:
    """Hash the content, or return None where it can't be hashed."""
    try:
        return frame.adapter.fingerprint(frame.value)
    except Exception:  # noqa: BLE001 - see above
        return None
