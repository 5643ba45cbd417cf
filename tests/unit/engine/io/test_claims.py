"""What a run may write: nothing that it reads, unless that comes back with more, and nothing that another writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sattile_plugin.contract.errors import InvalidOption, MissingFolder, OutputInUse, OutputOccupied
from sattile_plugin.contract.jobs import decode_job
from sattile_plugin.engine.io.claims import claimed

from ...builders import names_in

FILES = ("t.gpkg", "t.json", "c.gpkg", "b.gpkg", "r.tif", "m.onnx", "m.json", "m.html", "f.parquet", "o_settle.csv")
EVALUATE = {"verb": "evaluate", "model": "m.onnx", "output": "o.json", "tiles": ["t.gpkg"], "raster": ["r.tif"]}
TRAIN = {"verb": "train", "output": "o.onnx", "tiles": ["t.gpkg"], "raster": ["r.tif"]}
LABEL = {"verb": "label", "tiles": "t.gpkg", "buildings": "b.gpkg", "output": "o.gpkg"}
SPLIT = {"verb": "split", "tiles": "t.gpkg", "output": "o.gpkg"}
CHECK = {"verb": "check", "tiles": "t.gpkg", "raster": "r.tif", "output": "o.gpkg"}
CLASSIFY = {"verb": "classify", "tiles": "t.gpkg", "raster": "r.tif", "model": "m.onnx", "output": "o.gpkg"}
COMPARE = {**LABEL, "verb": "compare", "communes": "c.gpkg"}
DESCRIBE = {"verb": "describe", "raster": "r.tif", "tiles": "f.parquet", "output": "o.parquet"}
CLUSTER = {"verb": "cluster", "communes": "c.gpkg", "features": "f.parquet", "output": "o.gpkg"}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a file for each input."""
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        (tmp_path / name).write_text(name)
    (tmp_path / "link.gpkg").symlink_to("c.gpkg")
    return tmp_path


@pytest.mark.parametrize(
    ("job", "says"),
    [
        (EVALUATE | {"layer": "t.gpkg"}, "t.gpkg already holds what this run reads as tiles, which would be lost"),
        (EVALUATE | {"layer": "./t.gpkg"}, "reads as tiles"),
        (EVALUATE | {"layer": "t.gpkg", "tiles": ["t.gpkg|layername=tiles"]}, "reads as tiles"),
        (EVALUATE | {"layer": "c.gpkg", "communes": "link.gpkg"}, "reads as communes"),
        (EVALUATE | {"output": "t.json", "tiles": ["t.json"]}, "reads as tiles"),
        (EVALUATE | {"layer": "c.gpkg", "land_use": "c.gpkg", "land_use_field": "use"}, "reads as land_use"),
        (LABEL | {"output": "t.gpkg", "tiles": "t.gpkg|layername=tiles|subset=label = 'bati'"}, "reads as tiles"),
        (TRAIN | {"output": "t.onnx", "tiles": ["t.json"]}, "t.json already holds what this run reads as tiles"),
        (TRAIN | {"output": "m.onnx", "start_from": "m.onnx"}, "reads as start_from"),
        (LABEL | {"output": "b.gpkg"}, "reads as buildings"),
        (LABEL | {"thresholds": "t.gpkg"}, "reads as tiles"),
        (COMPARE | {"output": "c.gpkg"}, "reads as communes"),
        (DESCRIBE | {"output": "f.parquet"}, "reads as tiles"),
        (CLUSTER | {"output": "c.gpkg"}, "reads as communes"),
        (CLUSTER | {"population": "o_settle.csv"}, "reads as population"),
        ({"verb": "report", "run": "m.html", "output": "m.html"}, "reads as run"),
    ],
)
def test_what_is_read_is_not_replaced(place: Path, job: dict, says: str):
    before = {name: (place / name).read_text() for name in FILES}
    with pytest.raises(OutputOccupied, match=says), claimed(decode_job(job)):
        pytest.fail("the block must not run")
    assert {name: (place / name).read_text() for name in FILES} == before


@pytest.mark.parametrize(
    "job",
    [
        *({**job, "output": "t.gpkg"} for job in (LABEL, SPLIT, CHECK, CLASSIFY, COMPARE)),
        CLUSTER | {"settled": "o_settle.csv"},
        CLUSTER | {"output": "b.gpkg", "names_from": "b.gpkg"},
        EVALUATE | {"tiles": ["/vsizip/t.zip/t.gpkg"], "layer": "c.gpkg"},
        EVALUATE | {"raster": [f"<GDAL_WMS>{999 * ' '}</GDAL_WMS>"], "layer": "c.gpkg"},
        {"verb": "report", "run": "m.json", "output": "m.html"},
    ],
)
def test_what_comes_back_with_more_may_be_replaced(place: Path, job: dict):
    before = names_in(place)
    with claimed(decode_job(job)):
        assert len(names_in(place)) > len(before)
    assert names_in(place) == before


@pytest.mark.parametrize("stands_there", [True, False])
def test_no_output_has_the_name_of_a_model(place: Path, stands_there: bool):
    if not stands_there:
        for name in ("m.json", "m.html"):
            (place / name).unlink()
    job = decode_job(EVALUATE | {"output": "./m.json"})
    with pytest.raises(InvalidOption, match=r"output is \./m\.json; .* m\.onnx is taken for"), claimed(job):
        pytest.fail("the block must not run")


def test_two_outputs_of_one_name():
    job = decode_job(LABEL | {"thresholds": "./o.gpkg"})
    with pytest.raises(InvalidOption, match="another name than that of output"), claimed(job):
        pytest.fail("the block must not run")


def test_two_outputs_of_one_name_by_a_link(place: Path):
    (place / "real").mkdir()
    (place / "linked").symlink_to(place / "real")
    job = decode_job(LABEL | {"output": "real/o.gpkg", "thresholds": "linked/o.gpkg"})
    with pytest.raises(InvalidOption, match="another name than that of output"), claimed(job):
        pytest.fail("the block must not run")


def test_a_missing_folder():
    with pytest.raises(MissingFolder, match="no"), claimed(decode_job(EVALUATE | {"layer": "no/l.gpkg"})):
        pytest.fail("the block must not run")


def test_a_second_run_on_one_output_is_refused(place: Path):
    """What is derived counts as well: both write x.json and x.html."""
    train, evaluate = (decode_job(job | {"output": f"x.{end}"}) for job, end in ((TRAIN, "onnx"), (EVALUATE, "json")))
    with claimed(train), pytest.raises(OutputInUse, match=r"writing x\.(json|html)"), claimed(evaluate):
        pytest.fail("the block must not run")
    assert not [name for name in names_in(place) if name.startswith(".lock")]
