"""cluster with a population through the command line, on made-up and on real communes."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from sattile_plugin.contract import fields
from sattile_plugin.engine.communes.described import write_described
from tests.data import shared_data


def write_made_up_tiles(communes: gpd.GeoDataFrame, path: Path, side: float) -> None:
    """Describe tiles over all communes by three numbers that follow the easting."""
    west, south, east, north = communes.total_bounds
    x, y = np.meshgrid(np.arange(west, east, side), np.arange(south, north, side))
    squares = shapely.box(x.ravel(), y.ravel(), x.ravel() + side, y.ravel() + side)
    third = (3 * (x.ravel() - west) / (east - west)).astype(int)
    features = np.eye(3)[third] + np.random.default_rng(1).uniform(0, 0.1, (len(third), 3))
    tiles = gpd.GeoDataFrame(
        {fields.TILE_ID: [f"t{n}" for n in range(len(squares))]}, geometry=squares, crs=communes.crs
    )
    write_described(tiles, features, {"verb": "describe"}, str(path))


@pytest.mark.parametrize(
    ("place", "side", "joined", "doubtful", "doubts"),
    [
        (("sidi-bennour-like", "communes.gpkg"), 50, 25, [], 0),
        (("sidi-bennour-boundaries", "communes_1994.geojson"), 2500, 22, ["LAATATRA", "LAATATRA"], 5),
    ],
)
def test_real_communes(tmp_path: Path, sattile, place: tuple, side: float, joined: int, doubtful: list, doubts: int):
    """Real boundaries in degrees are read as they are; what is doubtful stands in the list to settle."""
    communes = gpd.read_file(shared_data(*place))
    write_made_up_tiles(communes.to_crs("EPSG:26191"), tmp_path / "tiles.parquet", side)
    command = ["cluster", "--communes", str(shared_data(*place)), "--features", "tiles.parquet", "--k", "3"]
    population = str(shared_data("sidi-bennour-like", "communes_population.csv"))
    ran = sattile([*command, "--no-umap", "--population", population, "--output", "result.gpkg"], tmp_path)
    assert ran.returncode == 0, ran.stderr
    result = gpd.read_file(tmp_path / "result.gpkg", layer="communes")
    assert result["population"].notna().sum() == joined
    names = "NOM_COM" if "NOM_COM" in result else "nom"
    assert result[names][result["population_match"] == "doubtful"].tolist() == doubtful
    assert len(gpd.read_file(tmp_path / "result.gpkg", layer="population_doubts")) == doubts
    assert ("settle" in json.loads(ran.stdout)["outputs"]) == bool(doubtful)
    assert "look like placeholders" in ran.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--population nowhere.csv", "there is no such file"),
        ("--population bad.csv", "population_field is nothing"),
        ("--population good.csv --code-field insee", "population_key is insee"),
        ("--population good.csv --settled bad.csv", "no column commune"),
    ],
)
def test_bad_tables_are_one_sentence(tmp_path: Path, sattile, options: str, says: str):
    communes = gpd.GeoDataFrame({"nom": list("ABCD")}, geometry=shapely.box([0, 1, 2, 3], 0, [1, 2, 3, 4], 1), crs=2154)
    communes.to_file(tmp_path / "communes.gpkg")
    write_made_up_tiles(communes, tmp_path / "tiles.parquet", 0.5)
    (tmp_path / "bad.csv").write_text("a;b\nA;1\n", encoding="utf-8")
    (tmp_path / "good.csv").write_text("nom;population\nA;1\n", encoding="utf-8")
    given = ["cluster", "--communes", "communes.gpkg", "--features", "tiles.parquet", "--output", "result.gpkg"]
    before = sorted(path.name for path in tmp_path.iterdir())
    ran = sattile([*given, *options.split()], tmp_path)
    assert ran.returncode == 1 and ran.stdout == ""
    assert says in ran.stderr.splitlines()[-1] and "Traceback" not in ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before
