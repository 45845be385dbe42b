"""What a model elsewhere gets at each level, in the bytes that its server receives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest

from dpa_jupyter.agents.approval import Approval, Consent
from dpa_jupyter.assistant import Task, built_in_assistant
from dpa_jupyter.config import Dpa, PrivacyLevel
from dpa_jupyter.events import ApprovalAsked
from dpa_jupyter.frames.recognition import frames_in
from dpa_jupyter.run import Run
from dpa_jupyter.safety.sent_log import Sent
from dpa_jupyter.sessions.session import Session
from dpa_jupyter.sessions.store import FileSessionStore
from tests.safety.marked_values import ALL, SENSITIVE, found_in, marked_frame
from tests.safety.talks import TALKS, Talk
from tests.support.openai_answers import Answer, answer, call, fragment, words
from tests.support.openai_server import OpenAIServer


class EverybodyApproves:
    """The most careless of users."""

    async def ask(self, asked: ApprovalAsked) -> Approval:
        return Approval(granted=True)


def script(talks: Sequence[Talk]) -> Iterator[Answer]:
    for _, calls in talks:
        pieces = [
            fragment(json.dumps(arguments), name=name, call_id=f"c{place}", index=place)
            for place, (name, arguments) in enumerate(calls)
        ]
        yield answer(call(*pieces), finish="tool_calls")
        yield answer(*words("That ", "is what I found."))


def talk(
    level: PrivacyLevel, folder: Path, talks: Sequence[Talk] = TALKS, frame: pd.DataFrame | None = None
) -> tuple[list[bytes], list[Sent], list[Run]]:
    """Have all the talks in one session; return the bytes received and the log of what was sent."""
    session = Session(FileSessionStore(folder / "session.jsonl"))
    frame = marked_frame() if frame is None else frame
    frame.to_csv(folder / "marked.csv", index=False)
    assistant = built_in_assistant()
    runs = []
    with OpenAIServer(script(talks)) as server:
        dpa = Dpa(environment={})
        settings = dpa.settings(model="openai/any", api_base=server.url, privacy=level, folders=[str(folder)])
        for request, _ in talks:
            task = Task(request=request, verb="ask", frames=frames_in({"df": frame}))
            run = assistant.start(task, settings, session, Consent(EverybodyApproves()))
            run.done.wait(60)
            runs.append(run)
        sent = assistant.sent(session).load()
        bodies = [request.body for request in server.requests]
    assistant.close()
    return bodies, sent, runs


@pytest.mark.timeout(600)
@pytest.mark.parametrize("level", ["schema", "aggregates"])
def test_below_samples_no_value_of_a_cell_reaches_the_server(level: PrivacyLevel, tmp_path: Path) -> None:
    bodies, sent, runs = talk(level, tmp_path)
    assert len(bodies) == 2 * len(TALKS)
    assert [run.result().status for run in runs] == ["finished"] * len(TALKS)
    assert found_in(b"\n".join(bodies), ALL) == []
    assert [one.body for one in sent] == bodies
    assert {one.level for one in sent} == {level}


@pytest.mark.timeout(600)
def test_at_samples_no_sensitive_value_reaches_the_server(tmp_path: Path) -> None:
    bodies, sent, _ = talk("samples", tmp_path)
    assert found_in(b"\n".join(bodies), SENSITIVE) == []
    assert b"Zwqasegment" in b"\n".join(bodies)
    assert any("<EMAIL_" in placeholder for one in sent for placeholder in one.masked)


def test_at_full_everything_reaches_the_server(tmp_path: Path) -> None:
    bodies, _, _ = talk("full", tmp_path, TALKS[13:14])
    assert found_in(b"\n".join(bodies), SENSITIVE)
