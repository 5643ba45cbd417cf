"""Tables as people keep them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest

from sattile_plugin.contract.errors import EmptyLayer, UnreadableFile
from sattile_plugin.engine.communes.tables import numbers, read_table

from ...builders import square, write_layer

ROWS = [["Commune", "Population totale"], ["M'tal, été", "9 500"], ["Témara", "56 201"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_any_separator_and_encoding(tmp_path: Path, separator: str, encoding: str):
    path = tmp_path / "population.csv"
    lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in ROWS]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    table = read_table(str(path))
    assert [list(table.columns), *table.to_numpy().tolist()] == ROWS


def test_a_comma_in_each_cell_is_no_separator_where_semicolons_are(tmp_path: Path):
    path = tmp_path / "population.csv"
    path.write_text("nom, commune;pop\nTamda, ville;5\n", encoding="utf-8")
    assert read_table(str(path)).to_numpy().tolist() == [["Tamda, ville", "5"]]


def test_lines_above_the_column_names_and_short_rows(tmp_path: Path):
    path = tmp_path / "population.csv"
    path.write_text("Recensement\n\nnom;pop\nA;1\nB\n;\n", encoding="utf-8")
    assert read_table(str(path)).to_numpy().tolist() == [["A", "1"], ["B", ""]]


def test_excel_by_sheet(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["nothing", "here"])
    book.active.append([1, 2])
    sheet = book.create_sheet("2024")
    for row in (["Population des communes"], [], ["nom", "pop"], ["Témara", 56201], ["Jabria", None]):
        sheet.append(row)
    path = tmp_path / "population.xlsx"
    book.save(path)
    assert read_table(f"{path}|layername=2024").to_numpy().tolist() == [["Témara", 56201], ["Jabria", ""]]
    assert list(read_table(str(path)).columns) == ["nothing", "here"]
    with pytest.raises(UnreadableFile, match="2025"):
        read_table(f"{path}|layername=2025")


@pytest.mark.parametrize("name", ["population.csv", "population.xlsx"])
def test_a_filter_is_for_layers(tmp_path: Path, name: str):
    (tmp_path / name).write_text("nom;pop\nA;1\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="filters, as pop > 5, are for layers; leave the filter out"):
        read_table(f"{tmp_path / name}|subset=pop > 5")


def test_the_attributes_of_a_layer(tmp_path: Path):
    path = write_layer(tmp_path / "communes.gpkg", [square(0, 0, 1), square(1, 0, 1)], nom=["A", None], pop=[5, 6])
    assert read_table(path).to_numpy().tolist() == [["A", 5], ["", 6]]
    assert read_table(f"{path}|layerid=0|subset=pop > 5").to_numpy().tolist() == [["", 6]]
    with pytest.raises(UnreadableFile, match="its filter is not understood"):
        read_table(f"{path}|subset=pop >")


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("missing.csv", None, UnreadableFile, "no such file"),
        ("empty.csv", b"", EmptyLayer, "rows"),
        ("names.csv", b"nom;pop\n", EmptyLayer, "rows"),
        ("picture.csv", b"\x89PNG\x00\x00;\x00\n", UnreadableFile, "bytes"),
        ("broken.xlsx", b"no zip", UnreadableFile, "Excel"),
        ("text.doc", b"some text", UnreadableFile, r"CSV, Excel \(.xlsx\) or a layer"),
    ],
)
def test_no_table(tmp_path: Path, name: str, content: bytes | None, error: type[Exception], words: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=words):
        read_table(str(tmp_path / name))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["56201", "7"], [56201, 7]),
        (["56 201", "1\u00a0200", "1\u202f200", "1'200"], [56201, 1200, 1200, 1200]),
        (["56.201", "1.200.300"], [56201, 1200300]),
        (["56,201", "900"], [56201, 900]),
        (["1,5", "2,250"], [1.5, 2.25]),
        (["1 234,5", "1.234,5", "1,234.5"], [1234.5] * 3),
        (["n.d.", "", "-", "12 hab", None, "..."], [np.nan] * 6),
        ([56201, 7.5, np.float64(3), True], [56201, 7.5, 3, np.nan]),
        (["-5"], [-5]),
    ],
)
def test_numbers(cells: list, expected: list):
    np.testing.assert_array_equal(numbers(cells), expected)
