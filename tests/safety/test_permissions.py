"""What may be done, asked about or not done: every case there is."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from dpa_jupyter.config import Mode
from dpa_jupyter.events import Capability
from dpa_jupyter.safety.grants import Grants
from dpa_jupyter.safety.permissions import Action, Allow, Ask, Refuse, decide

TABLE = """
                        | ask       | auto      | read-only
                        | new given | new given | new given
read                    | yes yes   | yes yes   | yes yes
read code confined      | ask yes   | yes yes   | ask yes
read code loose         | ask ask   | ask ask   | no  no
compute                 | yes yes   | yes yes   | yes yes
compute code confined   | ask yes   | yes yes   | ask yes
compute code loose      | ask ask   | ask ask   | no  no
write                   | ask yes   | ask yes   | no  no
write code confined     | ask yes   | ask yes   | no  no
write code loose        | ask ask   | ask ask   | no  no
network                 | ask yes   | ask yes   | no  no
network code confined   | ask yes   | ask yes   | no  no
network code loose      | ask ask   | ask ask   | no  no
kernel                  | ask ask   | ask ask   | no  no
kernel code confined    | ask ask   | ask ask   | no  no
kernel code loose       | ask ask   | ask ask   | no  no
destructive             | ask ask   | ask ask   | no  no
destructive code confined | ask ask | ask ask   | no  no
destructive code loose  | ask ask   | ask ask   | no  no
"""
MODES: tuple[Mode, ...] = ("ask", "auto", "read-only")
WORDS = {"yes": Allow, "ask": Ask, "no": Refuse}


def rows() -> dict[str, list[str]]:
    """Read the table: six words for each action."""
    lines = [line.split("|") for line in TABLE.strip().splitlines()[2:]]
    return {" ".join(line[0].split()): " ".join(line[1:]).split() for line in lines}


def action_of(words: str) -> Action:
    """Read the name of a row."""
    capability = next(each for each in get_args(Capability) if each == words.split(maxsplit=1)[0])
    return Action(capability, runs_code="code" in words, is_confined="confined" in words)


def test_the_table_holds_every_case() -> None:
    kinds = ("", " code confined", " code loose")
    assert set(rows()) == {f"{capability}{kind}" for capability, kind in product(get_args(Capability), kinds)}
    assert set(get_args(Mode)) == set(MODES)


@pytest.mark.parametrize(("words", "expected"), rows().items(), ids=list(rows()))
def test_each_case_is_decided_as_the_table_says(words: str, expected: list[str]) -> None:
    cases = product(MODES, (False, True))
    decided = [decide(action_of(words), mode, granted=granted) for mode, granted in cases]
    assert [type(each) for each in decided] == [WORDS[word] for word in expected]
    assert all(each.because for each in decided)


def test_a_yes_for_the_session_holds_for_its_tool_and_capability_only() -> None:
    grants = Grants()
    grants.give("network", "fetch")
    assert grants.holds("network", "fetch")
    assert not grants.holds("network", "send")
    assert not grants.holds("write", "fetch")
    assert not Grants().holds("network", "fetch")
