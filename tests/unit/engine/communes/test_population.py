"""Population joined to communes: made-up tables, and the real ones pair by pair."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from sattile_plugin.contract.errors import InvalidOption
from sattile_plugin.engine.communes import settling
from sattile_plugin.engine.communes.placeholders import improbable
from sattile_plugin.engine.communes.population import PopulationJoin, area_km2, join_population
from sattile_plugin.engine.communes.population_table import PopulationChoice
from tests.data import shared_data

from ...builders import Recorder, layer, square


@pytest.fixture
def join(tmp_path: Path):
    """Join lines of a CSV to squares that have names."""

    def run_it(names: list[str], *lines: str, columns: dict | None = None, **choice) -> tuple[PopulationJoin, Recorder]:
        path, recorder = tmp_path / "population.csv", Recorder()
        path.write_text("\n".join(lines), encoding="utf-8")
        communes = layer([square(n, 0, 1) for n in range(len(names))], nom=names, **(columns or {}))
        chosen = PopulationChoice(str(path), **choice)
        return join_population(communes, chosen, "communes.gpkg", recorder), recorder

    return run_it


def test_by_name(join):
    found, recorder = join(
        ["Jabria", "Saniat Berguig"], "Commune;Population totale", "Sania Bergig;1 051", "JABRIA (C.R.);12"
    )
    assert found.population.tolist() == [12, 1051]
    assert found.match == ["name", "likeness"] and found.score[0] == 100 and 92 <= found.score[1] < 100
    assert found.partner == ["JABRIA (C.R.)", "Sania Bergig"]
    assert found.doubts.empty and found.template.empty
    assert list(recorder.notices) == ["population_by_likeness"]


def test_by_code_and_the_rest_by_name(join):
    """Spreadsheets lose leading zeros; a commune whose code has no row is looked for by name."""
    lines = ("code,nom,pop", "1001,Jabria,5", "01002,Tamda,6", "9,Kridid,7")
    codes = {"insee": ["01001", "01002", "01003"]}
    found, _ = join(["Jabria", "Tamda", "Kridid"], *lines, columns=codes, code_field="insee", table_code="code")
    assert found.population.tolist() == [5, 6, 7]
    assert found.match == ["code", "code", "name"]


def test_a_code_whose_names_differ_is_a_doubt(join):
    codes = {"code": ["1", "2"]}
    found, _ = join(
        ["Jabria", "Tamda"], "code,nom,pop", "1,Jabria,5", "2,Oulad Amrane,6", columns=codes, code_field="code"
    )
    assert found.match == ["code", "doubtful"] and np.isnan(found.population[1])
    assert found.doubts["reason"].tolist() == ["names_differ", "names_differ"]


def test_codes_alone_need_no_names(join):
    found, _ = join(["Jabria"], "code,pop", "1,5", columns={"code": [1.0]}, code_field="code")
    assert found.population.tolist() == [5] and found.partner == ["1"]


def test_a_row_that_stands_twice_alike_counts_once(join):
    found, _ = join(["Jabria"], "nom,pop", "Jabria,5", "Jabria,5")
    assert found.population.tolist() == [5] and found.doubts.empty


def test_a_name_with_two_figures_is_a_doubt(join):
    found, recorder = join(["Jabria", "Tamda"], "nom,pop", "Jabria,5", "Jabria,6", "Tamda,7")
    assert found.match == ["doubtful", "name"]
    assert found.template["candidates"].tolist() == ["1: Jabria [100] | 2: Jabria [100]"]
    assert found.doubts[["side", "number"]].to_numpy().tolist() == [["commune", 1], ["table", 1], ["table", 2]]
    assert recorder.notices["population_not_joined"] == {"count": 1, "names": "Jabria"}


def test_the_user_settles(join, tmp_path: Path):
    """What the list proposes comes back filled in; the next list keeps it."""
    lines = ("nom,pop", "Laatatra,5", "Laghnadra,6", "Ouhans,7", "Tamda,8")
    names = ["LAATATRA", "LAATATRA", "Louhans", "Tamda"]
    first, _ = join(names, *lines)
    assert first.match == ["doubtful", "doubtful", "doubtful", "name"]
    path = tmp_path / "result_settle.csv"
    filled = first.template.assign(**{settling.DECISION: ["1", "Laghnadra", "none"]})
    settling.write_template(filled, path)
    settled, _ = join(names, *lines, settled=str(path))
    assert settled.match == ["settled", "settled", "none", "name"]
    np.testing.assert_array_equal(settled.population, [5, 6, np.nan, 8])
    assert settled.doubts["name"].tolist() == ["Ouhans"]
    assert settled.template[settling.DECISION].tolist() == ["1", "2", "none"]


@pytest.mark.parametrize(
    ("lines", "choice", "words"),
    [
        (["a,b", "Jabria,5"], {}, "population_field is nothing; expected a column of .*: a, b"),
        (["a,pop", "Jabria,5"], {}, "population_name is nothing"),
        (["nom,pop", "Jabria,many"], {}, "pop; expected a column of numbers"),
        (["nom,pop", "Jabria,5"], {"table_field": "people"}, "population_field is people"),
        (
            ["nom,pop", "Jabria,5"],
            {"name_field": "toponym"},
            "name_field is toponym; expected one of nom",
        ),
        (["nom,pop", "Jabria,5"], {"code_field": "insee"}, "population_key is insee"),
    ],
)
def test_columns_that_cannot_be_used(join, lines: list[str], choice: dict, words: str):
    with pytest.raises(InvalidOption, match=words):
        join(["Jabria"], *lines, **choice)


def test_no_number_is_no_population(join):
    found, recorder = join(["Jabria", "Tamda"], "nom,pop", "Jabria,n.d.", "Tamda,-7", "Kridid,5")
    assert np.isnan(found.population).all() and found.match == ["name", "name"]
    assert recorder.notices["population_unreadable"] == {"count": 2, "field": "pop"}


@pytest.mark.parametrize(
    ("figures", "marked"),
    [
        ([9000, 11000, 7500, 6637], [True, True, True, False]),
        ([9000, 11001, 7501, 6637], [False] * 4),
        ([1234, 1234, 1234, 6637], [True, True, True, False]),
        ([123, 123, 123, 6637], [False] * 4),
        ([1234, 1234, 6637], [False] * 3),
        ([np.nan, 0, 0, 0], [False] * 4),
        ([], []),
    ],
)
def test_placeholders(figures: list, marked: list):
    assert improbable(np.array(figures, dtype=float)).tolist() == marked


def test_area_in_any_system():
    """EPSG:3035 keeps areas, so a square of its kilometres is one; the corners are the same in degrees."""
    communes = gpd.GeoDataFrame(geometry=[square(4_000_000, 3_000_000, 1000)], crs="EPSG:3035")
    assert area_km2(communes) == pytest.approx([1.0], rel=1e-5)
    assert area_km2(communes.to_crs(4326)) == pytest.approx([1.0], rel=1e-5)


def test_islands_count_and_holes_do_not_whichever_way_their_rings_turn():
    here, there = square(4_000_000, 3_000_000, 1000), square(4_002_000, 3_000_000, 1000)
    hole = square(4_000_100, 3_000_100, 500)
    islands = shapely.MultiPolygon([here, there.reverse()])
    holed = shapely.Polygon(here.exterior.coords, [hole.exterior.coords])
    communes = gpd.GeoDataFrame(geometry=[islands, islands.reverse(), holed], crs="EPSG:3035")
    assert area_km2(communes) == pytest.approx([2.0, 2.0, 0.75], rel=1e-5)


@pytest.mark.parametrize("column", ["Nom de la commune", "Nom commune", "Libellé de la commune", "COMMUNE"])
def test_usual_columns_of_names_are_found(join, column: str):
    joined, _ = join(["Tamda", "Kridid"], f"{column};Population municipale", "Tamda;1 234,0", "Kridid;5\u202f678")
    assert joined.population.tolist() == [1234, 5678]


TRUTH = {
    "BNI HILAL": "Bni Hilal (Commune rurale)",
    "LAAMRIA": "Laamria (Commune rurale)",
    "LOUALIDIA": "Loualidia (Commune rurale)",
    "LMECHREK": "Lmechrek (Commune rurale)",
    "SANIAT BERGUIG": "Saniat Berguig (Commune rurale)",
    "OULAD SI BOUHYA": "Oulad Si Bouhya (Commune rurale)",
    "BNI TSIRISS": "Bni Tsiriss (Commune rurale)",
    "LAAOUNATE": "Laaounate (Commune rurale)",
    "OULAD SBAITA": "Oulad Sbaita (Commune rurale)",
    "BOUHMAME": "Bouhmame (Commune rurale)",
    "ZEMAMRA": "Zemamra (Ville)",
    "METRANE": "Metrane (Commune rurale)",
    "SIDI BENNOUR": "Sidi Bennour (Ville)",
    "LGHARBIA": "Lgharbia (Commune rurale)",
    "JABRIA": "Jabria (Commune rurale)",
    "OULAD BOUSSAKEN": "Oulad Boussaken (Commune rurale)",
    "LAAGAGCHA": "Laagagcha (Commune rurale)",
    "KHMIS KSIBA": "Khmis Ksiba (Commune rurale)",
    "KRIDID": "Kridid (Commune rurale)",
    "OULAD AMRANE": "Oulad Amrane (Commune rurale)",
    "KOUDIAT BNI DGHOUGH": "Koudiat Bni Dghough (Commune rurale)",
    "TAMDA": "Tamda (Commune rurale)",
    "LAATATRA": None,
    # Only in sidi-bennour-like, where no name stands twice.
    "LAGHNADRA": "Laghnadra (Commune rurale)",
    "M'TAL": "M'tal (Commune rurale)",
}
"""What was paired by eye; LAATATRA stands twice in the boundaries."""


def join_real(*place: str) -> tuple[gpd.GeoDataFrame, PopulationJoin, Recorder]:
    table, recorder = str(shared_data("sidi-bennour-like", "communes_population.csv")), Recorder()
    communes = gpd.read_file(shared_data(*place))
    return communes, join_population(communes, PopulationChoice(table), place[-1], recorder), recorder


def test_real_boundaries():
    """22 of 24 communes have their row; the name that stands twice and the rows without a commune are told."""
    communes, found, recorder = join_real("sidi-bennour-boundaries", "communes_1994.geojson")
    assert found.partner == [TRUTH[name] for name in communes["NOM_COM"]]
    assert sum(partner is not None for partner in found.partner) == 22
    doubts = found.doubts.set_index(["side", "number"])["reason"].to_dict()
    assert doubts == {
        ("commune", 14): "name_twice",
        ("commune", 21): "name_twice",
        ("table", 13): "name_twice",
        ("table", 16): "no_partner",
        ("table", 21): "no_partner",
    }
    assert recorder.notices["population_not_joined"]["names"] == "LAATATRA, LAATATRA"
    assert recorder.notices["population_rows_unused"]["count"] == 3


def test_real_table_against_its_own_communes():
    """All 25 are joined, and the 15 placeholders told."""
    communes, found, recorder = join_real("sidi-bennour-like", "communes.gpkg")
    truth = {**TRUTH, "LAATATRA": "Laatatra (Commune rurale)"}
    assert found.partner == [truth[name.upper()] for name in communes["nom"]]
    with shared_data("sidi-bennour-like", "communes_population.csv").open(encoding="utf-8") as file:
        figures = {row["Commune"]: float(row["Population totale"]) for row in csv.DictReader(file)}
    assert found.population.tolist() == [figures[name] for name in found.partner]
    assert found.doubts.empty
    assert recorder.notices["population_placeholders"] == {"count": 15, "total": 25}
