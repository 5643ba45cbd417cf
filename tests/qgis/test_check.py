"""Check by Processing on a real place, some of whose labels were turned round."""

from __future__ import annotations

import sys
from pathlib import Path

import processing
import pytest
from qgis.core import QgsVectorLayer
from scene import rows

sys.path.append(str(Path(__file__).resolve().parents[2]))

from tests.data import shared_data

EVERY = 13
"""Of so many tiles the label of one is turned round; a row has 12, so that they stand apart."""
TURN = f"if($id % {EVERY} = 0 and label != 'unsure', if(label = 'bati', 'non_bati', 'bati'), label)"


@pytest.fixture
def labelled(plugin, tmp_path: Path) -> dict[str, str]:
    """The tiles of zanzibar with true labels, and the same with five of them turned round."""
    raster, true, turned = shared_data("zanzibar", "ortho.tif"), tmp_path / "labels.gpkg", tmp_path / "turned.gpkg"
    grid = processing.run(
        "sattile:buildtilegrid", {"RASTER": str(raster), "INSIDE": 1, "OUTPUT": str(tmp_path / "grid.gpkg")}
    )
    buildings = str(shared_data("zanzibar", "buildings.gpkg"))
    processing.run("sattile:labeltiles", {"TILES": grid["OUTPUT"], "BUILDINGS": buildings, "OUTPUT": str(true)})
    field = {"FIELD_NAME": "label", "FIELD_TYPE": 2, "FIELD_LENGTH": 20, "FORMULA": TURN}
    processing.run("native:fieldcalculator", {"INPUT": str(true), **field, "OUTPUT": str(turned)})
    return {"raster": str(raster), "true": str(true), "turned": str(turned)}


def test_labels_turned_round_are_found_on_a_real_place(labelled: dict[str, str], tmp_path: Path) -> None:
    weights = str(shared_data("weights", "mobilenet_v2_0.35_224_no_top.weights.h5"))
    parameters = {"TILES": labelled["turned"], "RASTER": labelled["raster"], "BLOCK_SIZE_M": 100}
    network = {"BACKBONE_WEIGHTS": weights, "BACKBONE_WIDTH": 0.35}
    output = str(tmp_path / "checked.gpkg")
    checked = processing.run("sattile:checklabels", {**parameters, **network, "OUTPUT": output})
    true, found = rows(labelled["true"]), rows(checked["OUTPUT"])
    wrong = {name for name, row in found.items() if row["label"] != true[name]["label"]}
    flagged = {name for name, row in found.items() if row["suspicion_reason"] == "label"}
    assert len(wrong) == 5 and wrong <= flagged and len(flagged) <= 15
    assert checked["FLAGGED"] == sum(isinstance(row["suspicion_rank"], int) for row in found.values())
    assert all(found[name]["probable_label"] == true[name]["label"] for name in flagged & wrong)
    assert QgsVectorLayer(output, "checked", "ogr").featureCount() == checked["TILE_COUNT"] == len(true)
