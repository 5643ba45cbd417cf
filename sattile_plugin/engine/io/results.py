"""Results: layers and tables in one GeoPackage, written whole or not at all, with the job as their run record."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataSourceError

from ... import __version__
from ...contract import fields
from ...contract.errors import OutputOccupied
from ...contract.jobs import encode_job
from ...contract.jobs.base import Job
from ...contract.messages import Reporter
from ...contract.texts import phrase
from .columns import names_apart, own_columns
from .outputs import check_output_file, output_file


def write_tiles(
    frames: Iterator[gpd.GeoDataFrame] | gpd.GeoDataFrame, job: Job, output: str, reporter: Reporter
) -> None:
    """Write tiles, whole or piece by piece, to the GeoPackage `output` with the job as their run record.

    Raises
    ------
    OutputOccupied
        The GeoPackage stands already and holds other layers.
    """
    write_layer(frames, job, output, fields.TILES_LAYER, reporter)


def write_layer(
    frames: Iterator[gpd.GeoDataFrame] | pd.DataFrame, job: Job, output: str, layer: str, reporter: Reporter
) -> None:
    """Write one layer, or a table without geometry, to the GeoPackage `output` with the job as its run record."""
    write_layers({layer: frames}, job, output, reporter)


def write_layers(
    layers: Mapping[str, Iterator[gpd.GeoDataFrame] | pd.DataFrame],
    job: Job,
    output: str,
    reporter: Reporter,
    own: Sequence[str] = (),
) -> None:
    """Write layers, or tables without geometry, to the GeoPackage `output`, each with the job as its run record.

    Columns whose names a GeoPackage cannot tell apart are renamed, and the user is told. A GeoPackage that stands there
    goes, where it holds none but these layers and those that are the verb's `own` too.

    Raises
    ------
    OutputOccupied
        The GeoPackage stands already and holds others.
    """
    check_layer_output(output, *layers, *own)
    record = json.dumps({"sattile": __version__, **encode_job(job)}, ensure_ascii=False)
    renamed: dict[str, str] = {}
    with output_file(output) as partial, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")  # a diagram's coordinates are no place
        for layer, frames in layers.items():
            for number, frame in enumerate([frames] if isinstance(frames, pd.DataFrame) else frames):
                names = names_apart(frame)
                renamed |= names
                pyogrio.write_dataframe(
                    frame.rename(columns=names),
                    partial,
                    layer=layer,
                    driver="GPKG",
                    dataset_options=None if partial.exists() else {"VERSION": "1.3"},
                    append=number > 0,
                    geometry_type=None if number else _geometry_type(frame),
                    layer_options=None if number else own_columns(frame),
                    layer_metadata=None if number else {"sattile_run": record},
                )
    if renamed:
        names_now = ", ".join(f"{before} → {now}" for before, now in renamed.items())
        reporter.notice("columns_renamed", names=names_now)


def check_layer_output(output: str, *layers: str) -> None:
    """Raise unless these layers, by default that of tiles, can be written to the GeoPackage `output`.

    Raises
    ------
    MissingFolder, OutputOccupied, UnwritableOutput
        They cannot, or others would be lost.
    """
    check_output_file(Path(output))
    if not Path(output).is_file():
        return
    try:
        found = [name for name, _ in pyogrio.list_layers(output)]
    except DataSourceError as error:
        raise OutputOccupied(path=output, found="something that is no GeoPackage") from error
    others = [name for name in found if name not in (layers or (fields.TILES_LAYER,)) and name != fields.STYLES_TABLE]
    if others:
        raise OutputOccupied(path=output, found=phrase("the layer(s) {names}", names=", ".join(others)))


def _geometry_type(frame: pd.DataFrame) -> str | None:
    if not isinstance(frame, gpd.GeoDataFrame):
        return None
    types = set(frame.geom_type)
    return types.pop() if len(types) == 1 else "MultiPolygon" if types <= {"Polygon", "MultiPolygon"} else "Unknown"
