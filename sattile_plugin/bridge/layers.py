"""Layers on their way to the engine: a file where the layer is one, else a copy of what the user sees.

What belongs to the main thread is read when an input is made; the copy is written in the background from a
snapshot and touches no layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from osgeo import gdal  # type: ignore[import-not-found]
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeedback,
    QgsFields,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from ..contract.paths import VectorSource
from ..contract.texts import Phrase, phrase
from .errors import LayerNotWritten, UnsupportedRaster
from .snapshots import COPY_LAYER, WHOLE, Snapshot, Wanted, snapshot_of, write_snapshot

_READ_BY_THE_ENGINE = {".gpkg", ".shp", ".geojson", ".fgb"}


@dataclass(frozen=True)
class LayerInput:
    """What is known of a layer that a job reads, whatever thread asks."""

    name: str
    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle

    def __str__(self) -> str:
        return self.name

    def extent_in(self, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
        """Return the extent in another system."""
        transform = QgsCoordinateTransform(self.crs, crs, QgsCoordinateTransformContext())
        transform.setBallparkTransformsAreAppropriate(True)
        return transform.transformBoundingBox(self.extent)

    def written(self, folder: Path, feedback: QgsFeedback) -> str:
        """Return a path that the engine can read; what must be written for it goes into `folder`."""
        raise NotImplementedError


@dataclass(frozen=True)
class VectorInput(LayerInput):
    """A vector layer that a job reads."""

    path: str = ""
    """What the engine reads as it stands; empty where a copy must be written first."""
    snapshot: Optional[Snapshot] = None
    file: str = ""
    """The file that a copy is made of; empty where there is none."""
    lost: Optional[Phrase] = None
    """What would be lost if a result took the place of the file."""

    def written(self, folder: Path, feedback: QgsFeedback) -> str:
        """Return a path that the engine can read, after writing a copy into `folder` if need be.

        Raises
        ------
        Cancelled
            The user cancelled while the copy was written.
        LayerNotWritten
            The provider or the disk failed.
        """
        if self.snapshot is None:
            return self.path
        path = _free_name(folder, self.name, ".gpkg")
        write_snapshot(self.snapshot, self.crs, path, self.name, feedback)
        return str(VectorSource(str(path), COPY_LAYER))


@dataclass(frozen=True)
class RasterInput(LayerInput):
    """A raster layer that a job reads."""

    path: str = ""
    crs_is_assigned: bool = False
    """The file has another system, or none; the user gave the layer this one."""
    open_options: tuple[str, ...] = ()
    """How the user had GDAL open the file, such as ``NUM_THREADS=ALL_CPUS``."""

    def written(self, folder: Path, feedback: QgsFeedback) -> str:
        """Return a path that the engine can read; an assigned system and options are put into a small VRT in `folder`.

        Raises
        ------
        LayerNotWritten
            GDAL or the disk failed.
        """
        if not (self.crs_is_assigned or self.open_options):
            return self.path
        path = _free_name(folder, self.name, ".vrt")
        system = self.crs.toWkt() if self.crs_is_assigned else None
        try:
            flags = gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR
            source = gdal.OpenEx(self.path, flags, open_options=list(self.open_options))
            made = None if source is None else gdal.Translate(str(path), source, format="VRT", outputSRS=system)
        except RuntimeError as error:  # QGIS 3.40 has GDAL raise
            raise LayerNotWritten(layer=self.name, reason=error) from error
        if made is None:
            raise LayerNotWritten(layer=self.name, reason=gdal.GetLastErrorMsg())
        return str(path)


def vector_input(layer: QgsVectorLayer, wanted: Wanted = WHOLE) -> VectorInput:
    """Return the input that a layer is, or what is wanted of it; call it in the thread of the layer."""
    common = (layer.name(), layer.crs(), layer.extent())
    if wanted.is_whole and _is_plain_file(layer):
        parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
        return VectorInput(*common, path=str(VectorSource(parts["path"], parts.get("layerName") or None)))
    return VectorInput(
        *common, snapshot=snapshot_of(layer, wanted), file=_file_of(layer), lost=_lost_with_the_file(layer, wanted)
    )


def _lost_with_the_file(layer: QgsVectorLayer, wanted: Wanted) -> Optional[Phrase]:
    """Return what the file of a layer holds beyond what is read, or what is yet to be saved into it."""
    if not wanted.is_whole or layer.subsetString():
        return phrase("features of {layer} that this run does not read", layer=layer.name())
    if layer.isModified():  # saved into the result, it would change features that only bear the same numbers
        return phrase("changes of {layer} that are not saved", layer=layer.name())
    return None


def _file_of(layer: QgsVectorLayer) -> str:
    """Return the file that a layer is of; empty where it is of none."""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()) if layer.providerType() == "ogr" else {}
    return str(parts.get("path") or "")


def raster_input(layer: QgsRasterLayer) -> RasterInput:
    """Return the input that a layer is; call it in the thread of the layer.

    Raises
    ------
    UnsupportedRaster
        The layer is a service.
    """
    if layer.providerType() != "gdal":
        raise UnsupportedRaster(layer=layer.name(), found=layer.providerType())
    assigned = layer.crs().isValid() and layer.crs() != layer.dataProvider().crs()
    path, options = _without_options(layer.source())
    return RasterInput(layer.name(), layer.crs(), layer.extent(), path, assigned, options)


def _without_options(source: str) -> tuple[str, tuple[str, ...]]:
    """Return what GDAL opens, which may be more than a path, and the options that it is opened with."""
    registry = QgsProviderRegistry.instance()
    parts = registry.decodeUri("gdal", source)
    options = tuple(parts.pop("openOptions", None) or ())
    return (registry.encodeUri("gdal", parts) if options else source), options


def _is_plain_file(layer: QgsVectorLayer) -> bool:
    """Tell whether the file holds just what the layer shows."""
    if layer.providerType() != "ogr":
        return False
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    options = {key for key, value in parts.items() if value not in (None, "", [])}
    origins = {layer.fields().fieldOrigin(index) for index in range(layer.fields().count())}
    return (
        options <= {"path", "layerName"}
        and Path(parts["path"]).suffix.lower() in _READ_BY_THE_ENGINE
        and Path(parts["path"]).is_file()
        and origins <= {QgsFields.FieldOrigin.OriginProvider}
        and not layer.isEditable()
        and not layer.subsetString()
        and layer.crs() == layer.dataProvider().crs()
        and _says_its_encoding(Path(parts["path"]), layer.dataProvider().encoding())
    )


def _says_its_encoding(path: Path, encoding: str) -> bool:
    """Tell whether whoever opens a file reads its texts as QGIS does; of a Shapefile only the file beside it tells."""
    if path.suffix.lower() != ".shp":
        return True
    told = next((each for each in map(path.with_suffix, (".cpg", ".CPG")) if each.is_file()), None)
    return told is not None and told.read_text(encoding="ascii", errors="replace").strip().lower() == encoding.lower()


def _free_name(folder: Path, name: str, suffix: str) -> Path:
    """Return a file name in `folder` that tells the layer and is not taken."""
    stem = "".join(letter if letter.isalnum() else "_" for letter in name)[:40] or "layer"
    numbers = (path for path in (folder / f"{stem}{number or ''}{suffix}" for number in range(1000)))
    return next(path for path in numbers if not path.exists())
