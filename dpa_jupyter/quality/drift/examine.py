"""From two portraits to findings: the checks compare, chance is excluded over all that was looked at, doubles go.

Drift findings lower no score: what moved may be right in every cell. So they are added to a report's findings, and
neither its score nor what it recommends knows of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.drift.catalogue import drift_catalogue
from dpa_jupyter.quality.drift.check import CHANCE, DriftCheck, Shift
from dpa_jupyter.quality.drift.pair import FramePair
from dpa_jupyter.quality.drift.portrait import FramePortrait
from dpa_jupyter.quality.finding import Finding
from dpa_jupyter.quality.merging import ranked
from dpa_jupyter.statistics.correction import corrected

FIRST = ("ks", "wasserstein_norm", "chi2", "js_distance", "psi")
"""Whose words are told where several find that a column is spread otherwise."""
MOST_OF_A_CHECK = 20


@dataclass(frozen=True, slots=True)
class Drift:
    """What moved since an earlier frame."""

    findings: tuple[Finding, ...]
    """The worst first, and of each check some."""
    columns: tuple[str, ...] = ()
    """All that moved, those of the worst findings first, even where no finding that is left speaks of them."""
    broken_checks: tuple[str, ...] = ()
    """Checks that failed themselves, by id, and so say nothing."""


def drift(then: FramePortrait, now: FramePortrait, frames: tuple[Frame, Frame] | None = None) -> Drift:
    """Return what moved between two frames; nothing where chance alone may have moved it.

    Args:
        then: The earlier frame, or what was saved of it.
        now: The frame as it is.
        frames: Both, earlier one first, where both are at hand: then rows are compared as well.
    """
    pair = FramePair(then, now, frames)
    families: dict[str, list[Shift]] = defaultdict(list)
    broken = []
    for check in drift_catalogue():
        shifts = _shifts(check, pair)
        if shifts is None:
            broken.append(check.id)
        families[check.family or check.id] += shifts or []
    found = [finding for shifts in families.values() for finding in _beyond_chance(shifts)]
    known = ranked(_once_for_each_column(found))
    columns = dict.fromkeys(name for finding in known for name in finding.columns)
    return Drift(tuple(ranked(_few_of_each(known))), tuple(columns), tuple(broken))


def _shifts(check: DriftCheck, pair: FramePair) -> list[Shift] | None:
    try:
        return list(check.compare(pair))
    except Exception:  # noqa: BLE001 - one check that fails on odd data must not take the others with it
        return None


def _beyond_chance(shifts: Iterable[Shift]) -> Iterator[Finding]:
    """Keep facts, and of what was tested that of which chance is excluded, counting what found nothing, too."""
    listed = list(shifts)
    tested = [shift for shift in listed if shift.p_value is not None]
    adjusted = corrected([shift.p_value for shift in tested if shift.p_value is not None])
    by_chance = {id(shift) for shift, p_value in zip(tested, adjusted, strict=True) if p_value > CHANCE}
    yield from (shift.finding for shift in listed if shift.finding is not None and id(shift) not in by_chance)


def _once_for_each_column(found: Iterable[Finding]) -> Iterator[Finding]:
    by_column: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in found:
        if finding.check in FIRST:
            by_column[finding.columns].append(finding)
        else:
            yield finding
    for same in by_column.values():
        first, *others = sorted(same, key=lambda finding: FIRST.index(finding.check))
        yield replace(first, also=tuple(other.check for other in others))


def _few_of_each(worst_first: Iterable[Finding]) -> list[Finding]:
    """Keep the worst of each check: of hundreds of columns that moved together, some tell it."""
    kept: dict[str, list[Finding]] = defaultdict(list)
    for finding in worst_first:
        if len(kept[finding.check]) < MOST_OF_A_CHECK:
            kept[finding.check].append(finding)
    return [finding for findings in kept.values() for finding in findings]
