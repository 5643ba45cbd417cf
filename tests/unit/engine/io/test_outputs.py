"""Outputs appear whole or not at all, and what stood there before survives a failure."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sattile_plugin.contract.errors import DiskFull, EmptyLayer, MissingFolder, OutputOccupied, UnwritableOutput
from sattile_plugin.engine.io.outputs import output_file, output_folder

from ...builders import names_in


def fill(partial: Path, text: str) -> None:
    """Write to a file, or to a file in a folder."""
    (partial / "inside.txt" if partial.is_dir() else partial).write_text(text)


BOTH = pytest.mark.parametrize("output", [output_file, output_folder])


@BOTH
def test_an_output_appears_at_the_end(tmp_path: Path, output):
    with output(tmp_path / "out") as partial:
        fill(partial, "whole")
        assert not (tmp_path / "out").exists()
    assert names_in(tmp_path) == ["out"]


@BOTH
@pytest.mark.parametrize("error", [RuntimeError("bug"), EmptyLayer(path="a", expected="b"), KeyboardInterrupt()])
def test_an_error_leaves_nothing_and_goes_on(tmp_path: Path, output, error: BaseException):
    with pytest.raises(type(error)), output(tmp_path / "out") as partial:
        fill(partial, "half")
        raise error
    assert names_in(tmp_path) == []


def test_side_files_of_a_database_are_removed(tmp_path: Path):
    with pytest.raises(RuntimeError), output_file(tmp_path / "out.gpkg") as partial:
        for ending in ("", "-journal", "-wal", "-shm"):
            Path(f"{partial}{ending}").touch()
        raise RuntimeError
    assert names_in(tmp_path) == []


def test_what_stood_there_survives_a_failure(tmp_path: Path):
    (tmp_path / "out").write_text("old")
    with pytest.raises(RuntimeError), output_file(tmp_path / "out") as partial:
        fill(partial, "new")
        raise RuntimeError
    assert (tmp_path / "out").read_text() == "old"


def test_what_stood_there_is_replaced_by_a_success(tmp_path: Path):
    (tmp_path / "out").write_text("old")
    with output_file(tmp_path / "out") as partial:
        fill(partial, "new")
    assert (tmp_path / "out").read_text() == "new"


@BOTH
def test_leftovers_of_a_killed_run_are_taken_away(tmp_path: Path, output):
    (tmp_path / ".partial-out").mkdir()
    (tmp_path / ".partial-out" / "old.png").touch()
    with output(tmp_path / "out") as partial:
        fill(partial, "new")
    assert names_in(tmp_path) == ["out"]
    assert not (tmp_path / "out" / "old.png").exists()


@BOTH
def test_a_missing_folder(tmp_path: Path, output):
    with pytest.raises(MissingFolder, match="nowhere"), output(tmp_path / "nowhere" / "out"):
        pytest.fail("the block must not run")


def test_a_file_where_a_folder_stands(tmp_path: Path):
    (tmp_path / "out").mkdir()
    with pytest.raises(OutputOccupied, match="a folder"), output_file(tmp_path / "out"):
        pytest.fail("the block must not run")


@pytest.mark.parametrize("kind", ["a file", "a folder with files"])
def test_a_folder_where_something_stands(tmp_path: Path, kind: str):
    out = tmp_path / "out"
    if kind == "a file":
        out.touch()
    else:
        out.mkdir()
        (out / "photo.png").touch()
    with pytest.raises(OutputOccupied, match=kind), output_folder(out):
        pytest.fail("the block must not run")


def test_an_empty_folder_is_filled(tmp_path: Path):
    (tmp_path / "out").mkdir()
    with output_folder(tmp_path / "out") as partial:
        fill(partial, "new")
    assert names_in(tmp_path / "out") == ["inside.txt"]


@pytest.mark.parametrize("stood", [[], ["old.png"]])
def test_what_came_into_the_folder_meanwhile_is_kept(tmp_path: Path, stood: list[str]):
    out = tmp_path / "out"
    out.mkdir()
    for name in stood:
        (out / name).touch()
    pictures = {"replaces": lambda names: all(name.endswith(".png") for name in names)} if stood else {}
    with pytest.raises(OutputOccupied, match="a folder with files"), output_folder(out, **pictures) as partial:
        fill(partial, "new")
        (out / "notes.txt").touch()
    assert names_in(out) == sorted([*stood, "notes.txt"])
    assert names_in(tmp_path) == ["out"]


def test_a_folder_that_may_go_is_replaced(tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old.png").touch()
    with output_folder(tmp_path / "out", replaces=lambda names: True) as partial:
        fill(partial, "new")
    assert names_in(tmp_path / "out") == ["inside.txt"]


def test_a_name_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with output_file("out") as partial:
        fill(partial, "new")
    assert names_in(tmp_path) == ["out"]


@BOTH
def test_a_full_disk(tiny_disk: Path, output):
    with pytest.raises(DiskFull, match=r"The disk of .*out is full"), output(tiny_disk / "out") as partial:
        fill(partial, "x" * 2_000_000)
    assert names_in(tiny_disk) == []


def test_a_folder_without_a_right_to_write(tmp_path: Path):
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(UnwritableOutput), output_file(tmp_path / "out"):
        pytest.fail("the block must not run")


def test_an_error_of_the_system_is_told_in_a_sentence(tmp_path: Path):
    with pytest.raises(UnwritableOutput, match="Is a directory"), output_folder(tmp_path / "out") as partial:
        partial.write_text("a folder is no file")
