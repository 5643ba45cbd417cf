"""What a run may write: nothing that it reads, and nothing that another run is writing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ...contract.errors import InvalidOption, OutputOccupied
from ...contract.jobs import TrainClassifier
from ...contract.jobs.base import Job, beside
from ...contract.locks import only_writer
from ...contract.paths import VectorSource
from ...contract.texts import QT_TRANSLATE_NOOP, phrase
from .outputs import check_parent

_NOT_THE_MODELS = QT_TRANSLATE_NOOP(
    "SatTile", "a name that is not the model's: what is called as {model} is taken for what its training wrote"
)


@contextmanager
def claimed(job: Job) -> Iterator[None]:
    """Have all that a job writes for this run alone, until the block ends.

    Raises
    ------
    MissingFolder, UnwritableOutput
        There is no room for it.
    InvalidOption, OutputOccupied
        Two outputs are the same, or one would replace what the job reads or be taken for a part of its model.
    OutputInUse
        Another run writes it just now.
    """
    outputs = job.outputs()
    for path in outputs.values():
        check_parent(Path(path))
    _check_different(outputs)
    for name, path in outputs.items():
        _check_keeps_inputs(job, name, path)
    with ExitStack() as stack:
        for path in outputs.values():
            stack.enter_context(only_writer(Path(path)))
        yield


def _check_different(outputs: dict[str, str]) -> None:
    known: dict[str, str] = {}
    for name, path in outputs.items():
        other = known.setdefault(_place(path), name)
        if other != name:
            raise InvalidOption(
                option=name, found=path, expected=phrase("another name than that of {other}", other=other)
            )


def _check_keeps_inputs(job: Job, name: str, path: str) -> None:
    """Raise where an input stands at an output that does not write it again, or an output is named as an input's model.

    What is called as a model is taken for what its training wrote, so nothing else may, be it there already or not.
    """
    for option, source in job.inputs():
        file, _, subset, _ = VectorSource.parse(source)
        is_written_again = job.rewrites.get(name) == option and subset is None
        if _same(path, file) and not is_written_again:
            raise OutputOccupied(path=path, found=phrase("what this run reads as {option}", option=option))
        is_model = file.lower().endswith(".onnx")
        if is_model and _place(path) in map(_place, beside(file, TrainClassifier.beside).values()):
            raise InvalidOption(option=name, found=path, expected=phrase(_NOT_THE_MODELS, model=file))


def _place(path: str | Path) -> str:
    """Return what is the same for two names of one file in a folder, whether the file is there or not."""
    return os.path.normcase(Path(path).parent.resolve() / Path(path).name)


def _same(path: str, other: str | Path) -> bool:
    """Say whether two paths are of one file or folder; what is no path of a file is of none."""
    try:
        return Path(path).samefile(other)
    except (OSError, ValueError):
        return False
