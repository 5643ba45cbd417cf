"""What the worker writes to: UTF-8, a stdout of its own, and TensorFlow loading without chatter, to be quick."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, TextIO

_LETS_THROUGH = r"""
import re, sys
chatter = re.compile(rb"WARNING: All log messages before absl::InitializeLog|I\d{4} .*oneDNN custom operations are on")
for line in sys.stdin.buffer:
    if not chatter.match(line):
        sys.stderr.buffer.write(line)
        sys.stderr.buffer.flush()
"""


def speak_utf8() -> None:
    """Write any path to stdout and stderr, whatever the terminal's encoding; what is no text at all as escapes.

    Where a service has none of them, what is written there goes nowhere.
    """
    sys.stdout, sys.stderr = sys.stdout or _nowhere(1), sys.stderr or _nowhere(2)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere(number: int) -> TextIO:
    """Return a stream to nowhere under the number of a file that is closed, before another file gets it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)
    return os.fdopen(number, "w", encoding="utf-8")


@contextmanager
def own_stdout() -> Iterator[TextIO]:
    """Yield the real stdout; until the block ends, what libraries print, from C too, goes to stderr."""
    before = sys.stdout
    before.flush()
    with os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace") as stream:
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        try:
            yield stream
        finally:
            stream.flush()
            os.dup2(stream.fileno(), 1)
            sys.stdout = before


def prepare_tensorflow() -> None:
    """Have TensorFlow, whoever imports it, compute with oneDNN and leave out what no setting keeps it from saying.

    By itself it leaves oneDNN, with which judges of cells learn sooner, to processors with AVX-512.
    It says from C, while it loads and before it reads TF_CPP_MIN_LOG_LEVEL, which instructions it uses.
    """
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
    sys.meta_path.insert(0, _TensorFlowFinder())


class _TensorFlowFinder(MetaPathFinder):
    """Finds Keras and TensorFlow where they are, and has the first of them loaded quietly."""

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name in ("keras", "tensorflow") else None
        if spec is not None and spec.loader is not None:
            spec.loader = _QuietLoader(self, spec.loader)
        return spec


class _QuietLoader(Loader):
    """Loads a module while stderr goes through a filter, and leaves its own loader behind."""

    def __init__(self, finder: _TensorFlowFinder, loader: Loader) -> None:
        self._finder = finder
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        if self._finder in sys.meta_path:
            sys.meta_path.remove(self._finder)
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        with _filtered_stderr():
            self._loader.exec_module(module)


@contextmanager
def _filtered_stderr() -> Iterator[None]:
    """Lead stderr through a process, which outlives this one and so loses no word of a crash."""
    real = os.dup(2)
    end, start = os.pipe()
    # A session of its own, so that an interrupt from the terminal does not reach it.
    command = [sys.executable, "-I", "-S", "-c", _LETS_THROUGH]
    with subprocess.Popen(command, stdin=end, start_new_session=True):  # noqa: S603 - our own program
        os.close(end)
        os.dup2(start, 2)
        os.close(start)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(real, 2)
            os.close(real)
