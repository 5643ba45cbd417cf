"""Layers of services that French cartographers ask for most: how QGIS names them."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from ...contract.texts import QT_TRANSLATE_NOOP

_GEOPLATEFORME = "https://data.geopf.fr"
_ORTHO = "ORTHOIMAGERY.ORTHOPHOTOS"
_ORTHO_MATRICES = "PM_0_19"
"""The layer's tile matrix set since July 2025, when IGN took the two finest levels away."""


class Preset(NamedTuple):
    """A layer to add to a project."""

    name: str
    provider: str
    source: str

    @property
    def is_raster(self) -> bool:
        return self.provider == "wms"


def _encoded(**values: str) -> str:
    """Return a source as raster services have it."""
    return "&".join(f"{name}={quote(value, safe=':/,')}" for name, value in values.items())


PRESETS = {
    "ign_ortho_wms": Preset(
        QT_TRANSLATE_NOOP("SatTile", "IGN: BD ORTHO (WMS, for work)"),
        "wms",
        _encoded(
            contextualWMSLegend="0",
            crs="EPSG:2154",
            dpiMode="7",
            format="image/png",
            layers=_ORTHO,
            styles="",
            url=f"{_GEOPLATEFORME}/wms-r/wms",
        ),
    ),
    "ign_ortho_wmts": Preset(
        QT_TRANSLATE_NOOP("SatTile", "IGN: BD ORTHO (WMTS, quick to look at)"),
        "wms",
        _encoded(
            contextualWMSLegend="0",
            crs="EPSG:3857",
            dpiMode="7",
            format="image/jpeg",
            layers=_ORTHO,
            styles="normal",
            tileMatrixSet=_ORTHO_MATRICES,
            url=f"{_GEOPLATEFORME}/wmts?SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetCapabilities",
        ),
    ),
    "ign_buildings": Preset(
        QT_TRANSLATE_NOOP("SatTile", "IGN: BD TOPO buildings (WFS)"),
        "WFS",
        "pagingEnabled='true' preferCoordinatesForWfsT11='false' restrictToRequestBBOX='1' srsname='EPSG:2154' "
        f"typename='BDTOPO_V3:batiment' url='{_GEOPLATEFORME}/wfs/ows' version='2.0.0'",
    ),
}
