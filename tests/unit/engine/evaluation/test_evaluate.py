"""Evaluation, with a model whose probability is a tile's brightness divided by 255."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from PIL import Image

from sattile_plugin.contract.errors import (
    InvalidOption,
    NoOverlap,
    OutputOccupied,
    WrongModel,
)
from sattile_plugin.contract.jobs import EvaluateClassifier
from sattile_plugin.engine.evaluation.places import accuracy_by
from sattile_plugin.engine.evaluation.verdicts import Verdicts
from sattile_plugin.engine.model.onnx_file import Seen

from ...builders import (
    METADATA,
    by_id,
    grey,
    names_in,
    run,
    write_brightness_model,
    write_grid,
    write_layer,
    write_raster,
)
from .row import BRIGHT, DARK, LABELS, SPLITS, VALUES


def test_the_report_says_what_was_measured_on_what(evaluate):
    report, _, _ = evaluate(seed=9)
    assert report["model"].items() >= METADATA.items()
    assert report["job"]["verb"] == "evaluate" and report["job"]["seed"] == 9
    (data,) = report["data"]
    assert data["crs"] == "EPSG:2154" and data["extent"] == [0, 0, 60, 10]


def test_calibration_by_hand(evaluate):
    """Three tiles of probability 0.8, two of them bati; two of 0.2, one of them bati."""
    error = 3 / 5 * abs(0.8 - 2 / 3) + 2 / 5 * abs(0.2 - 1 / 2)
    assert evaluate()[0]["calibration"]["ece"] == pytest.approx(error, abs=1e-6)


def test_the_same_seed_gives_the_same_intervals(evaluate):
    first, again = evaluate(seed=3)[0], evaluate(seed=3)[0]
    assert first["f1"] == again["f1"]


def strips(path: Path, column: str, **edges: tuple[float, float]) -> str:
    """Write strips across the row of tiles, each with its name and its west and east."""
    boxes = [shapely.box(west, -5, east, 15) for west, east in edges.values()]
    return write_layer(path, boxes, **{column: list(edges)})


def shares(rows: list[dict], name: str) -> dict[str, tuple[int, float]]:
    return {row[name]: (row["tile_count"], row["accuracy"]["value"]) for row in rows}


BLOCKS = {"label": LABELS, "split": SPLITS, "block_id": ["a", "a", "b", "b", "b", "c", "c", "c"]}


def test_accuracy_by_block_commune_and_land_use(evaluate, tmp_path: Path):
    """Right are the tiles 0, 1 and 3 of 0 to 4, each 10 m wide; a commune without tiles is in no row."""
    communes = strips(tmp_path / "communes.gpkg", "nom", West=(0, 20), East=(20, 80), Far=(300, 400))
    uses = strips(tmp_path / "uses.gpkg", "use", field=(0, 34), town=(34, 80))
    options = {"communes": communes, "commune_field": "nom", "land_use": uses, "land_use_field": "use"}
    report, _, _ = evaluate(BLOCKS, **options)
    assert shares(report["by_block"], "block_id") == {"a": (2, 1.0), "b": (3, pytest.approx(1 / 3))}
    assert shares(report["by_commune"], "commune_id") == {"West": (2, 1.0), "East": (3, pytest.approx(1 / 3))}
    assert shares(report["by_land_use"], "land_use") == {"field": (3, pytest.approx(2 / 3)), "town": (2, 0.5)}
    (town,) = [row for row in report["by_land_use"] if row["land_use"] == "town"]
    assert (town["true_non_bati"], town["false_bati"], town["missed_bati"], town["error_count"]) == (1, 1, 0, 1)


@pytest.mark.parametrize(("west", "knows"), [(0, True), (90_000, False)])
def test_the_page_agrees_with_the_notice_on_what_was_learned_from(evaluate, tmp_path: Path, west: int, knows: bool):
    training = [{"crs": "EPSG:2154", "extent": [west, 0, west + 80, 10], "content": "another"}]
    evaluate()
    model = write_brightness_model(tmp_path / "learned.onnx", training=training, learned_from=["train"])
    places = {"tiles": (str(tmp_path / "tiles.gpkg"),), "raster": (str(tmp_path / "ortho.tif"),)}
    _, recorder = run(EvaluateClassifier(model, str(tmp_path / "train.json"), **places, part="train"))
    report, page = ((tmp_path / f"train.{kind}").read_text("utf-8") for kind in ("json", "html"))
    report = json.loads(report)
    assert ("learned_part" in recorder.notices) == report["maybe_learned"] == report["knows_place"] == knows
    assert ("The classifier learned from these tiles" in page) == knows


def test_ground_that_another_layer_taught_is_told(evaluate, tmp_path: Path):
    """The part is test already, so that nobody is sent to take it."""
    training = [{"crs": "EPSG:2154", "extent": [0, 0, 80, 10], "content": "another"}]
    evaluate()
    model = write_brightness_model(tmp_path / "learned.onnx", training=training)
    places = {"tiles": (str(tmp_path / "tiles.gpkg"),), "raster": (str(tmp_path / "ortho.tif"),)}
    _, recorder = run(EvaluateClassifier(model, str(tmp_path / "again.json"), **places, part="test"))
    assert "place_maybe_learned" in recorder.notices and "learned_part" not in recorder.notices


def test_a_block_of_each_tile_is_none(evaluate):
    assert "by_block" not in evaluate()[0]


def test_tiles_outside_every_area_of_a_split_lie_in_no_block(evaluate, tmp_path: Path):
    """Five groups at least are needed for intervals: three areas, and three tiles that each stand alone."""
    columns = {"label": LABELS[:5] * 2, "block_id": ["a", "a", "b", "b", "c", None, None, "", "c", "c"]}
    tiles = write_grid(tmp_path / "ten.gpkg", 1, 10, **columns)
    raster = write_raster(tmp_path / "ten.tif", grey(10, 100, np.repeat([[*VALUES, BRIGHT, DARK]], 10, axis=1)))
    output = tmp_path / "map.gpkg"
    report, _, _ = evaluate(tiles=(tiles,), raster=(raster,), part="all", layer=str(output))
    assert {row["block_id"]: row["tile_count"] for row in report["by_block"]} == {"a": 2, "b": 2, "c": 3}
    assert report["tile_count"] == 10 and report["f1"]["low"] is not None
    blocks = gpd.read_file(output, layer="tiles").set_index("tile_id")["block_id"]
    assert blocks.index[blocks.isna()].tolist() == ["t5", "t6", "t7"]
    assert gpd.read_file(output, layer="blocks")["block_id"].tolist() == ["a", "b", "c"]


def test_places_of_which_no_tile_has_an_image_are_no_places(evaluate, tmp_path: Path):
    """The two western tiles, alone in a block and in a commune, are black."""
    tiles = write_grid(tmp_path / "four.gpkg", 1, 4, label=["bati"] * 4, block_id=["a", "a", None, None])
    raster = write_raster(tmp_path / "four.tif", grey(10, 40, np.repeat([[0, 0, BRIGHT, BRIGHT]], 10, axis=1)))
    output, communes = tmp_path / "map.gpkg", strips(tmp_path / "communes.gpkg", "nom", West=(0, 18))
    options = {"tiles": (tiles,), "raster": (raster,), "part": "all", "layer": str(output), "communes": communes}
    report, _, _ = evaluate(**options)
    assert report["tile_count"] == 2 and not {"by_block", "by_commune"} & set(report)
    assert gpd.list_layers(output)["name"].tolist() == ["tiles"]


def test_the_map_of_errors(evaluate, tmp_path: Path):
    output, communes = tmp_path / "map.gpkg", strips(tmp_path / "communes.gpkg", "nom", West=(0, 20), Far=(300, 400))
    _, done, _ = evaluate(BLOCKS, layer=str(output), communes=communes, commune_field="nom")
    assert done.outputs["layer"] == str(output)
    outcomes = ["true_bati", "true_bati", "missed_bati", "true_non_bati", "false_bati"]
    assert by_id(output, "outcome") == {f"t{number}": outcome for number, outcome in enumerate(outcomes)}
    assert by_id(output, "probability")["t2"] == pytest.approx(0.8) and by_id(output, "p_bati")["t2"] == pytest.approx(
        0.2
    )
    assert {name: rank for name, rank in by_id(output, "error_rank").items() if rank > 0} == {"t2": 1, "t4": 2}
    assert by_id(output, "truth")["t2"] == "bati" and by_id(output, "commune_id")["t1"] == "West"

    blocks = gpd.read_file(output, layer="blocks").set_index("block_id")
    assert blocks.area.to_dict() == {"a": 200, "b": 300}
    assert (blocks.loc["b", "tile_count"], blocks.loc["b", "error_count"], blocks.loc["b", "accuracy"]) == (
        3,
        2,
        0.3333,
    )
    assert blocks.loc["a", "accuracy_low"] == pytest.approx(0.3424, abs=1e-4)

    found = gpd.read_file(output, layer="communes").set_index("commune_id")
    assert found["tile_count"].to_dict() == {"West": 2, "Far": 0} and np.isnan(found.loc["Far", "accuracy"])


@pytest.mark.parametrize(("n_blocks", "low", "high"), [(1, 0.584, 0.919), (10, 0.457, 0.950)])
def test_a_commune_of_many_blocks_that_are_alike_inside_is_less_sure(n_blocks: int, low: float, high: float):
    """Sixteen of twenty tiles are right; ten blocks of two, eight of them all right, count as 8.1 tiles."""
    numbers = np.arange(20)
    table = pd.DataFrame({"block_id": numbers * n_blocks // 20, "source": 0})
    model = SimpleNamespace(tells_bati=False, classes=("forest", "road"))
    probability = np.eye(2)[(numbers >= 16).astype(int)]
    model.decide = lambda values: values.argmax(axis=1)
    seen = Seen(probability, np.zeros((20, 1)), np.zeros(20))
    verdicts = Verdicts(model, table.assign(target=0), seen, {})
    (found,) = accuracy_by("commune_id", pd.Series(["West"] * 20), verdicts)
    assert (found["tile_count"], found["error_count"]) == (20, 4)
    assert (found["accuracy"]["low"], found["accuracy"]["high"]) == pytest.approx((low, high), abs=1e-3)


def test_two_places_in_two_systems_are_one_map(evaluate, tmp_path: Path):
    """The second layer's blocks bear its number, and it stands where it lies in the system of the first."""
    far = write_layer(
        tmp_path / "far.gpkg",
        [shapely.box(500_000, 5_000_000, 500_010, 5_000_010), shapely.box(500_010, 5_000_000, 500_020, 5_000_010)],
        "EPSG:32631",
        "tiles",
        tile_id=["u0", "u1"],
        label=["bati", "non_bati"],
        split=["test", "test"],
        block_id=["a", "a"],
    )
    pixels = grey(10, 20, np.repeat([[BRIGHT, DARK]], 10, axis=1))
    raster = write_raster(tmp_path / "far.tif", pixels, (500_000, 5_000_010), crs="EPSG:32631")
    evaluate(BLOCKS)
    both = (str(tmp_path / "tiles.gpkg"), far), (str(tmp_path / "ortho.tif"), raster)
    output = tmp_path / "map.gpkg"
    report, _, recorder = evaluate(BLOCKS, tiles=both[0], raster=both[1], layer=str(output))
    assert [row["block_id"] for row in report["by_block"]] == ["1:a", "1:b", "2:a"]
    frame = gpd.read_file(output, layer="tiles")
    assert len(frame) == 7 and frame.crs == "EPSG:2154"
    expected = gpd.read_file(far).to_crs("EPSG:2154").geometry
    assert frame.geometry[5].equals_exact(expected[0], 1e-3)
    assert recorder.notices["reprojected"]["wanted"].startswith("EPSG:2154")


def test_another_model_on_the_same_tiles(evaluate, tmp_path: Path):
    """One that takes 0.9 for the limit calls no tile bati: right on the tiles 3 and 4 alone."""
    other = write_brightness_model(tmp_path / "other.onnx", threshold=0.9)
    report, _, _ = evaluate(BLOCKS, other_model=other, layer=str(tmp_path / "map.gpkg"))
    found = report["mcnemar"]
    assert (found["b"], found["c"], found["both_right"], found["both_wrong"]) == (2, 1, 1, 1)
    assert found["other"] == other and found["accuracy_difference"]["value"] == pytest.approx(1 / 5)
    assert set(by_id(tmp_path / "map.gpkg", "other_predicted").values()) == {"non_bati"}


def test_the_worst_errors_are_drawn(evaluate, tmp_path: Path):
    _, done, _ = evaluate(errors=str(tmp_path / "errors"), max_errors=1)
    assert names_in(tmp_path / "errors") == ["001_t2.png", "contact_sheet.png"]
    with Image.open(tmp_path / "errors" / "001_t2.png") as page:
        assert page.width > 2 * 400 and page.getpixel((200, 200)) == (DARK,) * 3
    assert done.outputs["errors"] == str(tmp_path / "errors")


def test_pictures_of_an_earlier_run_are_replaced(evaluate, tmp_path: Path):
    evaluate(errors=str(tmp_path / "errors"))
    before = names_in(tmp_path / "errors")
    evaluate(errors=str(tmp_path / "errors"), max_errors=1)
    assert len(before) > 2 and names_in(tmp_path / "errors") == ["001_t2.png", "contact_sheet.png"]


def test_a_folder_without_errors_is_empty(evaluate, tmp_path: Path):
    evaluate({"label": LABELS[:2] + [None] * 6, "split": SPLITS}, errors=str(tmp_path / "errors"))
    assert names_in(tmp_path / "errors") == []


def test_examples_begin_with_the_worst(evaluate):
    report, _, _ = evaluate()
    assert [example["tile_id"] for example in report["examples"]] == ["t2", "t4", "t0", "t1", "t3"]
    assert report["examples"][0]["truth"] == "bati" and report["examples"][0]["predicted"] == "non_bati"


def test_a_page_comes_beside(evaluate, tmp_path: Path):
    _, done, _ = evaluate(BLOCKS, language="fr")
    assert done.outputs["report"] == str(tmp_path / "metrics.html")
    page = (tmp_path / "metrics.html").read_text("utf-8")
    assert '<html lang="fr"' in page and "data:image/jpeg" in page


def other_classes(path: Path, tmp_path: Path) -> dict:
    """Return tiles that are forest or road, and a model to which bright is road."""
    labels = ["forest", "road", "road", "forest", "road"]
    tiles = write_grid(path, 1, 8, label=[*labels, None, None, None], split=SPLITS, block_id=list("aabbbccc"))
    model = write_brightness_model(tmp_path / "land.onnx", classes=["forest", "road"])
    return {"tiles": (tiles,), "model": model}


def test_other_classes_are_right_or_wrong(evaluate, tmp_path: Path):
    """Bright is road: tile 0 is a forest said road, tile 2 a road said forest."""
    options = other_classes(tmp_path / "land.gpkg", tmp_path)
    raster = write_raster(tmp_path / "land.tif", grey(10, 80, np.repeat([VALUES], 10, axis=1)))
    job = EvaluateClassifier(
        output=str(tmp_path / "o.json"), raster=(raster,), layer=str(tmp_path / "map.gpkg"), **options
    )
    run(job)
    report = json.loads((tmp_path / "o.json").read_text("utf-8"))
    assert report["confusion_matrix"] == [[1, 1], [1, 2]]
    assert by_id(tmp_path / "map.gpkg", "outcome") == {
        "t0": "wrong", "t1": "right", "t2": "wrong", "t3": "right", "t4": "right",
    }  # fmt: skip
    assert [row["worst_mistake"] for row in report["by_block"]] == ["forest → road", "road → forest"]
    assert "p_bati" not in gpd.read_file(tmp_path / "map.gpkg", layer="tiles")


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"communes": (300, 400)}, NoOverlap, "do not overlap"),
        ({"land_use": (300, 400), "land_use_field": "use"}, NoOverlap, "do not overlap"),
        ({"land_use": (0, 80), "land_use_field": "other"}, InvalidOption, "land_use_field is other; expected a column"),
    ],
)
def test_layers_that_do_not_fit_are_refused(evaluate, tmp_path: Path, options: dict, error: type[Exception], says: str):
    place = next(name for name in options if name in ("communes", "land_use"))
    strip = strips(tmp_path / "strip.gpkg", "use", one=options[place])
    with pytest.raises(error, match=says):
        evaluate(BLOCKS, **{**options, place: strip})
    assert not list(tmp_path.glob("metrics*"))


def test_a_model_of_other_classes_is_refused(evaluate, tmp_path: Path):
    other = write_brightness_model(tmp_path / "other.onnx", classes=["forest", "road"])
    with pytest.raises(WrongModel, match="its classes are forest, road"):
        evaluate(other_model=other)


def test_nothing_is_half_written(evaluate, tmp_path: Path):
    """The folder of errors holds a file already: found out before anything is read."""
    (tmp_path / "errors").mkdir()
    (tmp_path / "errors" / "mine.txt").touch()
    with pytest.raises(OutputOccupied):
        evaluate(errors=str(tmp_path / "errors"), layer=str(tmp_path / "map.gpkg"))
    assert names_in(tmp_path) == ["errors", "model.onnx", "ortho.tif", "tiles.gpkg"]
