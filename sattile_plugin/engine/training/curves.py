"""The picture of the curves, drawn anew after each epoch so that training can be watched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..io.outputs import output_file
from ..reporting.speech import Speech


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


def draw_curves(curve: list[dict[str, Any]], path: Path, language: str = "en") -> None:
    """Draw loss and validation accuracy over the epochs as PNG, in a language of the reports."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    from ..reporting.charts import MUTED, NON_BATI

    speech = Speech(language)
    figure = Figure(figsize=(8, 3.2), layout="constrained")
    losses, accuracies = figure.subplots(1, 2, sharex=True)
    for axes, names in (
        (losses, {"training_loss": ("chart.training", MUTED), "validation_loss": ("chart.validation", NON_BATI)}),
        (accuracies, {"validation_accuracy": ("chart.validation", NON_BATI)}),
    ):
        for name, (label, colour) in names.items():
            points = [(point["epoch"], point[name]) for point in curve if point.get(name) is not None]
            x, y = zip(*points) if points else ((), ())
            axes.plot(x, y, marker="o", markersize=3, label=speech(label), color=colour)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.yaxis.set_major_formatter(lambda value, _: speech.short(round(value, 6)))
        axes.set_xlabel(speech("chart.epoch"))
        axes.grid(alpha=0.3)
    losses.legend(frameon=False)
    losses.set_title(speech("chart.loss"), loc="left")
    accuracies.set_title(speech("chart.validation_accuracy"), loc="left")
    with output_file(path) as partial:
        figure.savefig(partial, format="png", dpi=110)
