"""A result of several layers and tables in one GeoPackage, written whole or not at all."""

from __future__ import annotations

import json
import warnings
from collections.abc import Collection, Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataSourceError

from ... import __version__
from ...contract.errors import OutputOccupied
from ...contract.jobs import encode_job
from ...contract.jobs.base import Job
from .outputs import check_output_file, output_file

_STYLES = "layer_styles"


def check_result_output(output: str, names: Collection[str]) -> None:
    """Raise unless layers of these names can be written to the GeoPackage `output` without losing others.

    Raises
    ------
    MissingFolder, OutputOccupied, UnwritableOutput
        They cannot.
    """
    check_output_file(Path(output))
    if not Path(output).is_file():
        return
    try:
        found = [name for name, _ in pyogrio.list_layers(output)]
    except DataSourceError as error:
        raise OutputOccupied(path=output, found="something that is no GeoPackage") from error
    others = [name for name in found if name not in (*names, _STYLES)]
    if others:
        raise OutputOccupied(path=output, found=f"the layer(s) {', '.join(others)}")


def write_result(layers: Mapping[str, pd.DataFrame], job: Job, output: str) -> None:
    """Write layers and tables by their names, the first with the job as the result's run record."""
    record = json.dumps({"sattile": __version__, **encode_job(job)}, ensure_ascii=False)
    with output_file(output) as partial, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")  # a diagram's coordinates are no place
        for number, (name, frame) in enumerate(layers.items()):
            pyogrio.write_dataframe(
                frame,
                partial,
                layer=name,
                driver="GPKG",
                dataset_options=None if number else {"VERSION": "1.3"},
                geometry_type=_geometry_type(frame),
                layer_metadata=None if number else {"sattile_run": record},
            )


def _geometry_type(frame: pd.DataFrame) -> str | None:
    if not isinstance(frame, gpd.GeoDataFrame):
        return None
    types = set(frame.geom_type)
    return str(types.pop()) if len(types) == 1 else "MultiPolygon"
