"""Of an allowed folder code reads all but what is hidden, however deep."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dpa_jupyter.sandbox.confinement.readable import folder_rights

trees = st.lists(st.lists(st.sampled_from(["a", "b", ".env"]), min_size=1, max_size=4).map("/".join), max_size=12)


def is_readable(path: Path, rights: list[tuple[str, bool]]) -> bool:
    """Tell whether these rights let a file be read: those of a whole folder hold for all beneath it."""
    return any(whole and path.is_relative_to(right) for right, whole in rights)


@settings(max_examples=50)
@given(trees)
def test_exactly_what_is_hidden_is_left_out(tree: list[str]) -> None:
    with tempfile.TemporaryDirectory() as top:
        for name in tree:
            (Path(top) / name).mkdir(parents=True, exist_ok=True)
            (Path(top) / name / "file").touch()
        rights = folder_rights(top, "/nowhere")
        for file in Path(top).rglob("file"):
            hidden = ".env" in file.relative_to(top).parts
            assert is_readable(file, rights) is not hidden


def test_of_the_home_folder_only_files_right_in_it_are_read(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    for name in ("data.csv", ".netrc", "work/other.csv"):
        (tmp_path / name).touch()
    readable = [path for path, whole in folder_rights(str(tmp_path), str(tmp_path)) if whole]
    assert readable == [str(tmp_path / "data.csv")]


def test_a_link_deep_in_a_folder_opens_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "outside").touch()
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "deep" / ".env").touch()
    (tmp_path / "data" / "deep" / "link").symlink_to(tmp_path / "outside")
    assert not any(path.endswith("link") for path, _ in folder_rights(str(tmp_path / "data"), "/nowhere"))


def test_a_tree_without_end_is_walked_for_a_while_only(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(100):
        deep = deep / "deep"
        deep.mkdir()
    assert len(folder_rights(str(tmp_path), "/nowhere")) < 30


def test_a_link_opens_nothing_and_one_without_end_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "work" / ".ssh").mkdir(parents=True)
    (tmp_path / "work" / "data.csv").touch()
    for name, target in {"up": "..", "loop": "loop", "lost": "nowhere", "hidden": ".ssh"}.items():
        (tmp_path / "work" / name).symlink_to(target)
    work, data = str(tmp_path / "work"), str(tmp_path / "work" / "data.csv")
    for home in ("/nowhere", work):
        assert folder_rights(work, home) == [(work, False), (data, True)]


def test_the_home_folder_is_known_by_any_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "home" / "work").mkdir(parents=True)
    (tmp_path / "link").symlink_to("home")
    rights = folder_rights(str(tmp_path / "home"), str(tmp_path / "link"))
    assert rights == [(str(tmp_path / "home"), False)]


def test_a_file_may_be_allowed_by_itself_and_a_folder_be_gone(tmp_path: Path) -> None:
    (tmp_path / "data.csv").touch()
    assert folder_rights(str(tmp_path / "data.csv"), "/nowhere") == [(str(tmp_path / "data.csv"), True)]
    assert folder_rights(str(tmp_path / "gone"), "/nowhere") == []
