"""Areas that tiles lie in: three tiles of 10 m in a row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import shapely

from sattile_plugin.contract.errors import InvalidOption, NoOverlap
from sattile_plugin.engine.io.areas import areas_of_centres, read_areas

from ...builders import Recorder, layer, square, tile_squares, write_layer

TILES = layer(tile_squares(1, 3))


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ([square(0, 0, 30)], [0, 0, 0]),
        ([shapely.box(0, 0, 14, 10), shapely.box(14, 0, 30, 10)], [0, 1, 1]),
        ([shapely.box(0, 0, 30, 10), shapely.box(0, 0, 30, 10)], [0, 0, 0]),
        ([shapely.box(0, 0, 15, 10), shapely.box(15, 0, 30, 10)], [0, 0, 1]),
        ([square(20, 0, 10)], [None, None, 0]),
    ],
    ids=["one", "two", "two of the same: the first", "a centre on the border: the first", "outside"],
)
def test_the_area_of_a_centre(areas: list, expected: list):
    found = areas_of_centres(layer(areas), TILES, "areas", "tiles")
    assert [None if pd.isna(row) else int(row) for row in found] == expected


def test_a_tile_keeps_its_area_whatever_its_row_is_called():
    tiles = TILES.set_axis([7, 8, 9])
    assert areas_of_centres(layer([square(10, 0, 10)]), tiles, "areas", "tiles").to_dict()[8] == 0


def test_areas_that_hold_no_centre():
    with pytest.raises(NoOverlap, match=r"communes\.gpkg and grid\.gpkg"):
        areas_of_centres(layer([square(0, 0, 4)]), TILES, "communes.gpkg", "grid.gpkg")


@pytest.mark.parametrize(("field", "names"), [("nom", ["Aa", "Bé"]), (None, ["A0", "A1"]), ("insee", ["1001", "1002"])])
def test_names(tmp_path: Path, field: str | None, names: list[str]):
    source = write_layer(
        tmp_path / "a.gpkg", [None, square(0, 0, 9), square(9, 0, 9)], nom=["-", "Aa", "Bé"], insee=[0, 1001, 1002]
    )
    frame, found = read_areas(source, field, "areas_field", TILES, Recorder())
    assert found.tolist() == names and frame.index.tolist() == [0, 1]


def test_areas_without_a_name_are_numbered(tmp_path: Path):
    source = write_layer(tmp_path / "a.gpkg", [square(10 * number, 0, 9) for number in range(3)], nom=["Aa", None, " "])
    _, names = read_areas(source, "nom", "areas_field", TILES, Recorder())
    assert names.tolist() == ["Aa", "A1", "A2"]


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path):
    source = write_layer(tmp_path / "a.gpkg", [square(0, 0, 9)], nom=["Aa"])
    with pytest.raises(InvalidOption, match=r"commune_field is name; expected a column of .*a\.gpkg: nom"):
        read_areas(source, "name", "commune_field", TILES, Recorder())
