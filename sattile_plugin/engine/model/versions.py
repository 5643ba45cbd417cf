"""Versions of what makes a result: SatTile and the libraries that compute."""

from __future__ import annotations

from importlib import metadata

from ... import __version__

_PACKAGES = ("keras", "tensorflow-cpu", "tensorflow", "scikit-learn", "onnx", "onnxruntime", "numpy", "rasterio")


def versions() -> dict[str, str]:
    """Return the version of SatTile and of each library that is there, by name."""
    found = {"sattile": __version__}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found
