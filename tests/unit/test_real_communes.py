"""Communes and land use of sidi-bennour-like, whose truth is known; nothing learns from that truth."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from sattile_plugin.contract.jobs import ClusterCommunes, DescribeImages, SegmentTiles
from tests.data import shared_data

from .builders import run

PLACE = "sidi-bennour-like"


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Describe the 1,225 tiles; what the user's cache holds of them is not computed again."""
    output = str(tmp_path_factory.mktemp(PLACE) / "tiles.parquet")
    weights = str(shared_data("weights", "mobilenet_v2_1.0_224_no_top.weights.h5"))
    place = {"raster": str(shared_data(PLACE, "ortho.tif")), "tiles": str(shared_data(PLACE, "tiles_truth.gpkg"))}
    done, _ = run(DescribeImages(**place, output=output, backbone_weights=weights))
    assert done.metrics["described"] == 1225
    return output


@pytest.mark.parametrize("seed", [1, 2])
def test_three_characters_are_found(features: str, tmp_path: Path, seed: int):
    communes, output = str(shared_data(PLACE, "communes.gpkg")), str(tmp_path / "clusters.gpkg")
    done, _ = run(ClusterCommunes(communes, features, output, umap=False, seed=seed))
    truth = pd.read_csv(shared_data(PLACE, "communes_truth.csv")).set_index("nom")["character"]
    found = gpd.read_file(output, layer="communes")
    assert done.metrics["k"] == 3
    assert adjusted_rand_score(truth[found["nom"]], found["cluster"]) >= 0.9


@pytest.mark.parametrize("seed", [1, 2])
def test_land_use_is_found(features: str, tmp_path: Path, seed: int):
    reference = {"reference": str(shared_data(PLACE, "tiles_truth.gpkg")), "reference_field": "land_use"}
    output = str(tmp_path / "segments.gpkg")
    done, _ = run(SegmentTiles(features, output, k=21, k_max=3, **reference, seed=seed))
    assert done.metrics["ari"] >= 0.75
    assert done.metrics["nmi"] >= 0.83
