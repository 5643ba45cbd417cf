"""The command line, as people call it: exit codes, one JSON object on stdout, one sentence for bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from sattile_plugin import __version__
from sattile_plugin.contract.jobs import JOBS

from ..builders import (
    UTM_31,
    grey,
    names_in,
    read,
    square,
    tile_squares,
    write_brightness_model,
    write_grid,
    write_layer,
    write_raster,
)
from .conftest import ROOT

Ran = subprocess.CompletedProcess[str]
Run = Callable[..., Ran]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with four labelled tiles of 10 m, a raster under them, a building and a model."""
    write_grid(tmp_path / "tiles.gpkg", 2, 2, label=["bati", "non_bati"] * 2, split=["test"] * 4)
    write_grid(tmp_path / "bare.gpkg", 2, 2)
    write_grid(tmp_path / "classified.gpkg", 2, 2, p_bati=[0.9] * 4, predicted=["bati"] * 4)
    write_raster(tmp_path / "ortho.tif", grey(20, 20, 200))
    write_layer(tmp_path / "buildings.gpkg", [square(1, 1, 5)])
    write_brightness_model(tmp_path / "model.onnx")
    return tmp_path


def shadow(place: Path) -> None:
    """Put one bad file of each kind beside the good ones."""
    write_raster(place / "no_crs.tif", grey(20, 20), crs=None)
    write_raster(place / "degrees.tif", grey(20, 20), corner=(2, 48), resolution=1e-4, crs="EPSG:4326")
    write_raster(place / "far.tif", grey(20, 20), corner=(9000, 9000))
    write_raster(place / "one_band.tif", grey(20, 20)[:1])
    write_layer(place / "no_crs.gpkg", tile_squares(1, 1), crs=None, tile_id=["a"])
    write_layer(place / "degrees.gpkg", tile_squares(1, 1, side=1), crs="EPSG:4326", tile_id=["a"])
    write_layer(place / "empty.gpkg", [], tile_id=[])
    write_layer(place / "utm.gpkg", [square(9000, 9000, 5)], crs=UTM_31)
    (place / "broken.tif").write_bytes(b"II*\0 no raster")
    (place / "broken.gpkg").write_bytes(b"SQLite format 3\0 no layer")
    (place / "broken.onnx").write_bytes(b"no model")
    noise = np.random.default_rng(1).integers(1, 255, (3, 300, 300), dtype="uint8")
    whole = Path(write_raster(place / "cut.tif", noise, resolution=0.1, compress="deflate")).read_bytes()
    (place / "cut.tif").write_bytes(whole[: len(whole) // 2])


OUTPUT = {
    "grid": "out.gpkg --tile-size-m 10",
    "label": "out.gpkg",
    "split": "out.gpkg",
    "export": "out",
    "train": "out.onnx --backbone cerema_cnn",
    "classify": "out.gpkg",
    "evaluate": "out.json",
    "compare": "out.gpkg",
}
BAD_INPUT = """
grid                                                                                 | exactly one of the three
grid --raster no_crs.tif                                                             | no coordinate reference system
grid --raster degrees.tif                                                            | take EPSG:2154
grid --raster broken.tif                                                             | cannot be read as a raster
grid --raster cut.tif                                                                | cannot be read as a raster
grid --areas no_crs.gpkg                                                             | no coordinate reference system
grid --areas empty.gpkg                                                              | no usable polygons
grid --extent 2 48 3 49 --crs EPSG:4326                                              | unit is the degree
grid --extent 0 0 9 9 --crs EPSG:1                                                   | no coordinate reference system
grid --extent 1 1 9 9 --crs EPSG:2154                                                | No tile of 10 m fits
grid --extent 9 9 1 1 --crs EPSG:2154                                                | xmin < xmax
label --tiles no_crs.gpkg --buildings buildings.gpkg                                 | no coordinate reference system
label --tiles tiles.gpkg --buildings no_crs.gpkg                                     | no coordinate reference system
label --tiles degrees.gpkg --buildings buildings.gpkg                                | projected system in metres
label --tiles empty.gpkg --buildings buildings.gpkg                                  | no usable tiles
label --tiles tiles.gpkg --buildings empty.gpkg                                      | no usable buildings
label --tiles tiles.gpkg --buildings utm.gpkg                                        | do not overlap
label --tiles broken.gpkg --buildings buildings.gpkg                                 | cannot be read as a vector layer
label --tiles nowhere.gpkg --buildings buildings.gpkg                                | there is no such file
label --tiles tiles.gpkg@x --buildings buildings.gpkg                                | cannot be read as a vector layer
label --tiles tiles.gpkg --buildings buildings.gpkg --output no/out.gpkg             | make it first
label --tiles tiles.gpkg --buildings buildings.gpkg --output buildings.gpkg          | which would be lost
split --tiles tiles.gpkg                                                             | take smaller ones
split --tiles tiles.gpkg --block-size-m 10 --counts 9 9 9                            | label or take in more tiles
export --tiles tiles.gpkg --raster far.tif                                           | do not overlap
export --tiles tiles.gpkg --raster one_band.tif                                      | choose bands among 1 to 1
export --tiles tiles.gpkg --raster cut.tif                                           | cannot be read as a raster
export --tiles tiles.gpkg --raster ortho.tif --output no/out                         | make it first
classify --tiles tiles.gpkg --raster far.tif --model model.onnx                      | do not overlap
classify --tiles tiles.gpkg --raster one_band.tif --model model.onnx                 | choose bands among 1 to 1
classify --tiles tiles.gpkg --raster no_crs.tif --model model.onnx                   | no coordinate reference system
classify --tiles tiles.gpkg --raster cut.tif --model model.onnx                      | cannot be read as a raster
classify --tiles tiles.gpkg --raster ortho.tif --model broken.onnx                   | cannot be used as a model
classify --tiles tiles.gpkg --raster ortho.tif --model ortho.tif                     | cannot be used as a model
classify --tiles tiles.gpkg --raster ortho.tif --model x.onnx                        | there is no such file
evaluate --tiles bare.gpkg --raster ortho.tif --model model.onnx                     | has no column label
evaluate --library . --model model.onnx                                              | no usable images
train --tiles bare.gpkg --raster ortho.tif                                           | has no column label
train --tiles tiles.gpkg --raster ortho.tif                                          | in the part train
train --tiles tiles.gpkg --raster ortho.tif --output no/out.onnx                     | make it first
evaluate --tiles tiles.gpkg --raster ortho.tif --model model.onnx --output no/o.json | make it first
compare --tiles bare.gpkg --buildings buildings.gpkg                                 | run the step that makes it first
compare --tiles classified.gpkg --buildings utm.gpkg                                 | do not overlap
compare --tiles classified.gpkg --buildings buildings.gpkg --communes utm.gpkg       | do not overlap
compare --tiles classified.gpkg --buildings buildings.gpkg --raster far.tif          | do not overlap
compare --tiles classified.gpkg --buildings buildings.gpkg --output no/out.gpkg      | make it first
train --tiles tiles.gpkg --raster ortho.tif --backbone-width 3                       | backbone_width is 3.0
"""
"""Arguments, without the output where it is the usual one, and what the sentence says; FILE@LAYER is a layer."""


def assert_refused_in_one_sentence(ran: Ran, says: str) -> None:
    """Exit 1, nothing on stdout, and the last line of stderr is one sentence; the lines before are progress."""
    *before, sentence = ran.stderr.splitlines()
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout == ""
    assert says in sentence
    assert sentence.endswith(".")
    assert "Traceback" not in ran.stderr
    assert all(line.endswith(("%", ".")) for line in before)


@pytest.mark.parametrize("row", BAD_INPUT.strip().splitlines(), ids=lambda row: row.partition("|")[0].strip())
def test_bad_input_is_one_sentence_and_leaves_nothing(place: Path, sattile: Run, row: str):
    arguments, says = (part.strip() for part in row.split("|"))
    if "--output" not in arguments:
        arguments += f" --output {OUTPUT[arguments.split()[0]]}"
    shadow(place)
    before = names_in(place)
    assert_refused_in_one_sentence(sattile(arguments.replace("@", "|layername=").split(), place), says)
    assert names_in(place) == before


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, tiny_disk: Path, sattile: Run):
    arguments = f"grid --tile-size-m 1 --extent 0 0 100 100 --crs EPSG:2154 --output {tiny_disk / 'out.gpkg'}"
    ran = sattile(arguments.split(), tmp_path)
    assert_refused_in_one_sentence(ran, "is full")
    assert names_in(tiny_disk) == []


GOOD = [
    (
        "grid --raster ortho.tif --tile-size-m 10 --output out.gpkg",
        {"tile_count": 4, "tile_size_m": 10.0, "crs": "EPSG:2154"},
    ),
    ("label --tiles bare.gpkg --buildings buildings.gpkg --output out.gpkg", {"bati": 1, "built_area_m2": 25.0}),
    (
        "split --tiles tiles.gpkg --block-size-m 10 --buffer-m 0 --shares 2 1 1 --output out.gpkg",
        {"train": 2, "validation": 1},
    ),
    ("export --tiles tiles.gpkg --raster ortho.tif --output out", {"image_count": 4, "no_image": 0}),
    ("classify --tiles bare.gpkg --raster ortho.tif --model model.onnx --output out.gpkg", {"bati": 4, "no_image": 0}),
    ("evaluate --tiles tiles.gpkg --raster ortho.tif --model model.onnx --output out.json", {"tile_count": 4}),
    ("compare --tiles classified.gpkg --buildings buildings.gpkg --output out.gpkg", {"new": 3, "agreed_bati": 1}),
]


@pytest.mark.parametrize(("arguments", "metrics"), GOOD)
def test_a_verb_writes_its_output_and_one_json_object(place: Path, sattile: Run, arguments: str, metrics: dict):
    before = names_in(place)
    ran = sattile(arguments.split(), place)
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    output = arguments.split()[-1]
    assert said["outputs"]["output"] == output
    assert said["metrics"].items() >= metrics.items()
    assert set(names_in(place)) - set(before) == {Path(path).parts[0] for path in said["outputs"].values()}


def test_a_chain_of_verbs_keeps_all_columns(place: Path, sattile: Run):
    chain = [
        "grid --raster ortho.tif --tile-size-m 10 --output out.gpkg",
        "label --tiles out.gpkg --buildings buildings.gpkg --output out.gpkg",
        "split --tiles out.gpkg --block-size-m 10 --buffer-m 0 --shares 2 1 1 --output out.gpkg",
        "classify --tiles out.gpkg --raster ortho.tif --model model.onnx --output out.gpkg",
    ]
    assert [sattile(verb.split(), place).returncode for verb in chain] == [0, 0, 0, 0]
    assert {"tile_id", "label", "built_area_m2", "split", "block_id", "p_bati"} <= set(read(place / "out.gpkg").columns)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("evaluate --tiles tiles.gpkg --raster ortho.tif --output o.json --layer tiles.gpkg", "reads as tiles"),
        ("evaluate --tiles tiles.gpkg --raster ortho.tif --output model.json", "not the model's"),
        ("evaluate --tiles t.json --raster ortho.tif --output t.json", "reads as tiles"),
    ],
)
def test_a_result_does_not_replace_what_it_is_made_of(place: Path, sattile: Run, arguments: str, says: str):
    (place / "model.json").write_text("{}")
    read(place / "tiles.gpkg").to_file(place / "t.json", driver="GeoJSON")
    before = {name: (place / name).read_bytes() for name in names_in(place)}
    assert_refused_in_one_sentence(sattile([*arguments.split(), "--model", "model.onnx"], place), says)
    assert {name: (place / name).read_bytes() for name in names_in(place)} == before


def test_nobody_reads_the_result(tmp_path: Path):
    """As in ``sattile grid ... | head -0``: the outputs stand, and nothing failed."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "sattile_plugin.worker", *GRID, str(tmp_path / "o.gpkg")]
    ran = subprocess.run(command, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert ran.returncode == 0
    assert "BrokenPipe" not in ran.stderr
    assert names_in(tmp_path) == ["o.gpkg"]


GRID = ["grid", "--extent", "0", "0", "20", "20", "--crs", "EPSG:2154", "--tile-size-m", "10", "--output"]


def test_prints_of_libraries_do_not_reach_stdout(tmp_path: Path):
    """A library that prints when it is used, from Python and as C does."""
    code = """if True:
        import os, sys, shapely
        from sattile_plugin.worker.cli import main
        box = shapely.box
        def talking_box(*edges):
            print("from Python")
            os.write(1, b"from C\\n")
            return box(*edges)
        shapely.box = talking_box
        main(sys.argv[1:])
        print("afterwards")
    """
    command = [sys.executable, "-c", code, *GRID, str(tmp_path / "out.gpkg")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    said, after = ran.stdout.splitlines()
    assert json.loads(said)["metrics"]["tile_count"] == 4 and after == "afterwards"
    assert "from Python" in ran.stderr and "from C" in ran.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_without_a_place_to_write_to_the_run_goes_on(tmp_path: Path, closed: str):
    """As of a service, whose output nobody asked for."""
    command = ["sh", "-c", f'exec "$0" "$@" {closed}', sys.executable, "-m", "sattile_plugin.worker"]
    ran = subprocess.run([*command, *GRID, str(tmp_path / "out.gpkg")], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert len(read(tmp_path / "out.gpkg")) == 4


def test_any_path_is_written_whatever_the_encoding(tmp_path: Path, sattile: Run):
    (tmp_path / "дом").mkdir()
    ran = sattile([*GRID, "дом/out.gpkg"], tmp_path, PYTHONIOENCODING="cp1252")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["outputs"]["output"] == "дом/out.gpkg"
    ran = sattile([*GRID, "дом/нет/out.gpkg"], tmp_path, PYTHONIOENCODING="cp1252")
    assert_refused_in_one_sentence(ran, "дом/нет")


def test_an_interrupt_while_it_loads_is_quiet(tmp_path: Path):
    """The library of the command line takes its time here, and turns an interrupt into an error of its own."""
    slow = "import time\nprint('loading', flush=True)\n"
    (tmp_path / "tyro.py").write_text(f"{slow}try:\n    time.sleep(60)\nexcept BaseException:\n    raise ImportError")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
    command = [sys.executable, "-m", "sattile_plugin.worker", "grid"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    heard = partial(signal.signal, signal.SIGINT, signal.default_int_handler)  # shells let what runs behind not hear it
    with subprocess.Popen(command, cwd=tmp_path, env=environment, preexec_fn=heard, **pipes) as process:
        assert process.stdout.readline() == "loading\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read() == "Cancelled.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "fly",
        "grid",
        "grid --output o.gpkg --tile-size-m wide",
        "grid --output o.gpkg --inside out",
        "grid --colour red",
    ],
)
def test_wrong_usage_leaves_with_2(tmp_path: Path, sattile: Run, arguments: str):
    ran = sattile(arguments.split(), tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr


def test_the_version_is_told(tmp_path: Path, sattile: Run):
    ran = sattile(["--version"], tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"sattile {__version__}\n", "")


@pytest.mark.parametrize("verb", JOBS)
def test_help_describes_every_option(tmp_path: Path, sattile: Run, verb: str):
    ran = sattile([verb, "--help"], tmp_path)
    assert ran.returncode == 0
    for option in fields(JOBS[verb]):
        assert f"--{option.name.replace('_', '-')}" in ran.stdout
