"""How long an analysis takes in a real kernel, and how much memory, beside a script written by hand for the same task.

Each round has a fresh kernel in which pandas is imported and the frame loaded. Ours is asked the way a user asks, and
timed from sending the cell to the first thing shown and to its end; then once more, warm. Cold, time and memory hold
the libraries that are first used then. The script looks at the
same frame with pandas and SciPy: `describe`, missing values, and each column's Cramér's V or Spearman's rank
correlation with the target.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.kernels import Kernel, Message, running_kernel

ROUNDS = 3
DATA = Path(__file__).parents[1] / "notebooks" / "data"
LOAD = """
import pandas as pd
from pathlib import Path
{frame} = {read}
%load_ext dpa_jupyter
def megabytes(field):
    return float(Path("/proc/self/status").read_text().split(field + ":")[1].split()[0]) / 1024
"""
BY_HAND = """
def look(frame, target):
    import numpy as np
    from scipy.stats import chi2_contingency, spearmanr
    found = {}
    shown = frame.describe(include="all"), frame.isna().mean(), frame.duplicated().sum()
    for name in frame.columns.drop(target):
        both = frame[[name, target]].dropna()
        column, goal = both[name], both[target]
        if pd.api.types.is_numeric_dtype(goal) and pd.api.types.is_numeric_dtype(column):
            found[name] = abs(spearmanr(column, goal).statistic)
            continue
        groups, goals = (
            pd.qcut(part, 10, duplicates="drop") if pd.api.types.is_numeric_dtype(part) else part
            for part in (column, goal)
        )
        table = pd.crosstab(groups, goals)
        if min(table.shape) > 1:
            found[name] = np.sqrt(chi2_contingency(table).statistic / table.to_numpy().sum() / (min(table.shape) - 1))
    return pd.Series(found).sort_values(ascending=False), shown
_ = look({frame}, {target!r})
"""


@dataclass(frozen=True)
class Case:
    """A frame, and the column of it that is to be explained."""

    frame: str
    target: str
    read: str


CASES = (
    Case("df", "churn", f"pd.read_csv({str(DATA / 'telco_churn.csv')!r})"),
    Case("flights", "arr_delay", f"pd.read_parquet({str(DATA / 'flights.parquet')!r})"),
)


@dataclass(frozen=True)
class Timed:
    """Seconds to the first output and to the end of a cell, and how far memory rose above its level before, in MB."""

    first: float
    end: float
    growth: float


def timed(kernel: Kernel, code: str) -> Timed:
    kernel.run("Path('/proc/self/clear_refs').write_text('5')")  # begins the peak anew, see proc(5)
    before = float(kernel.value("megabytes('VmRSS')"))
    shown: list[float] = []
    begun = time.perf_counter()
    reply = kernel.run(code, on_output=lambda message: note(message, shown))
    end = time.perf_counter()
    assert reply["status"] == "ok", reply
    return Timed((shown or [end])[0] - begun, end - begun, float(kernel.value("megabytes('VmHWM')")) - before)


def note(message: Message, shown: list[float]) -> None:
    if message["header"]["msg_type"] == "display_data":
        shown.append(time.perf_counter())


def in_fresh_kernels(case: Case, measure: Callable[[Kernel], Mapping[str, Timed]]) -> dict[str, Timed]:
    """Return the medians of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder, running_kernel(Path(folder)) as kernel:
            kernel.run(LOAD.format(frame=case.frame, read=case.read))
            rounds.append(measure(kernel))
    return {name: median([found[name] for found in rounds]) for name in rounds[0]}


def median(found: list[Timed]) -> Timed:
    fields = ([each.first for each in found], [each.end for each in found], [each.growth for each in found])
    return Timed(*map(statistics.median, fields))


def ours(case: Case) -> dict[str, Timed]:
    request = f"%%dpa analyze {case.target} in {case.frame}"
    return in_fresh_kernels(case, lambda kernel: {which: timed(kernel, request) for which in ("cold", "warm")})


def by_hand(case: Case) -> dict[str, Timed]:
    script = BY_HAND.replace("{frame}", case.frame).replace("{target!r}", repr(case.target))
    return in_fresh_kernels(case, lambda kernel: {which: timed(kernel, script) for which in ("cold", "warm")})


def frame_megabytes(case: Case) -> float:
    with TemporaryDirectory() as folder, running_kernel(Path(folder)) as kernel:
        kernel.run(LOAD.format(frame=case.frame, read=case.read))
        return float(kernel.value(f"int({case.frame}.memory_usage(deep=True).sum())")) / 2**20


def main() -> None:
    for case in CASES:
        size = frame_megabytes(case)
        print(f"\n%%dpa analyze {case.target} in {case.frame} ({size:.1f} MB)")
        print(f"{'':20}{'first output':>14}{'end':>10}{'memory':>12}{'of frame':>10}")
        found = {"ours": ours(case), "pandas by hand": by_hand(case)}
        for who, medians in found.items():
            for which, it in medians.items():
                first = f"{it.first * 1000:11.0f} ms" if who == "ours" else f"{'-':>14}"
                memory = f"{it.growth:9.0f} MB{it.growth / size:9.1f}x"
                print(f"{who + ', ' + which:20}{first:>14}{it.end:8.2f} s{memory}")
        for which in ("cold", "warm"):
            ratio = found["ours"][which].end / found["pandas by hand"][which].end
            print(f"{which}: ours takes {ratio:.2f} times as long as the script")


if __name__ == "__main__":
    main()
