"""SatTile: tile an orthophoto, label, train, classify; the QGIS half and the engine half of one tool."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def classFactory(iface: Any) -> Any:  # noqa: N802 - the name that QGIS calls
    """Return the plugin; QGIS calls this once, with its interface."""
    from .gui.plugin import SatTilePlugin

    return SatTilePlugin(iface)
