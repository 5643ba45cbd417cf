"""Which function of the engine carries out which verb."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module, util
from typing import Any

from ..contract.errors import MissingPackages
from ..contract.jobs.base import Job
from ..contract.messages import Done, Reporter
from ..engine.io.claims import claimed

RUNNERS = {
    "sample": ("sample", "sample_scene"),
    "grid": ("grid", "build_tile_grid"),
    "label": ("label", "label_tiles"),
    "check": ("check", "check_labels"),
    "split": ("split", "split_tiles"),
    "export": ("export", "export_tile_images"),
    "train": ("train", "train_classifier"),
    "classify": ("classify", "classify_tiles"),
    "evaluate": ("evaluate", "evaluate_classifier"),
    "report": ("report", "report_run"),
    "compare": ("compare", "compare_with_buildings"),
    "describe": ("describe", "describe_images"),
    "segment": ("segment", "segment_tiles"),
    "cluster": ("cluster", "cluster_communes"),
}

_PACKAGES_TO_TRAIN = ("keras", "tensorflow", "tf2onnx")


def run_job(job: Job, reporter: Reporter) -> Done:
    """Carry out a job; of the verbs only its own module is imported.

    Raises
    ------
    SatTileError
        The input was at fault.
    """
    if job.verb == "train":
        for package in _PACKAGES_TO_TRAIN:
            if util.find_spec(package) is None:
                raise MissingPackages(package=package, verb=job.verb, wanted="train")
    with claimed(job):
        module, function = RUNNERS[job.verb]
        runner: Callable[[Any, Reporter], Done] = getattr(import_module(f"..engine.{module}", __package__), function)
        return runner(job, reporter)
