"""Outputs that appear under their final name only when they are whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ...contract.errors import DiskFull, MissingFolder, OutputOccupied, SatTileError, UnwritableOutput
from ...contract.paths import partial_path

_FULL_BYTES = 2_000_000
_KEY_FILE = ".resume-key"
_SIDE_FILES = ("-journal", "-wal", "-shm")


def _nothing(names: list[str]) -> bool:
    return not names


@contextmanager
def output_file(path: str | Path) -> Iterator[Path]:
    """Yield a name to write to beside `path`; rename it to `path` when the block ends well.

    Raises
    ------
    MissingFolder, OutputOccupied
        Before the block runs, when it could not end well.
    DiskFull, UnwritableOutput
        The block or the renaming failed for want of room or of a right to write.
    """
    path = Path(path)
    check_output_file(path)
    partial = partial_path(path)
    _remove(partial)
    try:
        with _write_errors(path):
            yield partial
            partial.replace(path)
    finally:
        _remove(partial)


@contextmanager
def output_folder(
    path: str | Path, resume_key: str | None = None, replaces: Callable[[list[str]], bool] = _nothing
) -> Iterator[Path]:
    """Yield a folder to fill beside `path`; rename it to `path` when the block ends well.

    With a `resume_key` the folder outlives a run that was ended from outside, and a later run with the same key gets
    it with all that is in it; each file in it must then be whole when it bears its name. A folder that stands at `path`
    is replaced where `replaces` says so of the names in it; without it, where it is empty.

    Raises
    ------
    MissingFolder, OutputOccupied
        Before the block runs: the parent is missing, or `path` is a file or a folder that is not to be replaced.
    DiskFull, UnwritableOutput
        The block or the renaming failed for want of room or of a right to write.
    """
    path = Path(path)
    check_output_folder(path, replaces)
    partial = partial_path(path)
    try:
        with _write_errors(path):
            _start_folder(partial, resume_key)
            yield partial
            (partial / _KEY_FILE).unlink(missing_ok=True)
            _make_way(path, replaces)
            partial.rename(path)
    except Exception:
        _remove(partial)
        raise
    except BaseException:
        if resume_key is None:
            _remove(partial)
        raise


@contextmanager
def work_folder(path: str | Path, resume_key: str) -> Iterator[Path]:
    """Yield a folder beside `path` for what an ended run leaves to a later one with the same key; it goes in the end.

    Each file in it must be whole when it bears its name.
    """
    partial = partial_path(path)
    try:
        with _write_errors(Path(path)):
            _start_folder(partial, resume_key)
            yield partial
    except Exception:
        _remove(partial)
        raise
    _remove(partial)


def check_output_file(path: Path) -> None:
    """Raise unless a file can be put at `path`."""
    check_parent(path)
    if path.is_dir():
        raise OutputOccupied(path=path, found="a folder")


def check_output_folder(path: Path, replaces: Callable[[list[str]], bool] = _nothing) -> None:
    """Raise unless a folder can be put at `path`, where `replaces` tells by the names in one whether it may go."""
    check_parent(path)
    if path.is_file():
        raise OutputOccupied(path=path, found="a file")
    _names_to_replace(path, replaces)


def _make_way(path: Path, replaces: Callable[[list[str]], bool]) -> None:
    """Remove the folder at `path`, but for one in which somebody put something while the new one was filled."""
    if _names_to_replace(path, replaces):
        shutil.rmtree(path)
    elif path.is_dir():
        path.rmdir()


def _names_to_replace(path: Path, replaces: Callable[[list[str]], bool]) -> list[str]:
    names = [inside.name for inside in path.iterdir()] if path.is_dir() else []
    if names and not replaces(names):
        raise OutputOccupied(path=path, found="a folder with files")
    return names


def check_parent(path: Path) -> None:
    """Raise unless something can be put into the folder of `path`."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise MissingFolder(folder=folder, path=path)
    if not os.access(folder, os.W_OK):
        raise UnwritableOutput(path=path, reason="no right to write in its folder")


def _start_folder(partial: Path, resume_key: str | None) -> None:
    """Make the folder, or keep the one that an ended run with the same key left."""
    key_file = partial / _KEY_FILE
    if resume_key is not None and key_file.is_file() and key_file.read_text(encoding="utf-8") == resume_key:
        return
    _remove(partial)
    partial.mkdir()
    if resume_key is not None:
        key_file.write_text(resume_key, encoding="utf-8")


def _remove(partial: Path) -> None:
    if partial.is_dir():
        shutil.rmtree(partial)
    for path in (partial, *(partial.with_name(partial.name + side) for side in _SIDE_FILES)):
        path.unlink(missing_ok=True)


@contextmanager
def _write_errors(path: Path) -> Iterator[None]:
    """Turn what the libraries raise on a full or closed disk into our errors.

    GDAL and SQLite raise classes of their own with free text, so the room left on the disk decides.
    """
    try:
        yield
    except SatTileError:
        raise
    except Exception as error:
        free = shutil.disk_usage(path.absolute().parent).free
        if free < _FULL_BYTES:
            raise DiskFull(path=path, free_mb=free // 1_000_000) from error
        if isinstance(error, OSError) and error.filename is not None:
            raise UnwritableOutput(path=path, reason=error.strerror or str(error)) from error
        raise
