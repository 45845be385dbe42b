"""A run without a model: events of the test's own, shown by the real view and pump; kernels import this."""

from __future__ import annotations

import base64
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dpa_jupyter.displays import Display, PictureDisplay, TableDisplay
from dpa_jupyter.events import (
    Answered,
    Event,
    FrameNote,
    ModelAnswered,
    Notice,
    PromptBuilt,
    RunFinished,
    RunStarted,
    Status,
    StepStarted,
    TextStreamed,
    ToolFinished,
    ToolProgressed,
    ToolStarted,
)
from dpa_jupyter.json_types import Json
from dpa_jupyter.messages import ToolCall, Usage
from dpa_jupyter.notebook.pump import Pump
from dpa_jupyter.notebook.view import ViewMode, choose_view

ANSWER = """\
**26.5 % of the customers churned** (1,869 of 7,043). Three things go with it most strongly:

- **Contract**: month-to-month customers churn at **42.7 %**, those with two years at **2.8 %** (Cramér's V 0.41)
- **Tenure**: the median customer who left had been there for **10 months**, one who stayed for 38
- **Internet service**: fiber optic **41.9 %** against 19.0 % with DSL

Electronic check stands out among the ways to pay, with **45.3 %**. The effects overlap: new customers are mostly
month-to-month, so these are associations, not causes.

**Mind:** `total_charges` is missing for 11 rows, all with a tenure of 0.
"""
DRIVERS = TableDisplay(
    "What goes with churn",
    ("column", "measure", "effect", "low", "high", "p (adjusted)", "rows"),
    (
        ("contract", "Cramér's V", 0.4097, 0.389, 0.43, 1e-250, 7043),
        ("tenure", "rank-biserial", 0.4812, 0.457, 0.504, 3.2e-208, 7043),
        ("online_security", "Cramér's V", 0.347, 0.325, 0.369, 4.1e-180, 7043),
        ("tech_support", "Cramér's V", 0.3425, 0.32, 0.365, 2.2e-178, 7043),
        ("internet_service", "Cramér's V", 0.3221, 0.301, 0.343, 9.7e-160, 7043),
        ("payment_method", "Cramér's V", 0.3028, 0.28, 0.326, 3.6e-139, 7043),
        ("online_backup", "Cramér's V", 0.2918, 0.27, 0.314, 2.0e-128, 7043),
        ("total_charges", "rank-biserial", 0.302, 0.276, 0.327, 4.5e-83, 7032),
        ("monthly_charges", "rank-biserial", 0.2414, 0.214, 0.268, 3.3e-54, 7043),
        ("paperless_billing", "Cramér's V", 0.1915, 0.169, 0.214, 4.0e-57, 7043),
    ),
)


@dataclass
class ScriptedRun:
    """Emits events from a thread, as a run does, until it is stopped."""

    script: Callable[[ScriptedRun], Iterable[Event]]
    queue: queue.SimpleQueue[Event] = field(default_factory=queue.SimpleQueue)
    done: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)
    pump: Pump | None = None

    def begin(self) -> None:
        """Start the thread."""
        threading.Thread(target=self._emit, daemon=True).start()

    def _emit(self) -> None:
        status: Status = "finished"
        for event in self.script(self):
            self.queue.put(event)
            if self.stopped.is_set():
                status = "stopped"
                break
        error = "" if status == "finished" else "stopped by the user"
        self.queue.put(RunFinished(status, error, 3, Usage(12_345, 890, None, None), 4.21))
        self.done.set()


def show(script: Callable[[ScriptedRun], Iterable[Event]], mode: ViewMode = "auto") -> ScriptedRun:
    """Show a script in the cell that calls this."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    assert shell is not None
    run = ScriptedRun(script)
    run.pump = Pump(shell, choose_view(shell, mode))
    run.begin()
    run.pump.run(run.queue, run.done, on_interrupt=run.stopped.set, run_id="0123abcd")
    return run


def bar_chart() -> bytes:
    """Draw churn by contract."""
    import io

    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.6, 3.0), dpi=160, layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.add_subplot(facecolor="none")
    bars = axes.barh(["Two year", "One year", "Month-to-month"], [2.8, 11.3, 42.7], color="#4c8dd6", height=0.62)
    axes.bar_label(bars, fmt="%.1f %%", padding=4, color="#808890")
    axes.tick_params(colors="#808890", length=0)
    axes.spines[:].set_visible(False)
    axes.set_xticks([])
    axes.set_xlim(0, 50)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def picture(png: bytes) -> PictureDisplay:
    """Show a chart as a tool would."""
    alt = "Bar chart of the share of churned customers: month-to-month 42.7 %, one year 11.3 %, two years 2.8 %."
    return PictureDisplay("Share of churned customers by contract", alt, png, 560, 300)


def words(step: int, text: str, size: int = 12) -> Iterator[Event]:
    """Stream text in pieces."""
    for start in range(0, len(text), size):
        yield TextStreamed(step, "text", text[start : start + size])


@dataclass(frozen=True)
class Called:
    """A call of the script, and what comes of it."""

    tool: str
    arguments: Json
    content: Json
    displays: tuple[Display, ...] = ()
    quality: tuple[str, ...] = ()
    frames: tuple[FrameNote, ...] = ()
    ok: bool = True


def step(number: int, thought: str, calls: Sequence[Called]) -> Iterator[Event]:
    """One step, from its thought to its last observation."""
    yield StepStarted(number)
    yield from words(number, thought)
    named = [ToolCall(f"call-{number}-{place}", call.tool, "{}") for place, call in enumerate(calls)]
    yield ModelAnswered(number, thought, "", tuple(named), Usage(4_000, 90), 0.8)
    for name, call in zip(named, calls, strict=True):
        yield ToolStarted(number, name.id, call.tool, call.arguments)
        yield ToolProgressed(name.id, "reading rows", 0.4)
    for name, call in zip(named, calls, strict=True):
        yield ToolFinished(
            number, name.id, call.tool, call.ok, call.content, call.displays, call.quality, call.frames, 0.137
        )


def churn(png: bytes | None = None, answer: str = ANSWER) -> Iterator[Event]:
    """A whole analysis."""
    frames = (
        FrameNote("df", "pandas DataFrame", 7043, 20),
        FrameNote("prices", "Polars LazyFrame", None, 4),
        FrameNote("unasked", "pandas DataFrame", 1, 1),
    )
    yield RunStarted("analyze churn in df", "analyze", "openai/gpt-5", frames)
    yield PromptBuilt((), ("df", "prices"))
    yield Notice("“churn” is read as the column churn of df, with the values No and Yes.")
    yield Notice("This model does not report what it costs.", "warning")
    yield from step(
        1,
        "First I look at the columns and their quality, so that I know what can be compared.",
        [
            Called("describe_frame", {"frame": "df"}, {"frame": "df", "rows": 7043, "column_count": 20}),
            Called(
                "profile",
                {"frame": "df", "columns": ["churn", "tenure", "total_charges"]},
                {"rows": 7043, "duplicate_rows": 22, "columns": [{"name": "total_charges", "missing": 11}]},
                quality=("total_charges is missing in 11 of 7,043 rows", "22 rows are exact duplicates"),
            ),
        ],
    )
    yield from step(
        2,
        "The target is binary and complete. I compare every other column with it, then the strongest by group.",
        [
            Called(
                "find_drivers", {"frame": "df", "target": "churn"}, {"target": "churn", "overall": 0.2654}, (DRIVERS,)
            ),
            Called(
                "compare_segments",
                {"frame": "df", "target": "churn", "by": ["contract", "internet"]},
                "no column 'internet'",
                ok=False,
            ),
            Called(
                "query_sql",
                {"sql": "SELECT contract, avg((churn = 'Yes')::int) AS share, count(*) FROM df GROUP BY 1"},
                {"rows": 3, "preview": [["Month-to-month", 0.427, 3875]]},
                frames=(FrameNote("by_contract", "pandas DataFrame", 3, 3),),
            ),
        ],
    )
    yield from step(
        3,
        "Contract is the strongest that can be acted on: a picture of it.",
        [
            Called(
                "plot",
                {"frame": "df", "kind": "bar", "x": "contract", "y": "churn"},
                {"title": "Share of churned customers by contract"},
                (picture(png if png is not None else bar_chart()),),
            )
        ],
    )
    yield StepStarted(4)
    yield from words(4, answer)
    yield ModelAnswered(4, answer, "", (), Usage(9_000, 300), 2.5)
    yield Answered(answer)


def changed() -> Iterator[Event]:
    """A run that changed a variable."""
    import pandas as pd

    from dpa_jupyter.frames.differences.difference import difference
    from dpa_jupyter.frames.recognition import recognise

    before = pd.DataFrame({"id": ["a", "b", "c"], "age": [3, 5, 7], "town": ["Ulm", None, "Bern"]})
    after = pd.DataFrame({"id": ["a", "b", "d"], "age": [3, 6, 1], "town": ["Ulm", "Graz", "Linz"], "new": [1, 2, 3]})
    frames = recognise("df", before), recognise("df", after)
    assert frames[0] is not None
    assert frames[1] is not None
    shown = difference(frames[0], frames[1], key=["id"])
    yield RunStarted("clean df", "clean", "openai/gpt-5", (FrameNote("df", "pandas DataFrame", 3, 3),))
    yield PromptBuilt((), ("df",))
    call = Called("propose_change", {"frame": "clean", "name": "df"}, {"status": "applied"}, (shown,))
    yield from step(1, "The cleaned frame takes the place of df.", [call])
    yield ModelAnswered(2, "One row is gone.", "", (), Usage(), 0.1)
    yield Answered("One row is gone.")


def slowly(events: Iterable[Event], run: ScriptedRun, seconds: float) -> Iterator[Event]:
    """Let time pass between events, less of it once the run is stopped."""
    for event in events:
        yield event
        run.stopped.wait(seconds)


def paused(events: Iterable[Event], run: ScriptedRun, gate: Path, left: int = 16) -> Iterator[Event]:
    """Wait before the last events until there is a file, or until the run is stopped."""
    known = list(events)
    yield from known[:-left]
    while not gate.exists() and not run.stopped.wait(0.05):
        pass
    yield from known[-left:]


DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""The smallest picture."""


PARAGRAPH = "The share is **26.5 %** of `df`, and it is larger for month-to-month contracts.\n\n"


def spell(run: ScriptedRun, paragraph: str, characters: int, seconds: float) -> Iterator[Event]:
    """Stream a text of this length over so many seconds, then answer with it."""
    text = (paragraph * (characters // len(paragraph) + 1))[:characters]
    pieces = list(words(1, text, 6))
    begun = time.monotonic()
    yield RunStarted("say much", "ask", "scripted", ())
    yield StepStarted(1)
    for place, piece in enumerate(pieces):
        ahead = begun + seconds * place / len(pieces) - time.monotonic()
        if ahead > 0.005:
            run.stopped.wait(ahead)
        yield piece
    yield ModelAnswered(1, text, "", (), Usage(), 1.0)
    yield Answered(text)
