"""Findings on a small frame, written by hand, for stories in which the tools themselves don't matter."""

from __future__ import annotations

from dpa_jupyter.findings import ColumnProfile, ColumnType, Driver, Drivers, FrameProfile, GroupRate, Scalar

ROWS = 400


def column(
    name: str, kind: ColumnType = "text", *, missing: int = 0, values: tuple[Scalar, ...] = ("No", "Yes")
) -> ColumnProfile:
    """Make the profile of a column with a few values, each as frequent as the others."""
    count = (ROWS - missing) // max(len(values), 1)
    numeric = kind in ("integer", "number")
    return ColumnProfile(
        name=name,
        type=kind,
        native_type="",
        missing=missing,
        missing_share=missing / ROWS,
        distinct=40 if numeric else len(values),
        minimum=1 if numeric else None,
        maximum=72 if numeric else None,
        mean=32.371 if numeric else None,
        standard_deviation=24.6 if numeric else None,
        quantile_25=9.0 if numeric else None,
        median=29.0 if numeric else None,
        quantile_75=55.0 if numeric else None,
        zeros=None,
        negatives=None,
        top=[] if numeric else [{"value": value, "count": count, "share": count / ROWS} for value in values],
        notes=[],
    )


def profile(*columns: ColumnProfile, duplicates: int = 0, notes: tuple[str, ...] = ()) -> FrameProfile:
    """Make the profile of a frame of these columns."""
    return FrameProfile(
        frame="df",
        rows=ROWS,
        column_count=len(columns),
        duplicate_rows=duplicates,
        columns=list(columns),
        more_columns=0,
        precision="exact",
        rows_used=ROWS,
        notes=list(notes),
    )


def driver(
    name: str,
    effect: float = 0.41,
    *,
    groups: tuple[tuple[str, float], ...] = (("monthly", 0.427), ("two years", 0.028)),
    leak: str | None = None,
) -> Driver:
    """Make a driver with these groups."""
    rates = [GroupRate(group=group, rows=ROWS // 4, value=value, low=None, high=None) for group, value in groups]
    return Driver(
        column=name,
        type="text",
        measure="Cramér's V (bias-corrected)",
        effect=effect,
        low=effect - 0.02,
        high=effect + 0.02,
        p_value=0.0001,
        p_adjusted=0.001,
        rows_used=ROWS,
        missing=0,
        direction=None,
        groups=rates,
        leak=leak,
    )


def drivers(target: str, *found: Driver, positive: Scalar = "Yes") -> Drivers:
    """Make what goes with a two-valued target."""
    return Drivers(
        frame="df",
        target=target,
        target_type="binary",
        positive=positive,
        rows=ROWS,
        rows_used=ROWS,
        target_missing=0,
        overall=0.2654,
        drivers=list(found),
        left_out=[],
        correction="Holm",
        precision="exact",
        notes=[],
    )
