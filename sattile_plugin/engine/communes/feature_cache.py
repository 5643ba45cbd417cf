"""Features that were computed before, kept in the user's cache folder by what they were computed from.

A part is written for each batch, so a run that is ended loses one batch at most. Together the features take no more
than `MAX_BYTES`: beyond, those that were wanted longest ago are deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

import numpy as np
import platformdirs

from ..io.outputs import output_file

MAX_BYTES = 2 * 1024**3


class FeatureCache:
    """Features of one raster as one backbone sees it; each tile is known by its bounds.

    Parameters
    ----------
    key
        All that the features depend on but the place, as plain values.
    """

    def __init__(self, key: dict[str, object]) -> None:
        name = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:16]
        self._folder = Path(platformdirs.user_cache_dir("sattile", appauthor=False), "features", name)
        self._known: dict[bytes, np.ndarray] = {}
        if self._folder.is_dir():
            os.utime(self._folder)
        with suppress(FileNotFoundError):  # another run deletes at the same time
            _delete_oldest(self._folder.parent, self._folder)
        for path in sorted(self._folder.glob("*.npz")):
            with np.load(path) as part:
                self._known.update(zip(_names(part["bounds"]), part["features"]))

    def find(self, bounds: np.ndarray) -> list[np.ndarray | None]:
        """Return the features of tiles by their bounds, (n, 4); None where they are not known."""
        return [self._known.get(name) for name in _names(bounds)]

    def add(self, bounds: np.ndarray, features: np.ndarray) -> None:
        """Keep the features, (n, n_features) float16, of tiles, by their bounds, (n, 4)."""
        self._folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(bounds.tobytes()).hexdigest()[:16]
        with output_file(self._folder / f"{digest}.npz") as partial, partial.open("wb") as file:
            np.savez(file, bounds=bounds, features=features)
        self._known.update(zip(_names(bounds), features))


def _delete_oldest(root: Path, wanted: Path) -> None:
    """Delete the folders of `root` that were wanted longest ago, all but `wanted`, until the others fit."""
    folders = [folder for folder in root.glob("*") if folder.is_dir()]
    folders.sort(key=lambda folder: folder.stat().st_mtime_ns)
    sizes = {folder: sum(part.stat().st_size for part in folder.iterdir()) for folder in folders}
    excess = sum(sizes.values()) - MAX_BYTES
    for folder in folders:
        if excess > 0 and folder != wanted:
            shutil.rmtree(folder, ignore_errors=True)
            excess -= sizes[folder]


def _names(bounds: np.ndarray) -> list[bytes]:
    return [row.tobytes() for row in np.ascontiguousarray(np.round(bounds, 3), dtype=np.float64)]
