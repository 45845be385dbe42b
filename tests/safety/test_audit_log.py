"""The record of decisions: what was written stays, and what was changed shows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpa_jupyter.errors import SessionError
from dpa_jupyter.safety.audit_log import AuditLog, Entry, read_audit

ENTRY = Entry(
    at="2026-01-02T03:04:05.678+00:00",
    run="0123abcd",
    call="call_1",
    tool="run_python",
    capability="compute",
    mode="ask",
    granted=True,
    decided_by="user",
    scope="once",
    reason="",
    question="Run this Python code on df?",
    shown="0" * 64,
)
WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from dpa_jupyter.safety.audit_log import AuditLog
from tests.safety.test_audit_log import ENTRY
log = AuditLog(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    log.append(replace(ENTRY, run=sys.argv[2], call=str(number)))
    print(number, flush=True)
"""


def filled(folder: Path, count: int) -> Path:
    """Write so many entries."""
    log = AuditLog(folder / "audit.log")
    for number in range(count):
        log.append(replace(ENTRY, call=str(number)))
    return log.path


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    """Begin another process that writes."""
    program = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_every_entry_is_read_back_as_it_was(texts: list[tuple[str, str]]) -> None:
    entries = [replace(ENTRY, reason=reason, question=question) for reason, question in texts]
    with TemporaryDirectory() as folder:
        log = AuditLog(Path(folder, "new", "audit.log"))
        for entry in entries:
            log.append(entry)
        found = read_audit(log.path)
    assert (list(found.entries), found.breaks) == (entries, ())


@given(st.data())
def test_whatever_is_changed_in_a_line_breaks_the_chain_there_or_right_behind(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = filled(Path(folder), 5)
        lines = path.read_bytes().splitlines(keepends=True)
        number = data.draw(st.integers(0, 3))
        place = data.draw(st.integers(0, len(lines[number]) - 2))
        letter = data.draw(st.integers(33, 126).filter(lambda code: code != lines[number][place]))
        lines[number] = lines[number][:place] + bytes([letter]) + lines[number][place + 1 :]
        path.write_bytes(b"".join(lines))
        breaks = read_audit(path).breaks
    assert any(f"line {near} " in sentence for sentence in breaks for near in (number + 1, number + 2))


@pytest.mark.parametrize("change", ["removed", "repeated", "swapped"])
def test_a_line_that_is_removed_repeated_or_moved_breaks_the_chain(tmp_path: Path, change: str) -> None:
    path = filled(tmp_path, 5)
    lines = path.read_bytes().splitlines(keepends=True)
    changed = {
        "removed": [lines[0], *lines[2:]],
        "repeated": [lines[0], *lines],
        "swapped": [lines[0], lines[2], lines[1], *lines[3:]],
    }
    path.write_bytes(b"".join(changed[change]))
    assert "line 2 does not follow" in read_audit(path).breaks[0]


def test_a_line_that_was_torn_is_named_and_what_comes_after_it_is_whole(tmp_path: Path) -> None:
    path = filled(tmp_path, 3)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    AuditLog(path).append(replace(ENTRY, call="after"))
    found = read_audit(path)
    assert [entry.call for entry in found.entries] == ["0", "1", "after"]
    assert found.breaks == ("line 3 can't be read: it was changed, or a kernel died while it wrote",)


def test_a_long_line_is_followed_as_well(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.log")
    log.append(replace(ENTRY, reason="x" * 20_000))
    log.append(ENTRY)
    assert read_audit(log.path).breaks == ()


def test_several_kernels_write_one_record_and_it_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "audit.log"
    with ExitStack() as stack:
        writers = [stack.enter_context(writer(path, name, 100)) for name in ("a", "b", "c")]
        for each in writers:
            each.communicate()
    found = read_audit(path)
    assert found.breaks == ()
    for name in ("a", "b", "c"):
        assert [entry.call for entry in found.entries if entry.run == name] == [str(n) for n in range(100)]


def test_what_was_decided_survives_the_killing_of_the_kernel(tmp_path: Path) -> None:
    path = tmp_path / "audit.log"
    with writer(path, "killed", 100_000) as process:
        assert process.stdout is not None
        told = [int(next(process.stdout)) for _ in range(50)][-1]
        os.kill(process.pid, signal.SIGKILL)
    AuditLog(path).append(ENTRY)  # the lock died with its holder
    calls = [entry.call for entry in read_audit(path).entries]
    assert calls[: told + 1] == [str(number) for number in range(told + 1)]


def test_what_can_not_be_written_is_an_error_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SessionError, match="file"):
        AuditLog(tmp_path / "file" / "audit.log").append(ENTRY)


def test_there_may_be_no_record_yet(tmp_path: Path) -> None:
    assert read_audit(tmp_path / "none").entries == ()
