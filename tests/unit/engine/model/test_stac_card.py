"""The card of a model: a STAC item that says what the run's record says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import ValidationError
from pystac.validation.local_validator import get_local_schema_cache
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from stac_model.schema import MLModelProperties

from sattile_plugin.contract.errors import UnknownCrs
from sattile_plugin.engine.model.stac_card import stac_item

from ..reporting.runs import many_classes, training
from .mlm_rules import RULES

ITEM = "https://schemas.stacspec.org/v1.1.0/item-spec/json-schema/item.json"


@pytest.fixture
def card(tmp_path: Path):
    """Make the card of a record with a model of three bytes and a report."""

    def make(record: dict[str, Any], name: str = "village") -> dict[str, Any]:
        (tmp_path / "model.partial").write_bytes(b"abc")
        (tmp_path / "page.partial").write_text("page")
        files = {"model": (tmp_path / "model.partial", f"{name}.onnx")}
        files["report"] = (tmp_path / "page.partial", f"{name}.html")
        item = stac_item(record, files)
        assert json.loads(json.dumps(item)) == item
        return item

    return make


def from_scratch() -> dict[str, Any]:
    return {**training(), "backbone": "cerema_cnn"}


def from_a_library() -> dict[str, Any]:
    return {**training(), "training": [{"library": "images"}], "licence": None, "job": None, "versions": None}


def from_two_systems() -> dict[str, Any]:
    place = training()["training"][0]
    return {**training(), "training": [place, {**place, "crs": "EPSG:32631", "extent": [400000, 0, 401000, 1000]}]}


RECORDS = [training, many_classes, from_scratch, from_a_library, from_two_systems]


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("name", ["village", "bâti 2024 (v2)", "7"])
def test_a_card_is_an_item_of_stac(card, record, name: str):
    resources = [(uri, Resource.from_contents(schema, DRAFT7)) for uri, schema in get_local_schema_cache().items()]
    registry = Registry().with_resources(resources)
    Draft7Validator(registry.contents(ITEM), registry=registry).validate(card(record(), name))


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("name", ["village", "bâti 2024 (v2)", "7"])
def test_a_card_keeps_the_rules_of_the_extension(card, record, name: str):
    Draft7Validator(RULES).validate(card(record(), name))


@pytest.mark.parametrize("record", RECORDS)
def test_the_library_of_the_extension_s_authors_takes_a_card(card, record):
    properties = card(record())["properties"]
    known = MLModelProperties.model_validate(properties)
    assert (known.name, known.architecture) == (properties["mlm:name"], properties["mlm:architecture"])
    assert [output.name for output in known.output] == ["probability", "distance", "embedding"]


@pytest.mark.parametrize("missing", ["mlm:name", "mlm:architecture", "mlm:tasks", "mlm:input", "mlm:output"])
def test_that_library_refuses_a_card_without(card, missing: str):
    properties = card(training())["properties"]
    del properties[missing]
    with pytest.raises(ValidationError, match=missing):
        MLModelProperties.model_validate(properties)


def test_a_card_says_what_the_record_says(card):
    properties = card(training())["properties"]
    assert properties["mlm:architecture"] == "MobileNetV2" and properties["mlm:tasks"] == ["scene-classification"]
    assert (properties["mlm:pretrained"], properties["mlm:pretrained_source"]) == (True, "ImageNet")
    assert (properties["mlm:framework"], properties["mlm:framework_version"]) == ("ONNX", "1.19.1")
    assert (properties["gsd"], properties["proj:code"]) == (0.3125, "EPSG:2154")
    assert (properties["datetime"], properties["license"]) == ("2026-03-04T05:06:07Z", "CC-BY-4.0")
    assert properties["mlm:input"][0]["input"]["shape"] == [-1, 160, 160, 3]
    assert properties["mlm:hyperparameters"] == {"threshold": 0.5}


@pytest.mark.parametrize(
    ("record", "job", "named"),
    [
        (training(), {}, set()),
        (training(), {"fine_tune_epochs": 2}, {"batch_size", "mix", "fine_tune_epochs"}),
        (from_scratch(), {}, {"epochs", "batch_size", "mix"}),
    ],
    ids=["frozen", "fine-tuned", "from scratch"],
)
def test_only_options_that_counted_are_named(card, record: dict, job: dict, named: set):
    options = {"epochs": 3, "batch_size": 8, "mix": 0.2, "fine_tune_epochs": 0, **job}
    found = card({**record, "job": options})["properties"]["mlm:hyperparameters"]
    assert found.keys() == named | {"threshold"}


def test_the_classes_stand_in_the_order_of_the_probabilities(card):
    probability, *_ = card(many_classes())["properties"]["mlm:output"]
    assert [(one["value"], one["name"]) for one in probability["classification:classes"]] == [
        (0, "forest"),
        (1, "road"),
        (2, "field"),
    ]
    assert probability["result"]["shape"] == [-1, 3] and "the most probable one counts" in probability["description"]


def test_a_network_from_scratch_has_no_source(card):
    properties = card(from_scratch())["properties"]
    assert properties["mlm:pretrained"] is False and properties["mlm:pretrained_source"] is None


def test_the_place_is_in_degrees(card):
    """Lambert 93 has its meridian at 3 degrees east: x of 700000; 650000 is 50 km west of it, 0.7 degrees."""
    west, south, east, north = card(training())["bbox"]
    assert 2.3 < west < east < 2.35 and 48.8 < south < north < 48.9


def test_two_places_in_two_systems_are_both_on_the_map(card):
    item = card(from_two_systems())
    assert item["geometry"]["type"] == "MultiPolygon" and len(item["geometry"]["coordinates"]) == 2
    assert "proj:code" not in item["properties"]


def test_a_library_has_no_place(card):
    item = card(from_a_library())
    assert item["geometry"] is None and "bbox" not in item and item["properties"]["license"] == "other"


def test_assets_are_the_files_with_their_size_and_checksum(card):
    assets = card(training())["assets"]
    assert list(assets) == ["model", "report"]
    assert assets["model"]["href"] == "./village.onnx" and assets["model"]["file:size"] == 3
    assert assets["model"]["file:checksum"] == "1220" + hashlib.sha256(b"abc").hexdigest()


def test_a_system_that_is_none_is_told(card):
    place = {**training()["training"][0], "crs": "somewhere"}
    with pytest.raises(UnknownCrs, match="somewhere"):
        card({**training(), "training": [place]})


def test_the_rules_can_be_broken(card):
    item = card(training())
    assert not Draft7Validator(RULES).is_valid({**item, "stac_extensions": []})
    assert not Draft7Validator(RULES).is_valid({**item, "assets": {"model": {"href": "x", "roles": ["data"]}}})
    assert not Draft7Validator(RULES).is_valid({**item, "properties": {**item["properties"], "mlm:nonsense": 1}})
