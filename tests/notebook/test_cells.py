"""Jobs that wait until no cell runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell

from dpa_jupyter.notebook.cells import BetweenCells


@pytest.fixture
def cells(shell: InteractiveShell) -> Iterator[BetweenCells]:
    watched = BetweenCells(shell)
    shell.user_ns.update(do=watched.do, log=[])
    yield watched
    watched.close()


def test_between_two_cells_a_job_is_done_at_once(shell: InteractiveShell, cells: BetweenCells) -> None:
    shell.run_cell("1 + 1")
    assert cells.do(lambda: shell.user_ns["log"].append("done")).done()
    assert shell.user_ns["log"] == ["done"]


def test_in_a_cell_it_waits_for_the_end_of_the_cell_and_of_those_around_it(
    shell: InteractiveShell, cells: BetweenCells
) -> None:
    shell.run_cell(
        "get_ipython().run_cell('future = do(lambda: log.append(1))')\nlog.append(future.done())\nlog.append('end')"
    )
    assert shell.user_ns["log"] == [False, "end", 1]


def test_a_cell_that_fails_ends_too_and_a_fault_of_the_job_is_told(
    shell: InteractiveShell, cells: BetweenCells
) -> None:
    shell.run_cell("future = do(lambda: 1 / 0)\nraise ValueError")
    assert isinstance(shell.user_ns["future"].exception(0), ZeroDivisionError)


def test_a_job_that_nobody_waits_for_any_more_is_not_done(shell: InteractiveShell, cells: BetweenCells) -> None:
    shell.run_cell("do(lambda: log.append(1)).cancel()")
    assert shell.user_ns["log"] == []


CLICKS = """
import threading
def click():
    try:
        now(lambda: log.append("done"))
    except Exception as error:
        log.append(str(error))
thread = threading.Thread(target=click)
thread.start()
"""


def test_what_is_clicked_while_a_cell_runs_is_done_when_it_ends(shell: InteractiveShell, cells: BetweenCells) -> None:
    shell.user_ns["now"] = cells.do_or_refuse
    shell.run_cell(f"{CLICKS}log.append('end')")
    shell.run_cell("thread.join(30)")
    assert shell.user_ns["log"] == ["end", "done"]
    cells.do_or_refuse(lambda: shell.user_ns["log"].append("at once"))
    assert shell.user_ns["log"][-1] == "at once"


def test_what_is_clicked_while_a_long_cell_runs_is_refused_and_not_done_later(shell: InteractiveShell) -> None:
    hasty = BetweenCells(shell, patience=0.01)
    shell.user_ns.update(now=hasty.do_or_refuse, log=[])
    shell.run_cell(f"{CLICKS}thread.join(30)")
    assert shell.user_ns["log"] == ["a cell runs; try again when it is over"]
    hasty.close()
