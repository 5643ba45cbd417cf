"""Errors that only the QGIS half can meet: no engine, a worker that died, a layer that cannot be handed over."""

from __future__ import annotations

from ..contract.errors import SatTileError
from ..contract.texts import QT_TRANSLATE_NOOP


class Cancelled(Exception):
    """The user cancelled; nothing is left behind and nothing needs to be said."""


class EngineMissing(SatTileError):
    """No Python that could run the engine was found."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "The engine of SatTile was not found at {found}; install it by the menu SatTile > Install the engine…, "
        "or name its Python in Settings > Options > SatTile.",
    )


class EngineNotInstalled(SatTileError):
    """The engine could not be installed."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "The engine could not be installed: {reason}. If the network is the reason, check it and the proxy in "
        "Settings > Options > Network, then try again. Log: {log}",
    )


class EngineBeingInstalled(SatTileError):
    """Another QGIS is installing the engine."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "Another QGIS is installing the engine of SatTile; wait until it has ended, then try again."
    )


class PythonMissing(SatTileError):
    """No Python can make the engine's environment."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "No Python from 3.10 to 3.13 that can make the engine was found on this computer: {expected}, then try again. "
        "Log: {log}",
    )


class ProcessNotStarted(SatTileError):
    """A program cannot be started."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "{program} cannot be started ({reason}); check the interpreter in Settings > Options > SatTile."
    )


class WorkerDied(SatTileError):
    """The worker ended without saying how its job went."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "The engine ended in the middle of its work (exit code {code}): {cause}.\n{log_end}\nLog: {log}"
    )


class JobFailed(SatTileError):
    """The worker reported why its job cannot be done."""


class EngineIncomplete(SatTileError):
    """The engine lacks one of its libraries."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "The engine {python} lacks one of its libraries ({reason}); install it by the menu SatTile > Install the "
        "engine…, or name another Python in Settings > Options > SatTile.",
    )


class JobBroken(SatTileError):
    """The worker met an error that is not the input's."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "The engine met an error that it should not have ({error}: {reason}); please report it with this log.\n"
        "{log_end}\nLog: {log}",
    )


class UnsupportedRaster(SatTileError):
    """A raster layer is neither a file nor a service that can be fetched."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{layer} is a layer of the provider {found}; expected a raster file, WMS, WMTS, XYZ or WCS: export it to "
        "GeoTIFF first (right click on the layer > Export > Save As…).",
    )


class AtlasFailed(SatTileError):
    """An Atlas cannot be drawn."""

    template = QT_TRANSLATE_NOOP("SatTile", "The Atlas cannot draw {place} ({reason}); mend that and run it again.")


class LayerNotWritten(SatTileError):
    """A layer cannot be handed to the engine."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "{layer} could not be copied for the engine ({reason}); export it to a GeoPackage and take that."
    )


class ServiceFailed(SatTileError):
    """A service does not give what it is asked for."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{layer}: the server {host} failed at attempt {attempts} ({reason}); what it gave is kept, so start again "
        "later to go on from there, or check the layer in the map.",
    )


class ServiceRefused(ServiceFailed):
    """A service wants a login, or refuses the one it is given."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{layer}: the server {host} refuses access ({reason}); check the login in the layer's connection, then run it "
        "again: what the server gave is kept.",
    )


class ServiceTooLarge(SatTileError):
    """More is asked of a service than is decent."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{layer}: {megapixels} megapixels at {resolution} m a pixel are more than the limit of {limit} megapixels; "
        "take fewer tiles, a coarser resolution, or the provider's files.",
    )


class ServiceShowsNothing(SatTileError):
    """A service has no image at any tile."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{layer} shows nothing at the tiles; check in the map that it does, at the resolution asked for too.",
    )


class ServiceNeedsTiles(SatTileError):
    """A service is to be tiled, which has no edge."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "{layer} is a service, whose footprint is not known; give areas or an extent to tile instead."
    )


class FeaturesTruncated(SatTileError):
    """A service gave fewer features than it has."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{layer}: the server {host} gave {received} of {matched} features of one place and no more; take fewer tiles, "
        "or export the layer to a GeoPackage and take that.",
    )


class ExtentTooLarge(SatTileError):
    """Buildings are asked for over too large a part of the map."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "The map shows {found} square degrees; expected at most {limit} (20 km by 20 km), so zoom in and try again.",
    )
