"""Clusters of communes: 4 x 4 of them, 2 x 2 tiles each, those of the west of one kind and the east of another."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest

from sattile_plugin.contract import fields
from sattile_plugin.contract.errors import InvalidOption, NoOverlap, TooFewTiles
from sattile_plugin.contract.jobs import ClusterCommunes
from sattile_plugin.engine.communes.described import write_described

from ..builders import Recorder, grey, layer, names_in, run, tile_squares, write_layer, write_raster
from .test_segment import features_of

SIDE, TILES = 4, 8
NAMES = [f"C{number}" for number in range(SIDE**2)]
EAST = np.array([number % SIDE == 3 for number in range(SIDE**2)])
TILE_EAST = np.array([number % TILES >= 6 for number in range(TILES**2)])


def described(tmp_path: Path, kinds: np.ndarray = TILE_EAST) -> str:
    tiles = layer(tile_squares(TILES, TILES), tile_id=[f"t{n}" for n in range(TILES**2)])
    write_described(tiles, features_of(kinds.astype(int)), {}, str(tmp_path / "features.parquet"))
    return str(tmp_path / "features.parquet")


def communes_of(tmp_path: Path, rows: int = SIDE, **columns: object) -> str:
    given = {"nom": NAMES[: rows * SIDE], **columns}
    return write_layer(tmp_path / "communes.gpkg", tile_squares(rows, SIDE, 20.0), **given)


def cluster(tmp_path: Path, **options: object) -> tuple[gpd.GeoDataFrame, dict, Recorder]:
    output = tmp_path / "clusters.gpkg"
    given = {"output": str(output), "umap": False, "k_max": 5}
    given |= {} if "features" in options else {"features": described(tmp_path)}
    given |= {} if "communes" in options else {"communes": communes_of(tmp_path)}
    done, recorder = run(ClusterCommunes(**{**given, **options}))
    return gpd.read_file(output, layer="communes"), done.metrics, recorder


def table(tmp_path: Path, name: str) -> pd.DataFrame:
    return pyogrio.read_dataframe(tmp_path / "clusters.gpkg", layer=name)


@pytest.mark.parametrize("method", ["kmeans", "ward", "contiguous"])
def test_two_kinds_are_two_clusters_the_larger_first(tmp_path: Path, method: str):
    communes, metrics, _ = cluster(tmp_path, method=method)
    assert communes["cluster"].tolist() == np.where(EAST, 2, 1).tolist()
    assert communes["second_cluster"].tolist() == np.where(EAST, 1, 2).tolist()
    assert communes["silhouette"].min() > 0.5 and communes["stability"].min() > 0.7
    assert set(communes["tile_count"]) == {4}
    assert (metrics["k"], metrics["sizes"]) == (2, [12, 4])


@pytest.mark.parametrize(("k_max", "k", "told"), [(4, None, {"k": 4}), (6, None, None), (4, 4, None)])
def test_the_greatest_number_that_was_tried_is_told_where_it_is_chosen(
    tmp_path: Path, k_max: int, k: int | None, told: dict | None
):
    """Each column of communes is of a kind of its own."""
    features = described(tmp_path, np.arange(TILES**2) % TILES // 2)
    _, metrics, recorder = cluster(tmp_path, features=features, k_max=k_max, k=k)
    assert metrics["k"] == 4 and recorder.notices.get("most_groups_chosen") == told


def test_the_result_holds_all_that_is_said(tmp_path: Path):
    raster = write_raster(tmp_path / "ortho.tif", grey(80, 80, 90))
    cluster(tmp_path, raster=raster)
    names = {name for name, _ in pyogrio.list_layers(tmp_path / "clusters.gpkg")}
    assert names == {"communes", "diagram", "diagram_tiles", "clusters", "k_curves", "similarity", "twins"}
    pictures = {"k", "silhouette", "similarity", "dendrogram", "typical_tiles"}
    assert {f"clusters_{name}.png" for name in pictures} <= set(names_in(tmp_path))
    clusters = table(tmp_path, "clusters").set_index("cluster")
    assert clusters["size"].tolist() == [12, 4]
    assert set(clusters.loc[2, "typical_communes"].split(", ")) <= {"C3", "C7", "C11", "C15"}
    assert all(TILE_EAST[int(name[1:])] for name in clusters.loc[2, "typical_tiles"].split(", "))
    twins = table(tmp_path, "twins")
    assert set(twins.loc[twins["commune"] == "C3", "twin"]) == {"C7", "C11", "C15"}
    assert len(table(tmp_path, "similarity")) == 256 and len(table(tmp_path, "diagram_tiles")) == 64
    diagram = read_layer(tmp_path, "diagram")
    assert diagram.crs is None and diagram.geometry.x.tolist() == diagram["pca_x"].tolist()


def test_names_outlive_a_run_with_other_numbers(tmp_path: Path):
    height = np.where(EAST, 9, 1)
    communes = communes_of(tmp_path, height=height)
    cluster(tmp_path, communes=communes)
    output = tmp_path / "clusters.gpkg"
    named = table(tmp_path, "clusters").assign(cluster_name=["Fields", "Towns"])
    pyogrio.write_dataframe(named, output, layer="clusters")
    again, _, _ = cluster(tmp_path, communes=communes, number_by="height")
    assert dict(zip(again["cluster"], again["cluster_name"])) == {1: "Towns", 2: "Fields"}
    assert table(tmp_path, "clusters")["cluster_name"].tolist() == ["Towns", "Fields"]


def test_a_name_that_fits_nothing_any_more_is_told(tmp_path: Path):
    old = {"commune_id": ["X", "Y"], "cluster": [1, 2], "cluster_name": ["Islands", None]}
    write_layer(tmp_path / "old.gpkg", tile_squares(1, 2), name="communes", **old)
    clusters = {"cluster": [1, 2], "cluster_name": ["Islands", None]}
    layer(tile_squares(1, 2), **clusters).to_file(tmp_path / "old.gpkg", layer="clusters")
    communes, _, recorder = cluster(tmp_path, names_from=str(tmp_path / "old.gpkg"))
    assert communes["cluster_name"].isna().all() and recorder.notices["names_lost"] == {"names": "Islands"}


def test_shares_and_population_join_in(tmp_path: Path):
    squares = tile_squares(TILES, TILES)
    predicted = np.where(TILE_EAST, "bati", "non_bati")
    classified = write_layer(
        tmp_path / "classified.gpkg", squares, tile_id=list(map(str, range(64))), predicted=predicted
    )
    segments = write_layer(
        tmp_path / "segments.gpkg", squares, tile_id=list(map(str, range(64))), segment=np.where(TILE_EAST, 2, 1)
    )
    people = tmp_path / "people.csv"
    people.write_text("nom,population\n" + "".join(f"{name},{137 + 10 * n}\n" for n, name in enumerate(NAMES)))
    options = {"classified": classified, "segments": segments, "population": str(people), "number_by": "built"}
    communes, _, _ = cluster(tmp_path, **options, basis=("segments", "built"))
    assert communes["cluster"].tolist() == np.where(EAST, 1, 2).tolist()
    assert communes["built_share"].tolist() == EAST.astype(float).tolist()
    assert communes["segment_2_share"].tolist() == EAST.astype(float).tolist()
    assert communes["population"].tolist() == [137 + 10 * n for n in range(16)]
    clusters = table(tmp_path, "clusters").set_index("cluster")
    assert clusters["population_total"].sum() == sum(137 + 10 * n for n in range(16))
    assert {"kruskal_wallis", "spearman"} <= set(table(tmp_path, "statistics")["statistic"])


def test_columns_of_the_communes_that_are_called_as_ours_do_not_stop_it(tmp_path: Path):
    """A layer may hold population as text, and shares of segments of an earlier run, which this one's replace."""
    texts = {"population": ["1 234"] * 16, "built_share": ["0,5"] * 16, "density_per_km2": ["?"] * 16}
    communes = communes_of(tmp_path, **texts, segment_1_share=[0.5] * 16, segment_9_share=[0.5] * 16)
    found, _, _ = cluster(tmp_path, communes=communes)
    assert set(found["population"]) == {1234} and set(found["built_share"]) == {0.5}
    assert found["density_per_km2"].isna().all() and set(found["segment_9_share"]) == {0.5}
    ids = [f"t{n}" for n in range(64)]
    segment = np.where(TILE_EAST, 2, 1)
    tiles = write_layer(tmp_path / "segments.gpkg", tile_squares(TILES, TILES), tile_id=ids, segment=segment)
    found, _, _ = cluster(tmp_path, communes=communes, segments=tiles, basis=("segments",))
    assert {"segment_1_share", "segment_2_share"} <= {*found} and "segment_9_share" not in found


def test_communes_without_tiles_are_in_no_cluster(tmp_path: Path):
    beyond = [*tile_squares(SIDE, SIDE, 20.0), *tile_squares(1, 1, 20.0, south=500)]
    communes = write_layer(tmp_path / "c.gpkg", beyond, nom=[*NAMES, "Far"])
    found, _, recorder = cluster(tmp_path, communes=communes)
    assert found["cluster"].isna().tolist() == [False] * 16 + [True]
    assert recorder.notices["communes_without_image"] == {"count": 1}


def test_communes_in_degrees_keep_their_system(tmp_path: Path):
    layer(tile_squares(SIDE, SIDE, 20.0), nom=NAMES).to_crs(4326).to_file(tmp_path / "degrees.gpkg")
    found, metrics, _ = cluster(tmp_path, communes=str(tmp_path / "degrees.gpkg"), method="contiguous")
    assert metrics["k"] == 2 and found.crs.to_epsg() == 4326


def test_described_communes_are_joined_by_name(tmp_path: Path):
    rows = layer(tile_squares(SIDE, SIDE, 20.0)[::-1], commune_id=NAMES[::-1])
    write_described(rows, features_of(EAST[::-1].astype(int)), {}, str(tmp_path / "images.parquet"))
    found, metrics, _ = cluster(tmp_path, features=str(tmp_path / "images.parquet"))
    assert metrics["k"] == 2 and found["cluster"].tolist() == np.where(EAST, 2, 1).tolist()
    assert fields.DIAGRAM_TILES_LAYER not in {name for name, _ in pyogrio.list_layers(tmp_path / "clusters.gpkg")}


def test_the_same_seed_gives_the_same_clusters(tmp_path: Path):
    first, again = (cluster(tmp_path, k=4, seed=5)[0] for _ in range(2))
    columns = ["cluster", "silhouette", "stability", "pca_x", "pca_y"]
    pd.testing.assert_frame_equal(first[columns], again[columns])


def test_what_cannot_be_grouped(tmp_path: Path):
    with pytest.raises(InvalidOption, match="k is 16; expected at most 15"):
        cluster(tmp_path, k=16)
    with pytest.raises(InvalidOption, match="number_by is height"):
        cluster(tmp_path, number_by="height")
    with pytest.raises(TooFewTiles, match="has 3 communes with described tiles"):
        cluster(tmp_path, communes=write_layer(tmp_path / "few.gpkg", tile_squares(1, 3, 20.0), nom=list("abc")))
    with pytest.raises(NoOverlap):
        cluster(tmp_path, communes=write_layer(tmp_path / "far.gpkg", tile_squares(1, 9, 20.0, south=900)))
    assert not [name for name in names_in(tmp_path) if name.startswith(("clusters", ".partial"))]


def read_layer(tmp_path: Path, name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(tmp_path / "clusters.gpkg", layer=name)
