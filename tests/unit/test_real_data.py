"""The chain on real places, against figures worked out another way."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

from sattile_plugin.contract.jobs import BuildTileGrid, ClassifyTiles, CompareWithBuildings, LabelTiles, SplitTiles
from sattile_plugin.engine.io.image_sets import RasterSource
from sattile_plugin.engine.model.features import open_backbone
from sattile_plugin.engine.model.novelty import learn_domain
from tests.data import shared_data

from .builders import read, run, write_brightness_model

ORTHOPHOTO = {"zanzibar": "ortho.tif", "estonia": "ortho.vrt"}
PLACES = pytest.mark.parametrize("place", ORTHOPHOTO)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory):
    """Grid and label a place once; return raster, buildings and labelled tiles."""
    known: dict[str, tuple[str, str, str]] = {}

    def make(place: str) -> tuple[str, str, str]:
        if place not in known:
            folder = tmp_path_factory.mktemp(place)
            raster, buildings = str(shared_data(place, ORTHOPHOTO[place])), str(shared_data(place, "buildings.gpkg"))
            run(BuildTileGrid(str(folder / "grid.gpkg"), raster=raster))
            run(LabelTiles(str(folder / "grid.gpkg"), buildings, str(folder / "labels.gpkg")))
            known[place] = raster, buildings, str(folder / "labels.gpkg")
        return known[place]

    return make


def test_every_sheet_of_estonia_is_4_by_4_tiles(labelled):
    tiles = read(labelled("estonia")[2])
    sheets = [rasterio.open(path).bounds for path in sorted(shared_data("estonia").glob("*.tif"))]
    inside = [shapely.contains(shapely.box(*sheet), tiles.geometry.to_numpy()).sum() for sheet in sheets]
    assert inside == [16] * 30
    assert len(tiles) == 480


def test_tiles_of_zanzibar_have_an_image(labelled):
    """Whole tiles of 50 m inside the raster, but for those that are mostly black."""
    raster, _, output = labelled("zanzibar")
    tiles = read(output)
    with rasterio.open(raster) as data:
        west, south, east, north = (edge / 50 for edge in data.bounds)
        shares = [(data.read(window=data.window(*tile.bounds)) != 0).any(axis=0).mean() for tile in tiles.geometry]
    fitting = (np.floor(east) - np.ceil(west)) * (np.floor(north) - np.ceil(south))
    assert 0 < len(tiles) <= fitting
    assert min(shares) > 0.93


@PLACES
def test_built_area_is_that_of_all_buildings_within_the_tiles(labelled, place: str):
    _, buildings, output = labelled(place)
    tiles = read(output)
    ground = shapely.union_all(read(buildings).to_crs(tiles.crs).geometry.to_numpy())
    within = ground.intersection(shapely.union_all(tiles.geometry.to_numpy())).area
    assert tiles["built_area_m2"].sum() == pytest.approx(within, rel=1e-6)


@PLACES
def test_labels_follow_the_area(labelled, place: str):
    tiles = read(labelled(place)[2])
    assert set(tiles.loc[tiles["label"] == "bati", "built_area_m2"] >= 20) == {True}
    assert set(tiles.loc[tiles["built_area_m2"] == 0, "label"]) == {"non_bati"}
    assert tiles["label"].value_counts()["bati"] > 30


@PLACES
def test_no_block_is_torn(labelled, tmp_path: Path, place: str):
    done, _ = run(SplitTiles(labelled(place)[2], str(tmp_path / "split.gpkg"), block_size_m=100.0))
    tiles = read(tmp_path / "split.gpkg").dropna(subset="split")
    assert (tiles.groupby("block_id")["split"].nunique() == 1).all()
    assert tiles["split"].value_counts().to_dict() == {
        part: done.metrics[part] for part in ("train", "validation", "test") if done.metrics[part]
    }


@PLACES
def test_a_tile_is_as_bright_as_its_window(labelled, tmp_path: Path, place: str):
    """Overviews and resampling may blur a tile, but not change how bright it is."""
    raster, _, tiles = labelled(place)
    model = write_brightness_model(tmp_path / "model.onnx", tile_size_px=50, tile_size_m=50.0)
    run(ClassifyTiles(tiles, raster, model, str(tmp_path / "out.gpkg"), adapt=False))
    classified = read(tmp_path / "out.gpkg").iloc[::11]
    with rasterio.open(raster) as data:
        expected = [data.read([1, 2, 3], window=data.window(*tile.bounds)).mean() / 255 for tile in classified.geometry]
    assert classified["p_bati"].tolist() == pytest.approx(expected, abs=0.03)


@PLACES
def test_every_tile_that_lost_its_buildings_is_found(labelled, tmp_path: Path, place: str):
    """A model that knows the truth, against a layer without the 20 southernmost buildings."""
    _, buildings, tiles = labelled(place)
    known = read(tiles)
    bati = known["built_area_m2"] >= 20
    said = {"p_bati": np.where(bati, 0.9, 0.1), "predicted": np.where(bati, "bati", "non_bati")}
    known.assign(**said).to_file(tmp_path / "classified.gpkg")
    houses = read(buildings)
    houses.iloc[np.argsort(houses.centroid.y)[20:]].to_file(tmp_path / "fewer.gpkg")
    done, _ = run(
        CompareWithBuildings(
            str(tmp_path / "classified.gpkg"), str(tmp_path / "fewer.gpkg"), str(tmp_path / "compared.gpkg")
        )
    )
    found = read(tmp_path / "compared.gpkg")
    lost = (bati & (found["built_area_m2"] < 20)).to_numpy()
    assert lost.sum() > 5 and done.metrics["gone"] == 0
    assert set(found.loc[lost, "finding"]) <= {"new", "too_small", "at_edge"}
    assert sorted(found.loc[lost, "review_rank"]) == list(range(1, lost.sum() + 1))
    assert found.loc[~lost, "review_rank"].isna().all()
    assert found["model_area_m2"].sum() > found["built_area_m2"].sum()


def test_real_building_geometry_of_sarthe(tmp_path: Path):
    """Every one of the 4,054 buildings lies in the grid, so their ground is the built area of all tiles."""
    source = shared_data("bdtopo-sarthe", "BATI_INDIFFERENCIE.shp")
    extent = (469650.0, 6734950.0, 475050.0, 6740400.0)
    done, _ = run(BuildTileGrid(str(tmp_path / "grid.gpkg"), extent=extent, crs="EPSG:2154"))
    assert done.metrics["tile_count"] == 108 * 109
    done, recorder = run(LabelTiles(str(tmp_path / "grid.gpkg"), str(source), str(tmp_path / "labels.gpkg")))
    buildings = gpd.read_file(source)
    ground = shapely.union_all(shapely.force_2d(buildings.geometry.to_numpy())).area
    assert done.metrics["buildings_counted"] == len(buildings) == 4054
    assert read(tmp_path / "labels.gpkg")["built_area_m2"].sum() == pytest.approx(ground, rel=1e-6)
    assert "reprojected" not in recorder.notices


def test_noise_and_blank_tiles_are_farther_than_other_blocks_of_a_place(labelled):
    """A model of half of the sheets of estonia knows the other half, but neither noise nor stripes."""
    weights = str(shared_data("weights", "mobilenet_v2_0.35_224_no_top.weights.h5"))
    backbone = open_backbone(weights, 0.35, "train", poolings=None)
    raster, _, layer = labelled("estonia")
    tiles = read(layer)
    sheet = (tiles.centroid.x // 200).astype(int).astype(str) + " " + (tiles.centroid.y // 200).astype(int).astype(str)
    source = RasterSource(raster, (1, 2, 3), tiles)
    pixels = np.stack([source.read(number, backbone.size_px).pixels for number in range(len(tiles))])
    features = np.concatenate([backbone.describe(pixels[first : first + 16], 1) for first in range(0, len(tiles), 16)])
    known = sheet.isin(sheet.unique()[::2]).to_numpy()
    domain = learn_domain(features[known], sheet[known].to_numpy())
    assert (domain.distance(features[~known]) > 1).mean() < 0.1
    noise = np.random.default_rng(1).integers(0, 256, (4, *pixels.shape[1:]), dtype=np.uint8)
    stripes = np.broadcast_to((np.arange(backbone.size_px) // 8 % 2 * 255)[:, None], noise[:1].shape).astype(np.uint8)
    assert (domain.distance(backbone.describe(np.concatenate([noise, stripes]), 1)) > 1).all()
    blank = np.zeros_like(noise[:1])
    assert (domain.distance(backbone.describe(blank, 1)) > np.median(domain.distance(features[~known]))).all()
