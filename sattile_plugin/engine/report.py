"""Write the report of a run as one HTML page, in English or French."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..contract.jobs import Report
from ..contract.messages import Done, Reporter
from .io.outputs import check_output_file, output_file


def report_run(job: Report, reporter: Reporter) -> Done:
    """Write the report of a training, an evaluation or a result layer.

    Raises
    ------
    UnreadableFile
        The run is none of these.
    MissingFolder, OutputOccupied
        The report could not be written in the end.
    """
    from .reporting.reading import read_run

    check_output_file(Path(job.output))
    reporter.progress("read", 0, 1)
    data = read_run(job.run)
    reporter.progress("write", 0, 1)
    with output_file(job.output) as partial:
        write_report(data, partial, job.language)
    reporter.progress("write", 1, 1)
    return Done({"output": job.output}, {})


def write_report(data: dict[str, Any], path: str | Path, language: str = "en") -> None:
    """Write the report of what train or evaluate found to `path`: one file that needs no other.

    Parameters
    ----------
    data
        What the run's JSON holds; any key may be absent.
    path
        HTML file to write.
    language
        en or fr.
    """
    from .reporting.page import render

    Path(path).write_text(render(data, language), encoding="utf-8")
