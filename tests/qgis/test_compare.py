"""Comparison with buildings by Processing, on four by four tiles of 50 m that a model is said to have classified."""

from __future__ import annotations

import processing
import pytest
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsGeometry,
    QgsGraduatedSymbolRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRectangle,
    QgsVectorLayer,
)
from scene import NORTH, SIDE_M, TILE_M, WEST, Scene, rows

BATI = ("N6860000E650000", "N6860100E650100")
"""Tiles that the model calls bâti: with the house of 100 m², and one with nothing."""


@pytest.fixture
def classified(scene: Scene) -> str:
    """Tiles with p_bati and predicted; the barn of 400 m² is not among those called bâti."""
    grid = processing.run("sattile:buildtilegrid", {"RASTER": str(scene.raster), "OUTPUT": scene.path("grid.gpkg")})
    said = "if(" + " or ".join(f"\"tile_id\" like '%{name}'" for name in BATI) + ", {bati}, {non_bati})"
    steps = (
        ("p_bati", 0, said.format(bati=0.9, non_bati=0.1)),
        ("predicted", 2, said.format(bati="'bati'", non_bati="'non_bati'")),
    )
    layer = grid["OUTPUT"]
    for field, kind, formula in steps:
        output = scene.path(f"{field}.gpkg")
        options = {"FIELD_NAME": field, "FIELD_TYPE": kind, "FORMULA": formula, "OUTPUT": output}
        layer = processing.run("native:fieldcalculator", {"INPUT": layer, **options})["OUTPUT"]
    return layer


def halves() -> QgsVectorLayer:
    """Return two communes, west and east."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:2154&field=nom:string", "communes", "memory")
    for number, name in enumerate(("West", "East")):
        feature = QgsFeature(layer.fields())
        west = WEST + number * SIDE_M / 2
        box = QgsRectangle(west, NORTH - SIDE_M, west + SIDE_M / 2, NORTH)
        feature.setGeometry(QgsGeometry.fromRect(box))
        feature["nom"] = name
        layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    return layer


def test_findings_totals_and_styles(scene: Scene, classified: str) -> None:
    """The shed of 9 m² is too small to be bâti, so the model and the buildings agree on it."""
    parameters = {"TILES": classified, "BUILDINGS": str(scene.buildings), "COMMUNES": halves(), "COMMUNE_FIELD": "nom"}
    result = processing.run("sattile:comparewithbuildings", {**parameters, "OUTPUT": scene.path("compared.gpkg")})
    assert (result["TILE_COUNT"], result["NEW"], result["GONE"], result["TO_REVIEW"]) == (16, 1, 1, 2)
    found = {name.partition("m")[2]: row for name, row in rows(result["OUTPUT"]).items()}
    assert found["N6860000E650000"]["finding"] == "agreed_bati"
    assert (found["N6860000E650050"]["finding"], found["N6860000E650050"]["review_rank"]) == ("gone", 1)
    assert (found["N6860100E650100"]["finding"], found["N6860100E650100"]["review_rank"]) == ("new", 2)

    tiles = QgsVectorLayer(result["OUTPUT"], "tiles", "ogr")
    assert isinstance(tiles.renderer(), QgsCategorizedSymbolRenderer) and tiles.featureCount() == 16
    assert [c.value() for c in tiles.renderer().categories()][:2] == ["new", "gone"] and tiles.labelsEnabled()

    communes = QgsVectorLayer(result["COMMUNE_TOTALS"], "communes", "ogr")
    assert isinstance(communes.renderer(), QgsGraduatedSymbolRenderer)
    totals = {f["nom"]: (f["tile_count"], f["new_count"], f["gone_count"]) for f in communes.getFeatures()}
    assert totals == {"West": (8, 0, 1), "East": (8, 1, 0)}
    assert TILE_M * TILE_M * sum(count for count, _, _ in totals.values()) == SIDE_M * SIDE_M


def test_an_expression_chooses_the_buildings(scene: Scene, classified: str) -> None:
    parameters = {"TILES": classified, "BUILDINGS": str(scene.buildings), "BUILDINGS_EXPRESSION": "name <> 'barn'"}
    result = processing.run("sattile:comparewithbuildings", {**parameters, "OUTPUT": scene.path("compared.gpkg")})
    assert (result["NEW"], result["GONE"]) == (1, 0) and "COMMUNE_TOTALS" not in result


def test_communes_far_away_are_refused(scene: Scene, classified: str) -> None:
    far = halves()
    far.dataProvider().changeGeometryValues({f.id(): _moved(f.geometry()) for f in far.getFeatures()})
    far.updateExtents()
    parameters = {"TILES": classified, "BUILDINGS": str(scene.buildings), "COMMUNES": far, "OUTPUT": "TEMPORARY_OUTPUT"}
    algorithm = QgsApplication.processingRegistry().algorithmById("sattile:comparewithbuildings").create()
    valid, sentence = algorithm.checkParameterValues(parameters, QgsProcessingContext())
    assert not valid and "do not overlap" in sentence


def test_tiles_that_were_not_classified_are_refused(scene: Scene) -> None:
    grid = processing.run("sattile:buildtilegrid", {"RASTER": str(scene.raster), "OUTPUT": scene.path("grid.gpkg")})
    parameters = {"TILES": grid["OUTPUT"], "BUILDINGS": str(scene.buildings), "OUTPUT": scene.path("compared.gpkg")}
    with pytest.raises(QgsProcessingException, match="has no column p_bati"):
        processing.run("sattile:comparewithbuildings", parameters)
    assert not [path for path in scene.folder.iterdir() if "compared" in path.name]


def _moved(geometry):
    geometry.translate(50_000, 0)
    return geometry
