"""Stages of training: which options each depends on."""

from __future__ import annotations

from typing import Any

import pytest

from sattile_plugin.contract import fields
from sattile_plugin.contract.jobs import TrainClassifier
from sattile_plugin.engine.model.features import Backbone
from sattile_plugin.engine.training.fitted import Start
from sattile_plugin.engine.training.stages import options_not_used

from .linear import flat_backbone

SET = {"epochs": 3, "batch_size": 4, "mix": 0.2, "for_other_places": False, "label_smoothing": 0.1}


@pytest.fixture(scope="module")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Backbone:
    return flat_backbone(tmp_path_factory.mktemp("backbone"))


@pytest.mark.parametrize(
    ("options", "unused"),
    [
        ({}, ["epochs", "batch_size", "mix"]),
        ({"fine_tune_epochs": 2}, ["epochs"]),
        ({"backbone": "mobilenet_v2_cells"}, ["epochs", "batch_size", "for_other_places", "mix"]),
    ],
    ids=["head", "fine-tuned", "cells"],
)
def test_options_of_other_ways_to_learn_are_told(backbone: Backbone, options: dict[str, Any], unused: list[str]):
    job = TrainClassifier("model.onnx", ("tiles.gpkg",), ("ortho.tif",), **SET, **options)
    assert options_not_used(Start(job, fields.CLASSES, 224, backbone)) == unused


def test_a_network_from_scratch_has_no_backbone_and_no_head_apart():
    options = {"backbone": "cerema_cnn", "fine_tune_epochs": 1, **SET}
    job = TrainClassifier("model.onnx", ("tiles.gpkg",), ("ortho.tif",), **options)
    assert options_not_used(Start(job, fields.CLASSES, 150, None)) == ["fine_tune_epochs", "for_other_places"]


def test_options_left_as_they_are_are_not_told(backbone: Backbone):
    job = TrainClassifier("model.onnx", ("tiles.gpkg",), ("ortho.tif",))
    assert options_not_used(Start(job, fields.CLASSES, 224, backbone)) == []
