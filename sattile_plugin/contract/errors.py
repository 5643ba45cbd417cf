"""Errors that are the input's: each says what was found, what was expected and what to do next.

The text of an error stands in its class, its values in the instance, so that the QGIS half can say the same in
another language.
"""

from __future__ import annotations

from typing import Any

from .texts import QT_TRANSLATE_NOOP


class SatTileError(Exception):
    """Base of all errors that a user can mend."""

    template = "{reason}"

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(self.template.format(**values))


class InvalidOption(SatTileError):
    """An option has a value it cannot have."""

    template = QT_TRANSLATE_NOOP("SatTile", "{option} is {found}; expected {expected}.")


class UnreadableFile(SatTileError):
    """A file is missing or cannot be read as what it should be."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "{path} cannot be read as {expected} ({reason}); check that the path is right and the file whole."
    )


class MissingCrs(SatTileError):
    """A layer or raster has no coordinate reference system."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "{path} has no coordinate reference system; expected one, so assign the right one to it in QGIS."
    )


class CrsNotInMetres(SatTileError):
    """A coordinate reference system is not projected in metres."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{path} is in {found}, whose unit is the {unit}; tiles need a projected system in metres: take {advised}.",
    )


class UnnamedCrs(SatTileError):
    """A coordinate reference system has no code to name tiles by."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{path} is in “{found}”, which has no authority code; tile names need one: give the system by its code.",
    )


class UnknownCrs(SatTileError):
    """A text names no coordinate reference system."""

    template = QT_TRANSLATE_NOOP("SatTile", "“{found}” is no coordinate reference system; give a code like EPSG:2154.")


class EmptyLayer(SatTileError):
    """A layer has no feature that can be used."""

    template = QT_TRANSLATE_NOOP("SatTile", "{path} has no usable {expected}; expected at least one: check its filter.")


class MissingField(SatTileError):
    """A layer lacks a column."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "{path} has no column {field} (it has: {found}); run the step that makes it first: {verb}."
    )


class UnknownValues(SatTileError):
    """A column has values that mean nothing here."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{path} has in its column {field}: {found}; expected {expected}: correct them, or run the step {verb}.",
    )


class NoImage(SatTileError):
    """A raster lies under tiles but shows nothing there."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{path} shows nothing at the {count} tiles of the part {part}; expected an image of half a tile at least: "
        "check where it lies and which of its values mean no data.",
    )


class MissingBand(SatTileError):
    """A raster lacks a band."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "{path} has {found} band(s), but band {wanted} was asked for; choose bands among 1 to {found}."
    )


class NoOverlap(SatTileError):
    """Two inputs do not lie at the same place."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{path} and {other} do not overlap; expected them at the same place: check their coordinate systems.",
    )


class NotBuildings(SatTileError):
    """A layer given as buildings covers the ground as buildings never do: tiles, communes, parcels."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{path} covers {found} of the {total} tiles that it touches wholly, as buildings never do; expected buildings: "
        "choose the layer that holds them.",
    )


class NoTiles(SatTileError):
    """No tile fits."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "No tile of {tile_size_m} m fits into {path}; take smaller tiles or a larger area."
    )


class TooManyTiles(SatTileError):
    """An area holds more tiles than go into memory."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "More than {millions} million tiles of {tile_size_m} m fit into {path}; take larger tiles or a smaller area.",
    )


class MissingFolder(SatTileError):
    """The folder of an output does not exist."""

    template = QT_TRANSLATE_NOOP("SatTile", "The folder {folder} of the output {path} does not exist; make it first.")


class OutputOccupied(SatTileError):
    """An output would replace something that SatTile did not make."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "{path} already holds {found}, which would be lost; choose another name or move it away."
    )


class OutputInUse(SatTileError):
    """Another run is writing an output."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "Another run is writing {path}; wait until it has ended, or choose another name."
    )


class UnwritableOutput(SatTileError):
    """An output cannot be written."""

    template = QT_TRANSLATE_NOOP("SatTile", "{path} cannot be written ({reason}); choose a folder that you may write.")


class DiskFull(SatTileError):
    """The disk of an output has no room left."""

    template = QT_TRANSLATE_NOOP("SatTile", "The disk of {path} is full ({free_mb} MB free); free some room on it.")


class TooFewTiles(SatTileError):
    """There are fewer tiles of a kind than a job needs."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "{path} has {found} {kind}; expected at least {wanted}: label or take in more tiles."
    )


class TooFewBlocks(SatTileError):
    """There are fewer spatial blocks than parts to fill."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "Blocks with labelled tiles ({size}) number only {found}; expected at least {wanted}: take smaller ones.",
    )


class WrongModel(SatTileError):
    """A file is not a model that this job can use."""

    template = QT_TRANSLATE_NOOP("SatTile", "{path} cannot be used as a model ({reason}); expected {expected}.")


class WrongWeights(SatTileError):
    """A weights file does not fit the backbone."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "{path} does not fit {backbone} ({reason}); expected Keras weights of that network and width without its top.",
    )


class MissingWeights(SatTileError):
    """The weights of a backbone can be had neither from a file nor by download."""

    template = QT_TRANSLATE_NOOP(
        "SatTile",
        "The ImageNet weights of {backbone} could be had neither from a file nor by download ({reason}); "
        "expected one of the two: name a weights file.",
    )


class MissingPackages(SatTileError):
    """The engine's environment lacks the packages of a job."""

    template = QT_TRANSLATE_NOOP(
        "SatTile", "The engine has no {package}, which {verb} needs; install the set “{wanted}” of the engine."
    )


class InvalidJob(SatTileError):
    """A job file is not one of ours."""

    template = QT_TRANSLATE_NOOP("SatTile", "{path} is no job of SatTile ({reason}); expected one written by SatTile.")


ERRORS = {cls.__name__: cls for cls in SatTileError.__subclasses__()}
