"""What services gave already: a folder under the profile for each source, and in it one for each grid."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable
from uuid import uuid4

from qgis.core import QgsApplication

from ...contract.paths import partial_path
from .grids import Block, Grid

_DESCRIPTION_LASTS_S = 7 * 86400
_ABSENCE_LASTS_S = 86400
"""How long a block in which the service showed nothing is not asked for again."""


def cache_folder() -> Path:
    """Return where all that services gave is kept."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "sattile" / "services"


def layers_folder() -> Path:
    """Return where layers are kept that a project holds, so that emptying the cache leaves them alone."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "sattile" / "layers"


@dataclass(frozen=True)
class SourceCache:
    """What one source gave: its description of itself, and folders of finished parts."""

    folder: Path

    @classmethod
    def of(cls, name: str, source: str) -> SourceCache:
        """Return the cache of a layer, by its source; the name helps people who look into the folder."""
        folder = cache_folder() / f"{_plain(name)}-{digest(source)}"
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder)

    def description(self, fetch: Callable[[], bytes]) -> bytes:
        """Return the service's description of itself, fetched where it is not here or old."""
        path = self.folder / "capabilities.xml"
        if not _is_younger(path, _DESCRIPTION_LASTS_S):
            write_whole(path, fetch())
        return path.read_bytes()

    def forget_description(self) -> None:
        """Drop a description that turned out to be of no use."""
        (self.folder / "capabilities.xml").unlink(missing_ok=True)

    def blocks(self, grid: Grid) -> BlockCache:
        """Return the cache of a grid's blocks."""
        key = f"{_plain(grid.crs)}-{grid.resolution:.9g}-{grid.block_px}"
        folder = self.folder / (key if len(key) < 60 else digest(key))
        folder.mkdir(exist_ok=True)
        return BlockCache(folder)


@dataclass(frozen=True)
class BlockCache:
    """The finished blocks of one grid."""

    folder: Path

    def path(self, block: Block) -> Path:
        """Return where a block is, or will be."""
        return self.folder / f"{block.column}_{block.row}.tif"

    def has(self, block: Block) -> bool:
        """Tell whether a block is here, or known to be empty."""
        return self.path(block).is_file() or _is_younger(self._absence(block), _ABSENCE_LASTS_S)

    def note_empty(self, block: Block) -> None:
        """Remember that the service shows nothing in a block."""
        self._absence(block).touch()

    def mosaic(self, blocks: Iterable[Block], purpose: str) -> Path:
        """Return where the raster of these blocks is, or will be."""
        key = digest(purpose + " ".join(self.path(block).name for block in blocks))
        return self.folder.parent / f"mosaic-{key}.tif"

    def _absence(self, block: Block) -> Path:
        return self.path(block).with_suffix(".empty")


def digest(text: str) -> str:
    """Return a short name that tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield where to write a file, which gets its name when the block ends well; other runs may write it meanwhile."""
    partial = partial_path(path.with_name(f"{uuid4().hex[:8]}-{path.name}"))
    try:
        yield partial
        partial.replace(path)
    except PermissionError:
        if not path.is_file():
            raise  # else another run was first and has it open, on Windows: its file holds the same
    finally:
        partial.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is either not there or whole."""
    with written_whole(path) as partial:
        partial.write_bytes(content)


def _is_younger(path: Path, seconds: float) -> bool:
    return path.is_file() and time.time() - path.stat().st_mtime < seconds


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)[:40]
