"""The cell's main thread while a run goes on: what it shows, what it does for others, and how it is interrupted."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future

import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.events import Event, Notice
from dpa_jupyter.notebook.pump import Pump
from dpa_jupyter.notebook.view.view import Offer, Offered


class Seen:
    """A view that remembers."""

    def __init__(self, on_show: Callable[[Event], None] = lambda event: None) -> None:
        self.events: list[Event] = []
        self.calls: list[str] = []
        self.on_show = on_show

    def open(self, run_id: str | None, stop: Callable[[], None]) -> None:
        self.calls.append(f"open {run_id}")

    def show(self, event: Event) -> None:
        self.events.append(event)
        self.on_show(event)

    def tick(self, *, now: bool = False) -> None:
        if now:
            self.calls.append(f"now, after {len(self.events)} events")

    def offer(self, offer: Offer) -> Offered:
        return "never"

    def close(self) -> None:
        self.calls.append("close")


class Running:
    """A run in a thread of its own."""

    def __init__(self, work: Callable[[Running], None]) -> None:
        self.queue: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.done = threading.Event()
        self.stopped = threading.Event()
        threading.Thread(target=self._work, args=(work,), daemon=True).start()

    def emit(self, text: str) -> None:
        self.queue.put(Notice(text))

    def _work(self, work: Callable[[Running], None]) -> None:
        try:
            work(self)
        finally:
            self.done.set()


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def pumped(shell: InteractiveShell, work: Callable[[Running, Pump], None], view: Seen | None = None) -> Seen:
    """Pump a run to its end."""
    view = view or Seen()
    pump = Pump(shell, view)
    run = Running(lambda run: work(run, pump))
    pump.run(run.queue, run.done, on_interrupt=run.stopped.set, run_id="abc")
    return view


def interrupt() -> None:
    """Do what the kernel's front end does."""
    signal.raise_signal(signal.SIGINT)


def test_every_event_is_shown_in_order_before_it_returns(shell: InteractiveShell) -> None:
    def work(run: Running, pump: Pump) -> None:
        for number in range(5_000):
            run.emit(str(number))

    view = pumped(shell, work)
    assert [event.text for event in view.events if isinstance(event, Notice)] == [str(n) for n in range(5_000)]
    assert view.calls == ["open abc", "close"]


def test_a_job_runs_in_the_main_thread_and_its_result_comes_back(shell: InteractiveShell) -> None:
    results: list[object] = []
    pumped(shell, lambda run, pump: results.append(pump.call(threading.current_thread).result(10)))
    assert results == [threading.main_thread()]


def test_all_that_led_to_a_job_is_in_sight_before_it_runs(shell: InteractiveShell) -> None:
    def ask(run: Running, pump: Pump) -> None:
        for number in range(10):
            run.emit(str(number))
        pump.call(lambda: None).result(10)

    assert pumped(shell, ask).calls == ["open abc", "now, after 10 events", "close"]


def test_what_a_job_raises_is_told_to_whoever_asked(shell: InteractiveShell) -> None:
    errors: list[object] = []

    def ask(run: Running, pump: Pump) -> None:
        errors.append(pump.call(lambda: 1 // 0).exception(10))

    pumped(shell, ask)
    assert isinstance(errors[0], ZeroDivisionError)


def test_the_first_interrupt_stops_the_run_and_what_it_still_says_is_shown(shell: InteractiveShell) -> None:
    def work(run: Running, pump: Pump) -> None:
        run.emit("begun")
        assert run.stopped.wait(10)
        run.emit("stopped")

    view = pumped(shell, work, Seen(lambda event: interrupt() if event == Notice("begun") else None))
    assert [event.text for event in view.events if isinstance(event, Notice)] == ["begun", "stopped"]


def test_the_second_interrupt_ends_the_wait_for_a_run_that_does_not_stop(shell: InteractiveShell) -> None:
    left_behind = threading.Event()

    def interrupt_twice(_: Event) -> None:
        interrupt()
        interrupt()

    def work(run: Running, pump: Pump) -> None:
        run.emit("begun")
        left_behind.wait(30)

    view = pumped(shell, work, Seen(interrupt_twice))
    left_behind.set()
    assert view.calls == ["open abc", "close"]


def test_an_interrupt_ends_a_question_and_stops_the_run(shell: InteractiveShell) -> None:
    errors: list[object] = []
    stopped: list[bool] = []

    def work(run: Running, pump: Pump) -> None:
        errors.append(pump.call(interrupt).exception(10))
        stopped.append(run.stopped.wait(10))

    pumped(shell, work)
    assert isinstance(errors[0], KeyboardInterrupt)
    assert stopped == [True]


def test_a_job_that_nobody_will_do_is_cancelled(shell: InteractiveShell) -> None:
    asked: list[Future[None]] = []
    view = Seen()
    pump = Pump(shell, view)

    def give_up_and_ask_again() -> None:
        asked.append(pump.call(lambda: None))
        with pytest.raises(KeyboardInterrupt):
            interrupt()
        interrupt()

    def work(run: Running) -> None:
        pump.call(give_up_and_ask_again)
        run.stopped.wait(10)

    run = Running(work)
    pump.run(run.queue, run.done, on_interrupt=run.stopped.set)
    with pytest.raises(CancelledError):
        asked[0].result(0)


def test_interrupts_are_the_shells_own_again_afterwards(shell: InteractiveShell) -> None:
    before = signal.getsignal(signal.SIGINT)
    pumped(shell, lambda run, pump: None)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_view_that_fails_stops_the_run_and_leaves_nothing_behind(shell: InteractiveShell) -> None:
    def fail(_: Event) -> None:
        raise ZeroDivisionError

    before = signal.getsignal(signal.SIGINT)
    view = Seen(fail)
    pump = Pump(shell, view)
    run = Running(lambda run: run.emit("x"))
    with pytest.raises(ZeroDivisionError):
        pump.run(run.queue, run.done, on_interrupt=run.stopped.set, run_id="abc")
    assert run.stopped.is_set()
    assert view.calls == ["open abc", "close"]
    assert signal.getsignal(signal.SIGINT) is before
