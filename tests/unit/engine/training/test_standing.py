"""Where in tiles buildings stand: 4 x 4 cells of 2.5 m in a tile of 10 m, and one more on each side."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from sattile_plugin.contract.errors import NoOverlap
from sattile_plugin.contract.jobs import TrainClassifier
from sattile_plugin.engine.io.image_sets import labelled_images
from sattile_plugin.engine.training.standing import built_cells, read_standing, standing_identity
from sattile_plugin.engine.training.tiles import load_parts

from ...builders import LAMBERT, UTM_31, Recorder, grey, layer, square, write_grid, write_layer, write_raster

NAN = np.nan


def job_of(folder: Path, buildings: list, crs: str = LAMBERT, **columns: list) -> TrainClassifier:
    """Return a job of two tiles of 10 m beside each other, the eastern one for validation."""
    tiles = write_grid(folder / "tiles.gpkg", 1, 2, split=["train", "validation"], **columns)
    raster = write_raster(folder / "ortho.tif", grey(40, 80), corner=(-10, 20), resolution=1)
    layers = (write_layer(folder / "buildings.gpkg", layer(buildings).to_crs(crs).geometry, crs),)
    cells = {"backbone": "mobilenet_v2_cells", "buildings": layers}
    return TrainClassifier(str(folder / "m.onnx"), (tiles,), (raster,), **cells)


def built_in(folder: Path, job: TrainClassifier, surround: float = 0.25) -> tuple[dict[str, np.ndarray], Recorder]:
    recorder = Recorder()
    images = labelled_images(job, ("split",), recorder, ("non_bati", "bati"))
    parts = load_parts(images, 32, folder, recorder, surround)
    standing = read_standing(job, images, recorder)
    n_cells = 6 if surround else 4
    return built_cells(standing, images, parts, n_cells, surround, recorder), recorder


def test_a_building_stands_in_the_cells_that_it_covers_by_half(tmp_path: Path):
    """One of 5 x 5 m in the north-western corner of the first tile; what is beside it is not known."""
    job = job_of(tmp_path, [square(0, 5, 5)], label=["bati", "non_bati"])
    found, recorder = built_in(tmp_path, job)
    assert np.array_equal(
        found["train"][0],
        [
            [NAN, NAN, NAN, NAN, NAN, NAN],
            [NAN, 1, 1, NAN, 0, NAN],
            [NAN, 1, 1, NAN, 0, NAN],
            [NAN, NAN, NAN, NAN, 0, NAN],
            [NAN, 0, 0, 0, 0, NAN],
            [NAN, NAN, NAN, NAN, NAN, NAN],
        ],
        equal_nan=True,
    )
    assert not found["validation"][0][1:5, 1:5].any()
    assert recorder.steps[-2:] == [("label", 1, 2), ("label", 2, 2)]


def test_buildings_may_be_in_another_system(tmp_path: Path):
    job = job_of(tmp_path, [square(0, 5, 5)], UTM_31, label=["bati", "non_bati"])
    found, recorder = built_in(tmp_path, job, surround=0)
    assert (found["train"][0][:2, :2] == 1).all() and not found["train"][0][3].any()
    assert recorder.notices["reprojected"]["wanted"].startswith(LAMBERT)


def test_what_stands_around_the_tile_is_not_taught(tmp_path: Path):
    """It is the ground of the neighbour, which is judged by; a building there only leaves what is beside it unknown."""
    job = job_of(tmp_path, [square(10, 0, 10)], label=["non_bati", "bati"])
    found, _ = built_in(tmp_path, job)
    assert np.isnan(found["train"][0][:, 4:]).all() and not found["train"][0][1:5, 1:4].any()
    assert (found["validation"][0][1:5, 1:5] == 1).all()


def test_what_covers_less_than_half_of_a_cell_says_nothing(tmp_path: Path):
    """A shed of 1 m in the middle of a cell leaves it and those beside it unknown, and the tile is bati for it."""
    job = job_of(tmp_path, [square(3, 3, 1)], label=["bati", "non_bati"])
    found, _ = built_in(tmp_path, job, surround=0)
    assert np.array_equal(
        found["train"][0], [[0, 0, 0, 0], [NAN, NAN, NAN, 0], [NAN, NAN, NAN, 0], [NAN, NAN, NAN, 0]], equal_nan=True
    )


def test_a_building_of_doubtful_kind_says_nothing(tmp_path: Path):
    both = [square(0, 5, 5), square(5, 0, 5)]
    job = job_of(tmp_path, both, label=["bati", "non_bati"])
    write_layer(tmp_path / "buildings.gpkg", both, NATURE=["Serre", "Indifférenciée"])
    found, _ = built_in(tmp_path, job, surround=0)
    assert np.isnan(found["train"][0][:2, :2]).all()
    assert (found["train"][0][2:, 2:] == 1).all()


def test_the_label_is_stronger_than_the_layer(tmp_path: Path):
    """What somebody labelled non_bati has no building; where one labelled bati has none, it is not known where."""
    job = job_of(tmp_path, [square(0, 5, 5)], label=["non_bati", "bati"])
    found, _ = built_in(tmp_path, job, surround=0)
    assert not np.nan_to_num(found["train"][0]).any() and (found["train"][0][:2, :2] == 0).all()
    assert np.isnan(found["validation"][0]).all()


def test_buildings_elsewhere_are_refused(tmp_path: Path):
    job = job_of(tmp_path, [square(900, 900, 5)], label=["bati", "non_bati"])
    with pytest.raises(NoOverlap, match=r"buildings\.gpkg"):
        built_in(tmp_path, job)


def test_other_buildings_are_told_apart(tmp_path: Path):
    """What was learned from some is not gone on with from others; where the file lies does not count."""
    kept = []
    for number, side in enumerate((5, 5, 6)):
        folder = tmp_path / str(number)
        folder.mkdir()
        job = job_of(folder, [square(0, 0, side)], label=["bati", "non_bati"])
        images = labelled_images(job, ("split",), Recorder(), ("non_bati", "bati"))
        kept.append(standing_identity(read_standing(job, images, Recorder())))
    assert kept[0] == kept[1] != kept[2]
    assert all(isinstance(name, str) for name in kept[0])


def test_a_hole_of_a_building_is_no_building(tmp_path: Path):
    ring = shapely.difference(square(0, 0, 10), square(2.5, 2.5, 5))
    job = job_of(tmp_path, [ring], label=["bati", "non_bati"])
    found, _ = built_in(tmp_path, job, surround=0)
    assert found["train"][0][0].tolist() == [1] * 4
    assert np.isnan(found["train"][0][1:3, 1:3]).all()
