"""Histograms, boxes and scatters: how the values of rows are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpa_jupyter.findings import Scalar
from dpa_jupyter.plots.labels import axis_label, number
from dpa_jupyter.tools.plotting.drawn import Drawn, Wanted, left_out

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dpa_jupyter.statistics.variable import Categories, Counts, Floats

FEWEST_BINS, MOST_BINS = 8, 40
MOST_OUTLINES = 4
MOST_BOXES = 15
MOST_COLOURS = 5
MOST_MARKS = 5_000
"""Points up to which each is drawn: more hide each other."""
FAR = 0.5
"""How far beyond the 1 % and 99 % quantiles a histogram goes, in distances between them; a normal distribution's 4.6
standard deviations."""
MISSING, NOT_DRAWN = -1, -2
"""Groups of rows that have none, and of rows whose group is not among those that are drawn."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def draw_histogram(wanted: Wanted) -> Drawn:
    """Draw how many rows fall in equal ranges of x; for each group of `by`, which share of its rows."""
    import numpy as np

    from dpa_jupyter.plots.histogram import Histogram
    from dpa_jupyter.plots.histogram import draw_histogram as draw
    from dpa_jupyter.statistics.variable import row_values

    values = row_values(wanted.numbers(wanted.x))
    groups, names, notes = _groups(wanted, MOST_OUTLINES)
    values, groups, missing = _known(values, groups)
    edges, far = _edges(values)
    parts = [values[groups == place] for place in range(len(names))]
    binned: list[Counts] = [np.histogram(part, edges)[0] for part in parts]
    heights = [
        bins / max(len(part), 1) if wanted.by else bins.astype(np.float64)
        for bins, part in zip(binned, parts, strict=True)
    ]
    outside = [f"{far:,} rows lie further out and are not drawn"] if far else []
    shown = wanted.title or f"How {wanted.x} is spread{f' by {wanted.by}' if wanted.by else ''}"
    median = None if wanted.by else float(np.median(values))
    card = draw(
        Histogram(edges, heights, names if wanted.by else (), median),
        shown,
        wanted.subtitle(len(values), *outside),
        label=axis_label(wanted.x),
        colours_label=wanted.by or "",
    )
    columns = [*([wanted.by] if wanted.by else []), "from", "to", "rows"]
    caption = f"Histogram: {shown}. {_told(names, parts)}"
    return Drawn(card, shown, caption, columns, _bins(names, edges, binned), [*missing, *notes, *outside])


def _bins(names: list[str], edges: NDArray[np.float64], binned: list[Counts]) -> list[list[Scalar]]:
    """Return a row for each bin: the group where there is one, from, to, rows."""
    return [
        [*([name] if name else []), float(low), float(high), int(rows)]
        for name, bins in zip(names, binned, strict=True)
        for low, high, rows in zip(edges, edges[1:], bins, strict=False)
    ]


def draw_box(wanted: Wanted) -> Drawn:
    """Draw quantiles of y for each group of x; of x alone, or for each group of `by`, where there is no y."""
    import numpy as np

    from dpa_jupyter.plots.boxes import Boxes, draw_boxes
    from dpa_jupyter.statistics import rounding
    from dpa_jupyter.statistics.variable import row_values

    column, by = (wanted.y, wanted.x) if wanted.y else (wanted.x, wanted.by)
    values = row_values(wanted.numbers(column))
    groups, names, notes = _groups(wanted, MOST_BOXES, by)
    values, groups, missing = _known(values, groups)
    parts = {name: part for place, name in enumerate(names) if len(part := values[groups == place])}
    found = {name: np.quantile(part, QUANTILES) for name, part in parts.items()}
    order = list(found) if not by or _has_order(wanted, by) else sorted(found, key=lambda name: -found[name][2])
    boxes = [(float(a), float(b), float(c), float(d), float(e)) for a, b, c, d, e in (found[name] for name in order)]
    shown = wanted.title or (f"{column} by {by}" if by else f"How {column} is spread")
    card = draw_boxes(
        Boxes([name or column for name in order], boxes, float(np.median(values)) if by else None),
        shown,
        wanted.subtitle(len(values), "box: middle half, mark: median, line: 5 % to 95 %"),
        groups_label=axis_label(by) if by else "",
        value_label=axis_label(column),
    )
    data: list[list[Scalar]] = [
        [name or column, len(parts[name]), *(rounding.amount(float(quantile)) for quantile in found[name])]
        for name in order
    ]
    told = _told(order, [parts[name] for name in order])
    columns = [by or "column", "rows", "5 %", "25 %", "median", "75 %", "95 %"]
    return Drawn(card, shown, f"Box plot: {shown}. {told}", columns, data, [*missing, *notes])


def draw_scatter(wanted: Wanted) -> Drawn:
    """Draw a point for each row, or where they are too many, how many fall together."""
    import numpy as np

    from dpa_jupyter.plots.scatter import Points, draw_points
    from dpa_jupyter.statistics.effect_size import effect_size
    from dpa_jupyter.statistics.variable import at_rows, row_values

    assert wanted.y is not None
    one, other = wanted.numbers(wanted.x), wanted.numbers(wanted.y)
    groups, names, notes = _groups(wanted, MOST_COLOURS)
    known = (one.codes >= 0) & (other.codes >= 0) & (groups != MISSING)
    missing = left_out(known)
    used = known & (groups != NOT_DRAWN)
    rows = int(used.sum())
    x, y, groups = row_values(one)[used], row_values(other)[used], groups[used]
    dense = rows > MOST_MARKS and not wanted.by
    remark = "darker where more rows fall together" if dense else ""
    if rows > MOST_MARKS and wanted.by:
        picked = np.sort(np.random.default_rng(0).choice(rows, MOST_MARKS, replace=False))
        x, y, groups = x[picked], y[picked], groups[picked]
        remark = f"{MOST_MARKS:,} of {rows:,} rows are drawn, chosen at random"
        notes.append(remark)
    shown = wanted.title or f"{wanted.y} against {wanted.x}"
    card = draw_points(
        Points(x, y, groups if wanted.by else None, names if wanted.by else (), dense),
        shown,
        wanted.subtitle(rows, remark),
        x_label=axis_label(wanted.x),
        y_label=axis_label(wanted.y),
        colours_label=wanted.by or "",
    )
    effect = effect_size(at_rows(one, used), at_rows(other, used))
    related = f" Spearman's rank correlation {effect.sign * effect.value:.3f}." if effect else ""
    caption = f"Scatter plot: {shown}, {rows:,} rows.{related}"
    data: list[list[Scalar]] = [[float(a), float(b)] for a, b in zip(x[:30], y[:30], strict=True)]
    return Drawn(card, shown, caption, [wanted.x, wanted.y], data, [*missing, *notes])


def _groups(wanted: Wanted, most: int, by: str | None = None) -> tuple[NDArray[np.int32], list[str], list[str]]:
    """Return each row's group, the groups' names, and what to note; without a grouping all rows are in one."""
    import numpy as np

    from dpa_jupyter.statistics.grouping import segments
    from dpa_jupyter.statistics.variable import counts, label

    column = by or wanted.by
    if column is None:
        return np.zeros(wanted.variables.rows, dtype=np.int32), [""], []
    groups: Categories = segments(wanted.variable(column))
    rows = counts(groups)
    kept = np.sort(np.argsort(-rows, kind="stable")[:most])
    kept = kept[rows[kept] > 0]
    places = np.full(len(rows) + 1, NOT_DRAWN, dtype=np.int32)
    places[-1] = MISSING
    places[kept] = np.arange(len(kept), dtype=np.int32)
    rest = int(np.count_nonzero(rows)) - len(kept)
    notes = [f"the {len(kept)} groups of most rows are drawn, {rest:,} are not"] if rest else []
    return places[groups.codes], [label(groups.values[place]) for place in kept], notes


def _has_order(wanted: Wanted, by: str) -> bool:
    from dpa_jupyter.statistics.grouping import segments

    return segments(wanted.variable(by)).ordered


def _known(values: Floats, groups: NDArray[np.int32]) -> tuple[Floats, NDArray[np.int32], list[str]]:
    import numpy as np

    known = ~np.isnan(values) & (groups != MISSING)
    notes = left_out(known)
    used = known & (groups != NOT_DRAWN)
    return values[used], groups[used], notes


def _edges(values: Floats) -> tuple[NDArray[np.float64], int]:
    """Return round edges of bins (Freedman & Diaconis 1981 for their number), and how many rows lie far outside."""
    import numpy as np
    from matplotlib.ticker import MaxNLocator

    low, high = float(values.min()), float(values.max())
    first, last = np.quantile(values, [0.01, 0.99])
    reach = FAR * (last - first)
    if reach > 0:
        low, high = max(low, float(first - reach)), min(high, float(last + reach))
    inside = values[(values >= low) & (values <= high)]
    spread = float(np.subtract(*np.quantile(inside, [0.75, 0.25])))
    width = 2 * spread / len(inside) ** (1 / 3)
    bins = MOST_BINS if width == 0 else int(np.clip((high - low) / width, FEWEST_BINS, MOST_BINS))
    whole = bool((inside == np.floor(inside)).all())
    if high - low <= abs(high) * 1e-9:
        return low + np.array([-0.5, 0.5]) * max(1.0, abs(low) * 1e-3), len(values) - len(inside)
    if whole and high - low < MOST_BINS:
        return np.arange(low, high + 2) - 0.5, len(values) - len(inside)
    edges = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 4, 5, 10], integer=whole).tick_values(low, high)
    return np.asarray(edges, dtype=np.float64), len(values) - len(inside)


def _told(names: list[str], parts: list[Floats]) -> str:
    import numpy as np

    sentences = []
    for name, part in zip(names, parts, strict=True):
        if len(part):
            low, middle, high = np.quantile(part, [0.25, 0.5, 0.75])
            who = f"{name}: " if name else ""
            sentences.append(f"{who}median {number(middle)}, middle half {number(low)} to {number(high)}")
    return f"{'; '.join(sentences[:10])}."
