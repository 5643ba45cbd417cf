"""The sample scene: the same from the same seed, whole in its parts, and its layers fit each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely

from sattile_plugin.contract.errors import MissingFolder, OutputOccupied
from sattile_plugin.contract.jobs import SampleScene
from sattile_plugin.engine.sample import buildings_of, sample_scene
from sattile_plugin.engine.scene.canvas import Window
from sattile_plugin.engine.scene.communes import communes_of
from sattile_plugin.engine.scene.frame import Bounds
from sattile_plugin.engine.scene.painter import Painter

from ..builders import names_in, read, run


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a scene of 300 m, a pixel a metre."""
    folder = tmp_path_factory.mktemp("sample") / "scene"
    run(SampleScene(str(folder), size_m=300.0, resolution_m_per_px=1.0, seed=3))
    return folder


def test_files(scene: Path):
    assert names_in(scene) == ["buildings.gpkg", "communes.gpkg", "ortho.tif"]
    with rasterio.open(scene / "ortho.tif") as ortho:
        assert tuple(ortho.bounds) == (650000, 6860000, 650300, 6860300)
        assert (ortho.count, ortho.dtypes[0], ortho.crs.to_epsg()) == (3, "uint8", 2154)
        assert (ortho.profile["tiled"], ortho.profile["compress"]) == (True, "deflate")


def test_the_same_seed_gives_the_same_scene(scene: Path, tmp_path: Path):
    run(SampleScene(str(tmp_path / "again"), size_m=300.0, resolution_m_per_px=1.0, seed=3))
    run(SampleScene(str(tmp_path / "other"), size_m=300.0, resolution_m_per_px=1.0, seed=4))
    first, again, other = (pixels(folder) for folder in (scene, tmp_path / "again", tmp_path / "other"))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert read(scene / "buildings.gpkg").equals(read(tmp_path / "again" / "buildings.gpkg"))


def test_a_block_is_painted_as_part_of_the_whole():
    whole = Painter(1, 1.0).paint(Window(150, 150, 120, 120))
    part = Painter(1, 1.0).paint(Window(190, 200, 40, 30))
    assert np.array_equal(whole[:, 50:80, 40:80], part)


def test_buildings_are_told_apart_on_the_photo(scene: Path):
    buildings = read(scene / "buildings.gpkg")
    with rasterio.open(scene / "ortho.tif") as ortho:
        points = [(point.x, point.y) for point in buildings.representative_point()]
        roofs = np.array(list(ortho.sample(points)))
        ground = ortho.read().reshape(3, -1).T
    greenness = [
        float((2 * part[:, 1] - part[:, 0] - part[:, 2].astype(float)).mean())
        for part in (roofs.astype(float), ground.astype(float))
    ]
    assert len(buildings) > 20
    assert greenness[0] < greenness[1] - 10


def test_buildings_carry_the_columns_of_bdtopo(scene: Path):
    buildings = read(scene / "buildings.gpkg")
    assert {"cleabs", "nature", "usage_1", "hauteur", "leger"} <= set(buildings.columns)
    assert buildings["cleabs"].is_unique
    assert buildings.is_valid.all()
    assert shapely.box(650000, 6860000, 650300, 6860300).covers(buildings.union_all())


def test_buildings_do_not_depend_on_the_size_of_the_scene():
    small, large = (buildings_of(1, Bounds(0, 0, size, size)) for size in (250, 500))
    inside = large[large.within(shapely.box(0, 0, 249, 249))]
    assert len(inside) > 10
    assert {shapely.to_wkb(shape) for shape in inside.geometry} <= {shapely.to_wkb(shape) for shape in small.geometry}


def test_communes_cover_the_scene_without_gap_or_overlap():
    bounds = Bounds(0, 0, 2500, 2500)
    buildings = buildings_of(2, Bounds(0, 0, 300, 300))
    communes = communes_of(2, bounds, buildings)
    assert len(communes) >= 4
    assert communes.union_all().area == pytest.approx(2500**2, abs=1)
    assert communes.area.sum() == pytest.approx(2500**2, abs=1)
    assert communes["nom"].is_unique and communes["insee"].is_unique
    assert communes["population"].sum() > 0


def test_where_it_cannot_be_made(tmp_path: Path):
    with pytest.raises(MissingFolder):
        run(SampleScene(str(tmp_path / "no" / "scene"), size_m=100.0))
    (tmp_path / "mine").write_text("x")
    with pytest.raises(OutputOccupied):
        run(SampleScene(str(tmp_path / "mine"), size_m=100.0))


class Ender:
    """A reporter that is ended from outside when the overviews begin."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int]] = []

    def progress(self, step: str, done: int, total: int) -> None:
        self.steps.append((step, done, total))
        if step == "overviews":
            raise SystemExit

    def notice(self, name: str, **values: object) -> None:
        raise AssertionError(name)


def test_nothing_is_left_of_a_run_that_is_ended(tmp_path: Path):
    ender = Ender()
    with pytest.raises(SystemExit):
        sample_scene(SampleScene(str(tmp_path / "scene"), size_m=100.0, resolution_m_per_px=2.0), ender)
    assert ender.steps == [("paint", 0, 1), ("paint", 1, 1), ("overviews", 0, 1)]
    assert list(tmp_path.iterdir()) == []


def pixels(folder: Path) -> np.ndarray:
    with rasterio.open(folder / "ortho.tif") as ortho:
        return ortho.read()
