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
