"""A frame is measured once, whoever asks and however many at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pandas as pd

from dpa_jupyter.frames.frame import Frame
from dpa_jupyter.quality.desk.frame_study import FrameStudy
from dpa_jupyter.quality.desk.kept_study import KeptStudy
from dpa_jupyter.quality.desk.study import Snapshot
from tests.support.desks import frame_of


class CountedStudy(FrameStudy):
    """Counts its reports; each waits at its first snapshot until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = 0
        self.may_go_on = threading.Event()

    def report(self, frame: Frame, target: str | None = None) -> Iterator[Snapshot]:
        self.begun += 1
        for snapshot in super().report(frame, target):
            yield snapshot
            assert self.may_go_on.wait(30)


def test_who_comes_meanwhile_looks_on_and_who_comes_later_gets_the_report() -> None:
    study = CountedStudy()
    kept = KeptStudy(study)
    value = pd.DataFrame({"a": [1, 2, 3]})
    first = kept.report(frame_of("df", value))
    seen = [next(first)]
    others: list[Snapshot] = []
    other = threading.Thread(target=lambda: others.extend(kept.report(frame_of("df", value))))
    other.start()
    study.may_go_on.set()
    seen.extend(first)
    other.join(30)
    assert seen[-1].stage == "done"
    assert others[-1] is seen[-1]
    assert list(kept.report(frame_of("df", value.copy()))) == [seen[-1]]
    assert study.begun == 1
    value.loc[0, "a"] = 9
    assert len(list(kept.report(frame_of("df", value)))) > 1
    assert study.begun == 2


def test_a_report_with_a_target_is_another_one() -> None:
    study = CountedStudy()
    study.may_go_on.set()
    kept = KeptStudy(study)
    frame = frame_of("df", pd.DataFrame({"a": [1, 2] * 30, "Y": ["no"] * 58 + ["yes"] * 2}))
    plain, asked = (list(kept.report(frame, target))[-1] for target in (None, "y"))
    assert [finding.check for finding in asked.findings if finding not in plain.findings] == ["class_imbalance"]
    assert list(kept.report(frame, "y")) == [asked]
    assert study.begun == 2


def test_a_report_that_broke_off_is_begun_anew_by_who_looked_on() -> None:
    study = CountedStudy()
    kept = KeptStudy(study)
    frame = frame_of("df", pd.DataFrame({"a": [1, 2, 3]}))
    first = kept.report(frame)
    next(first)
    study.may_go_on.set()
    second = kept.report(frame)
    next(second)
    first.close()  # type: ignore[attr-defined]  # it is a generator
    assert list(second)[-1].stage == "done"
    assert study.begun == 2


def test_who_takes_the_report_may_ask_for_the_same_frame_by_another_name_meanwhile() -> None:
    study = CountedStudy()
    study.may_go_on.set()
    kept = KeptStudy(study)
    value = pd.DataFrame({"a": [1, 2, 3]})
    stages = [
        (snapshot.stage, [other.evidence.frame for other in kept.report(frame_of("before", value))][-1:])
        for snapshot in kept.report(frame_of("df", value))
        if snapshot.stage == "done"
    ]
    assert stages == [("done", ["before"])]
