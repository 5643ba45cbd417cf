"""The picture of the curves, drawn anew after each epoch so that training can be watched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..io.outputs import output_file


@contextmanager
def live_picture(path: Path) -> Iterator[Path]:
    """Yield the name of a picture that is renewed on the way; what was drawn is removed when the block fails."""
    before = _time_of(path)
    try:
        yield path
    except Exception:
        if _time_of(path) != before:
            path.unlink(missing_ok=True)
        raise


def _time_of(path: Path) -> int | None:
    return path.stat().st_mtime_ns if path.is_file() else None


def draw_curves(curve: list[dict[str, Any]], path: Path) -> None:
    """Draw loss and validation accuracy over the epochs as PNG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3.2), layout="constrained")
    losses, accuracies = figure.subplots(1, 2)
    for axes, names in (
        (losses, {"training_loss": "training", "validation_loss": "validation"}),
        (accuracies, {"validation_accuracy": "validation"}),
    ):
        for name, label in names.items():
            points = [(point["epoch"], point[name]) for point in curve if point.get(name) is not None]
            axes.plot(*zip(*points) if points else ((), ()), marker="o", markersize=3, label=label)
        axes.set_xlabel("epoch")
        axes.legend(frameon=False)
        axes.grid(alpha=0.3)
    losses.set_ylabel("loss")
    accuracies.set_ylabel("accuracy")
    with output_file(path) as partial:
        figure.savefig(partial, format="png", dpi=110)
