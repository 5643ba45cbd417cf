"""cluster with a population, from tiles whose features say to which of two kinds a commune belongs."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest

from sattile_plugin.contract import fields
from sattile_plugin.contract.errors import InvalidOption, OutputOccupied
from sattile_plugin.contract.jobs import ClusterCommunes
from sattile_plugin.engine.communes.described import write_described

from ...builders import run, square, tile_squares, write_layer

EQUAL_AREA = "EPSG:3035"
NAMES = ["Jabria", "Tamda", "Kridid", "Laatatra", "LAATATRA", "Metrane"]
TABLE = ["Commune;Population", "JABRIA (C.R.);10", "Tamda;20", "Kridid;30", "Laatatra;40", "M'tal;50", "Metrane;60"]
TOWNS = [True, True, True, False, False, False]


@pytest.fixture
def cluster(tmp_path: Path):
    """Group six communes of 1 km, each of four tiles; towns lie west, fields east."""
    squares = tile_squares(2, 12, 500)
    towns = np.array([TOWNS[n % 12 // 2] for n in range(24)])
    noise = np.random.default_rng(1).uniform(0, 0.1, (24, 3))
    features = np.where(towns[:, None], [1.0, 0, 0.2], [0, 1.0, 0.2]) + noise
    names = [f"t{number}" for number in range(24)]
    tiles = gpd.GeoDataFrame({fields.TILE_ID: names}, geometry=squares, crs=EQUAL_AREA)
    write_described(tiles, features, {"verb": "describe"}, str(tmp_path / "tiles.parquet"))
    communes = write_layer(
        tmp_path / "communes.gpkg", [square(1000 * n, 0, 1000) for n in range(6)], EQUAL_AREA, nom=NAMES
    )
    (tmp_path / "population.csv").write_text("\n".join(TABLE), encoding="utf-8")
    label = np.where(towns, fields.BATI, fields.NON_BATI)
    label[0] = fields.NON_BATI
    classified = write_layer(tmp_path / "classified.gpkg", squares, EQUAL_AREA, tile_id=names, predicted=label)

    def run_it(**options):
        given = {
            "communes": communes,
            "features": str(tmp_path / "tiles.parquet"),
            "output": str(tmp_path / "result.gpkg"),
            "population": str(tmp_path / "population.csv"),
            "classified": classified,
            "k": 2,
            "umap": False,
        }
        return run(ClusterCommunes(**{**given, **options}))

    return run_it


def table(path: Path, name: str) -> pd.DataFrame:
    return pyogrio.read_dataframe(path, layer=name)


def test_population_of_communes_and_clusters(cluster, tmp_path: Path):
    """The towns hold 10, 20 and 30 people on 3 km2, and of the fields one commune is known, with 60."""
    done, recorder = cluster()
    communes = table(tmp_path / "result.gpkg", "communes").set_index("commune_id")
    assert communes["population"].fillna(-1).tolist() == [10, 20, 30, -1, -1, 60]
    assert communes["population_match"].tolist() == ["name"] * 3 + ["doubtful"] * 2 + ["name"]
    assert communes["density_per_km2"].iloc[:3].tolist() == pytest.approx([10, 20, 30], rel=1e-3)
    assert communes["built_share"].tolist() == [0.75, 1, 1, 0, 0, 0]
    clusters = table(tmp_path / "result.gpkg", "clusters").set_index("cluster")
    towns, rest = communes.loc["Jabria", "cluster"], communes.loc["Metrane", "cluster"]
    assert clusters.loc[towns, ["population_count", "population_total", "population_mean"]].tolist() == [3, 60, 20]
    assert clusters.loc[rest, ["population_count", "population_total", "population_mean"]].tolist() == [1, 60, 60]
    assert recorder.notices["population_not_joined"] == {"count": 2, "names": "Laatatra, LAATATRA"}
    assert done.outputs["settle"] == str(tmp_path / "result_settle.csv")


def test_statistics_say_where_there_is_too_little(cluster, tmp_path: Path):
    cluster()
    statistics = table(tmp_path / "result.gpkg", "statistics").set_index(["statistic", "variable", "other"])
    alone = statistics.loc[("kruskal_wallis", "population", "cluster")]
    assert pd.isna(alone["value"]) and alone["note"].startswith("fewer than two clusters")
    assert statistics.loc[("spearman", "built_share", "population"), "n"] == 4
    assert statistics.loc[("kruskal_wallis", "built_share", "cluster"), "n"] == 6


def test_figures_that_nobody_counted_prove_nothing_but_count_in_sums(cluster, tmp_path: Path):
    """Of the four communes that are joined one has 23 people, the others whole hundreds."""
    path = tmp_path / "hundreds.csv"
    path.write_text("Commune;Population\nJabria;9000\nTamda;23\nKridid;800\nMetrane;500", encoding="utf-8")
    cluster(population=str(path))
    assert table(tmp_path / "result.gpkg", "clusters")["population_total"].sum() == 10323
    statistics = table(tmp_path / "result.gpkg", "statistics").set_index(["statistic", "variable", "other"])
    for name in ("population", "density_per_km2"):
        assert statistics.loc[("spearman", "built_share", name), "n"] == 1
    assert statistics.loc[("kruskal_wallis", "built_share", "cluster"), "n"] == 6


def test_doubts_are_listed_and_settled(cluster, tmp_path: Path):
    cluster()
    doubts = table(tmp_path / "result.gpkg", "population_doubts")
    assert doubts[["side", "name", "reason"]].to_numpy().tolist() == [
        ["commune", "Laatatra", "name_twice"],
        ["commune", "LAATATRA", "name_twice"],
        ["table", "Laatatra", "name_twice"],
        ["table", "M'tal", "no_partner"],
    ]
    path = tmp_path / "result_settle.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    filled = [lines[0], *(line.replace(";name_twice;;", f";name_twice;{row};") for line, row in zip(lines[1:], "45"))]
    path.write_text("\n".join(filled), encoding="utf-8")
    cluster(settled=str(path))
    communes = table(tmp_path / "result.gpkg", "communes")
    assert communes["population"].tolist() == [10, 20, 30, 40, 50, 60]
    assert communes["population_match"].tolist() == ["name"] * 3 + ["settled"] * 2 + ["name"]
    with pytest.raises(OutputOccupied, match="name it as settled"):
        cluster()


def test_twins_are_of_the_same_kind(cluster, tmp_path: Path):
    cluster()
    twins = table(tmp_path / "result.gpkg", "twins")
    kind = dict(zip(table(tmp_path / "result.gpkg", "communes")["commune_id"], TOWNS))
    nearest = twins[twins["rank"] == 1]
    assert nearest["commune"].map(kind).tolist() == nearest["twin"].map(kind).tolist()
    similarity = table(tmp_path / "result.gpkg", "similarity")
    assert len(similarity) == 36 and similarity["cosine"][similarity["commune"] == similarity["other"]].eq(1).all()


def test_a_bad_table_leaves_nothing(cluster, leaves_nothing_behind):
    with leaves_nothing_behind(), pytest.raises(InvalidOption, match="population_field is people"):
        cluster(population_field="people")
