"""The Atlas layout is the user's: made once, kept when changed, drawn tile by tile while the window lives."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from atlas_ground import ATLAS, DIRECT, NORTH, WEST, Ground, different, make_ground, pixels_of, read_pixels
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsMapThemeCollection,
    QgsPrintLayout,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEventLoop, QTimer

RED = bytes([255, 0, 0])


@pytest.fixture
def ground(plugin, tmp_path: Path):
    """Nine tiles of 25 pixels a side, in a project that is empty afterwards."""
    yield make_ground(tmp_path, 3, 25)
    QgsProject.instance().clear()


def layout() -> QgsPrintLayout:
    return QgsProject.instance().layoutManager().layoutByName("SatTile tiles")


def page_mm() -> float:
    return layout().pageCollection().page(0).pageSize().width()


def add_red_square() -> None:
    """Put a square of 1 mm, or 5 pixels, into the upper-left corner of the page."""
    square = QgsLayoutItemShape(layout())
    square.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
    square.setSymbol(QgsFillSymbol.createSimple({"color": "255,0,0", "outline_style": "no"}))
    layout().addLayoutItem(square)
    square.attemptMove(QgsLayoutPoint(0, 0))
    square.attemptResize(QgsLayoutSize(1, 1))


def first_pixel(pixels: bytes) -> bytes:
    band = len(pixels) // 3
    return bytes([pixels[0], pixels[band], pixels[2 * band]])


def red_layer(ground: Ground) -> QgsVectorLayer:
    """Return a layer that covers the north-western tile in red."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:2154", "red", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(WEST, NORTH - 5, WEST + 5, NORTH)))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    layer.renderer().setSymbol(QgsFillSymbol.createSimple({"color": "255,0,0", "outline_style": "no"}))
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_the_layout_is_there_to_open_and_change(ground: Ground) -> None:
    ground.export(ATLAS, "atlas")
    atlas = layout().atlas()
    assert page_mm() == 5.0 and layout().renderContext().dpi() == 127
    assert atlas.coverageLayer().source() == ground.tiles and atlas.hideCoverage()
    atlas.beginRender()
    atlas.seekTo(0)
    assert atlas.currentFilename() == "train/bati/t0-0" and atlas.count() == 9


def test_an_unchanged_layout_follows_the_next_run(ground: Ground) -> None:
    ground.export(ATLAS, "native")
    ground.export(ATLAS, "larger", TILE_SIZE_PX=50)
    assert page_mm() == 10.0 and len(QgsProject.instance().layoutManager().layouts()) == 1


def test_a_changed_layout_is_drawn_as_it_is_and_kept(ground: Ground) -> None:
    direct = pixels_of(ground.export(DIRECT, "direct"))
    ground.export(ATLAS, "before")
    add_red_square()
    changed = pixels_of(ground.export(ATLAS, "changed"))
    assert {first_pixel(pixels) for pixels in changed.values()} == {RED}
    assert len(different(direct, changed)) == 9
    ground.export(ATLAS, "other_size", TILE_SIZE_PX=50)
    assert page_mm() == 5.0 and len([item for item in layout().items() if isinstance(item, QgsLayoutItemShape)]) == 1


@pytest.mark.parametrize("change", [False, True])
def test_a_saved_project_remembers_whether_the_layout_was_changed(ground: Ground, change: bool) -> None:
    ground.export(ATLAS, "before")
    if change:
        add_red_square()
    project = QgsProject.instance()
    project.write(str(ground.folder / "project.qgz"))
    project.clear()
    project.read(str(ground.folder / "project.qgz"))
    ground.export(ATLAS, "after", TILE_SIZE_PX=50)
    assert page_mm() == (5.0 if change else 10.0)


def test_layers_and_themes_are_drawn(ground: Ground) -> None:
    raster = QgsRasterLayer(ground.raster, "photo")
    QgsProject.instance().addMapLayer(raster)
    red, direct = red_layer(ground), pixels_of(ground.export(DIRECT, "direct"))
    wanted = {"train/bati/t0-0.png"}
    assert set(different(direct, pixels_of(ground.export(ATLAS, "layers", LAYERS=[red, raster])))) == wanted
    theme = QgsMapThemeCollection.MapThemeRecord()
    theme.setLayerRecords([QgsMapThemeCollection.MapThemeLayerRecord(layer) for layer in (red, raster)])
    QgsProject.instance().mapThemeCollection().insert("red", theme)
    assert set(different(direct, pixels_of(ground.export(ATLAS, "theme", THEME="red")))) == wanted
    assert different(direct, pixels_of(ground.export(ATLAS, "alone"))) == []


def test_only_the_wanted_tiles_are_drawn(ground: Ground) -> None:
    tiles = QgsVectorLayer(ground.tiles, "tiles")
    QgsProject.instance().addMapLayer(tiles)
    tiles.selectByExpression("label = 'bati'")
    for name, options, count in (("all", {}, 6), ("two", {"featureLimit": 2}, 2)):
        source = QgsProcessingFeatureSourceDefinition(tiles.id(), selectedFeaturesOnly=True, **options)
        assert len(pixels_of(ground.export(ATLAS, name, TILES=source))) == count


def test_tiles_without_enough_image_are_left_out(ground: Ground) -> None:
    tiles = QgsVectorLayer(ground.tiles, "tiles")
    far = next(feature.id() for feature in tiles.getFeatures("tile_id = 't0-0'"))
    away = QgsGeometry.fromRect(QgsRectangle(WEST - 3, NORTH - 5, WEST + 2, NORTH))
    tiles.dataProvider().changeGeometryValues({far: away})
    direct, atlas = (pixels_of(ground.export(method, str(method))) for method in (DIRECT, ATLAS))
    assert len(atlas) == 8 and different(direct, atlas) == []


@pytest.mark.parametrize(("colour", "count"), [(0, 8), (255, 8), (254, 9)])
def test_a_photo_beyond_its_edge_is_no_image(ground: Ground, colour: int, count: int) -> None:
    photo = gdal.Open(ground.raster, gdal.GA_Update)
    for band in (1, 2, 3):
        photo.GetRasterBand(band).WriteRaster(0, 0, 25, 25, bytes([colour]) * 25 * 25)
    photo = None
    direct, atlas = (pixels_of(ground.export(method, str(method))) for method in (DIRECT, ATLAS))
    assert len(atlas) == count and different(direct, atlas) == []


class Run:
    """An Atlas in a background task; the main thread goes on meanwhile."""

    def __init__(self, ground: Ground, cancel_at: float = 101) -> None:
        self.cancel_at = cancel_at
        self.ticks, self.loop, self.feedback = 0, QEventLoop(), QgsProcessingFeedback(False)
        self.context, self.ok = QgsProcessingContext(), None
        self.context.setProject(QgsProject.instance())
        self.context.setFeedback(self.feedback)
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("sattile:exporttileimages")
        output = str(ground.folder / "task")
        parameters = {"TILES": ground.tiles, "RASTER": ground.raster, "METHOD": ATLAS, "OUTPUT": output}
        self.task = QgsProcessingAlgRunnerTask(algorithm, parameters, self.context, self.feedback)
        self.task.executed.connect(self.finish)

    def finish(self, ok: bool, results: dict[str, object]) -> None:
        self.ok = ok
        self.loop.quit()

    def tick(self) -> None:
        self.ticks += 1
        if self.feedback.progress() > self.cancel_at:
            self.feedback.cancel()

    def wait(self) -> None:
        timer = QTimer()
        timer.timeout.connect(self.tick)
        timer.start(5)
        QTimer.singleShot(60_000, self.loop.quit)
        QgsApplication.taskManager().addTask(self.task)
        self.loop.exec()


def test_in_the_background_the_window_lives_and_cancel_keeps_what_is_drawn(plugin, tmp_path: Path) -> None:
    ground = make_ground(tmp_path, 8, 100)
    run = Run(ground, cancel_at=40)
    drawn = tmp_path / ".drawn-task"
    run.wait()
    kept = list(drawn.rglob("t*.png"))
    assert run.ok is not None and not (tmp_path / "task").exists() and 20 < len(kept) < 64
    assert run.ticks > 5
    before = {path.name: path.stat().st_mtime_ns for path in kept}
    again = Run(ground)
    again.wait()
    images = {path.name: path for path in (tmp_path / "task").rglob("t[0-9]*.png")}
    assert again.ok and len(images) == 64 and not drawn.exists()
    assert {name: images[name].stat().st_mtime_ns for name in before} == before
    assert len({read_pixels(path) for path in images.values()}) == 64
    QgsProject.instance().clear()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"THEME": "winter"}, "“Map theme that the Atlas draws” is winter; expected empty"),
        ({"TILES": "no_names"}, "has no column tile_id"),
        ({"RASTER": "type=xyz&url=http://127.0.0.1:1/{z}/{x}/{y}.png&zmax=19&zmin=0"}, "expected 8 to 4096 pixels"),
    ],
)
def test_what_an_atlas_refuses(ground: Ground, options: dict[str, object], message: str) -> None:
    if "TILES" in options:
        options = {"TILES": QgsVectorLayer("Polygon?crs=EPSG:2154&field=name:string", "no_names", "memory")}
        options["TILES"].dataProvider().addFeatures(list(QgsVectorLayer(ground.tiles).getFeatures())[:1])
    if "RASTER" in options:
        options = {"RASTER": QgsRasterLayer(options["RASTER"], "service", "wms")}
        assert options["RASTER"].isValid()
    with pytest.raises(QgsProcessingException, match=message):
        ground.export(ATLAS, "refused", **options)
    assert processing and not (ground.folder / "refused").exists()
