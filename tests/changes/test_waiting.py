"""A change that waits for a cell of the user's is not made over what the cell does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

import pandas as pd
import pytest

from dpa_jupyter.changes.journal import Journal
from dpa_jupyter.changes.kept import Shelf
from dpa_jupyter.errors import ToolError
from dpa_jupyter.frames.recognition import recognise
from dpa_jupyter.json_types import JsonObject
from dpa_jupyter.notebook.variables import KernelVariables
from dpa_jupyter.tools.propose_change import propose_change
from tests.tools.contexts import context_of


async def test_what_a_cell_wrote_while_the_change_waited_for_it_is_not_lost() -> None:
    df = pd.DataFrame({"x": [1, 2, 3]})
    namespace: dict[str, object] = {"df": df}

    def after_the_users_cell(job: Callable[[], None]) -> Future[None]:
        df["user_work"] = 7
        done: Future[None] = Future()
        try:
            job()
            done.set_result(None)
        except ToolError as error:
            done.set_exception(error)
        return done

    frame = recognise("df", df)
    assert frame is not None
    journal = Journal(namespace, Shelf(lambda: 1 << 30))
    context = replace(context_of([frame]), variables=KernelVariables(journal, after_the_users_cell))
    context.frames.add(df[df["x"] > 1].reset_index(drop=True), "less")
    arguments: JsonObject = {"frame": "less", "name": "df"}
    await propose_change.intent(arguments, context)
    with pytest.raises(ToolError, match="df was written into since the difference was made"):
        await propose_change.call(arguments, context)
    assert namespace["df"] is df
    assert list(df.columns) == ["x", "user_work"]
    assert journal.done == ()
