"""Label tiles by the buildings in them, and say where that is doubtful and why."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..contract import fields
from ..contract.errors import EmptyLayer, NoOverlap
from ..contract.jobs import LabelTiles
from ..contract.messages import Done, Reporter
from .building_kinds import kinds_of
from .built import Built, measure_built
from .canopy import hidden_shares
from .doubt import Doubts, Rules, decide, threshold_table
from .io.contact_sheet import ContactSheet
from .io.image_sets import RasterSource, require_overlap
from .io.outputs import check_output_file, output_file
from .io.vectors import check_layer_output, read_polygons, read_tiles, to_crs_of, write_tiles

_EXAMPLES = 8
_EXAMPLE_PX = 150


class Buildings(NamedTuple):
    """The buildings of a layer, sorted by what they do to a label."""

    counted: np.ndarray
    """(n_counted,) polygons that make a tile bati."""
    doubtful: dict[str, np.ndarray]
    """Polygons that make a tile unsure, by reason."""
    mended: int
    """Geometries that were invalid."""


def label_tiles(job: LabelTiles, reporter: Reporter) -> Done:
    """Write the tiles with what is built in them, their label and, where it is unsure, the reason.

    Raises
    ------
    NoOverlap, EmptyLayer, MissingField, MissingCrs, UnreadableFile
        The layers do not go together.
    """
    check_layer_output(job.output)
    for extra in filter(None, (job.thresholds, job.examples)):
        check_output_file(Path(extra))
    reporter.progress("read", 0, 2)
    tiles = read_tiles(job.tiles)
    if job.raster is not None:
        require_overlap(job.raster, tiles.crs, tiles.total_bounds, job.tiles)
    reporter.progress("read", 1, 2)
    buildings = read_buildings(job, tiles, reporter)
    reporter.progress("label", 0, 1)
    squares = tiles.geometry.to_numpy()
    built = measure_built(squares, buildings.counted)
    if built.overlapping_count:
        reporter.notice("overlaps_dissolved", count=built.overlapping_count)
    doubts = _doubts(job, tiles, built, buildings, reporter)
    rules = Rules(job.min_built_area_m2, job.max_unbuilt_area_m2, job.max_hidden_ratio)
    decision = decide(built.area_m2, doubts, rules)
    labelled = tiles.assign(
        **{
            fields.LABEL: decision.label,
            fields.LABEL_REASON: decision.reason,
            fields.LABEL_SOURCE: "buildings",
            fields.BUILT_AREA_M2: built.area_m2.round(3),
            fields.BUILT_RATIO: (built.area_m2 / tiles.area.to_numpy()).round(6),
            fields.BUILDING_COUNT: built.building_count,
            fields.LARGEST_BUILDING_M2: built.largest_m2.round(3),
        }
    )
    if job.raster is not None:
        labelled[fields.HIDDEN_RATIO] = doubts.hidden_ratio.round(4)
    thresholds = threshold_table(built.area_m2, doubts, rules)
    reporter.progress("write", 0, 1)
    outputs = _write(job, labelled, thresholds, reporter)
    reporter.progress("write", 1, 1)
    return Done(outputs, _metrics(labelled, built, buildings, thresholds))


def read_buildings(job: LabelTiles, tiles: gpd.GeoDataFrame, reporter: Reporter) -> Buildings:
    """Read the buildings in the system of the tiles and sort them by kind and date."""
    frame, mended = read_polygons(job.buildings, "buildings", reporter)
    frame = to_crs_of(frame, tiles, job.buildings, reporter)
    small = (frame.area < job.min_building_area_m2).to_numpy()
    if small.any():
        limit = job.min_building_area_m2
        reporter.notice("small_buildings_skipped", count=int(small.sum()), min_building_area_m2=limit)
        frame = frame[~small]
    if frame.empty:
        raise EmptyLayer(path=job.buildings, expected=f"buildings of at least {job.min_building_area_m2} m²")
    if not shapely.box(*frame.total_bounds).intersects(shapely.box(*tiles.total_bounds)):
        raise NoOverlap(path=job.buildings, other=job.tiles)
    kinds = kinds_of(frame, date.fromisoformat(job.photo_date) if job.photo_date else None)
    ignored = np.isin(kinds.kind, job.ignored_kinds)
    if ignored.any():
        reporter.notice("buildings_ignored", count=int(ignored.sum()), kinds=", ".join(job.ignored_kinds))
    doubted = np.where(np.isin(kinds.kind, job.doubted_kinds), kinds.kind, "")
    reason = np.where(kinds.vintage != "", kinds.vintage, doubted)
    polygons = frame.geometry.to_numpy()
    doubtful = {str(name): polygons[~ignored & (reason == name)] for name in np.unique(reason[~ignored]) if name}
    return Buildings(polygons[~ignored & (reason == "")], doubtful, mended)


def _doubts(job: LabelTiles, tiles: gpd.GeoDataFrame, built: Built, buildings: Buildings, reporter: Reporter) -> Doubts:
    """Measure what makes the labels of tiles doubtful."""
    squares = tiles.geometry.to_numpy()
    doubtful = {name: measure_built(squares, found).area_m2 for name, found in buildings.doubtful.items()}
    cores = shapely.buffer(squares, -job.edge_m, cap_style="square", join_style="mitre")
    core_area = measure_built(cores, buildings.counted).area_m2 if job.edge_m else built.area_m2
    hidden = np.zeros(len(tiles))
    if job.raster is not None:
        rows = np.flatnonzero(built.area_m2 >= job.min_built_area_m2)
        photo = RasterSource(job.raster, job.bands, tiles.iloc[rows])
        band = job.infrared_band
        infrared = RasterSource(job.raster, (band, band, band), tiles.iloc[rows]) if band else None
        progress = partial(reporter.progress, "canopy")
        hidden[rows] = hidden_shares(photo, infrared, squares[rows], buildings.counted, progress)
    return Doubts(doubtful, core_area, hidden)


def _write(job: LabelTiles, labelled: gpd.GeoDataFrame, thresholds: pd.DataFrame, reporter: Reporter) -> dict[str, str]:
    write_tiles(labelled, job, job.output)
    outputs = {"output": job.output}
    if job.thresholds is not None:
        with output_file(job.thresholds) as partial:
            thresholds.to_csv(partial, index=False)
        outputs["thresholds"] = job.thresholds
    if job.examples is not None and job.raster is not None:
        with output_file(job.examples) as partial:
            _examples(job, labelled, thresholds["min_built_area_m2"].tolist()).save(partial)
        outputs["examples"] = job.examples
    return outputs


def _examples(job: LabelTiles, labelled: gpd.GeoDataFrame, thresholds: list[float]) -> ContactSheet:
    """Draw the tiles whose built area is nearest to each threshold, a row a threshold."""
    source = RasterSource(str(job.raster), job.bands, labelled)
    area = labelled[fields.BUILT_AREA_M2].to_numpy()
    sheet = ContactSheet(_EXAMPLES, _EXAMPLE_PX)
    for threshold in thresholds:
        nearest = np.argsort(np.where(area > 0, np.abs(area - threshold), np.inf), kind="stable")[:_EXAMPLES]
        nearest = nearest[area[nearest] > 0]
        sheet.add_row(
            f"{threshold:g} m2",
            [source.read(int(row), _EXAMPLE_PX).pixels for row in nearest],
            [f"{area[row]:.0f} m2" for row in nearest],
        )
    return sheet


def _metrics(
    labelled: gpd.GeoDataFrame, built: Built, buildings: Buildings, thresholds: pd.DataFrame
) -> dict[str, Any]:
    counts = labelled[fields.LABEL].value_counts()
    reasons = labelled[fields.LABEL_REASON].value_counts()
    return {
        "tile_count": len(labelled),
        **{name: int(counts.get(name, 0)) for name in (fields.BATI, fields.NON_BATI, fields.UNSURE)},
        "unsure_reasons": {str(name): int(count) for name, count in reasons.items()},
        "built_area_m2": round(float(built.area_m2.sum()), 1),
        "buildings_counted": len(buildings.counted),
        "buildings_doubtful": {name: len(found) for name, found in buildings.doubtful.items()},
        "geometries_mended": buildings.mended,
        "thresholds": thresholds.to_dict("records"),
    }
