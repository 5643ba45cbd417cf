"""The image library: pixels equal to the raster's, in folders of part and label, with a manifest."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from PIL import Image
from pyproj import Transformer

from sattile_plugin.contract.errors import MissingBand, NoOverlap, OutputOccupied, UnknownValues
from sattile_plugin.contract.jobs import ExportTileImages

from ..builders import (
    LAMBERT,
    UTM_31,
    Recorder,
    counted,
    grey,
    names_in,
    run,
    square,
    tile_squares,
    write_grid,
    write_layer,
    write_raster,
)

LABELS = ["bati", "non_bati", "non_bati", "bati"]
SPLITS = ["train", "test", "validation", "test"]


def export(tmp_path: Path, pixels: np.ndarray, west: float = 0, **options) -> tuple[Path, dict, Recorder]:
    """Export 2 x 2 tiles of 4 m that start at `west`, 0 from a raster of 1 m pixels with its corner at 0, 0."""
    tiles = write_grid(tmp_path / "tiles.gpkg", 2, 2, side=4, west=west, label=LABELS, split=SPLITS)
    output = tmp_path / "library"
    done, recorder = run(ExportTileImages(tiles, write_raster(tmp_path / "o.tif", pixels), str(output), **options))
    return output, done.metrics, recorder


def windows(pixels: np.ndarray) -> dict[str, np.ndarray]:
    """Return what each of the 2 x 2 tiles should hold, rows running south."""
    image = np.moveaxis(pixels, 0, -1)
    return {"t0": image[4:, :4], "t1": image[4:, 4:], "t2": image[:4, :4], "t3": image[:4, 4:]}


PLACES = {
    "t0": "train/bati/t0",
    "t1": "test/non_bati/t1",
    "t2": "validation/non_bati/t2",
    "t3": "test/bati/t3",
}


def test_png_holds_the_pixels_of_the_raster(tmp_path: Path):
    pixels = counted(8, 8)
    output, metrics, recorder = export(tmp_path, pixels)
    for name, expected in windows(pixels).items():
        assert np.array_equal(np.asarray(Image.open(output / f"{PLACES[name]}.png")), expected)
    assert (metrics["image_count"], metrics["no_image"]) == (4, 0)
    assert metrics["counts"] == dict.fromkeys(["test/bati", "test/non_bati", "train/bati", "validation/non_bati"], 1)
    assert not recorder.notices


def test_nothing_else_is_in_the_folder(tmp_path: Path):
    output, _, _ = export(tmp_path, counted(8, 8))
    assert names_in(output) == ["contact_sheets", "manifest.csv", "manifest.parquet", "test", "train", "validation"]
    assert names_in(output / "train" / "bati") == ["t0.png"]


def test_the_manifest(tmp_path: Path):
    output, _, _ = export(tmp_path, counted(8, 8))
    manifest = pd.read_csv(output / "manifest.csv")
    assert manifest["path"].tolist() == [f"{place}.png" for place in PLACES.values()]
    assert manifest["tile_id"].tolist() == list(PLACES)
    assert manifest["label"].tolist() == LABELS
    assert manifest[["xmin", "ymin", "xmax", "ymax"]].iloc[1].tolist() == [4, 0, 8, 4]
    assert set(manifest["crs"]) == {LAMBERT}


def test_geotiffs_lie_where_their_tiles_do(tmp_path: Path):
    pixels = counted(8, 8)
    output, _, _ = export(tmp_path, pixels, image_format="tif")
    with rasterio.open(output / f"{PLACES['t1']}.tif") as image:
        assert tuple(image.bounds) == (4, 0, 8, 4)
        assert image.crs.to_epsg() == 2154
        assert np.array_equal(image.read(), pixels[:, 4:, 4:])


def test_jpeg_looks_like_the_raster(tmp_path: Path):
    output, _, _ = export(tmp_path, grey(8, 8, 90), image_format="jpeg")
    image = Image.open(output / f"{PLACES['t0']}.jpg")
    assert image.format == "JPEG" and image.size == (4, 4)
    assert np.abs(np.asarray(image).astype(int) - 90).max() <= 2


def test_bands_in_any_order(tmp_path: Path):
    pixels = counted(8, 8)
    output, _, _ = export(tmp_path, pixels, bands=(3, 1, 2))
    expected = windows(pixels)["t0"][:, :, [2, 0, 1]]
    assert np.array_equal(np.asarray(Image.open(output / f"{PLACES['t0']}.png")), expected)


def test_16_bits_stay_in_geotiff(tmp_path: Path):
    pixels = counted(8, 8).astype("uint16") * 200
    output, _, recorder = export(tmp_path, pixels, image_format="tif")
    with rasterio.open(output / f"{PLACES['t2']}.tif") as image:
        assert np.array_equal(image.read(), pixels[:, :4, :4])
    assert "stretched" not in recorder.notices


def test_16_bits_are_stretched_in_png(tmp_path: Path):
    pixels = grey(8, 8, np.repeat([[1000], [3000]], 4, axis=0), "uint16")
    output, _, recorder = export(tmp_path, pixels)
    assert (np.asarray(Image.open(output / f"{PLACES['t0']}.png")) == 255).all()
    assert (np.asarray(Image.open(output / f"{PLACES['t3']}.png")) == 0).all()
    assert recorder.notices["stretched"] == {"raster": "o.tif", "dtype": "uint16", "low": 1000.0, "high": 3000.0}


def test_images_of_a_wanted_size(tmp_path: Path):
    output, _, _ = export(tmp_path, grey(8, 8, 90), tile_size_px=16)
    image = np.asarray(Image.open(output / f"{PLACES['t0']}.png"))
    assert image.shape == (16, 16, 3) and set(np.unique(image)) == {90}


def test_a_georeferenced_image_of_a_wanted_size(tmp_path: Path):
    output, _, _ = export(tmp_path, grey(8, 8, 90), tile_size_px=16, image_format="tif")
    with rasterio.open(output / f"{PLACES['t1']}.tif") as image:
        assert image.res == (0.25, 0.25) and tuple(image.bounds) == (4, 0, 8, 4)


def test_tiles_between_pixels_are_told_and_say_where_they_are(tmp_path: Path):
    pixels = counted(8, 12)
    output, _, recorder = export(tmp_path, pixels, west=1.4, image_format="tif")
    with rasterio.open(output / f"{PLACES['t0']}.tif") as image:
        assert tuple(image.bounds) == (1, 0, 5, 4)
        assert np.array_equal(image.read(), pixels[:, 4:, 1:5])
    assert recorder.notices["resampled"] == {"raster": "o.tif"}


def test_tiles_with_too_little_image_are_left_out_and_told(tmp_path: Path):
    output, metrics, recorder = export(tmp_path, counted(8, 5))
    assert (metrics["image_count"], metrics["no_image"]) == (2, 2)
    assert pd.read_csv(output / "manifest.csv")["tile_id"].tolist() == ["t0", "t2"]
    assert recorder.notices["tiles_without_image"] == {"count": 2}
    assert not (output / f"{PLACES['t3']}.png").exists()


@pytest.mark.parametrize(("options", "error"), [({"west": 100.0}, NoOverlap), ({"bands": (1, 2, 4)}, MissingBand)])
def test_what_cannot_be_exported(tmp_path: Path, options: dict, error: type[Exception]):
    with pytest.raises(error):
        export(tmp_path, counted(8, 8), **options)
    assert names_in(tmp_path) == ["o.tif", "tiles.gpkg"]


def test_tiles_of_one_name_are_refused(tmp_path: Path):
    """Of two layers put together, say; one image would replace the other."""
    tiles = write_layer(tmp_path / "tiles.gpkg", tile_squares(2, 2, 4), name="tiles", tile_id=["a", "b", "c", "A"])
    job = ExportTileImages(tiles, write_raster(tmp_path / "o.tif", counted(8, 8)), str(tmp_path / "library"))
    with pytest.raises(UnknownValues, match=r"tile_id: A, 1 .* expected each name once"):
        run(job)
    assert names_in(tmp_path) == ["o.tif", "tiles.gpkg"]


def test_a_tile_that_is_there_twice_counts_once(tmp_path: Path):
    squares = [*tile_squares(1, 2, 4), square(0, 0, 4)]
    tiles = write_layer(tmp_path / "tiles.gpkg", squares, name="tiles", tile_id=["a", "b", "a"])
    raster = write_raster(tmp_path / "o.tif", counted(8, 8))
    done, recorder = run(ExportTileImages(tiles, raster, str(tmp_path / "library")))
    assert done.metrics == {"image_count": 2, "no_image": 0, "counts": {}}
    assert recorder.notices["tiles_twice"]["count"] == 1


def test_names_that_no_file_may_have(tmp_path: Path):
    names = ["12/B", "../../c"]
    tiles = write_layer(tmp_path / "tiles.gpkg", tile_squares(1, 2, 4), name="tiles", tile_id=names, label="bati")
    run(ExportTileImages(tiles, write_raster(tmp_path / "o.tif", counted(8, 8)), str(tmp_path / "library")))
    assert names_in(tmp_path / "library" / "bati") == [".._.._c.png", "12_B.png"]
    assert pd.read_csv(tmp_path / "library" / "manifest.csv")["tile_id"].tolist() == names


def test_a_folder_with_files_is_left_alone(tmp_path: Path):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "mine.txt").touch()
    with pytest.raises(OutputOccupied):
        export(tmp_path, counted(8, 8))
    assert names_in(tmp_path / "library") == ["mine.txt"]


def test_a_raster_in_another_system(tmp_path: Path):
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 1, side=20, west=650010, south=6860010)
    west, south = Transformer.from_crs(LAMBERT, UTM_31, always_xy=True).transform(650010, 6860010)
    raster = write_raster(tmp_path / "o.tif", grey(200, 200, 77), corner=(west - 90, south + 110), crs=UTM_31)
    done, _ = run(ExportTileImages(tiles, raster, str(tmp_path / "library"), image_format="tif"))
    assert done.metrics["image_count"] == 1
    with rasterio.open(tmp_path / "library" / "t0.tif") as image:
        assert image.crs.to_epsg() == 2154
        assert tuple(image.bounds) == pytest.approx((650010, 6860010, 650030, 6860030), abs=1)
        assert (image.read() == 77).all()


def test_tiles_without_a_class_or_a_part_are_left_out_and_told(tmp_path: Path):
    labels, parts = ["bati", "unsure", None, "non_bati"], ["train", "train", "test", None]
    tiles = write_grid(tmp_path / "tiles.gpkg", 2, 2, side=4, label=labels, split=parts)
    raster = write_raster(tmp_path / "o.tif", counted(8, 8))
    done, recorder = run(ExportTileImages(tiles, raster, str(tmp_path / "library")))
    assert done.metrics["image_count"] == 1
    assert recorder.notices["tiles_not_in_library"] == {"count": 3}


def test_world_files_are_right_to_the_pixel(tmp_path: Path):
    output, _, _ = export(tmp_path, counted(8, 8), world_files=True)
    with rasterio.open(output / f"{PLACES['t1']}.png") as image:
        assert tuple(image.bounds) == (4, 0, 8, 4)


def test_webp_holds_the_pixels_of_the_raster(tmp_path: Path):
    pixels = counted(8, 8)
    output, _, _ = export(tmp_path, pixels, image_format="webp")
    assert np.array_equal(np.asarray(Image.open(output / f"{PLACES['t0']}.webp")), windows(pixels)["t0"])


def test_geoparquet_has_the_polygons(tmp_path: Path):
    output, _, _ = export(tmp_path, counted(8, 8))
    manifest = gpd.read_parquet(output / "manifest.parquet")
    assert manifest.crs.to_epsg() == 2154
    assert manifest.total_bounds.tolist() == [0, 0, 8, 8]


def test_coco_names_each_image_and_its_class(tmp_path: Path):
    output, _, _ = export(tmp_path, counted(8, 8), annotations=("coco",))
    coco = json.loads((output / "coco.json").read_text())
    names = {image["id"]: image["file_name"] for image in coco["images"]}
    classes = {category["id"]: category["name"] for category in coco["categories"]}
    found = {names[entry["image_id"]]: classes[entry["category_id"]] for entry in coco["annotations"]}
    assert found == {f"{place}.png": label for place, label in zip(PLACES.values(), LABELS)}


def test_an_ended_run_goes_on_where_it_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sattile_plugin.engine.export._RUN_TILES", 2)
    tiles = write_grid(tmp_path / "tiles.gpkg", 2, 2, side=4, label=LABELS, split=SPLITS)
    job = ExportTileImages(tiles, write_raster(tmp_path / "o.tif", counted(8, 8)), str(tmp_path / "library"))
    with pytest.raises(SystemExit):
        run(job, EndsAt("images", 2))
    finished = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.png")}
    assert finished and not (tmp_path / "library").exists()
    run(job)
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "library").rglob("t?.png")}
    assert len(kept) == 4
    assert {path.name: time for path, time in finished.items()}.items() <= kept.items()


def test_another_run_does_not_go_on_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sattile_plugin.engine.export._RUN_TILES", 2)
    tiles = write_grid(tmp_path / "tiles.gpkg", 2, 2, side=4, label=LABELS, split=SPLITS)
    raster = write_raster(tmp_path / "o.tif", counted(8, 8))
    with pytest.raises(SystemExit):
        run(ExportTileImages(tiles, raster, str(tmp_path / "library")), EndsAt("images", 2))
    run(ExportTileImages(tiles, raster, str(tmp_path / "library"), tile_size_px=8))
    sizes = {Image.open(path).size for path in (tmp_path / "library").rglob("t?.png")}
    assert sizes == {(8, 8)}


def test_an_ended_run_leaves_no_image_under_a_label_that_was_corrected(tmp_path: Path):
    raster, labels = write_raster(tmp_path / "o.tif", counted(8, 8)), ["bati", "bati", "non_bati", "non_bati"]
    for corrected in (labels, labels[::-1]):
        tiles = write_grid(tmp_path / "tiles.gpkg", 2, 2, side=4, label=corrected, split=["train"] * 4)
        job = ExportTileImages(tiles, raster, str(tmp_path / "library"))
        if corrected is labels:
            with pytest.raises(SystemExit):
                run(job, EndsAt("images", 4))
    run(job)
    assert sorted(path.name for path in (tmp_path / "library").rglob("t?.png")) == [
        "t0.png",
        "t1.png",
        "t2.png",
        "t3.png",
    ]


class EndsAt(Recorder):
    """A recorder that ends the run, as a terminate signal does, when a step has got so far."""

    def __init__(self, step: str, done: int) -> None:
        super().__init__()
        self._end = (step, done)

    def progress(self, step: str, done: int, total: int) -> None:
        super().progress(step, done, total)
        if (step, done) == self._end:
            raise SystemExit(143)
