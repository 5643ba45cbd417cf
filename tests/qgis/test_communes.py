"""Clustered communes in the project: a styled group, diagrams whose selection is the map's, an Atlas."""

from __future__ import annotations

from pathlib import Path

import pytest
from commune_ground import make_clusters
from processing.gui.Postprocessing import handleAlgorithmResults
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsGeometry,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QApplication

from sattile_plugin.bridge.commune_atlas import commune_layout
from sattile_plugin.bridge.commune_layers import add_clusters, find_part, store_cluster_styles
from sattile_plugin.gui.lasso import points_within
from sattile_plugin.gui.linked_selection import LinkedSelection, linked_layers, selected_values

RED, GREEN, BLUE = {"C1", "C4", "C7"}, {"C2", "C5", "C8"}, {"C3", "C6", "C9"}


@pytest.fixture(scope="module")
def clusters(plugin, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clusters(tmp_path_factory.mktemp("communes"))


@pytest.fixture
def project(clusters: Path):
    """A project with the orthophoto and the group of a clustering; empty afterwards."""
    project = QgsProject.instance()
    project.addMapLayer(QgsRasterLayer(str(clusters.with_name("ortho.tif")), "ortho"))
    add_clusters(str(clusters), project)
    yield project
    project.clear()


@pytest.fixture
def linked(project: QgsProject):
    link = LinkedSelection()
    yield link
    link.stop()


def test_the_group_holds_the_layers_of_the_result(project: QgsProject) -> None:
    (group,) = project.layerTreeRoot().findGroups()
    found = {node.name(): node.itemVisibilityChecked() for node in group.findLayers()}
    shown = {"Clusters of communes": True, "Diagram of communes": False, "Diagram of tiles": False}
    assert found == {**shown, "Summary of clusters": False, "Twins of communes": False, "Statistics": False}
    assert not find_part(project, "diagram").crs().isValid()


def test_a_cluster_has_one_colour_in_map_and_diagrams(project: QgsProject) -> None:
    colours = set()
    for key in ("clusters", "diagram", "diagram_tiles"):
        renderer = find_part(project, key).renderer()
        assert isinstance(renderer, QgsCategorizedSymbolRenderer)
        assert [category.label() for category in renderer.categories()] == ["Cluster 1", "Cluster 2", "Cluster 3"]
        colours.add(tuple(category.symbol().color().name() for category in renderer.categories()))
    assert colours == {("#0072b2", "#e69f00", "#009e73")}


def test_the_users_name_stands_in_the_legend(clusters: Path, project: QgsProject) -> None:
    layer = find_part(project, "clusters")
    index = layer.fields().lookupField("cluster_name")
    first = [feature.id() for feature in layer.getFeatures() if feature["cluster"] == 1]
    layer.dataProvider().changeAttributeValues({fid: {index: "Bourgs"} for fid in first})
    store_cluster_styles(str(clusters))
    opened = QgsVectorLayer(f"{clusters}|layername=communes", "again", "ogr")
    labels = [category.label() for category in opened.renderer().categories()]
    layer.dataProvider().changeAttributeValues({fid: {index: None} for fid in first})
    assert labels == ["Cluster 1 · Bourgs", "Cluster 2", "Cluster 3"]


def test_processing_loads_the_group(clusters: Path, loading: None, tmp_path: Path) -> None:
    project, context, feedback = QgsProject.instance(), QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().algorithmById("sattile:clustercommunes").create()
    output = QgsProcessingOutputLayerDefinition(str(tmp_path / "again.gpkg"), project)
    given = {"COMMUNES": str(clusters.with_name("communes.gpkg")), "FEATURES": str(clusters.with_name("tiles.parquet"))}
    parameters = {**given, "K": 3, "UMAP": False, "OUTPUT": output}
    _, done = algorithm.run(parameters, context, feedback)
    assert done
    handleAlgorithmResults(algorithm, context, feedback, parameters=parameters)
    QApplication.processEvents()
    (group,) = project.layerTreeRoot().findGroups()
    nodes = [node.name() for node in project.layerTreeRoot().findLayers()]
    project.clear()
    assert group is not None and nodes.count("Clusters of communes") == 1 and "Diagram of tiles" in nodes


@pytest.mark.parametrize(("one", "other"), [("diagram", "clusters"), ("clusters", "diagram")])
def test_communes_and_their_diagram_are_selected_together(linked, project: QgsProject, one: str, other: str) -> None:
    first, second = find_part(project, one), find_part(project, other)
    first.selectByExpression("commune_id in ('C2', 'C9')")
    assert selected_values(second, "commune_id") == {"C2", "C9"}
    first.removeSelection()
    assert second.selectedFeatureCount() == 0


def test_tiles_and_their_diagram_are_selected_together(linked, project: QgsProject) -> None:
    tiles = QgsVectorLayer("Polygon?crs=EPSG:2154&field=tile_id:string", "tiles", "memory")
    project.addMapLayer(tiles)
    diagram = find_part(project, "diagram_tiles")
    assert [(layer.id(), column) for layer, column in linked_layers(tiles)] == [(diagram.id(), "tile_id")]
    assert [layer.id() for layer, _ in linked_layers(diagram)] == [tiles.id()]


def test_a_layer_that_left_is_not_touched(linked, project: QgsProject) -> None:
    project.removeMapLayer(find_part(project, "diagram").id())
    find_part(project, "clusters").selectAll()
    assert find_part(project, "diagram") is None


def test_nothing_is_carried_once_stopped(project: QgsProject) -> None:
    LinkedSelection().stop()
    find_part(project, "clusters").selectAll()
    assert find_part(project, "diagram").selectedFeatureCount() == 0


def test_a_lasso_around_a_cluster_takes_its_communes(project: QgsProject) -> None:
    diagram = find_part(project, "diagram")
    feature = next(each for each in diagram.getFeatures() if each["commune_id"] == "C5")
    middle = feature.geometry().asPoint()
    around = QgsGeometry.fromRect(QgsRectangle.fromCenterAndSize(middle, 0.1, 0.1))
    diagram.selectByIds(points_within(diagram, around))
    assert selected_values(diagram, "commune_id") == GREEN


def test_the_atlas_has_a_page_a_commune(project: QgsProject, tmp_path: Path) -> None:
    layout = commune_layout(project, find_part(project, "clusters"))
    atlas = layout.atlas()
    atlas.beginRender()
    atlas.seekTo(4)
    texts = [item.currentText() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    assert atlas.count() == 9 and atlas.currentFilename() == "commune_id_5"
    assert "C5" in texts and "Cluster 2" in texts
    assert any("Population: 555" in text for text in texts)
    twins = {text.split("\n")[0] for text in texts if text.count("\n") == 1}
    assert GREEN - {"C5"} < twins
    picture = str(tmp_path / "page.png")
    assert QgsLayoutExporter(layout).exportToImage(picture, QgsLayoutExporter.ImageExportSettings()) == 0
    assert commune_layout(project, find_part(project, "clusters")) is layout
