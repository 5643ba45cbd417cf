"""The demo's communes: described, segmented, clustered; their map and the page of one of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from demo_map import draw_side_by_side, save_page
from qgis.core import QgsProject, QgsVectorLayer

from sattile_plugin.bridge.commune_atlas import commune_layout
from sattile_plugin.bridge.commune_layers import add_clusters, find_part
from sattile_plugin.bridge.style import apply_style

_SEGMENTS = "Segments of land use"
_PAGE_DPI = 150


def run_communes(
    run: Callable[..., None], out: Path, ortho: Path, communes: Path, classified: Path, options: argparse.Namespace
) -> dict[str, Path]:
    """Describe the tiles, segment them and cluster the communes; return the paths of the results by name."""
    features, segments, clusters = out / "features.parquet", out / "segments.gpkg", out / "communes.gpkg"
    weights = {"BACKBONE_WEIGHTS": options.backbone_weights} if options.backbone_weights else {}
    run("describeimages", RASTER=ortho, TILES=classified, VIEWS=0, OUTPUT=features, **weights)
    run("segmenttiles", FEATURES=features, K=6, SMOOTHING=1, COMMUNES=communes, SEED=options.seed, OUTPUT=segments)
    also = {"CLASSIFIED": classified, "SEGMENTS": segments, "POPULATION": communes, "CODE_FIELD": "insee"}
    also |= {"NAME_FIELD": "nom", "K_MAX": 5, "RASTER": ortho, "SEED": options.seed, "UMAP": False}
    run("clustercommunes", COMMUNES=communes, FEATURES=features, OUTPUT=clusters, **also)
    return {"segments": segments, "clusters": clusters}


def draw_communes(paths: dict[str, str], output: Path, project_file: Path) -> None:
    """Draw clusters and segments side by side, and the Atlas page of the first commune; keep all in the project."""
    project = QgsProject.instance()
    segments = QgsVectorLayer(f"{paths['segments']}|layername=tiles", _SEGMENTS, "ogr")
    apply_style(segments, "tile_segment")
    project.addMapLayer(segments)
    add_clusters(paths["clusters"], project)
    clusters = find_part(project, "clusters")
    maps = {clusters.name(): "Communes by what their imagery looks like", _SEGMENTS: "Tiles by what they look like"}
    draw_side_by_side("SatTile: communes and land use that nobody labelled", maps, output)
    layout = commune_layout(project, clusters)
    save_page(layout, output.with_name("commune_page.png"), _PAGE_DPI)
    tree = project.layerTreeRoot()
    for layer in (segments, clusters):
        tree.findLayer(layer).setItemVisibilityChecked(False)
    project.write(str(project_file))
