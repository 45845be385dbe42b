"""The record beside a notebook: one line for each finished report, whatever happens to the file."""

from __future__ import annotations

import stat
from itertools import count
from pathlib import Path

import pandas as pd
import pytest

from dpa_jupyter.errors import SessionError
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.desk.kept_study import KeptStudy
from dpa_jupyter.quality.record.entry import Entry
from dpa_jupyter.quality.record.record import MemoryRecord
from dpa_jupyter.quality.record.recorded_study import RecordedStudy
from dpa_jupyter.safety.kept_record import FileRecord
from tests.support.desks import frame_of


def entry(place: int, frame: str = "df") -> Entry:
    return Entry(float(place), frame, None, 10, None)


def shop(spaces: int) -> pd.DataFrame:
    return pd.DataFrame({"id": range(100), "city": [" Rome"] * spaces + ["Rome"] * (100 - spaces)})


def test_each_finished_report_is_on_record_once_and_is_read_by_another_kernel(tmp_path: Path) -> None:
    path = tmp_path / "quality.record"
    clock = count(1_700_000_000)
    study = RecordedStudy(KeptStudy(FrameStudy()), lambda: FileRecord(path), lambda: float(next(clock)))
    for spaces in (10, 10, 20):
        list(study.report(frame_of("df", shop(spaces))))
    list(study.report(frame_of("other", shop(5))))
    known = FileRecord(path).of("df")
    assert known.damage == ()
    assert [(each.rows, each.findings.get("low", 0) + each.findings.get("medium", 0)) for each in known.entries] == [
        (100, 1),
        (100, 1),
    ]
    assert known.entries[0].columns["city"].distinct == 2
    assert known.entries[0].score is not None
    assert known.entries[0].score < 100
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Rome" not in path.read_text()
    again = RecordedStudy(KeptStudy(FrameStudy()), lambda: FileRecord(path))
    list(again.report(frame_of("df", shop(20))))
    assert len(FileRecord(path).of("df").entries) == 2


def test_fixes_that_are_only_tried_are_not_on_record() -> None:
    record = MemoryRecord()
    study = RecordedStudy(KeptStudy(FrameStudy()), lambda: record)
    frame = frame_of("df", shop(10))
    (fix,) = [fix for finding in list(study.report(frame))[-1].findings for fix in finding.fixes[:1]]
    list(study.report(study.mended(frame, [fix])))
    assert len(record.of("df").entries) == 1


def test_a_report_says_that_the_record_can_not_be_kept(tmp_path: Path) -> None:
    (tmp_path / "quality.record").symlink_to(tmp_path / "elsewhere")
    study = RecordedStudy(FrameStudy(), lambda: FileRecord(tmp_path / "quality.record"))
    assert "not on record" in list(study.report(frame_of("df", shop(10))))[-1].note
    assert not (tmp_path / "elsewhere").exists()


def test_damaged_lines_are_passed_over_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "quality.record"
    record = FileRecord(path)
    record.append(entry(1))
    with path.open("ab") as file:
        file.write(b'{"version": 9}\nnothing at all\n{"version":1,"entry":{"at":')
    record.append(entry(2))
    known = record.of("df")
    assert [each.at for each in known.entries] == [1.0, 2.0]
    assert [sentence.split(" is left out")[0].rsplit(", ", 1)[1] for sentence in known.damage] == [
        *("line 2", "line 3", "line 4")
    ]


def test_a_large_record_keeps_the_latest_of_each_frame_and_the_damaged_file_aside(tmp_path: Path) -> None:
    record = FileRecord(tmp_path / "quality.record", large=30_000)
    record.append(entry(0, "rare"))
    with (tmp_path / "quality.record").open("ab") as file:
        file.write(b"damaged\n")
    for place in range(400):
        record.append(entry(place))
    assert [each.at for each in record.of("rare").entries] == [0.0]
    assert record.of("df").entries[-1].at == 399.0
    assert (tmp_path / "quality.record").stat().st_size <= 31_000
    assert b"damaged\n" in (tmp_path / "quality.damaged-1").read_bytes()


def test_a_record_that_is_no_file_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "quality.record").mkdir()
    for use in (
        lambda: FileRecord(tmp_path / "quality.record").of("df"),
        lambda: FileRecord(tmp_path / "quality.record").append(entry(1)),
    ):
        with pytest.raises(SessionError):
            use()
