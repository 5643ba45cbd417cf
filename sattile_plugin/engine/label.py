"""Label tiles by the buildings in them, and say where that is doubtful and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from ..contract import fields
from ..contract.jobs import LabelTiles
from ..contract.messages import Done, Reporter
from .buildings import Buildings, measure_buildings, read_tiles_over_photo
from .built import Built
from .doubt import decide, threshold_table
from .io.outputs import check_output_file, output_file
from .io.results import check_layer_output, write_tiles
from .label_examples import draw_examples


def label_tiles(job: LabelTiles, reporter: Reporter) -> Done:
    """Write the tiles with what is built in them, their label and, where it is unsure, the reason.

    Raises
    ------
    NoOverlap, EmptyLayer, NotBuildings, MissingField, MissingCrs, UnreadableFile
        The layers do not go together.
    """
    check_layer_output(job.output)
    for extra in filter(None, (job.thresholds, job.examples)):
        check_output_file(Path(extra))
    reporter.progress("read", 0, 2)
    tiles = read_tiles_over_photo(job, reporter)
    reporter.progress("read", 1, 2)
    buildings, built, doubts, rules = measure_buildings(job, tiles, reporter)
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
    outputs = _write(job, labelled, buildings.counted, thresholds, reporter)
    reporter.progress("write", 1, 1)
    return Done(outputs, _metrics(labelled, built, buildings, thresholds))


def _write(
    job: LabelTiles,
    labelled: gpd.GeoDataFrame,
    buildings: np.ndarray,
    thresholds: pd.DataFrame,
    reporter: Reporter,
) -> dict[str, str]:
    write_tiles(labelled, job, job.output, reporter)
    outputs = {"output": job.output}
    if job.thresholds is not None:
        with output_file(job.thresholds) as partial:
            thresholds.to_csv(partial, index=False)
        outputs["thresholds"] = job.thresholds
    if job.examples is not None and job.raster is not None:
        with output_file(job.examples) as partial:
            draw_examples(job, labelled, buildings, thresholds["min_built_area_m2"].tolist()).save(partial)
        outputs["examples"] = job.examples
    return outputs


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
