"""The verb report: a run as JSON or in a GeoPackage becomes a page; anything else is refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sattile_plugin.contract.errors import InvalidOption, OutputOccupied, UnreadableFile
from sattile_plugin.contract.jobs import BuildTileGrid, LabelTiles, Report
from sattile_plugin.engine.report import write_report

from ..builders import LAMBERT, names_in, run, square, write_grid, write_layer
from .reporting.runs import Page, evaluation, training


@pytest.fixture
def page(tmp_path: Path):
    """Report a run and return the page."""

    def run_it(given: str | dict, **options: str) -> Page:
        path = tmp_path / "run.json"
        if not isinstance(given, str):
            path.write_text(json.dumps(given), encoding="utf-8")
        done, _ = run(Report(given if isinstance(given, str) else str(path), str(tmp_path / "r.html"), **options))
        return Page(Path(done.outputs["output"]).read_text("utf-8"))

    return run_it


@pytest.mark.parametrize(
    ("data", "language", "words"),
    [
        (training(), "en", ["Report of a training", "village", "1 min 12 s"]),
        (training(), "fr", ["Rapport d’entraînement", "village", "04/03/2026"]),
        (evaluation(), "en", ["Report of an evaluation", "village"]),
    ],
)
def test_a_run_in_json(page, data: dict, language: str, words: list[str]):
    assert all(word in page(data, language=language).text for word in words)


def test_a_report_can_be_written_by_who_made_the_run(tmp_path: Path):
    write_report(training(), tmp_path / "m.html", "fr")
    assert "le classifieur en classe 80" in Page((tmp_path / "m.html").read_text("utf-8")).text


@pytest.fixture
def labelled(tmp_path: Path) -> str:
    """Four tiles of 10 m, of which the first is built over."""
    tiles = write_grid(tmp_path / "tiles.gpkg", 1, 4)
    buildings = write_layer(tmp_path / "buildings.gpkg", [square(0, 0, 10)])
    run(LabelTiles(tiles, buildings, str(tmp_path / "labels.gpkg")))
    return str(tmp_path / "labels.gpkg")


def test_a_layer_of_tiles_has_a_map_counts_and_options(page, labelled: str):
    found = page(labelled)
    assert {"map", "numbers", "run"} <= set(found.ids)
    for words in (
        "Report of tile labels",
        "4 features",
        LAMBERT,
        "bâti 1 25.0 %",
        "non bâti 3 75.0 %",
        "min_built_area_m2",
    ):
        assert words in found.text


def test_a_filter_that_is_not_understood_is_refused_in_one_sentence(page, labelled: str):
    with pytest.raises(UnreadableFile, match="its filter is not understood"):
        page(f"{labelled}|layername=tiles|subset=label =")


def test_a_named_layer_of_a_geopackage(page, labelled: str):
    assert "4 features" in page(f"{labelled}|layername=tiles").text


def test_a_grid_is_drawn_without_classes(page, tmp_path: Path):
    run(BuildTileGrid(str(tmp_path / "g.gpkg"), extent=(0, 0, 100, 50), crs=LAMBERT))
    found = page(str(tmp_path / "g.gpkg"))
    assert "2 features" in found.text and "North is up. 20 m" in found.text
    assert "Coloured" not in found.text and "95 % confidence" not in found.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("r.json", b'{"task": ', "cannot be read as the JSON of train or evaluate"),
        ("r.json", b"\xff\xfe\x00", r"r\.json cannot be read as the JSON .* \(it is no JSON\)"),
        ("features.parquet", b"PAR1\xb0", r"or a GeoPackage that SatTile wrote \(it is no JSON\)"),
        ("r.json", b"[1, 2]", "it holds something else"),
        ("r.json", b'{"verb": "grid"}', "it holds something else"),
        ("r.gpkg", b"no database", "cannot be read"),
        (None, b"", "there is no such file"),
    ],
)
def test_what_is_no_run_is_refused_in_one_sentence(page, tmp_path: Path, name: str | None, content: bytes, words: str):
    if name:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=words) as caught:
        page(str(tmp_path / (name or "none.json")))
    assert "\n" not in str(caught.value)
    assert names_in(tmp_path) == ([name] if name else [])


def test_a_folder_is_no_run(page, tmp_path: Path):
    with pytest.raises(UnreadableFile, match="it is a folder"):
        page(str(tmp_path))


def test_a_layer_of_another_tool_tells_nothing(page, tmp_path: Path):
    with pytest.raises(UnreadableFile, match="no layer in it tells how it was made"):
        page(write_grid(tmp_path / "tiles.gpkg", 1, 2))


def test_a_folder_in_the_place_of_the_report_is_kept(page, tmp_path: Path):
    (tmp_path / "r.html").mkdir()
    with pytest.raises(OutputOccupied):
        page(training())


@pytest.mark.parametrize("name", ["report.pdf", "report"])
def test_a_report_is_html(name: str):
    with pytest.raises(InvalidOption, match="html"):
        Report("run.json", name)
