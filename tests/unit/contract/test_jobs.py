"""Jobs: what is refused when one is built, and that one survives the job file."""

from __future__ import annotations

import ast
import inspect
import json
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, Optional, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sattile_plugin.contract.errors import InvalidJob, InvalidOption
from sattile_plugin.contract.jobs import (
    JOBS,
    BuildTileGrid,
    CheckLabels,
    ClassifyTiles,
    ClusterCommunes,
    CompareWithBuildings,
    DescribeImages,
    EvaluateClassifier,
    ExportTileImages,
    Job,
    LabelTiles,
    Report,
    SampleScene,
    SegmentTiles,
    SplitTiles,
    TrainClassifier,
    decode_job,
    encode_job,
)

GRID = {"output": "o.gpkg", "raster": "r.tif"}
LABEL = {"tiles": "t.gpkg", "buildings": "b.gpkg", "output": "o.gpkg"}
CHECK = {"output": "o.gpkg", "tiles": "t.gpkg", "raster": "r.tif"}
SPLIT = {"tiles": "t.gpkg", "output": "o.gpkg"}
EXPORT = {"tiles": "t.gpkg", "raster": "r.tif", "output": "folder"}
TRAIN = {"output": "m.onnx", "tiles": ("t.gpkg",), "raster": ("r.tif",)}
CLASSIFY = {"tiles": "t.gpkg", "raster": "r.tif", "model": "m.onnx", "output": "o.gpkg"}
EVALUATE = {"model": "m.onnx", "output": "o.json", "library": ("folder",)}
DESCRIBE = {"raster": "r.tif", "output": "f.parquet", "tiles": "t.gpkg"}
SEGMENT = {"features": "f.parquet", "output": "s.gpkg"}
CLUSTER = {"communes": "c.gpkg", "features": "f.parquet", "output": "o.gpkg"}

GOOD: list[tuple[type[Job], dict[str, Any]]] = [
    (SampleScene, {"output": "folder"}),
    (BuildTileGrid, GRID),
    (LabelTiles, LABEL),
    (CheckLabels, CHECK),
    (SplitTiles, SPLIT),
    (ExportTileImages, EXPORT),
    (TrainClassifier, TRAIN),
    (ClassifyTiles, CLASSIFY),
    (EvaluateClassifier, EVALUATE),
    (Report, {"run": "r.json", "output": "r.html"}),
    (CompareWithBuildings, LABEL),
    (DescribeImages, DESCRIBE),
    (SegmentTiles, SEGMENT),
    (ClusterCommunes, CLUSTER),
]

BAD: list[tuple[type[Job], dict[str, Any], str, str]] = [
    (SampleScene, {"output": "s", "size_m": 0.0}, "size_m", "a number above 0"),
    (SampleScene, {"output": "s", "size_m": 99.0}, "size_m", "100 to 20000 m"),
    (SampleScene, {"output": "s", "size_m": 1e7}, "size_m", "100 to 20000 m"),
    (SampleScene, {"output": "s", "seed": -1}, "seed", "a number from 0"),
    (SampleScene, {"output": "s", "resolution_m_per_px": -1.0}, "resolution_m_per_px", "a number above 0"),
    (SampleScene, {"output": "s", "resolution_m_per_px": 0.04}, "resolution_m_per_px", "0.05 to 2 m a pixel"),
    (SampleScene, {"output": "s", "resolution_m_per_px": 2.1}, "resolution_m_per_px", "0.05 to 2 m a pixel"),
    (BuildTileGrid, GRID | {"output": "o.shp"}, "output", "a name that ends with .gpkg"),
    (BuildTileGrid, GRID | {"tile_size_m": 0.0}, "tile_size_m", "a number above 0"),
    (BuildTileGrid, {"output": "o.gpkg"}, "raster, areas, extent", "exactly one of the three"),
    (BuildTileGrid, GRID | {"areas": "a.gpkg"}, "raster, areas, extent", "exactly one of the three"),
    (BuildTileGrid, {"output": "o.gpkg", "extent": (0, 0, 1, 1)}, "crs", "the coordinate reference system"),
    (BuildTileGrid, {"output": "o.gpkg", "extent": (1, 0, 1, 1), "crs": "EPSG:2154"}, "extent", "xmin < xmax"),
    (BuildTileGrid, {"output": "o.gpkg", "extent": (0, 0, 1, float("inf")), "crs": "EPSG:2154"}, "extent", "finite"),
    (BuildTileGrid, {"output": "o.gpkg", "extent": (0, 2, 1, 1), "crs": "EPSG:2154"}, "extent", "ymin < ymax"),
    (LabelTiles, LABEL | {"output": "o"}, "output", "a name that ends with .gpkg"),
    (LabelTiles, LABEL | {"min_built_area_m2": 0.0}, "min_built_area_m2", "a number above 0"),
    (LabelTiles, LABEL | {"min_building_area_m2": -1.0}, "min_building_area_m2", "a number from 0"),
    (LabelTiles, LABEL | {"max_unbuilt_area_m2": -1.0}, "max_unbuilt_area_m2", "0 to min_built_area_m2 (20.0)"),
    (LabelTiles, LABEL | {"max_unbuilt_area_m2": 21.0}, "max_unbuilt_area_m2", "0 to min_built_area_m2 (20.0)"),
    (CheckLabels, CHECK | {"output": "o.shp"}, "output", "a name that ends with .gpkg"),
    (CheckLabels, CHECK | {"block_size_m": 0.0}, "block_size_m", "a number above 0"),
    (CheckLabels, CHECK | {"bands": (1, 2, 0)}, "bands", "three band numbers from 1"),
    (CheckLabels, CHECK | {"seed": -1}, "seed", "a number from 0"),
    (CheckLabels, CHECK | {"backbone_width": 0.4}, "backbone_width", "0.35, 0.5, 0.75, 1.0, 1.3 or 1.4"),
    (CheckLabels, {"output": "o.gpkg"}, "tiles, library", "either tiles with raster, or library"),
    (CheckLabels, CHECK | {"library": "folder"}, "tiles, library", "either tiles with raster, or library"),
    (CheckLabels, CHECK | {"raster": None}, "raster", "the orthophoto under the tiles"),
    (SplitTiles, SPLIT | {"output": "o.csv"}, "output", "a name that ends with .gpkg"),
    (SplitTiles, SPLIT | {"block_size_m": 0.0}, "block_size_m", "a number above 0"),
    (SplitTiles, SPLIT | {"seed": -1}, "seed", "a number from 0"),
    (SplitTiles, SPLIT | {"shares": (0.0, 0.5, 0.5)}, "shares", "three numbers from 0, the first above 0"),
    (SplitTiles, SPLIT | {"shares": (0.9, -0.1, 0.2)}, "shares", "three numbers from 0, the first above 0"),
    (SplitTiles, SPLIT | {"shares": (0.5, 0.5)}, "shares", "three numbers from 0, the first above 0"),
    (SplitTiles, SPLIT | {"counts": (0, 1, 1)}, "counts", "three whole numbers from 0"),
    (SplitTiles, SPLIT | {"counts": (1, -1, 1)}, "counts", "three whole numbers from 0"),
    (ExportTileImages, EXPORT | {"bands": (0, 1, 2)}, "bands", "three band numbers from 1"),
    (ExportTileImages, EXPORT | {"bands": (1, 2)}, "bands", "three band numbers from 1"),
    (ExportTileImages, EXPORT | {"tile_size_px": 7}, "tile_size_px", "8 to 4096 pixels"),
    (ExportTileImages, EXPORT | {"tile_size_px": 4097}, "tile_size_px", "8 to 4096 pixels"),
    (TrainClassifier, TRAIN | {"output": "m.h5"}, "output", "a name that ends with .onnx"),
    (TrainClassifier, TRAIN | {"epochs": 0}, "epochs", "a number above 0"),
    (TrainClassifier, TRAIN | {"batch_size": 0}, "batch_size", "a number above 0"),
    (TrainClassifier, TRAIN | {"fine_tune_epochs": -1}, "fine_tune_epochs", "a number from 0"),
    (TrainClassifier, TRAIN | {"seed": -1}, "seed", "a number from 0"),
    (TrainClassifier, TRAIN | {"backbone_width": 0.6}, "backbone_width", "0.35, 0.5, 0.75, 1.0, 1.3 or 1.4"),
    (TrainClassifier, TRAIN | {"tile_size_px": 31}, "tile_size_px", "32 to 512 pixels"),
    (TrainClassifier, TRAIN | {"bands": (1, 2, 0)}, "bands", "three band numbers from 1"),
    (TrainClassifier, {"output": "m.onnx"}, "tiles, library", "either tiles with raster, or library"),
    (TrainClassifier, TRAIN | {"library": ("folder",)}, "tiles, library", "either tiles with raster, or library"),
    (TrainClassifier, TRAIN | {"raster": ()}, "raster", "one for each tile layer (1)"),
    (ClassifyTiles, CLASSIFY | {"output": "o.tif"}, "output", "a name that ends with .gpkg"),
    (ClassifyTiles, CLASSIFY | {"batch_size": -1}, "batch_size", "a number above 0"),
    (ClassifyTiles, CLASSIFY | {"bands": (1, 2, 3, 4)}, "bands", "three band numbers from 1"),
    (CompareWithBuildings, LABEL | {"output": "o.shp"}, "output", "a name that ends with .gpkg"),
    (CompareWithBuildings, LABEL | {"min_built_area_m2": 4.0}, "max_unbuilt_area_m2", "0 to min_built_area_m2 (4.0)"),
    (CompareWithBuildings, LABEL | {"commune_field": "nom"}, "commune_field", "communes with it"),
    (EvaluateClassifier, EVALUATE | {"output": "o.txt"}, "output", "a name that ends with .json"),
    (EvaluateClassifier, EVALUATE | {"bands": (0, 0, 0)}, "bands", "three band numbers from 1"),
    (EvaluateClassifier, EVALUATE | {"seed": -1}, "seed", "a number from 0"),
    (EvaluateClassifier, EVALUATE | {"raster": ("r.tif",)}, "raster", "one for each tile layer (0)"),
    (EvaluateClassifier, EVALUATE | {"layer": "map.gpkg"}, "layer", "nothing with a library"),
    (EvaluateClassifier, EVALUATE | {"communes": "c.gpkg"}, "communes", "nothing with a library"),
    (EvaluateClassifier, EVALUATE | {"max_errors": 0}, "max_errors", "a number above 0"),
    (EvaluateClassifier, EVALUATE | {"commune_field": "nom"}, "commune_field", "communes with it"),
    (EvaluateClassifier, EVALUATE | {"land_use_field": "use"}, "land_use_field", "a layer with it"),
    (Report, {"run": "r.json", "output": "r.pdf"}, "output", "a name that ends with .html"),
    (DescribeImages, DESCRIBE | {"output": "f.gpkg"}, "output", "a name that ends with .parquet"),
    (DescribeImages, DESCRIBE | {"communes": "c.gpkg"}, "tiles, communes", "either tiles or communes"),
    (DescribeImages, DESCRIBE | {"tiles": None}, "tiles, communes", "either tiles or communes"),
    (DescribeImages, DESCRIBE | {"tiles": None, "communes": "c", "like": "t1"}, "like", "nothing where communes"),
    (DescribeImages, DESCRIBE | {"bands": (1, 2)}, "bands", "three band numbers from 1"),
    (DescribeImages, DESCRIBE | {"backbone_width": 0.4}, "backbone_width", "0.35, 0.5, 0.75, 1.0, 1.3 or 1.4"),
    (SegmentTiles, SEGMENT | {"output": "o.shp"}, "output", "a name that ends with .gpkg"),
    (SegmentTiles, SEGMENT | {"k": 1}, "k", "a number from 2"),
    (SegmentTiles, SEGMENT | {"k_min": 1}, "k_min", "a number from 2"),
    (SegmentTiles, SEGMENT | {"k_max": 2}, "k_max", "a number above k_min (2)"),
    (SegmentTiles, SEGMENT | {"smoothing": -1}, "smoothing", "a number from 0"),
    (SegmentTiles, SEGMENT | {"neighbours": -1}, "neighbours", "a number from 0"),
    (ClusterCommunes, CLUSTER | {"output": "o.shp"}, "output", "a name that ends with .gpkg"),
    (ClusterCommunes, CLUSTER | {"k": 1}, "k", "a number from 2"),
    (ClusterCommunes, CLUSTER | {"k_min": 5, "k_max": 5}, "k_max", "a number above k_min (5)"),
    (ClusterCommunes, CLUSTER | {"components": -1}, "components", "a number from 0"),
    (ClusterCommunes, CLUSTER | {"bands": (0, 1, 2)}, "bands", "three band numbers from 1"),
    (ClusterCommunes, CLUSTER | {"basis": ()}, "basis", "at least one of"),
    (ClusterCommunes, CLUSTER | {"basis": ("looks",)}, "basis", "at least one of"),
    (ClusterCommunes, CLUSTER | {"basis": ("segments",)}, "segments", "segmented tiles to group by"),
    (ClusterCommunes, CLUSTER | {"basis": ("built",)}, "classified", "classified tiles to group by"),
]


def test_the_table_of_good_jobs_is_whole():
    assert {cls.verb: cls for cls, _ in GOOD} == JOBS


@pytest.mark.parametrize(("cls", "options"), GOOD)
def test_a_job_survives_the_job_file(cls: type[Job], options: dict[str, Any]):
    job = cls(**options)
    assert decode_job(json.loads(json.dumps(encode_job(job)))) == job


def test_what_is_not_there_is_nothing():
    with pytest.raises(InvalidOption, match="crs is nothing; expected the coordinate reference system"):
        BuildTileGrid("o.gpkg", extent=(0, 0, 1, 1))


@pytest.mark.parametrize(("cls", "options", "option", "expected"), BAD)
def test_a_bad_option_is_refused_by_name(cls: type[Job], options: dict[str, Any], option: str, expected: str):
    with pytest.raises(InvalidOption) as refused:
        cls(**options)
    assert refused.value.values["option"] == option
    assert expected in str(refused.value)


@given(
    seed=st.integers(0, 2**32 - 1),
    shares=st.tuples(*[st.floats(1e-6, 1e6)] * 3),
    counts=st.none() | st.tuples(*[st.integers(1, 10**6)] * 3),
    tiles=st.text(),
)
def test_any_split_job_survives_the_job_file(seed: int, shares: Any, counts: Any, tiles: str):
    job = SplitTiles(tiles, "out.gpkg", shares=shares, counts=counts, seed=seed)
    assert decode_job(json.loads(json.dumps(encode_job(job)))) == job


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "unknown verb None"),
        ({"verb": "fly"}, "unknown verb fly"),
        ({"verb": "grid"}, "missing options ['output']"),
        ({"verb": "grid", **GRID, "colour": "red"}, "unknown options ['colour']"),
        ({"verb": "label", "tiles": "t.gpkg"}, "missing options ['buildings', 'output']"),
    ],
)
def test_a_job_file_with_wrong_options_is_refused(data: dict[str, Any], reason: str):
    with pytest.raises(InvalidJob) as refused:
        decode_job(data, "job.json")
    assert reason in str(refused.value)
    assert "job.json" in str(refused.value)


@pytest.mark.parametrize("data", [[], "grid", 3, None])
def test_a_job_file_that_is_no_object_is_refused(data: Any):
    with pytest.raises(InvalidJob):
        decode_job(data)


@pytest.mark.parametrize(
    ("verb", "options", "reason"),
    [
        ("grid", GRID | {"tile_size_m": "wide"}, 'tile_size_m cannot be "wide"'),
        ("grid", GRID | {"extent": 5, "raster": None, "crs": "c"}, "extent cannot be 5"),
        ("grid", GRID | {"extent": [0, 0, 1], "raster": None, "crs": "c"}, "extent cannot be [0, 0, 1]"),
        ("split", SPLIT | {"tiles": 5}, "tiles cannot be 5"),
        ("split", SPLIT | {"tiles": None}, "tiles cannot be null"),
        ("split", SPLIT | {"tiles": ["t.gpkg"]}, 'tiles cannot be ["t.gpkg"]'),
        ("split", SPLIT | {"seed": 1.5}, "seed cannot be 1.5"),
        ("split", SPLIT | {"seed": True}, "seed cannot be true"),
        ("split", SPLIT | {"counts": [1, 2, "3"]}, 'counts cannot be [1, 2, "3"]'),
        ("train", TRAIN | {"tiles": "t.gpkg"}, 'tiles cannot be "t.gpkg"'),
        ("train", TRAIN | {"label_field": 3}, "label_field cannot be 3"),
        ("classify", CLASSIFY | {"model": None}, "model cannot be null"),
        ("classify", CLASSIFY | {"batch_size": 2.5}, "batch_size cannot be 2.5"),
        ("classify", CLASSIFY | {"symmetries": "false"}, 'symmetries cannot be "false"'),
        ("export", EXPORT | {"annotations": ["yolo"]}, 'annotations cannot be ["yolo"]'),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(verb: str, options: dict[str, Any], reason: str):
    with pytest.raises(InvalidJob) as refused:
        decode_job({"verb": verb, **options}, "job.json")
    assert reason in str(refused.value) and "job.json" in str(refused.value)


def test_whole_numbers_do_for_numbers():
    job = decode_job({"verb": "grid", "output": "o.gpkg", "extent": [0, 0, 9, 9], "crs": "EPSG:2154", "tile_size_m": 3})
    assert (job.tile_size_m, job.extent) == (3, (0, 0, 9, 9))


@pytest.mark.parametrize(
    ("cls", "options", "option"),
    [
        (cls, options, option)
        for cls, options in GOOD
        for option, hint in get_type_hints(cls).items()
        if hint in (float, Optional[float])
    ],
)
@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_every_number_is_finite(cls: type[Job], options: dict[str, Any], option: str, number: float):
    with pytest.raises(InvalidOption, match=f"{option} is {number}; expected finite numbers"):
        cls(**options, **{option: number})


@pytest.mark.parametrize("name", ["", ".", "..", "/", "out/.."])
def test_an_output_has_a_name(name: str):
    with pytest.raises(InvalidOption, match=r"output is .*; expected a file or folder with a name"):
        SampleScene(output=name)


@pytest.mark.parametrize(("cls", "options"), [(cls, given) for cls, given in GOOD if "seed" in get_type_hints(cls)])
def test_every_seed_is_one_for_numpy(cls: type[Job], options: dict[str, Any]):
    assert cls(**options, seed=2**32 - 1)
    for seed in (-1, 2**32):
        with pytest.raises(InvalidOption, match=f"seed is {seed}; expected a number from 0 to 4294967295"):
            cls(**options, seed=seed)


TEXT_THAT_IS_NO_PATH = {
    "areas_field", "code_field", "commune_field", "crs", "label_field", "land_use_field", "licence", "like",
    "name_field", "number_by", "photo_date", "population_field", "population_key", "population_name", "reference_field",
}  # fmt: skip


@pytest.mark.parametrize("cls", JOBS.values())
def test_every_path_is_known_as_read_or_written(cls: type[Job]):
    texts = {option for option, hint in get_type_hints(cls).items() if hint in (str, Optional[str], tuple[str, ...])}
    job = object.__new__(cls)
    for field in fields(cls):
        object.__setattr__(job, field.name, field.name)
    assert {option for option, _ in job.inputs()} == texts - set(cls.writes) - TEXT_THAT_IS_NO_PATH - {"verb"}
    assert set(cls.writes) <= texts


def test_what_a_job_reads_and_writes():
    job = EvaluateClassifier("m.onnx", "out/o.json", ("a.gpkg", "b.gpkg"), ("a.tif", "b.tif"), layer="l.gpkg")
    assert job.inputs() == [
        ("model", "m.onnx"), ("tiles", "a.gpkg"), ("tiles", "b.gpkg"), ("raster", "a.tif"), ("raster", "b.tif")
    ]  # fmt: skip
    assert job.outputs() == {"output": "out/o.json", "layer": "l.gpkg", "report": str(Path("out/o.html"))}
    assert DescribeImages(**DESCRIBE, like="t1").outputs()["like"] == "f_like.gpkg"
    model = TrainClassifier(**TRAIN | {"output": "m.v2.ONNX"}).outputs()
    assert (model["output"], model["card"]) == ("m.v2.ONNX", "m.v2.stac.json")


@pytest.mark.parametrize(
    ("option", "found"), [("inside", "sideways"), ("method", "magic"), ("part", "tests"), ("backbone", "resnet")]
)
def test_a_choice_that_is_none_is_refused(option: str, found: str):
    cls, options = next((cls, options) for cls, options in GOOD if option in {field.name for field in fields(cls)})
    with pytest.raises(InvalidOption, match=f"{option} is {found}; expected one of "):
        decode_job({"verb": cls.verb, **options, option: found})


@pytest.mark.parametrize("cls", JOBS.values())
def test_every_option_has_a_docstring(cls: type[Job]):
    bodies = [ast.parse(inspect.getsource(base)).body[0].body for base in cls.__mro__ if issubclass(base, Job)]
    pairs = [pair for body in bodies for pair in zip(body, [*body[1:], None])]
    options = {
        statement.target.id: isinstance(below, ast.Expr) and str(getattr(below.value, "value", "")).endswith(".")
        for statement, below in pairs
        if isinstance(statement, ast.AnnAssign) and not ast.unparse(statement.annotation).startswith("ClassVar")
    }
    assert set(options) == {field.name for field in fields(cls)}
    assert all(options.values())
    assert cls.__doc__


def test_jobs_are_frozen():
    with pytest.raises(AttributeError):
        SplitTiles(**SPLIT).seed = 2


def test_options_with_a_default_can_be_left_out_of_the_job_file():
    job = decode_job({"verb": "split", **SPLIT})
    defaults = {field.name: field.default for field in fields(job) if field.default is not MISSING}
    assert {name: getattr(job, name) for name in defaults} == defaults
