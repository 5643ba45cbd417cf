"""A lock beside an output while one run writes it; it goes with the process, however that ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import OutputInUse
from .paths import lock_path

_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_TRIES = 10

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Have `path` for this run alone while the block runs; a file system without locks gives none.

    Raises
    ------
    OutputInUse
        Another run has it.
    """
    lock = lock_path(path)
    file = _taken(lock, path)
    try:
        yield
    finally:
        if file is not None:
            _give_back(file, lock)


def _taken(lock: Path, path: Path) -> int | None:
    """Return the open file that bears the lock; None where there is none to be had."""
    tries = 0
    while True:
        try:
            file = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:  # no room, or a file that a run of another user left: the run itself tells what it cannot do
            return None
        try:
            _take(file)
        except OSError as error:
            if error.errno in _HELD:
                os.close(file)
                raise OutputInUse(path=path) from error
            _give_back(file, lock)
            return None
        tries += 1
        if _is_there(file, lock) or tries == _TRIES:
            return file
        os.close(file)  # the run that had it took the file away in between


def _is_there(file: int, lock: Path) -> bool:
    """Say whether the open file is the one at its path; some network drives never say so."""
    try:
        return os.path.samestat(os.fstat(file), lock.stat())
    except OSError:
        return False


def _give_back(file: int, lock: Path) -> None:
    """Take the file away before another run can have it; Windows lets nobody do so before it is closed."""
    with suppress(OSError):
        lock.unlink()
    os.close(file)
    if sys.platform == "win32":
        with suppress(OSError):
            lock.unlink()
